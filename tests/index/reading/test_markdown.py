from datetime import date

import pytest

from index.reading import markdown

FULL = """---
title: "Bridge: reopened"
publisher: Koha
link: https://a.example/1
author: [Ana Krasniqi, Bo Lund]
date: 2025-01-13
tags: [bridge]
---

# Another heading

The bridge was opened.
"""


def test_front_matter_is_metadata_and_not_text(article):
    found = article("a.md", FULL)
    assert found.text == "# Another heading\n\nThe bridge was opened.\n"
    assert found.title == "Bridge: reopened"
    assert (found.source, found.url) == ("Koha", "https://a.example/1")
    assert found.authors == ("Ana Krasniqi", "Bo Lund")
    assert found.published == date(2025, 1, 13)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_lines_are_those_of_the_file(article, newline, mark):
    found = article("a.markdown", (mark + FULL).replace("\n", newline))
    lines = FULL.split("\n")
    for words in ("Another", "opened"):
        line = found.line_of(found.text.index(words))
        assert words in lines[line - 1]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Intro.\n\n# The **bridge** [reopens](http://a.example) #\n\nText.", "The bridge reopens"),
        ("```\n# a comment\n```\n\n# Bridge reopens\n", "Bridge reopens"),
        ("## Results\n\nThe bridge held.", "Results"),
        ("**Bridge reopens**\n\nThe bridge held.", "Bridge reopens"),
        ("---\nsource: Koha\n---\nBridge reopens\n\nThe bridge held.", "Bridge reopens"),
        ("---\ntitle: No\n---\nThe bridge held.", "No"),
        ("---\ntitle: 1984\n---\nThe bridge held.", "1984"),
        ("---\ntitle: null\n---\n# Bridge\nThe bridge held.", "Bridge"),
        ("---\nTitle: Bridge\ndate: 2025-99-99\n---\nThe bridge held.", "Bridge"),
    ],
)
def test_titles(text, title):
    assert markdown.parse(text).title == title


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nThe bridge held between two breaks.\n\n---\n\nMore.",
        "---\nThe bridge held, and no second break follows.",
        "----\ntitle: not front matter\n----\nText.",
    ],
)
def test_a_thematic_break_is_not_front_matter(text):
    draft = markdown.parse(text)
    assert draft.text == text
    assert draft.first_line == 1


def test_empty_front_matter_is_front_matter():
    draft = markdown.parse("---\n---\nThe bridge held.")
    assert (draft.text, draft.first_line) == ("The bridge held.", 3)


def test_a_byline_in_the_body_fills_what_front_matter_leaves_open():
    draft = markdown.parse("---\ndate: 2025-01-13\n---\n# Bridge\n\nBy Ana Krasniqi\n\nIt held.")
    assert draft.metadata.authors == ("Ana Krasniqi",)
    assert draft.metadata.published == date(2025, 1, 13)


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("title: Bridge: reopened", "line 2: its front matter is not valid YAML (mapping values"),
        ("title: ok\nauthors: [Ana, Bo", "line 3: its front matter is not valid YAML"),
        ("title: ok\n\tsource: Koha", "line 3: its front matter is not valid YAML"),
        ("title: ok\ny: *missing", "line 3: its front matter is not valid YAML"),
        ("[" * 5_000, "its front matter is not valid YAML"),
        ("a: \x07", "its front matter is not valid YAML"),
    ],
)
def test_broken_front_matter_names_its_problem_and_line(refusal, front, expected):
    assert refusal("a.md", f"---\n{front}\n---\n{'The bridge held. ' * 200}").startswith(expected)


def test_front_matter_without_text_is_refused(refusal):
    assert refusal("a.md", "---\ntitle: Bridge\n---\n\n") == (
        "it holds no text below its front matter"
    )
