import os
import sys
from pathlib import Path

import pytest

from index.errors import ReadingError
from index.reading import SourceFile, discover


def tree(root: Path, *names: str) -> Path:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name)
    return root


def shown(*paths: Path) -> list[str]:
    return [
        found.shown if isinstance(found, SourceFile) else f"! {found.reason}"
        for found in discover(paths)
    ]


def test_folders_are_walked_in_the_order_of_names_and_shown_as_named(tmp_path, monkeypatch):
    tree(tmp_path, "news/b.txt", "news/a/z.md", "news/a/B.txt", "news/c.html")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    found = list(discover([Path("../news")]))
    assert [file.shown for file in found] == [
        str(Path("..", "news", *rest))
        for rest in (["a", "B.txt"], ["a", "z.md"], ["b.txt"], ["c.html"])
    ]
    assert [file.path for file in found] == [
        tmp_path.resolve() / name
        for name in ("news/a/B.txt", "news/a/z.md", "news/b.txt", "news/c.html")
    ]
    assert not any(file.named for file in found)


def test_discovery_streams(tmp_path):
    tree(tmp_path, "a.txt", "b/c.txt")
    found = discover([tmp_path])
    next(found)
    (tmp_path / "b" / "d.txt").write_text("written after the walk began")
    assert [Path(file.shown).name for file in found] == ["c.txt", "d.txt"]


def test_hidden_files_and_litter_are_passed_over_unless_named(tmp_path):
    root = tree(tmp_path, "a.txt", ".b.txt", ".git/c.txt", "Thumbs.db", "desktop.ini")
    assert shown(root) == [str(root / "a.txt")]
    assert shown(root / ".b.txt", root / ".git") == [
        str(root / ".b.txt"),
        str(root / ".git" / "c.txt"),
    ]


def test_a_named_file_is_known_as_such_even_where_a_folder_reaches_it_first(tmp_path):
    root = tree(tmp_path, "a.txt", "b.txt")
    found = list(discover([root, root / "b.txt"]))
    assert [(Path(file.shown).name, file.named) for file in found] == [
        ("a.txt", False),
        ("b.txt", True),
    ]


def test_a_file_reached_twice_is_found_once(tmp_path):
    root = tree(tmp_path, "in/a.txt")
    (root / "in" / "copy.txt").symlink_to(root / "in" / "a.txt")
    assert shown(root / "in" / "a.txt", root, root / "in") == [str(root / "in" / "a.txt")]


def test_links_that_leave_the_folder_are_passed_over_unless_named(tmp_path):
    tree(tmp_path, "outside/a.txt", "in/b.txt", "in/sub/c.txt")
    inside = tmp_path / "in"
    (inside / "file.txt").symlink_to(tmp_path / "outside" / "a.txt")
    (inside / "folder").symlink_to(tmp_path / "outside")
    (inside / "dangling.txt").symlink_to(tmp_path / "nowhere")
    (inside / "sub" / "up.txt").symlink_to(inside / "b.txt")
    assert shown(inside) == [str(inside / "b.txt"), str(inside / "sub" / "c.txt")]
    [file] = discover([inside / "file.txt"])
    assert file.path == (tmp_path / "outside" / "a.txt").resolve()
    assert file.shown == str(inside / "file.txt")


def test_link_loops_end(tmp_path):
    root = tree(tmp_path, "a.txt", "sub/b.txt")
    (root / "sub" / "again").symlink_to(root)
    (root / "self.txt").symlink_to(root / "self.txt")
    assert shown(root) == [str(root / "a.txt"), str(root / "sub" / "b.txt")]
    assert shown(root / "self.txt") == ["! no such file or folder"]


def test_deep_folders_do_not_exhaust_the_stack(tmp_path):
    deepest = tmp_path.joinpath(*["d"] * (sys.getrecursionlimit() + 100))
    chain = [deepest, *deepest.parents][: -len(tmp_path.parents) - 1]
    for folder in reversed(chain):
        folder.mkdir(exist_ok=True)
    try:
        (deepest / "a.txt").touch()
        [file] = discover([tmp_path])
        assert file.path == deepest.resolve() / "a.txt"
        (deepest / "a.txt").unlink()
    finally:  # what removes tmp_path later would itself exhaust the stack
        for folder in chain[:-1]:
            folder.rmdir()


@pytest.mark.parametrize("missing", ["nothing.txt", "no/such/folder", "nul\0.txt", "x" * 5_000])
def test_what_does_not_exist_is_an_error_and_the_rest_goes_on(tmp_path, missing):
    root = tree(tmp_path, "a.txt")
    assert shown(root / missing, root / "a.txt") == [
        "! no such file or folder",
        str(root / "a.txt"),
    ]


def test_pipes_are_refused_when_named_and_passed_over_in_folders(tmp_path):
    tree(tmp_path, "a.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    assert shown(tmp_path) == [str(tmp_path / "a.txt")]
    assert shown(tmp_path / "pipe.txt") == ["! it is neither a file nor a folder"]


def test_a_name_that_is_not_utf8_is_shown_printable(tmp_path):
    name = os.fsdecode(b"caf\xe9.txt")
    try:
        (tmp_path / name).write_text("text")
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    [file] = discover([tmp_path])
    assert file.path.read_text() == "text"
    assert file.shown.encode().decode() == str(tmp_path / "caf\\udce9.txt")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_folder_is_an_error(tmp_path):
    root = tree(tmp_path, "a.txt", "locked/b.txt")
    (root / "locked").chmod(0)
    try:
        found = list(discover([root]))
    finally:
        (root / "locked").chmod(0o700)
    assert found[0].shown == str(root / "a.txt")
    assert isinstance(found[1], ReadingError)
    assert "Permission denied" in found[1].reason


def test_a_library_among_the_files_is_passed_over(tmp_path):
    (tmp_path / "a.txt").touch()
    library = tmp_path / "library"
    (library / "collections").mkdir(parents=True)
    for name in ("writer.lock", "b.txt"):
        (library / name).touch()
    assert [file.path.name for file in discover([tmp_path])] == ["a.txt"]
    assert len(list(discover([library]))) == 2
