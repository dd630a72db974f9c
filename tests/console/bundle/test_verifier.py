"""Whatever is changed in a bundle, by whomever, is refused, and the file is named."""

import ast
import shutil
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.bundle import verify as verifier
from console.bundle.bag import Content, write_archive
from console.bundle.exporting import base_of
from console.bundle.verify import (
    ABOUT,
    EVENTS,
    INDEX,
    KEYS,
    MANIFEST,
    OUTCOMES,
    SEALED,
    SIGNATURE,
    TAGMANIFEST,
    Report,
    central_header,
    end_record,
    event_hash,
    local_header,
    main,
    verify,
)
from ledger.notes import Signer
from tests.console.bundle.evidence import ORIGIN, Case, signer_of
from tests.console.bundle.forging import MALLORY, as_lines, forged, lines_of, replaced, with_line

BASE = "laurel-aurora"
Files = dict[str, Content]


def refused(report: Report) -> list[str]:
    return [each["file"] for each in report.problems]


def rebuilt(path: Path, gold: Case, files: Files) -> Path:
    path.unlink(missing_ok=True)
    write_archive(path, base_of(gold.evidence), files)
    return path


def test_a_bundle_as_it_was_made_is_accepted(archive: Path) -> None:
    report = verify(archive, [signer_of("events").vkey])
    assert (report.cluster, report.problems) == ("aurora", [])
    assert report.signed_by == {
        SIGNATURE: f"{ORIGIN}/bundles",
        "data/checkpoints/events.txt": f"{ORIGIN}/events",
        "data/checkpoints/outcomes.txt": f"{ORIGIN}/outcomes",
    }
    assert report.checked["events under the checkpoint"] == report.checked["events"] - 3
    assert report.checked["documents"] == 1
    assert report.remarks == [
        f"3 of {report.checked['events']} events are younger than the checkpoint: no root covers them.",
        "3 documents were no longer stored when the bundle was made.",
    ]


def test_without_a_key_it_says_that_it_took_the_bundle_s_own(archive: Path) -> None:
    assert (
        verify(archive).remarks[0]
        == "No key was given: signatures were checked against the bundle's own keys."
    )


def test_unpacked_it_is_accepted_too(archive: Path, tmp_path: Path) -> None:
    assert verify(_unpacked(archive, tmp_path)).problems == []


def _unpacked(archive: Path, folder: Path) -> Path:
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder / "unpacked")
    (inner,) = (folder / "unpacked").iterdir()
    return inner


def test_the_script_passes_where_nothing_of_ours_is(archive: Path, tmp_path: Path) -> None:
    script = _unpacked(archive, tmp_path) / "verify.py"
    empty = tmp_path / "empty"
    empty.mkdir()
    alone = [sys.executable, "-I", "-S", str(shutil.copy(script, empty))]
    for asked in ([archive], [script.parent]):
        done = subprocess.run(
            [*alone, *map(str, asked)], cwd=empty, capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr, done.stdout.splitlines()[-1]) == (0, "", "Nothing was changed.")
    own = [sys.executable, "-I", "-S", str(script)]
    done = subprocess.run(own, cwd="/", capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_script_says_what_was_changed_and_exits_1(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = bytearray(archive.read_bytes())
    content[-1] ^= 1
    archive.write_bytes(content)
    assert main([str(archive)]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "gold.zip is refused."


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_no_flipped_bit_of_the_archive_is_accepted(gold: Case, tmp_path: Path, data: st.DataObject) -> None:
    archive = tmp_path / "gold.zip"
    original = tmp_path / "original.zip"
    if not original.exists():
        gold.archive(original)
    content = bytearray(original.read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= 1 << data.draw(st.integers(0, 7))
    archive.write_bytes(content)
    assert verify(archive).problems != []


def test_a_flipped_byte_of_any_file_is_refused_and_the_file_is_named(archive: Path, tmp_path: Path) -> None:
    folder = _unpacked(archive, tmp_path)
    for path in sorted(folder.rglob("*.*")):
        name, original = path.relative_to(folder).as_posix(), path.read_bytes()
        path.write_bytes(original[:-2] + bytes([original[-2] ^ 1]) + original[-1:])
        report = verify(folder)
        named = f"{refused(report)} {[each['sentence'] for each in report.problems]}"
        assert name in named, name
        path.write_bytes(original)
    assert verify(folder).problems == []


def test_a_dropped_file_is_refused_and_named(archive: Path, tmp_path: Path) -> None:
    folder = _unpacked(archive, tmp_path)
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        content = path.read_bytes()
        path.unlink()
        assert path.relative_to(folder).as_posix() in refused(verify(folder))
        path.write_bytes(content)


def test_an_added_file_is_refused_and_named(archive: Path, tmp_path: Path) -> None:
    folder = _unpacked(archive, tmp_path)
    (folder / "data" / "more.txt").write_text("more")
    assert refused(verify(folder)) == ["data/more.txt"]


def test_two_files_that_changed_places_are_refused_and_named(archive: Path, tmp_path: Path) -> None:
    folder = _unpacked(archive, tmp_path)
    one, other = folder / "data" / "ocel.json", folder / "data" / "cases.xes"
    content = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(content)
    assert sorted(refused(verify(folder))) == ["data/cases.xes", "data/ocel.json"]


def test_a_link_in_place_of_a_file_is_refused(archive: Path, tmp_path: Path) -> None:
    folder = _unpacked(archive, tmp_path)
    page = folder / "data" / "trail.html"
    page.rename(tmp_path / "elsewhere.html")
    page.symlink_to(tmp_path / "elsewhere.html")
    assert refused(verify(folder)) == ["data/trail.html"]


NAMES = {
    "twice": [("a/bagit.txt", b"1"), ("a/bagit.txt", b"2")],
    "out of order": [("a/b.txt", b"1"), ("a/a.txt", b"2")],
    "absolute": [("/etc/passwd", b"1")],
    "up and out": [("a/../../b.txt", b"1")],
    "a hidden file": [("a/.bashrc", b"1")],
    "without a folder": [("bagit.txt", b"1")],
    "of two folders": [("a/bagit.txt", b"1"), ("b/bagit.txt", b"1")],
    "with a backslash": [("a/b\\c.txt", b"1")],
}


@pytest.mark.parametrize("members", NAMES.values(), ids=NAMES)
def test_an_archive_with_a_name_that_is_none_is_refused(
    members: list[tuple[str, bytes]], tmp_path: Path
) -> None:
    path = tmp_path / "tricky.zip"
    path.write_bytes(_zipped(members))
    assert refused(verify(path)) == [members[-1][0]]


def _zipped(members: list[tuple[str, bytes]]) -> bytes:
    """As bundles are zipped, whatever the names."""
    body, directory = b"", b""
    for name, content in members:
        directory += central_header(name, crc32(content), len(content), len(body))
        body += local_header(name, crc32(content), len(content)) + content
    return body + directory + end_record(len(members), len(directory), len(body))


def test_a_compressed_archive_is_refused_before_anything_is_unpacked(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("laurel/bagit.txt", b"\0" * 100_000_000)
    assert len(refused(verify(bomb))) == 1


def test_something_before_between_or_behind_the_files_is_refused(archive: Path) -> None:
    content = archive.read_bytes()
    second = content.index(b"PK\3\4", 4)
    for changed in (
        b"x" + content,
        content[:second] + b"x" + content[second:],
        content + b"x",
        content[:-1],
        b"",
    ):
        archive.write_bytes(changed)
        assert len(refused(verify(archive))) == 1


def test_what_the_directory_hides_from_other_readers_is_refused(archive: Path) -> None:
    """A file that only a reader of local headers sees, or only one of the directory."""
    content = archive.read_bytes()
    place = content.rindex(b"PK\1\2")
    length = 46 + struct.unpack("<H", content[place + 28 : place + 30])[0]
    archive.write_bytes(content[:place] + content[place + length :])
    assert refused(verify(archive)) == ["gold.zip"]


FORGERIES: dict[str, tuple[str, Callable[[Files], dict[str, bytes | None]]]] = {
    "an event's payload": (
        EVENTS,
        lambda files: with_line(files, EVENTS, lambda event: event.update(payload="{}")),
    ),
    "an event's time": (
        EVENTS,
        lambda files: with_line(files, EVENTS, lambda e: e.update(recorded_at="2026-02-03T08:00:00.000001Z")),
    ),
    "who acted": (
        EVENTS,
        lambda files: with_line(
            files, EVENTS, lambda e: e.update(metadata=e["metadata"].replace("engine", "olga"))
        ),
    ),
    "a line that says the same otherwise": (
        EVENTS,
        lambda files: replaced(files, EVENTS, '"position":', '"position": '),
    ),
    "an event left out": (EVENTS, lambda files: _without_line(files, EVENTS, 40)),
    "an outcome": (
        OUTCOMES,
        lambda files: with_line(files, OUTCOMES, lambda each: each.update(outcome="{}")),
    ),
    "a proof": (
        "data/proofs/events.jsonl",
        lambda files: with_line(files, "data/proofs/events.jsonl", lambda each: each["proof"].reverse()),
    ),
    "a proof left out": (
        "data/proofs/events.jsonl",
        lambda files: _without_line(files, "data/proofs/events.jsonl", 5),
    ),
    "a checkpoint's size": (
        "data/checkpoints/events.txt",
        lambda files: replaced(files, "data/checkpoints/events.txt", r"\n79\n", "\n78\n"),
    ),
    "the checkpoint of the other log": (
        "data/checkpoints/events.txt",
        lambda files: {"data/checkpoints/events.txt": _content(files, "data/checkpoints/outcomes.txt")},
    ),
    "an opened text": (SEALED, lambda files: replaced(files, SEALED, "Excellent", "Adequate")),
    "a text called erased that no event names": (
        SEALED,
        lambda files: with_line(files, SEALED, lambda each: each.update(commitment=f"sealed:{'f' * 64}")),
    ),
    "a sealed text left out": (SEALED, lambda files: _without_line(files, SEALED, 3)),
    "a document left out of the index": (INDEX, lambda _: {INDEX: b"[]\n"}),
    "a key": (KEYS, lambda files: replaced(files, KEYS, r"\+[0-9a-f]{8}\+", "+00000000+")),
    "the cluster's stream called in part": (
        ABOUT,
        lambda files: replaced(files, ABOUT, '"cluster-aurora":"whole"', '"cluster-aurora":"part"'),
    ),
    "a stream too many": (
        EVENTS,
        lambda files: replaced(
            files, ABOUT, '"cluster-aurora":"whole"', '"cluster-aurora":"whole","cluster-x":"part"'
        ),
    ),
    "a format nobody knows": (
        ABOUT,
        lambda files: replaced(files, ABOUT, "evidence bundle 1", "2"),
    ),
}


def _content(files: Files, name: str) -> bytes:
    content = files[name]
    return content if isinstance(content, bytes) else content.read_bytes()


def _without_line(files: Files, name: str, place: int) -> dict[str, bytes | None]:
    lines = _content(files, name).splitlines(keepends=True)
    return {name: b"".join(lines[:place] + lines[place + 1 :])}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_what_does_not_follow_from_the_record_is_refused_though_all_manifests_fit(
    forgery: str, gold: Case, files: Files, tmp_path: Path
) -> None:
    named, forge = FORGERIES[forgery]
    report = verify(rebuilt(tmp_path / "forged.zip", gold, forged(files, forge(files))))
    assert {file.split(", ")[0] for file in refused(report)} >= {named}


def test_a_document_with_another_content_is_refused_though_all_manifests_fit(
    gold: Case, files: Files, tmp_path: Path
) -> None:
    (name,) = (name for name in files if name.startswith("data/documents/"))
    changed = forged(files, {name: b"%PDF-1.7 another"})
    assert refused(verify(rebuilt(tmp_path / "forged.zip", gold, changed))) == [name]


def test_a_stream_rewritten_with_hashes_that_fit_does_not_lead_to_the_signed_root(
    gold: Case, files: Files, tmp_path: Path
) -> None:
    def rewrite(event: dict[str, object]) -> None:
        event["metadata"] = str(event["metadata"]).replace("olga-operator", "otto-operator")
        event["hash"] = event_hash(event)

    changed = forged(files, with_line(files, EVENTS, rewrite, 0))
    report = verify(rebuilt(tmp_path / "forged.zip", gold, changed))
    assert "data/proofs/events.jsonl" in refused(report)


def test_pages_cannot_be_changed_by_who_does_not_have_the_key(
    gold: Case, files: Files, tmp_path: Path
) -> None:
    page = replaced(files, "data/trail.html", "award on", "refuse on")
    for signer, named in ((MALLORY, SIGNATURE), (Signer.from_seed("mallory/bundles", bytes(32)), SIGNATURE)):
        changed = forged(files, page, signer)
        assert refused(verify(rebuilt(tmp_path / "forged.zip", gold, changed))) == [named]
    kept = {**forged(files, page), SIGNATURE: files[SIGNATURE]}
    assert refused(verify(rebuilt(tmp_path / "forged.zip", gold, kept))) == [TAGMANIFEST]
    kept.pop(SIGNATURE)
    assert refused(verify(rebuilt(tmp_path / "forged.zip", gold, kept))) == [SIGNATURE]


def test_a_bundle_under_somebody_s_own_key_is_refused_by_who_knows_the_installation_s(
    gold: Case, files: Files, tmp_path: Path
) -> None:
    notes = {
        name: MALLORY_OF[log].sign(_content(files, name).decode().rpartition("\n\n")[0] + "\n").encode()
        for log, name in (
            ("events", "data/checkpoints/events.txt"),
            ("outcomes", "data/checkpoints/outcomes.txt"),
        )
    }
    own = forged(files, {KEYS: f"{MALLORY.vkey}\n".encode(), **notes}, MALLORY)
    path = rebuilt(tmp_path / "forged.zip", gold, own)
    assert verify(path).problems == []
    assert refused(verify(path, [signer_of("events").vkey])) == [SIGNATURE]


MALLORY_OF = {log: Signer.from_seed(f"{ORIGIN}/{log}", bytes(32)) for log in ("events", "outcomes")}


def test_what_is_no_bundle_is_refused_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "letter.txt").write_text("Dear auditor")
    found = {name: refused(verify(tmp_path / name)) for name in ("empty", "letter.txt", "nothing.zip")}
    assert found == {"empty": ["bagit.txt"], "letter.txt": ["letter.txt"], "nothing.zip": ["nothing.zip"]}


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (("none.zip",), "none.zip is not there."),
        (("gold.zip", "--key", "no key"), "--key: 'no key' is no public key of the form NAME+ID+KEY."),
    ],
)
def test_a_wrong_question_says_nothing_about_the_bundle_and_exits_2(
    asked: tuple[str, ...],
    sentence: str,
    archive: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(archive.parent)
    with pytest.raises(SystemExit) as ended:
        main(asked)
    assert ended.value.code == 2
    assert capsys.readouterr().err.splitlines()[-1].endswith(f"error: {sentence}")


def test_a_manifest_that_names_a_file_twice_or_otherwise_than_in_order_is_refused(
    gold: Case, files: Files, tmp_path: Path
) -> None:
    lines = _content(files, MANIFEST).splitlines(keepends=True)
    for changed in ([*lines, lines[-1]], [lines[1], lines[0], *lines[2:]], [*lines, b"x\n"]):
        path = rebuilt(tmp_path / "forged.zip", gold, {**files, MANIFEST: b"".join(changed)})
        assert MANIFEST in refused(verify(path))


def test_lines_of_the_record_are_read_back_as_they_were(files: Files, gold: Case) -> None:
    assert [event["position"] for event in lines_of(files, EVENTS)] == [
        event.position for event in gold.evidence.events
    ]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
)
LINED = (EVENTS, OUTCOMES, SEALED, "data/proofs/events.jsonl", ABOUT)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.sampled_from(LINED), st.data(), ANYTHING)
def test_whatever_is_put_into_a_field_is_refused_and_never_a_fault(
    gold: Case, tmp_path: Path, name: str, data: st.DataObject, anything: object
) -> None:
    """Nothing may be written otherwise, even by who has the key: true for 1, or an id in capitals."""
    files = gold.files(tmp_path)
    values = lines_of(files, name)
    line = data.draw(st.sampled_from(values))
    # Up to which position nothing else happened, no event says.
    field = data.draw(
        st.sampled_from([*sorted(line.keys() - {"position"} if name == ABOUT else line), "added"])
    )
    before = line.get(field, "absent")
    line[field] = data.draw(st.sampled_from([anything, before == 1, str(before).upper(), [before]]))
    if (type(before), before) != (type(line[field]), line[field]):
        path = rebuilt(tmp_path / "forged.zip", gold, forged(files, {name: as_lines(values)}))
        assert verify(path).problems != []


def test_the_script_in_a_bundle_is_the_verifier_and_imports_the_standard_library_alone(files: Files) -> None:
    script = files["verify.py"]
    assert script == Path(verifier.__file__).read_bytes()
    assert isinstance(script, bytes)
    tree = ast.walk(ast.parse(script))
    imported = {
        name.partition(".")[0]
        for node in tree
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module or "."] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names]
        )
    }
    assert imported - sys.stdlib_module_names == set()
