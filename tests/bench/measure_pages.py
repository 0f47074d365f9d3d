"""How well web pages are read: against pages whose text and facts were noted by hand.

    python tests/bench/measure_pages.py CLONE [--show 20]

CLONE is a clone, bare or not, of https://github.com/adbar/trafilatura (stretches that its
evaluation wants with and without) or of https://github.com/flairNLP/fundus (all paragraphs of its
tests' pages). A page counts as kept where 90 % of its paragraphs, or stretches, are in the text; a
fact where it is noted and the same, but for case, marks and spaces; authors where the sets of names
are the same. "People" are the authors without newsrooms, agencies and initials, which we leave out;
"publisher named" counts a name that contains the noted one, or its domain, or is contained in it.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import re
import subprocess
import tarfile
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.articles import Article
from index.reading import SourceFile, read
from index.settings import IndexSettings

KEPT = 0.9
_PUBLISHER = re.compile(
    r"(?P<key>\w+) = Publisher\(\s*name=\"(?P<name>[^\"]+)\",\s*domain=\"(?P<domain>[^\"]+)\""
)

_NO_PERSON = re.compile(
    r"redaktion|redaction|newsroom|team\b|agentur|ajans|\bAFP\b|\bSDA\b|associated press|/|@"
    r"|\.\w\w",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Gold:
    """What is known of a page; ``None`` or ``()`` where nothing is."""

    address: str
    page: bytes
    wanted: Sequence[str]
    unwanted: Sequence[str] = ()
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


def same_publisher(found: str | None, gold: Sequence[str]) -> bool:
    """Whether a name is the publisher's, or that of its domain."""
    name, domain = gold
    host = domain.partition("://")[2].strip("/").removeprefix("www.")
    known = {folded(name), folded(host), folded(host.partition(".")[0])}
    known |= {each.removeprefix("the") for each in known}
    return folded(found or "").removeprefix("the") in known


def publisher_named(found: str | None, gold: Sequence[str]) -> bool:
    """Whether a name is the publisher's, more or less of it: "Euronews" for "Euronews (DE)"."""
    name, domain = gold
    label = domain.partition("://")[2].removeprefix("www.").partition(".")[0]
    plain = re.sub(r"\s*\([^()]*\)", "", name)
    ours = folded(found or "")
    known = {folded(plain), folded(label)}
    return bool(ours) and any(each in ours or ours in each for each in known if len(each) > 2)


def people(names: Sequence[str], publisher: Sequence[str]) -> set[str]:
    """Return the names that are of persons, folded."""
    return {
        folded(name)
        for name in names
        if not _NO_PERSON.search(name)
        and (" " in name.strip() or not name.isascii())
        and not (publisher and publisher_named(name, publisher))
    }


class Tally:
    """Counts pages and those of them that are right, and keeps some that are not."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.all: Counter[str] = Counter()
        self.wrong: dict[str, list[str]] = {}

    def add(self, what: str, right: bool, *, shown: str) -> None:
        """Count one."""
        self.all[what] += 1
        self.right[what] += right
        if not right:
            self.wrong.setdefault(what, []).append(shown)


def measure(gold: Gold, tally: Tally, folder: Path) -> None:
    """Read a page and compare it."""
    path = folder / "page.html"
    path.write_bytes(gold.page)
    file = SourceFile(path=path, shown=gold.address, named=True)
    found = [each for each in read(file, IndexSettings()) if isinstance(each, Article)]
    article = found[0] if found else None
    text = folded(" ".join(each.text for each in found))
    wanted = [each for each in map(folded, gold.wanted) if each]
    kept = [each for each in wanted if each in text]
    shown = gold.address
    if wanted:
        share = len(kept) / len(wanted)
        tally.add("kept", share >= KEPT, shown=f"{shown} {len(kept)}/{len(wanted)}")
        tally.all["paragraphs"] += len(wanted)
        tally.right["paragraphs"] += len(kept)
    if gold.unwanted:
        others = [each for each in map(folded, gold.unwanted) if each]
        tally.all["unwanted"] += len(others)
        tally.right["unwanted"] += sum(each not in text for each in others)
    if gold.title:
        title = article.title if article else ""
        tally.add("title", folded(title) == folded(gold.title), shown=f"{shown} {title!r}")
    if gold.published:
        day = article.published.isoformat() if article and article.published else None
        tally.add("date", day == gold.published, shown=f"{shown} {day} not {gold.published}")
    if gold.authors:
        names = article.authors if article else ()
        right = set(map(folded, names)) == set(map(folded, gold.authors))
        tally.add("authors", right, shown=f"{shown} {names} not {gold.authors}")
        if known := people(gold.authors, gold.publisher):
            right = people(names, gold.publisher) == known
            tally.add("people", right, shown=f"{shown} {names} not {gold.authors}")
    if gold.publisher:
        source = article.source if article else None
        right = same_publisher(source, gold.publisher)
        tally.add("publisher", right, shown=f"{shown} {source!r} not {gold.publisher[0]!r}")
        tally.add(
            "publisher named",
            publisher_named(source, gold.publisher),
            shown=f"{shown} {source!r} not {gold.publisher[0]!r}",
        )


def main() -> None:
    """Measure, and print a line for each figure."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("clone")
    parser.add_argument("--show", type=int, default=0, help="how many wrong ones to show of each")
    given = parser.parse_args()
    listed = subprocess.run(
        ["git", "-C", given.clone, "ls-tree", "--name-only", "HEAD", "src/"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    pages = of_fundus(given.clone) if "src/fundus" in listed else of_trafilatura(given.clone)
    tally, folder = Tally(), Path(tempfile.mkdtemp(prefix="page-"))
    for gold in pages:
        measure(gold, tally, folder)
    for what, count in tally.all.items():
        print(f"{what:16} {tally.right[what]:6} of {count:6}  {tally.right[what] / count:.1%}")
        for wrong in tally.wrong.get(what, [])[: given.show]:
            print(f"    {wrong}")


if __name__ == "__main__":
    main()
