"""A conversation as a document: whole outputs, hostile words, numbers that lead somewhere."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from rag.answers import Statement, Turn, Verdict
from rag.errors import SaveError
from rag.terminal.saving import document, save
from rag.terminal.saving.html import html
from rag.terminal.saving.markdown import escaped, markdown

TODAY = date(2026, 11, 22)
HOSTILE = "\x1b[2J\u202e</bdi><script>alert(1)</script>${title} `*_[x](javascript:y)_*` & \"' <b>"


@pytest.fixture
def turns(doubles):
    """Two questions: the second cites what the first did, and something else, in its own order."""
    second = doubles.answer(
        question="and since when?",
        standalone_question="Since when does Italy send soldiers?",
        text="Since 1999 [1]. It sends 852 [2].",
        short_answer="1999",
        statements=(
            Statement(text="The mission began in 1999 [1].", markers=(1,)),
            Statement(text="Italy [2021] sends 852 [2].", markers=(2,), verdict=Verdict.PARTIAL),
        ),
        citations=(
            doubles.cite(1, doubles.KFOR, "The mission began in 1999."),
            doubles.cite(2, doubles.KFOR, "Italy sends 852 soldiers, the most of all."),
        ),
        warnings=("The model was slow.",),
    )
    return [Turn.of(doubles.answer()), Turn.of(second, stopped=True)]


MARKDOWN = r"""# Who sends most?

*2 questions to Dateline, saved on 22 November 2026; answered by: extractive.*

## Who sends most?

Italy sends **852** soldiers, the most of all[^1]. The mission began in June 1999[^2].

## and since when?

*Read as: Since when does Italy send soldiers?*

The mission began in **1999**[^3]. Italy \[2021\] sends 852[^1]. (only partly supported)

> The model was slow.

> The answer was stopped here.

## References

[^1]: **Who keeps the peace**, Tirana Times, 13 January 2025.

    > Italy sends 852 soldiers, the most of all.

    `news/kfor.txt:3`

[^2]: **A note**, publisher unknown, undated.

    > The mission began in June 1999.

    `news/all.jsonl:1`, <https://example.org/note?id=7&lang=sq>

[^3]: **Who keeps the peace**, Tirana Times, 13 January 2025.

    > The mission began in 1999.

    `news/kfor.txt:5`
"""


def test_markdown(turns):
    assert markdown(document(turns, today=TODAY)) == MARKDOWN


def test_a_refusal(doubles):
    saved = markdown(document([Turn.of(doubles.refusal())], today=TODAY))
    assert "The articles do not answer this question.\n" in saved
    assert "References" not in saved


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60))
def test_markdown_shows_a_line_to_the_letter(text):
    line = " ".join(text.split())
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(escaped(line))
    inline = [token for token in tokens if token.type == "inline"]
    assert "".join(child.content for token in inline for child in token.children) == line
    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}


class Page(HTMLParser):
    """What a browser would find in a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.ids, self.targets, self.text = set(), [], [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        found = dict(attrs)
        self.ids += [found["id"]] if "id" in found else []
        self.targets += [found["href"]] if "href" in found else []

    def handle_data(self, data):
        self.text += data


def test_a_page_needs_nothing_and_its_links_lead_somewhere(turns):
    text = html(document(turns, today=TODAY))
    page = Page(text)
    assert not {"script", "img", "link", "iframe", "object", "form"} & page.tags
    own = [target.removeprefix("#") for target in page.targets if target.startswith("#")]
    assert set(own) <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    assert set(page.targets) - {f"#{name}" for name in own} == {
        "https://example.org/note?id=7&lang=sq"
    }
    assert "Italy sends 852 soldiers, the most of all[1]" in page.text
    assert "Italy [2021] sends 852[1]. (only partly supported)" in page.text
    assert "<strong>1999</strong>" in text
    assert "Tirana Times, 13 January 2025" in page.text
    assert "Content-Security-Policy" in text


@pytest.fixture
def hostile(doubles):
    """An answer from an article in which every word is meant to do harm."""
    article = replace(
        doubles.KFOR,
        title=HOSTILE,
        source=HOSTILE,
        authors=(HOSTILE,),
        path=HOSTILE,
        text=f"Before.\n{HOSTILE}\nAfter.",
        url="javascript:alert(1)",
    )
    return Turn.of(
        doubles.answer(
            question=HOSTILE,
            statements=(Statement(text=f"{HOSTILE} [1]", markers=(1,)),),
            citations=(doubles.cite(1, article, HOSTILE),),
            short_answer="<b>",
            warnings=(HOSTILE,),
        )
    )


def test_a_hostile_article_does_nothing_in_a_page(hostile):
    text = html(document([hostile], today=TODAY))
    page = Page(text)
    assert "script" not in page.tags
    assert "b" not in page.tags
    assert page.text.count("<script>alert(1)</script>${title}") >= 5
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)
    assert all(target.startswith("#") for target in page.targets)


def test_a_hostile_article_does_nothing_in_markdown(hostile):
    text = markdown(document([hostile], today=TODAY))
    shown = MarkdownIt("commonmark").render(text)
    assert "<script" not in shown
    assert 'href="javascript' not in shown
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)


class TestFiles:
    """Where it goes, and what is in the way."""

    @pytest.mark.parametrize(
        ("name", "begins"),
        [
            ("talk.md", "# Who"),
            ("talk.HTML", "<!DOCTYPE html>"),
            ("talk.json", "{\n"),
            ("talk.bib", "@online{tirana2025keeps"),
            ("talk.csl.json", "[\n"),
        ],
    )
    def test_the_ending_says_the_format(self, turns, tmp_path, name, begins):
        save(document(turns, today=TODAY), tmp_path / name)
        assert (tmp_path / name).read_text().startswith(begins)
        assert [path.name for path in tmp_path.iterdir()] == [name]

    def test_json_holds_the_answers_as_ask_prints_them(self, turns, tmp_path):
        save(document(turns, today=TODAY), tmp_path / "talk.json")
        saved = json.loads((tmp_path / "talk.json").read_text())
        assert saved["title"] == "Who sends most?"
        assert [turn.pop("stopped") for turn in saved["turns"]] == [False, True]
        assert saved["turns"] == [turn.answer.as_json() for turn in turns]

    @pytest.mark.parametrize("name", ["talk", "talk.pdf", ".md", "folder.md", "none/talk.md"])
    def test_a_name_that_will_not_do(self, turns, tmp_path, name):
        (tmp_path / "folder.md").mkdir()
        with pytest.raises(SaveError) as caught:
            save(document(turns, today=TODAY), tmp_path / name, force=True)
        assert caught.value.hint
        assert [path.name for path in tmp_path.iterdir()] == ["folder.md"]

    def test_what_is_there_stays_unless_told_otherwise(self, turns, tmp_path):
        path = tmp_path / "talk.md"
        path.write_text("mine")
        with pytest.raises(SaveError, match="already") as caught:
            save(document(turns, today=TODAY), path)
        assert "--force" in caught.value.hint
        assert path.read_text() == "mine"
        save(document(turns, today=TODAY), path, force=True)
        assert path.read_text() == MARKDOWN
