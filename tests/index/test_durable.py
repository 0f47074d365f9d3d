"""Files that are whole whenever the program is stopped."""

from __future__ import annotations

import pytest

from index.durable import OWNER_ONLY, make_folder, replace_file


def test_a_file_is_made_and_replaced(tmp_path):
    path = tmp_path / "notes.txt"
    replace_file(path, "one\n")
    replace_file(path, "two\nthree\n")
    assert path.read_bytes() == b"two\nthree\n"
    assert list(tmp_path.iterdir()) == [path]


def test_what_utf_8_cannot_write_becomes_a_question_mark(tmp_path):
    replace_file(tmp_path / "a", "a\udcffb")
    assert (tmp_path / "a").read_bytes() == b"a?b"


def test_its_owner_alone_may_read_it(tmp_path):
    replace_file(tmp_path / "secret", b"x", mode=OWNER_ONLY)
    assert (tmp_path / "secret").stat().st_mode & 0o777 == OWNER_ONLY


def test_where_it_cannot_be_put_nothing_stays_behind(tmp_path):
    folder = tmp_path / "a folder"
    (folder / "full").mkdir(parents=True)
    with pytest.raises(OSError, match="a folder"):
        replace_file(folder, "text")
    assert list(tmp_path.iterdir()) == [folder]


def test_a_folder_appears_when_it_is_filled(tmp_path):
    parent = tmp_path / "cache"

    def fill(scratch):
        (scratch / "a").write_text("1")
        assert not (parent / "made").exists()
        return "made"

    assert make_folder(parent, fill) == parent / "made"
    assert (parent / "made" / "a").read_text() == "1"
    assert list(parent.iterdir()) == [parent / "made"]


def test_a_folder_that_is_there_stays_as_it_is(tmp_path):
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "a").write_text("1")
    assert make_folder(tmp_path, lambda _: "made") == tmp_path / "made"
    assert (tmp_path / "made" / "a").read_text() == "1"
    assert list(tmp_path.iterdir()) == [tmp_path / "made"]


def test_a_folder_that_is_given_up_or_fails_leaves_nothing_behind(tmp_path):
    assert make_folder(tmp_path, lambda _: None) is None
    with pytest.raises(ZeroDivisionError):
        make_folder(tmp_path, lambda _: str(1 / 0))
    assert list(tmp_path.iterdir()) == []
