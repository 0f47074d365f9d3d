from datetime import date

import pytest

from index.reading.text_files import markdown

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


TYPED = [
    "Ferry: why it sails no more",
    "The 'old' quay: what next?",
    '"Never again" says the harbour master',
    "[Analysis] Who pays for the quay",
    "{Live} Quay shut",
    "*Exclusive* quay sold",
    "&c. and other matters",
    "@harbour answers its critics",
    "`ls` and other commands",
    "%5 of voters stayed away",
    "!Important notice",
    "Quay #2 sold",
    "- 12 degrees in Tolby",
    "? or no ?",
    "What now: ",
    "[Analysis]",
    "Tabs\there and there",
    "Rate rises to 5% : bank",
]


@pytest.mark.parametrize("title", TYPED)
def test_a_title_is_what_was_typed(reading, title):
    front = f"---\ntitle: {title}\ndate: 2024-05-02\nsource: Koha\n---\nThe bridge held."
    *notes, found = reading("a.md", front)
    assert found.title == " ".join(title.split())
    assert (found.published, found.source) == (date(2024, 5, 2), "Koha")
    assert all(note.text.endswith("it was read field by field") for note in notes)


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("title: Bridge: reopened", "line 2: its front matter is not valid YAML (mapping values"),
        ("title: ok\nauthors: [Ana, Bo", "line 3: its front matter is not valid YAML"),
        ("title: ok\n\tsource: Koha", "line 3: its front matter is not valid YAML"),
        ("title: ok\ny: *missing", "line 3: its front matter is not valid YAML"),
        ("a: \x07", "its front matter is not valid YAML"),
    ],
)
def test_a_note_names_the_problem_and_its_line(reading, front, expected):
    note, found = reading("a.md", f"---\n{front}\n---\n{'The bridge held. ' * 200}")
    assert note.text.startswith(expected)
    assert found.text.startswith("The bridge held.")


def test_fields_that_are_not_yaml_keep_their_lists_and_quotes(reading):
    front = (
        'title: "No" says "Bo"\nauthors:\n  - "Ana Krasniqi"\n  - Bo Lund\n# a comment\n'
        "source: 'Koha'\ntags: [a, 'b']\ndate: 2 May 2024  # or so"
    )
    _, found = reading("a.md", f"---\n{front}\n---\nThe bridge held.")
    assert found.title == '"No" says "Bo"'
    assert found.authors == ("Ana Krasniqi", "Bo Lund")
    assert (found.source, found.published) == ("Koha", date(2024, 5, 2))


def test_prose_between_two_breaks_is_text():
    text = "---\nHe said: it held: really.\nThe bridge\nheld for\na year.\n---\nMore."
    assert markdown.parse(text).text == text


def test_fields_in_the_tables_that_are_left_to_the_user(article):
    top = '+++\ntitle = "Quay sold"\n[extra]\nauthor = "Ana Lund"\ntitle = "No"\n+++\n'
    found = article("a.md", f"{top}\nThe quay was sold.\n")
    assert (found.title, found.authors) == ("Quay sold", ("Ana Lund",))


TOML = """+++
title = "Quay sold"
date = 2024-05-02T08:00:00Z
authors = ["Ana Krasniqi"]
+++

The quay was sold.
"""
OBJECT = """{
  "title": "Quay sold",
  "date": "2024-05-02",
  "authors": ["Ana Krasniqi"]
}

The quay was sold.
"""


@pytest.mark.parametrize("text", [TOML, OBJECT, TOML.replace('"Quay sold"', '"Quay sold" # \'')])
def test_front_matter_in_other_languages(text):
    draft = markdown.parse(text)
    assert (draft.title, draft.text) == ("Quay sold", "The quay was sold.\n")
    assert draft.metadata.published == date(2024, 5, 2)
    assert draft.metadata.authors == ("Ana Krasniqi",)
    assert text.split("\n")[draft.first_line - 1] == "The quay was sold."


def test_toml_that_is_not_is_read_field_by_field():
    draft = markdown.parse(TOML.replace('"Quay sold"', '"Quay "sold""'))
    assert draft.title == 'Quay "sold"'
    assert draft.metadata.published == date(2024, 5, 2)
    assert "not valid TOML" in draft.notes[0]


@pytest.mark.parametrize("text", ["{not json}\n\nText.", '{"a": 1}', '{"a": 1} and more\nText.'])
def test_a_brace_may_begin_a_text(text):
    assert markdown.parse(text).text == text


def test_front_matter_without_text_is_refused(refusal):
    assert refusal("a.md", "---\ntitle: Bridge\n---\n\n") == (
        "it holds no text below its front matter"
    )


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("title: 'Tis the season: 'again'", "'Tis the season: 'again'"),
        ("title: 'It''s: over'", "It's: over"),
        ("title: 'It's: over'", "It's: over"),
    ],
)
def test_quotes_of_a_title_that_is_not_yaml(reading, line, title):
    *_, found = reading("a.md", f"---\n{line}\nnote: a: b\n---\nIt held.\n")
    assert found.title == title


@pytest.mark.parametrize(
    "author", ["{name: Ana Lund, role: editor}", "\n  - name: Ana Lund", "'Ana Lund'"]
)
def test_an_author_in_front_matter_that_is_not_yaml(reading, author):
    *_, found = reading("a.md", f"---\ntitle: A: b\nauthor: {author}\n---\nIt held.\n")
    assert (found.title, found.authors) == ("A: b", ("Ana Lund",))
