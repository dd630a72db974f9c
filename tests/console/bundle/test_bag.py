"""The bundle as a bag and as a zip file: valid to others' tools, and the same bytes every time."""

import os
import subprocess
import time
import zipfile
from pathlib import Path

import bagit  # type: ignore[import-untyped]
import pytest

from console.bundle.bag import BundleTooLarge, write_archive
from tests.console.bundle.conftest import awarded
from tests.console.bundle.evidence import Case, case_of


def test_bagit_validates_it(archive: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(tmp_path)
    bag = bagit.Bag(str(tmp_path / "laurel-aurora-82"))
    bag.validate()
    assert (bag.version_info, bag.info["External-Identifier"]) == ((1, 0), "cluster-aurora at position 82")


def test_bagit_refuses_a_changed_file(archive: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(tmp_path)
    (tmp_path / "laurel-aurora-82" / "data" / "trail.html").write_text("<!DOCTYPE html>")
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(tmp_path / "laurel-aurora-82")).validate()


def test_other_readers_of_zip_files_find_nothing_wrong(archive: Path) -> None:
    with zipfile.ZipFile(archive) as packed:
        assert packed.testzip() is None
        assert {each.date_time for each in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    done = subprocess.run(["unzip", "-tq", archive], capture_output=True, check=False)  # noqa: S607
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_same_evidence_gives_the_same_bytes_on_another_day_elsewhere_and_in_another_order(
    gold: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = gold.archive(tmp_path / "first.zip").read_bytes()
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    before = os.umask(0o077)
    try:
        again = case_of(awarded(), texts=("Carl-Chair", gold_reason(gold)), stored=gold.stored, above=3)
        files = again.files(tmp_path / "elsewhere")
        second = tmp_path / "elsewhere" / "second.zip"
        write_archive(second, "laurel-aurora-82", dict(reversed(files.items())))
        assert second.read_bytes() == first
    finally:
        os.umask(before)
        monkeypatch.undo()
        time.tzset()


def gold_reason(gold: Case) -> str:
    return max((each.value for each in gold.evidence.texts.values()), key=len)


def test_nothing_is_overwritten(archive: Path, gold: Case) -> None:
    with pytest.raises(FileExistsError):
        gold.archive(archive)


def test_nothing_is_left_of_what_breaks_off_while_it_is_written(tmp_path: Path) -> None:
    readable, folder = tmp_path / "readable", tmp_path / "folder"
    readable.write_bytes(b"1")
    folder.mkdir()
    with pytest.raises(IsADirectoryError):
        write_archive(tmp_path / "bundle.zip", "laurel", {"data/1": readable, "data/2": folder})
    assert not (tmp_path / "bundle.zip").exists()


def test_what_a_plain_zip_file_cannot_hold_is_refused_before_it_is_written(tmp_path: Path) -> None:
    large = tmp_path / "large"
    with large.open("wb") as file:
        file.truncate(2**32)
    with pytest.raises(BundleTooLarge):
        write_archive(tmp_path / "bundle.zip", "laurel", {"data/large": large})
    assert not (tmp_path / "bundle.zip").exists()
