"""How well remarks are found: against the attributions that PolNeAR has marked by hand.

    python tests/bench/measure_quotes.py CLONE [--part dev] [--show 20]

CLONE is a clone, bare or not, of https://github.com/networkdynamics/PolNeAR. Direct speech is an
attribution with a source whose content begins and ends with quotation marks; it is found if one of
ours overlaps it. Its words are exact if they are its words from the first to the last, marks aside,
and its speaker is right if we name the same mention, or one of the same name.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from index.text.words import words
from rag.quotes import Attribution, attributions

_PARTS = ("train", "dev")
_MARKED = re.compile(r"\s*[“\"‘'].*[”\"’'][.,]?\s*", re.DOTALL)
_SPAN = re.compile(r"(\d+) (\d+)")


@dataclass(frozen=True, kw_only=True)
class Gold:
    """An attribution as it is marked: from where to where its parts stand."""

    source: tuple[tuple[int, int], ...]
    content: tuple[tuple[int, int], ...]
    cue: str

    @property
    def whole(self) -> tuple[int, int]:
        """From the first to the last word of the content."""
        return self.content[0][0], self.content[-1][1]


def _git(clone: str, *arguments: str) -> str:
    command = ["git", "-C", clone, *arguments]
    return subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8")


def articles(clone: str, part: str) -> Iterator[tuple[str, str, list[Gold]]]:
    """Yield the name, text and attributions of each article of one part."""
    listed = _git(clone, "ls-tree", "--name-only", "HEAD", f"data/{part}/attributions/").split()
    seen: set[str] = set()
    for path in listed:
        name = path.rpartition("/")[2].rpartition("_")[0]
        if name not in seen:
            seen.add(name)
            text = _git(clone, "show", f"HEAD:data/{part}/text/{name}.txt")
            yield name, text, _read(_git(clone, "show", f"HEAD:{path}"))


def _read(annotations: str) -> list[Gold]:
    spans: dict[str, tuple[tuple[tuple[int, int], ...], str]] = {}
    found = []
    for line in annotations.splitlines():
        cells = line.split("\t")
        if line.startswith("T") and len(cells) > 2:
            pieces = tuple((int(a), int(b)) for a, b in _SPAN.findall(cells[1]))
            spans[cells[0]] = (pieces, cells[2])
        elif line.startswith("E"):
            roles = [role.split(":") for role in cells[1].split()]
            parts = {role.rstrip("2"): spans[mark] for role, mark in roles if mark in spans}
            if "Content" in parts and "Source" in parts:
                cue = parts["Cue"][1] if "Cue" in parts else ""
                found.append(Gold(source=parts["Source"][0], content=parts["Content"][0], cue=cue))
    return found


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def _match(gold: Gold, found: list[Attribution]) -> list[Attribution]:
    shared = [
        (sum(_overlap((one.start, one.end), piece) for piece in gold.content), one) for one in found
    ]
    return [one for size, one in sorted(shared, key=lambda pair: -pair[0]) if size > 0]


def _is_speaker(gold: Gold, one: Attribution, text: str) -> bool:
    named = set(words(" ".join(text[a:b] for a, b in gold.source)))
    ours = set(words(one.speaker)) | set(words(text[slice(*one.mention)]))
    small = {"the", "a", "an", "of", "in", "for", "and", "he", "she", "they", "who"}
    return any(_overlap(one.mention, piece) for piece in gold.source) or bool(
        (named - small) & (ours - small)
    )


def measure(clone: str, part: str, show: int) -> None:
    """Print what was found, and some of what was not."""
    counts: Counter[str] = Counter()
    misses: list[str] = []
    spent = 0.0
    for name, text, golds in articles(clone, part):
        start = time.perf_counter()
        found = attributions(text)
        spent += time.perf_counter() - start
        counts["articles"] += 1
        for one in found:
            counts["ours"] += 1
            right = [gold for gold in golds if _match(gold, [one])]
            counts["ours, marked"] += bool(right)
            counts["ours, marked, speaker right"] += any(
                _is_speaker(gold, one, text) for gold in right
            )
        for gold in golds:
            _count(gold, found, name, text, counts, misses)
    for key, number in sorted(counts.items()):
        print(f"{number:7,}  {key}")
    for kind in ("direct", "indirect"):
        total, hits = counts[kind], counts[f"{kind} found"]
        right, exact = counts[f"{kind} speaker right"], counts[f"{kind} exact"]
        print(
            f"{kind}: found {hits / total:.1%} of {total}, of these speaker right"
            f" {right / hits:.1%}, words exact {exact / hits:.1%}"
        )
    print(f"{spent:.2f} s, {1000 * spent / counts['articles']:.1f} ms an article")
    step = max(1, len(misses) // show) if show else 1
    print("\n".join(misses[::step][:show]))


def _count(
    gold: Gold, found: list[Attribution], name: str, text: str, counts: Counter[str],
    misses: list[str],
) -> None:  # fmt: skip
    content = " ".join(text[a:b] for a, b in gold.content)
    kind = "direct" if _MARKED.fullmatch(content) else "indirect"
    counts[kind] += 1
    matches = _match(gold, found)
    shown = f"{name[:24]} {kind} [{' '.join(text[a:b] for a, b in gold.source)}] ({gold.cue})"
    around = repr(text[max(0, gold.whole[0] - 90) : gold.whole[1] + 90])
    if not matches:
        if kind == "direct":
            misses.append(f"MISSED  {shown}: {around}")
        return
    counts[f"{kind} found"] += 1
    right = any(_is_speaker(gold, one, text) for one in matches[:2])
    counts[f"{kind} speaker right"] += right
    own = set(words(content))
    ours = [word for one in matches for word in words(text[one.start : one.end])]
    exact = own <= set(ours)
    counts[f"{kind} exact"] += exact
    if kind == "direct" and not right:
        misses.append(
            f"SPEAKER {shown}: ours {matches[0].speaker!r} "
            f"({text[slice(*matches[0].mention)]!r}): {around}"
        )
    elif kind == "direct" and not exact:
        misses.append(
            f"WORDS   {shown}: {content!r} ours {text[matches[0].start : matches[0].end]!r}"
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("clone", help="a clone of PolNeAR")
    parser.add_argument("--part", choices=_PARTS, default="dev")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="show N that failed")
    arguments = parser.parse_args()
    measure(arguments.clone, arguments.part, arguments.show)
