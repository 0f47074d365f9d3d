import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import reading as package
from index.articles import Article
from index.errors import ReadingError
from index.reading import SUFFIXES, ReadingNote, SourceFile, discover, read
from index.settings import IndexSettings

SHARED = Path(__file__).parents[4] / "shared" / "articles"
PROSE = "The bridge over the Ibar was opened to traffic on Tuesday."


def test_the_public_names():
    assert package.__all__ == [
        *("SUFFIXES", "Named", "ReadingNote", "SourceFile", "bytes_to_read", "discover"),
        *("is_table", "read"),
    ]


def test_the_endings():
    assert set(SUFFIXES) == {
        *(".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml"),
        *(".jsonl", ".ndjson", ".json", ".csv", ".tsv"),
        *(".pdf", ".docx", ".docm", ".odt", ".rtf", ".epub"),
        *(".eml", ".mbox", ".rss", ".atom", ".xml", ".opml"),
        *(".mhtml", ".mht", ".warc", ".warc.gz", ".sgm", ".sgml"),
    }


@pytest.mark.parametrize(
    ("name", "published"),
    [
        ("2023-02-17-school-roof.md", date(2023, 2, 17)),
        ("2023-02-17-school-roof.markdown", date(2023, 2, 17)),
        ("2023-02-17.md", date(2023, 2, 17)),
        ("20230217 School roof.md", date(2023, 2, 17)),
        ("2023_02_17_school_roof.md", date(2023, 2, 17)),
        ("2023-02-31-no-such-day.md", None),
        ("20230217123456.md", None),
        ("2023-02-17-saved-that-day.txt", None),
    ],
)
def test_the_name_of_a_post_dates_it(article, name, published):
    assert article(name, PROSE).published == published


def test_what_the_post_says_itself_comes_first(article):
    found = article("2023-02-17-roof.md", f"---\ndate: 2023-03-01\n---\n{PROSE}")
    assert found.published == date(2023, 3, 1)


def test_origin_is_the_absolute_path_and_path_what_the_user_sees(article, tmp_path):
    found = article("a.txt", PROSE)
    assert found.origin == (tmp_path / "a.txt").as_posix()
    assert found.path == "shown/a.txt"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_lines_of_a_text_are_those_of_the_file(article, newline, mark):
    lines = ["Bridge reopens", "", "By Ana Krasniqi", "", PROSE, "", "It held."]
    found = article("a.txt", mark + newline.join(lines))
    assert found.text == "\n".join(lines)
    for number, line in enumerate(lines, 1):
        if line:
            assert found.line_of(found.text.index(line)) == number


def test_an_ending_in_capitals_is_the_same(article):
    assert article("A.TXT", PROSE).text == PROSE


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "it is empty"),
        ("a.jsonl", b"", "it is empty"),
        ("a.txt", b" \r\n\t\n", "it holds no text"),
        ("a.md", b"\xef\xbb\xbf\n", "it holds no text"),
        ("a.json", b"  ", "it holds no text"),
        ("a.txt", b"\0\1", "it holds no text"),
        ("a.txt", b"\0\x01\x02\n\x7f", "it holds no text"),
        ("a.md", b"\0" * 600, "it holds no text"),
        ("a.txt", "\u200b\u200d\n\u2060".encode(), "it holds no text"),
        (
            "a.txt",
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            "it is not text (binary, or in an encoding that cannot be told)",
        ),
        (
            "a.jsonl",
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            "it is not text (binary, or in an encoding that cannot be told)",
        ),
        (
            "a.txt",
            b"x" * 2_000_001,
            "it has 2.0 MB, more than the limit of 2.0 MB (max_file_bytes)",
        ),
        (
            "a.png",
            b"x",
            "'.png' is not a format Dateline reads; it reads .txt .md .html .pdf .docx .odt .eml"
            " .jsonl .csv and others (see docs/reference/formats.md)",
        ),
        ("a.doc", b"x", "'.doc' files are not read; save it as .docx"),
        (
            "README",
            b"x",
            "its name has no ending to tell its format by"
            " (.txt .md .html .pdf .docx .odt .eml .jsonl .csv)",
        ),
    ],
)
def test_what_cannot_be_taken_in_says_why(refusal, name, content, reason):
    assert refusal(name, content, max_file_bytes=2_000_000) == reason


def test_an_article_longer_than_any_is_left_out(reading, refusal):
    assert refusal("a.txt", b"word " * 400, max_text_chars=1_000) == (
        "an article of it has 2,000 characters, more than the 1,000 that are taken (max_text_chars)"
    )
    assert len(reading("a.txt", b"word " * 200, max_text_chars=1_000)) == 1


def test_a_file_that_went_away_is_an_error(tmp_path):
    file = SourceFile(path=tmp_path / "gone.txt", shown="gone.txt", named=False)
    [found] = read(file, IndexSettings())
    assert str(found) == "gone.txt: it cannot be read (No such file or directory)"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
def test_a_file_one_may_not_read_is_an_error(tmp_path, name):
    path = tmp_path / name
    path.write_text(PROSE)
    path.chmod(0)
    [found] = read(SourceFile(path=path, shown=name, named=True), IndexSettings())
    assert str(found) == f"{name}: it cannot be read (Permission denied)"


def test_the_ending_is_that_of_the_name_in_use(tmp_path):
    (tmp_path / "blob").write_text(PROSE)
    (tmp_path / "link.txt").symlink_to(tmp_path / "blob")
    [file] = discover([tmp_path / "link.txt"])
    [found] = read(file, IndexSettings())
    assert found.text == PROSE


fragments = st.sampled_from(
    [b"---\n", b"title: a\n", b"{", b'"text": "', b'"}', b"[", b"\n", b"<p>", b"\0", b"\xff\xfe"]
)


@pytest.mark.parametrize("suffix", SUFFIXES)
@given(st.one_of(st.binary(max_size=300), st.lists(fragments, max_size=12).map(b"".join)))
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_no_content_raises(tmp_path, suffix, content):
    path = tmp_path / f"a{suffix}"
    path.write_bytes(content)
    file = SourceFile(path=path, shown=path.name, named=True)
    for found in read(file, IndexSettings()):
        if isinstance(found, ReadingError | ReadingNote):
            assert "\n" not in str(found)
        else:
            assert found.text.strip()
            assert found.title.strip()
            assert found.id
            assert found.text.encode()


def test_importing_the_package_imports_no_parser():
    code = (
        "import sys, index.reading; print([name for name in"
        " ('yaml', 'trafilatura', 'lxml', 'babel', 'charset_normalizer')"
        " if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.skipif(not SHARED.exists(), reason="the shared articles are not here")
def test_the_shared_articles():
    found = [each for file in discover([SHARED]) for each in read(file, IndexSettings())]
    assert all(isinstance(each, Article) for each in found)
    assert all(each.text == Path(each.origin).read_text() for each in found)
    dated = [(each.authors, each.published) for each in found if each.published]
    assert dated == [(("Valentina Dimitrievska",), date(2025, 1, 13))]
