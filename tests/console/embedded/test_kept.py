"""What was made once is kept, readable by its owner alone."""

from pathlib import Path

from console.embedded.kept import kept, write_private


def test_values_are_made_once_and_new_names_added(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    assert kept(file, lambda: {"payload": "first"}) == {"payload": "first"}
    assert kept(file, lambda: {"payload": "second", "sealing": "third"}) == {
        "payload": "first",
        "sealing": "third",
    }
    assert kept(file, dict) == {"payload": "first", "sealing": "third"}


def test_a_private_file_is_replaced_whole_and_closed_to_others(tmp_path: Path) -> None:
    file = tmp_path / "laurel.env"
    file.touch(mode=0o644)
    write_private(file, "A=1\n")
    assert (file.read_text(), file.stat().st_mode & 0o777) == ("A=1\n", 0o600)
    assert list(tmp_path.iterdir()) == [file]
