"""`laurel documents`: what was issued to a cluster and handed in by it, each under its hash; and saving one."""

import re
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from console.cli.answers import NotFound, Usage, answered
from console.cli.asking import Json
from console.cli.filed import filed, named
from console.cli.output import console, print_json, print_table, when
from console.cli.session import Session, run, stream_of
from console.cli.written import write_new
from console.intake.inspecting import inspected
from console.intake.media import ENDINGS, PDF_HEADER, MediaType
from console.intake.naming import file_name, shown_name
from console.intake.refused import DocumentRefused
from console.kept_documents import KeptDocument
from ledger.documents import DocumentDamaged, DocumentMissing

_PREFIX = re.compile(r"[0-9a-f]{6,64}")
_KIBIBYTE = 1024


def documents(
    cluster: Annotated[str, typer.Argument(help="A cluster's id.")],
    save: Annotated[
        str | None, typer.Option(metavar="HASH", help="Save this document: its hash, or how it begins.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option(help="Where to; default: in this folder, named by its title or kind.")
    ] = None,
    as_json: Json = False,
) -> None:
    """List a cluster's documents, or save one of them."""
    with answered(as_json=as_json):
        if save is not None and not _PREFIX.fullmatch(save):
            raise Usage("--save: at least the first six digits of a document's hash.")
        if output is not None and save is None:
            raise Usage("--output: say which document with --save.")
    stream = stream_of(cluster)
    listed = run(lambda session: filed(session, stream), as_json=as_json)
    if save is None:
        _print(cluster, listed, as_json=as_json)
        return
    with answered(as_json=as_json):
        wanted = named(save, listed, "--save")
    content = run(lambda session: _content(session, wanted.sha256), as_json=as_json)
    path = output or Path(default_name(wanted, content))
    with answered(as_json=as_json):
        write_new(path, content, option="--output")
    if as_json:
        print_json({"path": str(path), **wanted.model_dump(mode="json")})
        return
    console.print(f"{wanted.kind} {wanted.about}: {len(content)} bytes in {path}", markup=False)


def default_name(document: KeptDocument, content: bytes) -> str:
    """`gold-1-report-1.pdf` for what was issued, else the title; its ending is that of what the content is."""
    plain = f"{document.about}-{document.kind}-{document.version}"
    name = file_name((document.title or plain).replace("/", "-"))
    endings = _endings(content)
    return name if name.lower().endswith(endings) else f"{name}{endings[0]}"


def _endings(content: bytes) -> tuple[str, ...]:
    if content.startswith(PDF_HEADER):
        return ENDINGS[MediaType.PDF]  # as the engine issues them; nobody asks here what runs in it
    try:
        return ENDINGS[inspected(content)]
    except DocumentRefused:
        return ("",)


def _print(cluster: str, listed: list[KeptDocument], *, as_json: bool) -> None:
    if as_json:
        print_json(listed)
        return
    rows = [
        (
            each.sha256[:12],
            f"{each.kind} (replaced)" if each.replaced else each.kind,
            each.about,
            str(each.version),
            escape(shown_name(each.title)) if each.title else "–",
            "missing" if each.size is None else _size(each.size),
            when(each.received_on),
        )
        for each in listed
    ]
    columns = ("hash", "what", "about", "version", "title", "size", "on")
    print_table(f"Documents of {cluster}", columns, rows, empty="There is no document.")


def _size(size: int) -> str:
    return f"{size} bytes" if size < _KIBIBYTE else f"{-(-size // _KIBIBYTE)} KiB"


async def _content(session: Session, sha256: str) -> bytes:
    try:
        return await session.documents.get(sha256)
    except (DocumentMissing, DocumentDamaged) as lost:
        raise NotFound(str(lost)) from lost
