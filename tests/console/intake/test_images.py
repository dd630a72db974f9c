"""PNG and JPEG are whole images, with nothing after their end."""

import struct

import pytest

from console.intake.inspecting import inspected
from console.intake.media import MediaType
from console.intake.pixels import LARGEST_IMAGE_PIXELS
from tests.console.intake.refusing import code, refusal
from tests.console.intake.samples import chunk, jpeg, png


@pytest.mark.parametrize("image", [png(), jpeg()])
def test_a_byte_after_the_end_of_an_image_is_refused(image: bytes) -> None:
    assert refusal(image + b"x") == ("image-tail", "has something after the end of the image.")


@pytest.mark.parametrize(("width", "height"), [(LARGEST_IMAGE_PIXELS, 1), (16_000, 8_000)])
def test_a_png_of_exactly_the_most_pixels_is_taken_and_one_more_refused(width: int, height: int) -> None:
    assert inspected(png(width, height)) == MediaType.PNG
    assert refusal(png(width + 1, height)) == (
        "image-pixels",
        f"is an image of {width + 1} by {height} pixels; at most 128000000 in all are taken.",
    )


def test_a_jpeg_of_exactly_the_most_pixels_is_taken_and_one_more_refused() -> None:
    assert inspected(jpeg(16_000, 8_000)) == MediaType.JPEG
    assert code(jpeg(16_000, 8_001)) == "image-pixels"


@pytest.mark.parametrize("image", [png(0, 1), jpeg(1, 0)])
def test_an_image_without_extent_is_refused(image: bytes) -> None:
    assert code(image) == "image-pixels"


@pytest.mark.parametrize(
    "spoilt",
    [
        png().replace(b"IDAT", b"IDAX"),
        png()[:8] + chunk(b"IDAT", b"x") + png()[8:],
        png()[:8] + chunk(b"IEND", b""),
        png()[:-12],
        png()[:8],
    ],
)
def test_a_png_whose_chunks_are_not_whole_or_not_in_order_is_damaged(spoilt: bytes) -> None:
    assert refusal(spoilt) == ("image-damaged", "is a damaged PNG image.")


def test_the_pictures_a_camera_appends_belong_to_the_photograph() -> None:
    assert inspected(jpeg() + jpeg() + bytes(500) + jpeg() + bytes(3)) == MediaType.JPEG


@pytest.mark.parametrize(
    "spoilt",
    [
        jpeg()[:-2],
        jpeg()[:-1],
        b"\xff\xd8\xff\xd9",
        b"\xff\xd8\xff\xe0\x00\x01\xff\xd9",
        b"\xff\xd8\xff\xc0\x00\x04\x08\x00\xff\xd9",
        b"\xff\xd8\xff\xd8",
        b"\xff\xd8" + b"\xff" * 100_000,
        b"\xff\xd8\xff\xe0" + struct.pack(">H", 60_000),
        jpeg().replace(b"\xff\xda", b"\xff\xfe"),
    ],
)
def test_a_jpeg_whose_segments_are_not_whole_is_damaged(spoilt: bytes) -> None:
    assert refusal(spoilt) == ("image-damaged", "is a damaged JPEG image.")
