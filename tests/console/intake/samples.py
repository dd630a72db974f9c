"""Small whole documents of each kind, made by hand, and parts to spoil them with."""

import struct
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile
from zlib import compress, crc32

from console.intake.media import MediaType

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
PROGRAM = b"MZ\x90\x00" + bytes(200)
TEXT = "Kennzahl;Wert\r\nBeschäftigte;2,5\r\n".encode()

_PAGES = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>"}
_PAGE = {3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"}
_OPENXML = "application/vnd.openxmlformats-officedocument."
_MAIN = {
    MediaType.DOCX: ("word/document.xml", f"{_OPENXML}wordprocessingml.document.main+xml"),
    MediaType.XLSX: ("xl/workbook.xml", f"{_OPENXML}spreadsheetml.sheet.main+xml"),
    MediaType.PPTX: ("ppt/presentation.xml", f"{_OPENXML}presentationml.presentation.main+xml"),
}


def pdf(*, root: bytes = b"", trailer: bytes = b"", more: dict[int, bytes] | None = None) -> bytes:
    """A PDF of one page; `root` goes into the catalogue, `more` are further objects from number 4 on."""
    objects = {**_PAGES, **_PAGE, **(more or {})}
    objects[1] = objects[1][:-2] + root + b">>"
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    begins = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    out += b"trailer\n<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF\n" % (
        max(objects) + 1,
        trailer,
        begins,
    )
    return bytes(out)


def compressed_pdf(hidden: bytes) -> bytes:
    """A PDF whose objects, a further one among them, lie compressed in an object stream."""
    bodies = {**_PAGES, **_PAGE, 4: hidden}
    starts, packed = [], b""
    for number, body in bodies.items():
        starts.append(b"%d %d" % (number, len(packed)))
        packed += body + b" "
    head = b" ".join(starts) + b" "
    data = compress(head + packed)
    out = b"%PDF-1.7\n"
    stream = len(out)
    out += (
        b"5 0 obj\n<</Type/ObjStm/N 4/First %d/Filter/FlateDecode/Length %d>>stream\n%b\nendstream\nendobj\n"
        % (
            len(head),
            len(data),
            data,
        )
    )
    begins = len(out)
    entries = [(0, 0, 255), (2, 5, 0), (2, 5, 1), (2, 5, 2), (2, 5, 3), (1, stream, 0), (1, begins, 0)]
    table = b"".join(struct.pack(">BHB", *entry) for entry in entries)
    out += b"6 0 obj\n<</Type/XRef/Size 7/W[1 2 1]/Root 1 0 R/Length %d>>stream\n%b\nendstream\nendobj\n" % (
        len(table),
        table,
    )
    return out + b"startxref\n%d\n%%%%EOF\n" % begins


def png(width: int = 1, height: int = 1) -> bytes:
    """A PNG that says it is of this size; its data are those of one pixel."""
    header = struct.pack(">LLBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", compress(b"\x00\x00"))
        + chunk(b"IEND", b"")
    )


def chunk(kind: bytes, data: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", crc32(kind + data))


def jpeg(width: int = 1, height: int = 1, *, coded: bytes = b"\x12\xff\x00\x34\xff\xd0\x56") -> bytes:
    """A JPEG of two scans that says it is of this size."""
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    scan = b"\xff\xda" + struct.pack(">HB", 8, 1) + b"\x01\x00\x00\x3f\x00" + coded
    return b"\xff\xd8" + b"\xff\xe0\x00\x07JFIF\x00" + frame + scan + b"\xff" + scan + b"\xff\xd9"


def archive(parts: dict[str, bytes], *, method: int = ZIP_DEFLATED) -> bytes:
    """A ZIP archive; `mimetype` is stored as it is."""
    packed = BytesIO()
    with ZipFile(packed, "w", method) as written:
        for name, part in parts.items():
            written.writestr(name, part, ZIP_STORED if name == "mimetype" else method)
    return packed.getvalue()


def office_parts(kind: MediaType, *types: str) -> dict[str, bytes]:
    """The parts of a document of Word, Excel or PowerPoint; `types` are said beside its own."""
    main, main_type = _MAIN[kind]
    said = "".join(f'<Override PartName="/{each}" ContentType="{each}"/>' for each in (main_type, *types))
    names = "http://schemas.openxmlformats.org/package/2006/"
    return {
        "[Content_Types].xml": f'<?xml version="1.0"?><Types xmlns="{names}content-types">{said}</Types>'.encode(),
        "_rels/.rels": relations(main, mode="Internal"),
        main: b"<document/>",
    }


def relations(target: str, *, mode: str, type_: str = "officeDocument") -> bytes:
    """A part that says what is related to what."""
    names = "http://schemas.openxmlformats.org/package/2006/relationships"
    return (
        f'<Relationships xmlns="{names}"><Relationship Id="r1" Type="http://x.example/{type_}" '
        f'Target="{target}" TargetMode="{mode}"/></Relationships>'
    ).encode()


def open_parts(kind: MediaType, manifest: bytes = b"") -> dict[str, bytes]:
    """The parts of an OpenDocument file; `manifest` goes into its list of parts."""
    names = 'xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    return {
        "mimetype": kind.encode(),
        "content.xml": b"<document/>",
        "META-INF/manifest.xml": f"<m:manifest {names}>".encode() + manifest + b"</m:manifest>",
    }


WHOLE = {
    MediaType.PDF: pdf(),
    MediaType.PNG: png(),
    MediaType.JPEG: jpeg(),
    **{kind: archive(office_parts(kind)) for kind in _MAIN},
    **{kind: archive(open_parts(kind)) for kind in (MediaType.ODT, MediaType.ODS, MediaType.ODP)},
    MediaType.TEXT: TEXT,
}
