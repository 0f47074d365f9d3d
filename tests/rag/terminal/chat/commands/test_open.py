"""``/open`` and ``/edit``, with programs of the tests' own on the terminal."""

from __future__ import annotations

import dataclasses
import shlex
import sys
from pathlib import Path

import pytest

from index.articles import Article
from rag.answers import Citation, Statement
from rag.errors import SettingsError
from rag.terminal import programs

QUESTION = "How many soldiers does Italy send to the mission?"


@pytest.fixture
def program(tmp_path):
    """Make a program under a known name that writes down what it is given; return both paths."""

    def _program(name, writes=None):
        folder = tmp_path / "bin"
        folder.mkdir(exist_ok=True)
        log, path = tmp_path / f"{name}.log", folder / name
        body = f"import sys; open({str(log)!r}, 'w').write(chr(10).join(sys.argv[1:]))\n"
        if writes is not None:
            body += f"open(sys.argv[-1], 'w').write({writes!r})\n"
        else:
            body += f"open({str(log) + '.text'!r}, 'w').write(open(sys.argv[-1]).read())\n"
        path.write_text(f"#!{sys.executable}\n{body}")
        path.chmod(0o755)
        return path, log

    return _program


def test_a_source_is_opened_at_its_line(converse, program, monkeypatch, corpus):
    less, log = program("less")
    vim, edited = program("vim")
    monkeypatch.setenv("PAGER", str(less))
    monkeypatch.setenv("EDITOR", f"{shlex.quote(str(vim))} -R")
    monkeypatch.delenv("VISUAL", raising=False)
    said = converse(QUESTION, "/open 1", "/open 1 editor", interactive=True, width=200)
    line, shown = log.read_text().splitlines()
    assert line == "+6"  # behind the title, the place and a blank line
    assert shown.endswith(".txt")
    assert ">>Italy sends 852 soldiers" in Path(f"{log}.text").read_text().splitlines()[5]
    assert edited.read_text().splitlines() == ["-R", "+3", str(corpus / "kfor.txt")]
    assert said.count("/kfor.txt:3.") == 2


def test_a_record_of_a_file_of_many_is_shown_from_the_library(converse, program, monkeypatch):
    less, log = program("less")
    monkeypatch.setenv("PAGER", str(less))
    converse("What closed the northern road?", "/open", interactive=True)
    line, file = log.read_text().splitlines()
    assert line == "+4"
    assert file.endswith(".txt")
    assert not Path(file).exists()
    assert Path(f"{log}.text").read_text().splitlines()[3] == (">>Snow closed the northern road.<<")


def test_a_file_that_has_changed_is_shown_as_it_was_cited(converse, program, monkeypatch, corpus):
    less, log = program("less")
    monkeypatch.setenv("PAGER", str(less))
    (corpus / "kfor.txt").write_text("All is different now.\n")
    converse(QUESTION, "/open", interactive=True)
    assert "Italy sends 852 soldiers" in Path(f"{log}.text").read_text()


def test_no_word_is_cut_where_the_terminal_is_narrow(converse, program, monkeypatch):
    less, log = program("less")
    monkeypatch.setenv("PAGER", str(less))
    converse(QUESTION, "/open 1", interactive=True, width=30)
    title, _, *lines = Path(f"{log}.text").read_text().splitlines()
    assert title == "Who keeps the peace"
    assert max(map(len, lines)) < 30
    assert "soldiers" in " ".join(lines).split()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/open 1 moon", "Error: A source cannot be opened in 'moon'."),
        ("/open 5", "Error: There is no source '5'."),
        ("/open 1 browser", "Error: Source 1 has no address on the web."),
        ("/open 1", "Error: There is no terminal to open it on."),
    ],
)
def test_what_cannot_be_opened(converse, line, said):
    assert said in converse(QUESTION, line)


def test_an_address_goes_to_the_browser(doubles, converse, newsroom, program, monkeypatch):
    browser, log = program("browser", writes=None)
    browser.write_text(
        f"#!{sys.executable}\nimport sys; open({str(log)!r}, 'w').write(sys.argv[1])"
    )
    monkeypatch.setenv("BROWSER", f"{browser} %s")
    for cached in ("_tryorder", "_browsers"):
        monkeypatch.setattr(f"webbrowser.{cached}", None if cached == "_tryorder" else {})
    library, newsroom.pipeline = (
        newsroom.pipeline.library,
        doubles.ScriptedPipeline(doubles.events_of(doubles.answer())),
    )
    newsroom.pipeline.library = library
    said = converse("Who sends most?", "/open 2 browser")
    assert "Opened https://example.org/note?id=7&lang=sq" in said
    assert log.read_text() == "https://example.org/note?id=7&lang=sq"


def test_the_last_question_is_edited(converse, program, monkeypatch):
    vim, _ = program("vim", writes="When did the harbour open?\n")
    monkeypatch.setenv("VISUAL", str(vim))
    said = converse(QUESTION, "/edit", interactive=True)
    assert "> /edit\n> When did the harbour open?\n" in said
    assert "opened in May" in said.rpartition("> /edit")[2]


def test_a_question_left_as_it_was_is_not_asked(converse, program, monkeypatch):
    true, _ = program("true")
    monkeypatch.setenv("VISUAL", str(true))
    said = converse(QUESTION, "/edit", interactive=True)
    assert said.rstrip().endswith("Nothing is asked: the question is as it was.")


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (["less"], ["less", "+7", "f.txt"]),
        (["/usr/bin/vim", "-R"], ["/usr/bin/vim", "-R", "+7", "f.txt"]),
        (["code", "--wait"], ["code", "--wait", "--goto", "f.txt:7"]),
        (["hx"], ["hx", "f.txt:7"]),
        (["unheard-of"], ["unheard-of", "f.txt"]),
    ],
)
def test_how_a_program_is_told_the_line(command, expected):
    assert programs.at_line(command, Path("f.txt"), 7) == expected


def test_programs_are_named_by_the_environment_or_found():
    assert programs.pager({"PAGER": "less -R"}) == ["less", "-R"]
    assert programs.editor({"EDITOR": "nano", "VISUAL": "vim"}) == ["vim"]
    with pytest.raises(SettingsError, match="quotation marks"):
        programs.pager({"PAGER": 'less "'})


def test_a_program_that_is_not_there_is_an_error(converse, monkeypatch):
    monkeypatch.setenv("PAGER", "/no/such/pager")
    said = converse(QUESTION, "/open", QUESTION, interactive=True)
    assert "Error: '/no/such/pager' cannot be started: No such file or directory\n" in said
    assert said.count("Italy sends 852 soldiers to the mission. [1]") == 2


def test_a_file_with_pages_goes_to_the_browser_at_its_page(
    doubles, converse, newsroom, program, monkeypatch, tmp_path
):
    browser, log = program("browser", writes=None)
    browser.write_text(
        f"#!{sys.executable}\nimport sys; open({str(log)!r}, 'w').write(sys.argv[1])"
    )
    monkeypatch.setenv("BROWSER", f"{browser} %s")
    for cached in ("_tryorder", "_browsers"):
        monkeypatch.setattr(f"webbrowser.{cached}", None if cached == "_tryorder" else {})
    file = tmp_path / "report.pdf"
    file.write_bytes(b"%PDF")
    report = Article(origin=str(file), path=str(file), title="T", text="It snowed.\fIt held.\f")
    cited = Citation(marker=1, article=report, start=11, end=19)
    said = Statement(text="It held. [1]", markers=(1,))
    answer = dataclasses.replace(doubles.answer(), citations=(cited,), statements=(said,))
    library, newsroom.pipeline = (
        newsroom.pipeline.library,
        doubles.ScriptedPipeline(doubles.events_of(answer)),
    )
    newsroom.pipeline.library = library
    converse("Did it hold?", "/open 1 browser")
    assert log.read_text() == f"{file.as_uri()}#page=2"
