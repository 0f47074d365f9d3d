"""Web pages whose text and facts were noted, out of clones of public repositories."""

from __future__ import annotations

import gzip
import io
import json
import re
import subprocess
import tarfile
import tempfile
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_PUBLISHER = re.compile(
    r"(?P<key>\w+) = Publisher\(\s*name=\"(?P<name>[^\"]+)\",\s*domain=\"(?P<domain>[^\"]+)\""
)


@dataclass(frozen=True, kw_only=True)
class Gold:
    """What is known of a page; ``None`` or ``()`` where nothing is."""

    address: str
    page: bytes
    wanted: Sequence[str]
    unwanted: Sequence[str] = ()
    whole: bool = False
    """Whether ``wanted`` is all of the article."""
    title: str | None = None
    published: str | None = None
    authors: Sequence[str] = ()
    publisher: Sequence[str] = ()
    """Its name, and its domain."""


def folded(text: str) -> str:
    """Return the letters and digits of a text, without accents, in lower case."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in plain if char.isalnum())


def unpacked(clone: str, *paths: str) -> Path:
    """Return a folder with these paths of a clone."""
    folder = tempfile.mkdtemp(prefix="pages-")
    packed = subprocess.run(
        ["git", "-C", clone, "archive", "HEAD", *paths], check=True, capture_output=True
    ).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
    return Path(folder)


def of_trafilatura(clone: str) -> Iterator[Gold]:
    """Yield the pages of trafilatura's evaluation that its clone holds."""
    tests = unpacked(clone, "tests") / "tests"
    for address, noted in json.loads((tests / "evaldata.json").read_text()).items():
        places = (tests / folder / noted["file"] for folder in ("eval", "cache"))
        if place := next(filter(Path.is_file, places), None):
            author = noted.get("author") or []
            yield Gold(
                address=address,
                page=place.read_bytes(),
                wanted=noted["with"],
                unwanted=noted["without"],
                title=noted.get("title") or None,
                published=noted.get("date") or None,
                authors=author if isinstance(author, list) else re.split(r"; |, ", author),
            )


def of_fundus(clone: str) -> Iterator[Gold]:
    """Yield the pages of fundus' tests."""
    root = unpacked(clone, "tests/resources/parser/test_data", "src/fundus/publishers")
    source = "\n".join(path.read_text() for path in (root / "src").rglob("__init__.py"))
    names = {
        found["key"]: (found["name"], found["domain"]) for found in _PUBLISHER.finditer(source)
    }
    for described in sorted(root.rglob("meta.info")):
        folder, about = described.parent, json.loads(described.read_text())
        for name, said in sorted(about.items()):
            key = name.partition("_")[0]
            if not (folder / name).is_file():  # a clone may lack the largest
                continue
            page = gzip.decompress((folder / name).read_bytes())
            versions = json.loads((folder / f"{key}.json").read_text())
            if noted := _version(versions, page):
                body = noted.get("body") or {}
                sections = body.get("sections", [])
                yield Gold(
                    address=said["url"],
                    page=page,
                    wanted=[
                        *body.get("summary", []),
                        *(text for part in sections for text in part["paragraphs"]),
                    ],
                    whole=True,
                    title=noted.get("title"),
                    published=(noted.get("publishing_date") or "")[:10] or None,
                    authors=noted.get("authors") or [],
                    publisher=names.get(key, ()),
                )


def _version(versions: Mapping[str, Any], page: bytes) -> Mapping[str, Any] | None:
    """Return what is noted of this page: each version of a publisher's parser has its own."""
    text = folded(re.sub(r"<[^<>]*>", "", page.decode("utf-8", "replace")))
    for noted in versions.values():
        sections = (noted.get("body") or {}).get("sections", [])
        paragraphs = [text for part in sections for text in part["paragraphs"]]
        longest = max(paragraphs, key=len, default="")
        if longest and folded(longest)[:60] in text:
            return noted
    return None


_LINES = ("blockquote", "dd", "div", "dt", "h1", "h2", "h3", "h4", "li", "p", "pre", "td", "th")


def of_readability(clone: str) -> Iterator[Gold]:
    """Yield the pages of readability's tests: what Firefox shows of them to read."""
    from lxml import html

    for folder in sorted((unpacked(clone, "test/test-pages") / "test/test-pages").iterdir()):
        noted = json.loads((folder / "expected-metadata.json").read_text())
        tree = html.fromstring((folder / "expected.html").read_text())
        captions = {each for figure in tree.iter("figcaption", "figure") for each in figure.iter()}
        lowest = (
            each
            for each in tree.iter(*_LINES)
            if each not in captions and next(each.iterdescendants(*_LINES, "br"), None) is None
        )
        byline = noted.get("byline")
        yield Gold(
            address=folder.name,
            page=(folder / "source.html").read_bytes(),
            wanted=[each.text_content() for each in lowest if len(each.text_content()) > 1],
            whole=True,
            title=noted.get("title"),
            published=(noted.get("publishedTime") or "")[:10] or None,
            authors=[byline] if byline else (),
            publisher=(noted["siteName"], "") if noted.get("siteName") else (),
        )


def of_benchmark(clone: str) -> Iterator[Gold]:
    """Yield the pages of the article extraction benchmark."""
    root = unpacked(clone, "html", "ground-truth.json")
    for name, noted in json.loads((root / "ground-truth.json").read_text()).items():
        yield Gold(
            address=noted["url"],
            page=gzip.decompress((root / "html" / f"{name}.html.gz").read_bytes()),
            wanted=noted["articleBody"].split("\n"),
            whole=True,
        )


def of_newspaper(clone: str) -> Iterator[Gold]:
    """Yield the pages of the tests of newspaper, or of newspaper4k."""
    data = unpacked(clone, "tests/data") / "tests/data"
    for page in sorted((data / "html").glob("*.html")):
        texts = (data / folder / f"{page.stem}.txt" for folder in ("text", "txt"))
        if text := next(filter(Path.is_file, texts), None):
            yield Gold(
                address=page.stem,
                page=page.read_bytes(),
                wanted=text.read_text().split("\n"),
                whole=True,
            )


SETS: Mapping[str, Callable[[str], Iterator[Gold]]] = {
    "src/fundus": of_fundus,
    "test/test-pages": of_readability,
    "ground-truth.json": of_benchmark,
    "newspaper/article.py": of_newspaper,
    "tests/evaldata.json": of_trafilatura,
}
"""The readers of the sets, by what their clones hold."""


def pages_of(clone: str) -> Iterator[Gold]:
    """Yield the pages of a clone."""
    for path, reader in SETS.items():
        held = subprocess.run(
            ["git", "-C", clone, "cat-file", "-e", f"HEAD:{path}"], check=False, capture_output=True
        )
        if held.returncode == 0:
            yield from reader(clone)
            return
    raise SystemExit(f"{clone} is no clone of a set of pages that is known")
