import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.reading.boilerplate import boilerplate_spans

TITLE = "Bridge reopens after repairs"
PROSE = "The bridge over the Ibar was opened to traffic on Tuesday."


def taken(text: str, title: str = TITLE) -> list[str]:
    return [text[start:end] for start, end in boilerplate_spans(text, title)]


def test_the_headline_its_repetition_and_boilerplate():
    text = (
        f"{TITLE}\n\n  {TITLE.upper()}\nBy Ana Krasniqi January 13, 2025\n\n{PROSE}\n\n"
        f"Read more\n{PROSE} Read more\n\nNews\n\nDismiss"
    )
    assert taken(text) == [
        f"{TITLE}\n",
        f"  {TITLE.upper()}\n",
        "Read more\n",
        "News\n",
        "Dismiss",
    ]


@pytest.mark.parametrize(
    "line",
    [
        *("Advertisement", "ADVERTISEMENT", "Share", "Subscribe", "Read more »", "Read more..."),
        *("Sign up for our newsletter", "We use cookies to improve your visit.", "***", "-----"),
        *("* * *", "Page 3 of 10", "- 3 -", "[Read more]", f"“{TITLE}”", f"# {TITLE}"),
    ],
)
def test_boilerplate_lines(line):
    assert taken(f"{PROSE}\n{line}\n{PROSE}") == [f"{line}\n"]


@pytest.mark.parametrize(
    "line",
    [
        *("## Results", "By Ana Krasniqi", "Photo: Town hall", "61", "No", "Share prices fell."),
        *("The news", "Cookies are baked there.", "| --- | --- |", "", "- one", "News of the day"),
        f"{TITLE} at last",
    ],
)
def test_lines_that_stay(line):
    assert taken(f"{PROSE}\n{line}\n{PROSE}") == []


@pytest.mark.parametrize(
    ("line", "times", "is_boilerplate"),
    [
        ("Koha Ditore online", 3, True),
        ("Koha Ditore online", 2, False),
        ("He said no.", 3, False),
        ("“He said no.”", 3, False),
        ("Q:", 3, False),
        ("## Results", 3, False),
        ("- yes", 3, False),
        ("| yes | no |", 3, False),
        ("By Ana Krasniqi", 3, False),
        ("x" * 61, 3, False),
    ],
)
def test_repeated_short_lines(line, times, is_boilerplate):
    text = f"{PROSE}\n{line}\n" * times
    assert taken(text) == ([f"{line}\n"] * times if is_boilerplate else [])


@pytest.mark.parametrize("text", [TITLE, f"{TITLE}\n\nNews\n", "***", "", "\n\n", "a\na\na\n"])
def test_a_text_is_never_all_boilerplate_spans(text):
    assert boilerplate_spans(text, TITLE) == []


def test_a_title_taken_from_the_first_sentence_does_not_hide_it():
    text = f"{PROSE}\n\nIt held."
    assert taken(text, PROSE.removesuffix(".")) == []


words = st.sampled_from(
    [TITLE, PROSE, "News", "Dismiss", "***", "", "  ", "a", "a b", "\r", "\x85"]
)
texts = st.one_of(st.text(), st.lists(words, max_size=12).map("\n".join))


@given(texts, st.one_of(st.just(TITLE), st.text()))
def test_spans_are_whole_lines_sorted_disjoint_and_inside(text, title):
    spans = boilerplate_spans(text, title)
    borders = {0, len(text)} | {n + 1 for n, character in enumerate(text) if character == "\n"}
    last = 0
    for start, end in spans:
        assert last <= start < end <= len(text)
        assert {start, end} <= borders
        last = end
    kept = "".join(
        text[end:start]
        for end, start in zip(
            [0, *(end for _, end in spans)],
            [*(start for start, _ in spans), len(text)],
            strict=True,
        )
    )
    assert kept.strip() or not spans


def test_time_grows_with_length_only():
    text = ("=" * 999 + "\n" + "Koha online\n" + " " * 500 + "\n") * 10_000
    began = time.perf_counter()
    boilerplate_spans(text, TITLE)
    assert time.perf_counter() - began < 10
