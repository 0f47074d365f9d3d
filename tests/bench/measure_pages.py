"""How well web pages are read: against pages whose text and facts were noted by hand.

    python tests/bench/measure_pages.py CLONE [--show 20] [--lines]

CLONE is a clone, bare or not, of one of these: https://github.com/adbar/trafilatura (stretches that
its evaluation wants with and without), flairNLP/fundus (all paragraphs of its tests' pages),
mozilla/readability, scrapinghub/article-extraction-benchmark, codelucas/newspaper and
AndyTheFactory/newspaper4k (all lines; the last two noted what their own programs found). A page
counts as kept where 90 % of its paragraphs, or stretches, are in the text; a fact where it is noted
and the same, but for case, marks and spaces; authors where the sets of names are the same. "People"
are the authors without newsrooms, agencies and initials, which we leave out; "publisher named"
counts a name that contains the noted one, or its domain, or is contained in it. "Words of it" are
our words that are in the noted text, where that is the whole.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from page_sets import Gold, folded, pages_of

from index.articles import Article
from index.reading import SourceFile, read
from index.settings import IndexSettings

KEPT = 0.9
_NO_PERSON = re.compile(
    r"redaktion|redaction|newsroom|team\b|agentur|ajans|\bAFP\b|\bSDA\b|associated press|/|@"
    r"|\.\w\w",
    re.IGNORECASE,
)


def same_publisher(found: str | None, gold: Sequence[str]) -> bool:
    """Whether a name is the publisher's, or that of its domain."""
    name, domain = gold
    host = domain.partition("://")[2].strip("/").removeprefix("www.")
    known = {folded(name), folded(host), folded(host.partition(".")[0])}
    known = {each.removeprefix("the") for each in known if each}
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


def measure(gold: Gold, tally: Tally, folder: Path, *, lines: bool = False) -> None:
    """Read a page and compare it; ``lines`` has those printed that are lost, or too many."""
    path = folder / "page.html"
    path.write_bytes(gold.page)
    shown = gold.address if "://" in gold.address else path.name
    file = SourceFile(path=path, shown=shown, named=True)
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
    if gold.whole:
        _compare_words(gold, found, tally)
    if lines:
        whole = folded(" ".join(gold.wanted))
        print(f"== {shown}")
        print(
            *(f"  - {' '.join(each.split())}" for each in gold.wanted if folded(each) not in text),
            sep="\n",
        )
        ours = [line for each in found for line in each.text.split("\n")]
        print(*(f"  + {line}" for line in ours if folded(line) not in whole), sep="\n")
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


def _compare_words(gold: Gold, found: Sequence[Article], tally: Tally) -> None:
    noted = Counter(_words(" ".join(gold.wanted)))
    ours = Counter(_words(" ".join(each.text for each in found)))
    tally.all["words of it"] += ours.total()
    tally.right["words of it"] += (ours & noted).total()


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def main() -> None:
    """Measure, and print a line for each figure."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("clone")
    parser.add_argument("--show", type=int, default=0, help="how many wrong ones to show of each")
    parser.add_argument("--lines", action="store_true", help="print what is lost, or too much")
    given = parser.parse_args()
    tally, folder = Tally(), Path(tempfile.mkdtemp(prefix="page-"))
    for gold in pages_of(given.clone):
        measure(gold, tally, folder, lines=given.lines)
    for what, count in tally.all.items():
        print(f"{what:16} {tally.right[what]:6} of {count:6}  {tally.right[what] / count:.1%}")
        for wrong in tally.wrong.get(what, [])[: given.show]:
            print(f"    {wrong}")


if __name__ == "__main__":
    main()
