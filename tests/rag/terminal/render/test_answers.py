from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest

from index.articles import Article
from rag.answers import Citation, Statement, Verdict
from rag.terminal.layout import show
from rag.terminal.render import answers as render
from rag.terminal.render import messages
from rag.terminal.theme import make_console

HOSTILE = "\x1b[2J\x1b]0;gone\x07\x9b31m\u202eevil[bold]\x00\udcff\r"


ANSWER_80 = """\
Italy sends 852 soldiers, the most of all [1]. The mission began in June 1999
[2].

[1] Who keeps the peace - Tirana Times, 13 January 2025
    “Italy sends 852 soldiers, the most of all.”
    news/kfor.txt:3

[2] A note
    “The mission began in June 1999.”
    news/all.jsonl:1
    https://example.org/note?id=7&lang=sq
"""

ANSWER_40 = """\
Italy sends 852 soldiers, the most of
all [1]. The mission began in June 1999
[2].

[1] Who keeps the peace - Tirana Times,
    13 January 2025
    “Italy sends 852 soldiers, the most
    of all.”
    news/kfor.txt:3

[2] A note
    “The mission began in June 1999.”
    news/all.jsonl:1
    https://example.org/note?id=7&lang=sq
"""

ANSWER_200 = ANSWER_80.replace("1999\n[2]", "1999 [2]")


@pytest.mark.parametrize(
    ("width", "expected"), [(80, ANSWER_80), (40, ANSWER_40), (200, ANSWER_200)]
)
def test_an_answer_with_its_sources(doubles, draw, width, expected):
    assert draw(render.whole_answer(doubles.answer()), width=width) == expected


def test_an_answer_in_ascii_and_in_a_windows_code_page(doubles):
    for encoding, quotes in (("ascii", '""'), ("cp1252", "“”")):
        raw = io.BytesIO()
        stream = io.TextIOWrapper(raw, encoding=encoding, newline="\n")
        console = make_console(stream, width=80, environ={}, platform="linux")
        show(console, render.whole_answer(doubles.answer()))
        stream.flush()
        expected = ANSWER_80.translate({ord("“"): quotes[0], ord("”"): quotes[1]})
        assert raw.getvalue().decode(encoding) == expected


def test_colours_repeat_what_the_words_say(doubles, draw):
    colourful = draw(render.whole_answer(doubles.answer()), terminal=True)
    assert "Italy sends \x1b[1m852\x1b[0m soldiers, the most of all \x1b[1;36m[1]\x1b[0m." in (
        colourful
    )
    bare = re.sub(r"\x1b\]8;[^\x1b]*\x1b\\|\x1b\[[\d;]*m", "", colourful)
    assert bare == ANSWER_80


def test_the_short_answer_is_bold_once_and_only_where_it_stands(doubles):
    assert len(render.prose(doubles.answer(short_answer="June")).spans) == 3
    assert len(render.prose(doubles.answer(short_answer="July")).spans) == 2
    assert len(render.prose(doubles.answer(short_answer=None)).spans) == 2


def test_how_many_articles_say_so_is_counted_by_article(doubles, draw):
    told, other = doubles.answer().statements
    both = replace(told, text="Italy sends 852 soldiers [1][2].", markers=(1, 2))
    line = "2 articles say so."
    assert line in draw(render.whole_answer(doubles.answer(statements=(both, other))))
    assert line not in draw(render.whole_answer(doubles.answer()))
    again = doubles.cite(2, doubles.KFOR, "852 soldiers")
    one_article = doubles.answer(
        statements=(both, other), citations=(doubles.answer().citations[0], again)
    )
    assert line not in draw(render.whole_answer(one_article))
    first, second, *_ = doubles.answer().citations
    copied = replace(second, origin=first.article.id)
    drawn = draw(
        render.whole_answer(doubles.answer(statements=(both, other), citations=(first, copied)))
    )
    assert "2 articles say so, 1 independent." in drawn
    assert "    a copy of the article in [1]" in drawn
    counted = doubles.answer(statements=(both, other), intent="count")
    assert line not in draw(render.whole_answer(counted))
    # What several articles say beside the answer is not the answer.
    beside = doubles.answer(statements=(told, replace(other, markers=(1, 2))))
    assert line not in draw(render.whole_answer(beside))


def test_references_are_links_on_a_terminal_only(doubles, draw):
    answer = doubles.answer()
    linked = re.findall(
        r"\x1b\]8;[^;]*;([^\x1b]+)\x1b", draw(render.whole_answer(answer), terminal=True)
    )
    assert linked == [
        "file:///news/kfor.txt",
        "file:///news/all.jsonl",
        "https://example.org/note?id=7&lang=sq",
    ]
    assert "\x1b" not in draw(render.whole_answer(answer))


@pytest.mark.parametrize(
    ("verdict", "shown"),
    [
        (Verdict.SUPPORTED, "So it is [1]."),
        (Verdict.REPAIRED, "So it is [1]."),
        (Verdict.PARTIAL, "So it is [1]. (only partly supported)"),
        (Verdict.UNSUPPORTED, "So it is [1]. (unsupported)"),
    ],
)
def test_a_doubt_is_said_in_words(verdict, shown):
    stated = Statement(text="So it is [1].", markers=(1,), verdict=verdict)
    assert render.statement(stated).plain == shown


def test_only_the_statements_own_markers_are_coloured():
    stated = Statement(text="In [1999] it began [1].", markers=(1,))
    assert [(span.start, span.end) for span in render.statement(stated).spans] == [(19, 22)]


def test_a_doubtful_citation_says_so(doubles, draw):
    cited = doubles.cite(3, doubles.KFOR, "Italy", verdict=Verdict.PARTIAL)
    assert draw(render.citation(cited)) == (
        "[3] Who keeps the peace - Tirana Times, 13 January 2025\n"
        "    “Italy”\n    (only partly supported)\n    news/kfor.txt:3\n"
    )


def test_a_refusal_names_the_nearest_articles(doubles, draw):
    passages = doubles.answer().passages
    twice = (*passages, *(replace(hit, rank=rank) for rank, hit in enumerate(passages, start=3)))
    answer = doubles.refusal(standalone_question="Who won the mission?", passages=twice)
    assert draw(render.whole_answer(answer)) == (
        "Read as: Who won the mission?\n"
        "\n"
        "The articles do not answer this question.\n"
        "\n"
        "The nearest articles:\n"
        "- Who keeps the peace - Tirana Times, 13 January 2025\n"
        "- A note\n"
    )


def test_a_refusal_names_three_articles_at_most(doubles, draw):
    articles = [replace(doubles.BARE, origin=f"/{number}") for number in range(5)]
    hits = tuple(doubles.hit(rank, article) for rank, article in enumerate(articles, start=1))
    assert draw(render.whole_answer(doubles.refusal(passages=hits))).count("- A note") == 3


def test_a_refusal_without_passages_is_one_sentence(doubles, draw):
    refused = draw(render.whole_answer(doubles.refusal(passages=())))
    assert refused == "The articles do not answer this question.\n"


def test_warnings_and_the_question_as_it_was_read(doubles, draw):
    answer = doubles.answer(
        question="And who?", statements=(), citations=(), warnings=("One source only.", "Old.")
    )
    assert draw(render.whole_answer(answer)) == (
        "Read as: Who sends most?\n\n\n\nNote: One source only.\nNote: Old.\n"
    )


def test_a_quote_within_its_passage(doubles, draw):
    answer = doubles.answer()
    assert draw(render.quote_in_context(answer.citations[0], answer.passages), width=60) == (
        "[1] Who keeps the peace - Tirana Times, 13 January 2025\n"
        "    news/kfor.txt:3\n"
        "    Who keeps the peace\n"
        "\n"
        "    >>Italy sends 852 soldiers, the most of all.<< The\n"
        "    United States follow with 612.\n"
        "\n"
        "    The mission began in 1999.\n"
    )


def test_a_quote_whose_passage_is_unknown_stands_in_its_own_lines(doubles, draw):
    cited = doubles.cite(1, doubles.KFOR, "Italy sends 852 soldiers")
    assert draw(render.quote_in_context(cited, ())).splitlines()[2:] == [
        "    >>Italy sends 852 soldiers<<, the most of all. The United States follow with",
        "    612.",
    ]


def test_nothing_that_others_wrote_acts_on_the_terminal(doubles, draw):
    article = Article(
        origin="/x/" + HOSTILE.replace("\udcff", ""),
        path=HOSTILE,
        title=HOSTILE,
        text=f"Before. {HOSTILE} After.",
        source=HOSTILE,
        url="https://x/" + HOSTILE,
    )
    cited = doubles.cite(1, article, HOSTILE)
    hit = doubles.hit(1, article, copies=(article,))
    statement = Statement(text=HOSTILE + " [1].", markers=(1,))
    changes = {"question": "q", "standalone_question": HOSTILE, "warnings": (HOSTILE,)}
    answer = doubles.answer(
        citations=(cited,), statements=(statement,), passages=(hit,), short_answer="", **changes
    )
    refusal = doubles.refusal(passages=(hit,), question=HOSTILE)
    parts = (
        render.whole_answer(answer),
        render.whole_answer(refusal),
        render.quote_in_context(cited, [hit]),
        messages.error(HOSTILE, HOSTILE),
        messages.welcome(collection=HOSTILE, articles=1, model=HOSTILE),
    )
    for part in parts:
        piped = draw(part)
        assert "evil[bold]" in piped
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", piped)
        ours = r"\x1b\[[\d;]*m|\x1b\]8;[^\x1b\x07]*\x1b\\"
        assert "\x1b" not in re.sub(ours, "", draw(part, terminal=True))


def test_an_article_is_introduced_once(doubles, draw):
    first = Citation(marker=1, article=doubles.KFOR, start=0, end=5)
    later = Citation(marker=2, article=doubles.KFOR, start=len(doubles.KFOR.text) - 5, end=0)
    shown = draw(*render.sources([first, first, replace(later, end=len(doubles.KFOR.text))]))
    assert shown.count("Who keeps the peace") == 1
    assert shown.count("[2] the same article as [1]") == 1
    assert shown.count("“Who k”") == 1
    assert shown.count("news/kfor.txt:") == 1 + (first.line != later.line)


def test_words_that_bear_out_one_statement_and_not_another_are_shown_once_without_doubt(
    doubles, draw
):
    borne_out = Citation(marker=1, article=doubles.KFOR, start=0, end=5)
    doubted = replace(borne_out, verdict=Verdict.UNSUPPORTED)
    shown = draw(*render.sources([doubted, borne_out]))
    assert shown.count("“Who k”") == 1
    assert "unsupported" not in shown
    assert "unsupported" in draw(*render.sources([doubted, doubted]))


def test_other_words_under_the_same_number_need_no_title(doubles, draw):
    first = Citation(marker=1, article=doubles.KFOR, start=0, end=5)
    shown = draw(*render.sources([first, replace(first, end=7)]))
    assert shown.endswith("\n\n[1] “Who kee”\n")


def test_an_answer_that_only_names_articles_is_the_list_of_them(doubles, draw):
    cited = Citation(marker=1, article=doubles.KFOR, start=0, end=5)
    about = "“Who keeps the peace” (Tirana Times, 13 January 2025)"
    titled = Statement(text=f"{about} [1]", markers=(1,))
    listed = doubles.answer(statements=(titled,), citations=(cited,))
    assert draw(render.whole_answer(listed)).startswith("1 article:\n\n[1] Who keeps the peace")
    said = replace(titled, text="“Who keeps the peace” (Tirana Times): “Who k” [1]")
    told = doubles.answer(statements=(said,), citations=(cited,))
    assert draw(render.whole_answer(told)).startswith("“Who keeps the peace” (Tirana Times):")


def test_a_long_address_keeps_its_link_and_loses_its_middle_on_a_terminal(doubles, draw):
    url = "https://www.example.org/2025/01/13/world/europe/what-the-mission-in-the-north-does-now"
    article = replace(doubles.KFOR, url=url)
    sources = [*render.sources([Citation(marker=1, article=article, start=0, end=5)])]
    narrow = draw(*sources, width=40, terminal=True)
    assert "]8;id=" in narrow
    assert url in narrow  # as the link
    assert "example.org/…" in narrow
    assert url in draw(*sources, width=40)  # whole in a pipe
