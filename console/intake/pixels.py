"""How large an image may become once it is decoded."""

from console.intake.refused import DocumentRefused

# Half a gigabyte in the memory of whoever opens it; a photograph of 108 megapixels fits.
LARGEST_IMAGE_PIXELS = 128_000_000


def check_pixels(width: int, height: int) -> None:
    """`DocumentRefused` for an image without extent, or with more pixels than may be."""
    if not 0 < width * height <= LARGEST_IMAGE_PIXELS:
        raise DocumentRefused(
            "image-pixels",
            f"is an image of {width} by {height} pixels; at most {LARGEST_IMAGE_PIXELS} in all are taken.",
        )
