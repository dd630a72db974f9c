"""An evidence bundle, whole: the record's part, what proves it, and what makes it readable."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import metadata, resources
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from console.bundle import lines
from console.bundle.bag import Content, bagged, write_archive
from console.bundle.gathering import Evidence
from console.bundle.proofs import Proven, RecordChanged, proven
from console.bundle.trail import person_names, trail_page
from console.bundle.verify import FORMAT, verify
from console.intake.inspecting import inspected
from console.intake.media import PDF_HEADER, MediaType
from console.intake.refused import DocumentRefused
from console.kept_documents import KeptDocument
from console.processes.happenings import happenings
from console.processes.ocel import ocel
from console.processes.xes import xes
from ledger.checkpoints import LogName
from ledger.connection import Connection
from ledger.documents import DocumentDamaged, DocumentMissing, Documents
from ledger.notes import Signer
from ledger.published import Place

_UNKNOWN_MEDIA = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Installation:
    """Who makes the bundle: what it is called, where its logs are published, where its documents are, how it signs."""

    origin: str
    place: Place
    documents: Documents
    signer: Signer


@dataclass(frozen=True, slots=True)
class Made:
    """What a bundle holds. `above`: entries that no checkpoint covers; `missing`: documents stored no more."""

    position: int
    events: int
    outcomes: int
    above: Mapping[LogName, int]
    documents: int
    missing: int
    erased: int


async def write_bundle(
    connection: Connection, installation: Installation, evidence: Evidence, output: Path, spool: Path
) -> Made:
    """Write the bundle to `output`, which must not exist. The same evidence under the same checkpoint: the same bytes.

    `spool` is an empty folder, into which documents are copied on the way. Raises `FileExistsError`, `RecordChanged`
    and `BundleTooLarge`; a bundle that its own verifier refuses is not left there.
    """
    kept = await _documents(installation.documents, evidence, spool)
    numbers: dict[LogName, list[int]] = {
        "events": [event.position for event in evidence.events],
        "outcomes": [outcome.number for outcome in evidence.outcomes],
    }
    place, origin = installation.place, installation.origin
    proofs = {
        log: await proven(connection, log, place.log(origin, log), each) for log, each in numbers.items()
    }
    write_archive(output, base_of(evidence), whole(installation, evidence, proofs, kept))
    _require_whole(
        output, [installation.signer.vkey, *(key for each in proofs.values() for key in each.keys)]
    )
    return Made(
        evidence.position,
        len(evidence.events),
        len(evidence.outcomes),
        _above(evidence, proofs),
        len(kept),
        len({each.sha256 for each in evidence.documents} - kept.keys()),
        len(evidence.commitments) - len(evidence.texts),
    )


def _require_whole(bundle: Path, keys: Sequence[str]) -> None:
    """What is wrong with the record would be found by whoever gets the bundle: it is found here first."""
    if wrong := verify(bundle, keys).problems:
        bundle.unlink()
        raise RecordChanged(wrong[0]["file"], wrong[0]["sentence"])


def base_of(evidence: Evidence) -> str:
    """The one folder in the archive."""
    return f"laurel-{evidence.cluster_id}-{evidence.position}"


def whole(
    installation: Installation, evidence: Evidence, proofs: Mapping[LogName, Proven], kept: Mapping[str, Path]
) -> dict[str, Content]:
    """Every file of the bundle. `kept`: where the documents lie that are still stored, by hash."""
    sizes = {digest: path.stat().st_size for digest, path in kept.items()}
    sized = [each.model_copy(update={"size": sizes.get(each.sha256)}) for each in evidence.documents]
    evidence, above = replace(evidence, documents=sized), _above(evidence, proofs)
    payload: dict[str, Content] = {
        **_record(evidence),
        **_proofs(proofs, installation.signer),
        **_pages(evidence, above),
        **_scheme(),
        "data/documents.json": _index(evidence, kept),
        **{f"data/documents/{digest}": path for digest, path in kept.items()},
    }
    tags, info = _tags(installation, evidence, above), _info(installation, evidence)
    return bagged(payload, tags, info, installation.signer)


def _above(evidence: Evidence, proofs: Mapping[LogName, Proven]) -> dict[LogName, int]:
    return {
        "events": len(evidence.events) - len(proofs["events"].proofs),
        "outcomes": len(evidence.outcomes) - len(proofs["outcomes"].proofs),
    }


async def _documents(store: Documents, evidence: Evidence, spool: Path) -> dict[str, Path]:
    """Every document that is still stored, unchanged, on disk by its hash."""
    kept = {}
    for digest in sorted({each.sha256 for each in evidence.documents}):
        try:
            content = await store.get(digest)
        except (DocumentMissing, DocumentDamaged):
            continue
        kept[digest] = spool / digest
        kept[digest].write_bytes(content)
    return kept


def _record(evidence: Evidence) -> dict[str, bytes]:
    about = {
        "format": FORMAT,
        "cluster": evidence.cluster_id,
        "stream": evidence.stream,
        "position": evidence.position,
        "streams": dict(evidence.streams),
    }
    return {
        "data/bundle.json": lines.canonical_line(about),
        "data/events.jsonl": lines.event_lines(evidence.events),
        "data/outcomes.jsonl": lines.outcome_lines(evidence.outcomes),
        "data/sealed.jsonl": lines.sealed_lines(evidence.commitments, evidence.texts),
    }


def _proofs(proofs: Mapping[LogName, Proven], signer: Signer) -> dict[str, bytes]:
    files = {}
    for log, each in proofs.items():
        files[f"data/proofs/{log}.jsonl"] = lines.proof_lines(each.proofs)
        if each.note is not None:
            files[f"data/checkpoints/{log}.txt"] = each.note.encode()
        if each.stamp is not None:
            files[f"data/checkpoints/{log}.tsr"] = each.stamp
        for size, note in each.announcements:
            files[f"data/key-changes/{log}-{size:019d}.txt"] = note.encode()
    keys = dict.fromkeys([*(key for each in proofs.values() for key in each.keys), signer.vkey])
    return files | {"data/keys.txt": "".join(f"{key}\n" for key in keys).encode()}


def _pages(evidence: Evidence, above: Mapping[LogName, int]) -> dict[str, bytes]:
    told = happenings([each.event for each in evidence.events], evidence.persons)
    return {
        "data/trail.html": trail_page(evidence, person_names(evidence), above["events"]),
        "data/ocel.json": ocel(told),
        "data/cases.xes": xes(told),
    }


def _scheme() -> dict[str, bytes]:
    """The editions and catalogues as data: what the rules of a decision ask for, each value with its source."""
    folder = resources.files("domain.schemes")
    return {
        f"data/scheme/{each.name}": each.read_bytes()
        for each in folder.iterdir()
        if each.name.endswith(".toml")
    }


def _index(evidence: Evidence, kept: Mapping[str, Path]) -> bytes:
    return lines.canonical_line(
        [_indexed(each, evidence, kept.get(each.sha256)) for each in evidence.documents]
    )


def _indexed(document: KeptDocument, evidence: Evidence, path: Path | None) -> dict[str, object]:
    title = evidence.texts.get(document.title or "")
    return {
        **document.model_dump(mode="json", exclude={"title"}),
        "commitment": document.title,
        "name": title.value if title else None,
        "present": path is not None,
        "media_type": _media_type(path.read_bytes()) if path else None,
    }


def _media_type(content: bytes) -> str:
    if content.startswith(PDF_HEADER):
        return MediaType.PDF  # as the engine issues them; nobody asks here what runs in it
    try:
        return inspected(content)
    except DocumentRefused:
        return _UNKNOWN_MEDIA


def _tags(installation: Installation, evidence: Evidence, above: Mapping[LogName, int]) -> dict[str, bytes]:
    environment = Environment(
        loader=PackageLoader("console.bundle", "pages"),
        autoescape=False,  # noqa: S701 - plain text
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    readme = environment.get_template("README.txt").render(
        title=f"Evidence bundle of {evidence.cluster_id}",
        evidence=evidence,
        origin=installation.origin,
        above_events=above["events"],
        above_outcomes=above["outcomes"],
    )
    verifier = (resources.files("console.bundle") / "verify.py").read_bytes()
    return {"README.txt": readme.encode(), "verify.py": verifier}


def _info(installation: Installation, evidence: Evidence) -> dict[str, str]:
    """No date: a bundle of the same position is the same whenever it is made."""
    return {
        "Bag-Software-Agent": f"Laurel {metadata.version('laurel')}",
        "External-Description": f"Evidence of the certification of {evidence.cluster_id}",
        "External-Identifier": f"{evidence.stream} at position {evidence.position}",
        "Source-Organization": installation.origin,
    }
