import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.articles import Article
from index.passages import embedding_text, split
from index.reading.boilerplate import boilerplate_spans
from index.text.splitting import SentenceTextSplitter, is_only_headings

SIZES = st.integers(min_value=20, max_value=400)
LINES = st.one_of(
    st.text(max_size=120),
    st.text(alphabet="abc. ", max_size=600),
    st.sampled_from(["", "", "# Title", "## Section", "### ", "Advertisement", "Dismiss", "Title"]),
)
TEXTS = st.lists(LINES, max_size=25).map("\n".join)
HEADING = re.compile(r"^\s*#{1,6} .*$")


def article(text: str, title: str = "Title") -> Article:
    return Article(origin="/news/one.txt", path="one.txt", title=title, text=text)


@given(TEXTS, SIZES)
@example("word " * 200, 20)
@example("x" * 500, 100)
@example("\n" * 300, 20)
def test_the_chunks_joined_are_the_text(text, size):
    assert "".join(SentenceTextSplitter(chunk_size=size).split_text(text)) == text


@given(TEXTS, SIZES)
@example("## Section\n" + "word " * 200, 50)
@example("## A\n\nAdvertisement\n\nText.", 200)
@example("Title\n\n## Only\n\n## Headings", 200)
def test_passages_are_where_they_say(text, size):
    one = article(text)
    passages = split(one, size=size)
    before = 0
    for position, passage in enumerate(passages):
        assert one.text[passage.start : passage.end] == passage.text
        assert before <= passage.start < passage.end <= len(text)
        assert passage.text == passage.text.strip()
        assert passage.position == position
        assert passage.article_id == one.id
        before = passage.end
    assert len({passage.id for passage in passages}) == len(passages)
    assert bool(passages) == bool(text.strip())


@given(TEXTS, SIZES)
def test_passages_hold_everything_but_boilerplate_and_stray_headings(text, size):
    one = article(text)
    covered = bytearray(len(text))
    for passage in split(one, size=size):
        covered[passage.start : passage.end] = b"\1" * len(passage.text)
    for start, end in boilerplate_spans(one.text, one.title):
        covered[start:end] = b"\1" * (end - start)
    left = "".join(char if not seen else "\n" for char, seen in zip(text, covered, strict=True))
    assert is_only_headings(left)


@given(TEXTS, SIZES)
def test_passages_are_about_the_size_asked_for(text, size):
    headings = sum(len(line) + 2 for line in text.splitlines() if HEADING.match(line))
    for passage in split(article(text), size=size):
        assert len(passage.text) <= 1.2 * size + headings


@given(TEXTS, SIZES)
def test_no_passage_is_only_a_heading(text, size):
    passages = split(article(text), size=size)
    if not all(is_only_headings(passage.text) for passage in passages):
        assert not any(is_only_headings(passage.text) for passage in passages)


def test_headlines_and_boilerplate_become_no_passages():
    text = "The headline\n\nThe headline\n\nWords of the article.\n\nDismiss\n\nMore words."
    passages = split(article(text, "The headline"), size=1000)
    assert [passage.text for passage in passages] == ["Words of the article.", "More words."]


def test_a_passage_knows_the_heading_above_it():
    text = "Before.\n\n## First ##\n\n" + "One sentence. " * 30 + "\n\n## Second\n\nLast words."
    passages = split(article(text), size=200)
    assert passages[0].heading is None or passages[0].text.startswith("Before.")
    assert "First" in {passage.heading for passage in passages}
    assert passages[-1].text.endswith("Last words.")


def test_passages_end_with_sentences():
    text = "The first sentence is here. " * 40
    for passage in split(article(text), size=300):
        assert passage.text.startswith("The first")
        assert passage.text.endswith("here.")


def test_two_versions_of_an_article_share_no_passage_id():
    old, new = split(article("Old words."), size=200), split(article("New words."), size=200)
    assert {passage.id for passage in old}.isdisjoint(passage.id for passage in new)
    assert old[0].article_id == new[0].article_id


@pytest.mark.parametrize(
    ("title", "heading", "expected"),
    [
        ("Title", None, "Title\nwords"),
        ("Title", "Part", "Title\nPart\nwords"),
        ("Title", "Title", "Title\nwords"),
        ("", None, "words"),
    ],
)
def test_what_is_embedded(title, heading, expected):
    [passage] = split(article(f"## {heading}\n\nwords" if heading else "words", title), size=200)
    text = embedding_text(passage, title)
    assert text.replace(f"## {heading}\n\n", "") == expected
