"""Weekly news quizzes with the articles that a search found for them, as a folder to measure on.

    git clone --bare https://github.com/realtimeqa/realtimeqa_public quizzes.git
    python tests/bench/news.py quizzes.git /tmp/news --first 20221118 --last 20230331

Writes ``articles.jsonl`` and ``questions.jsonl``, both as ``rag index`` and ``rag eval`` read them.
Weeks before 18 November 2022 are kept for a final check and are refused. The texts are the
publishers': they are measured with and never committed. RealTime QA (Kasai et al. 2023).
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

KEPT_BEFORE = "20221118"
_ABOUT_CHOICES = re.compile(
    r"\b(?:these|following|listed|choices|not)\b|_{2,}|\.\.\.$", re.IGNORECASE
)
"""Questions that need their four choices to be understood."""

Json = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("repository", type=Path, help="a bare clone")
    parser.add_argument("out", type=Path)
    parser.add_argument("--first", default=KEPT_BEFORE, help="the first week, as 20221118")
    parser.add_argument("--last", default="20230331")
    asked = parser.parse_args()
    if asked.first < KEPT_BEFORE:
        parser.error(f"weeks before {KEPT_BEFORE} are kept for the final check")
    asked.out.mkdir(parents=True, exist_ok=True)
    articles: dict[str, Json] = {}
    cases: list[Json] = []
    for week in _weeks(asked.repository, asked.first, asked.last):
        found = {
            one["question_id"]: one["search_result"]
            for one in _lines(asked.repository, week.replace("_qa", "_gcs"))
        }
        for quiz in _lines(asked.repository, week):
            results = [
                one for one in found.get(quiz["question_id"], ()) if (one.get("text") or "").strip()
            ]
            articles |= {one["url"]: _article(one) for one in results}
            if not _ABOUT_CHOICES.search(quiz["question_sentence"]):
                cases.append(_case(quiz, results))
    _write(asked.out / "articles.jsonl", articles.values())
    _write(asked.out / "questions.jsonl", cases)
    answerable = sum(case["answerable"] for case in cases)
    print(f"{len(articles):,} articles; {len(cases)} questions, {answerable} of them answerable")


def _weeks(repository: Path, first: str, last: str) -> list[str]:
    names = _git(repository, "ls-tree", "-r", "--name-only", "HEAD", "past/").splitlines()
    dated = ((re.search(r"(\d{8})_qa\.jsonl$", name), name) for name in names)
    return sorted(name for match, name in dated if match and first <= match[1] <= last)


def _article(result: Json) -> Json:
    return {
        "title": result.get("title"),
        "text": result["text"],
        "url": result["url"],
        "source": urlsplit(result["url"]).hostname.removeprefix("www."),
        "published": (result.get("publish_date") or "").replace("/", "-") or None,
    }


def _case(quiz: Json, results: list[Json]) -> Json:
    [answer] = [quiz["choices"][int(number)] for number in quiz["answer"][:1]]
    holding = [one["url"] for one in results if _stands_in(answer, one["text"])]
    return {
        "id": quiz["question_id"],
        "question": quiz["question_sentence"],
        "answers": [answer],
        "answerable": bool(holding),
        "evidence": [{"article": url} for url in holding],
    }


def _stands_in(answer: str, text: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(answer)}(?!\w)", text, re.IGNORECASE))


def _lines(repository: Path, name: str) -> Iterator[Json]:
    return map(json.loads, _git(repository, "show", f"HEAD:{name}").splitlines())


def _git(repository: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", f"--git-dir={repository}", *arguments], capture_output=True, text=True, check=True
    )
    return done.stdout


def _write(path: Path, lines: Any) -> None:
    path.write_text("".join(json.dumps(one) + "\n" for one in lines), encoding="utf-8")


if __name__ == "__main__":
    main()
