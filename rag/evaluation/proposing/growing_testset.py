"""A test set that grows: proposals and turns of a chat become cases at the end of its file."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from index.articles import Article
from index.durable import replace_file
from index.text.sentences import sentence_spans
from index.text.visible import json_text
from rag.answers import Answer
from rag.errors import TestSetError
from rag.evaluation.metrics import contains_answer
from rag.evaluation.metrics.relevance import names
from rag.evaluation.proposing.proposals import Proposal, id_of, key_of
from rag.evaluation.testsets.cases import Case, Evidence, case_json
from rag.evaluation.testsets.formats import load_cases

SUFFIX = ".jsonl"
UNANSWERABLE = "unanswerable"
"""What somebody writes for the expected answer where the articles have none; also a tag."""

RIGHT, WRONG = "right", "wrong"
"""Tags that say how the answer was when the case was kept."""


class GrowingTestSet:
    """Our own JSONL at ``path``, made where it is missing, and the questions that were rejected.

    Each case is written at once and whole, so that a kill at any moment leaves every case that
    was accepted. What is rejected is kept beside it, in ``NAME.rejected.txt``, a question a line;
    whoever deletes that file is asked again.
    """

    def __init__(self, path: Path) -> None:
        """Read what is there. Raises TestSetError where it is no test set of ours."""
        if path.is_dir() or path.suffix.lower() in {".json", ".csv", ".tsv"}:
            raise TestSetError(
                f"questions cannot be put into {str(path)!r}",
                hint=f"Name a {SUFFIX} file, such as testset{SUFFIX}.",
            )
        self.path = path
        self.rejected_path = path.with_suffix(".rejected.txt")
        cases = load_cases(path) if path.is_file() and path.read_bytes().strip() else []
        self._ids = {case.id for case in cases}
        self._keys = {key_of(case.question) for case in cases if not case.history}
        self._keys_with_history = {_key(case) for case in cases}
        self._rejected = set(map(key_of, _lines(self.rejected_path)))

    def __len__(self) -> int:
        """Return the number of cases."""
        return len(self._ids)

    @property
    def known(self) -> frozenset[str]:
        """The ``key_of`` every question that is in it or was rejected."""
        return frozenset(self._keys | self._rejected)

    def add(self, case: Case) -> bool:
        """Write the case; return whether it was new. Raises TestSetError where it cannot be.

        A question that is there already, after the same history, is not written again.
        """
        if _key(case) in self._keys_with_history:
            return False
        named = replace(case, id=self._free_id(case))
        _append(self.path, json_text(case_json(named), indent=None))
        self._ids.add(named.id)
        self._keys_with_history.add(_key(case))
        if not case.history:
            self._keys.add(key_of(case.question))
        return True

    def correct(self, case: Case) -> None:
        """Write the case in place of the one with its question and history, under the same id.

        Raises TestSetError where the file cannot be written.
        """
        lines = self.path.read_text(encoding="utf-8").split("\n")
        for number, line in enumerate(lines):
            record = json.loads(line) if line.strip() else {}
            if record and _key_of(record["question"], record.get("history") or ()) == _key(case):
                corrected = replace(case, id=str(record.get("id", case.id)))
                lines[number] = json_text(case_json(corrected), indent=None)
        try:
            replace_file(self.path, "\n".join(lines))
        except OSError as exc:
            raise _unwritable(self.path, exc) from exc

    def reject(self, question: str) -> None:
        """Remember that the question is not wanted."""
        self._rejected.add(key_of(question))
        _append(self.rejected_path, " ".join(question.split()))

    def _free_id(self, case: Case) -> str:
        candidates = (case.id, *(f"{case.id}-{number}" for number in range(2, len(self._ids) + 3)))
        return next(one for one in candidates if one not in self._ids)


class EvidenceNames:
    """Names articles so that the same test set works wherever the articles lie."""

    def __init__(self, origins: Iterable[str]) -> None:
        """``origins`` are those of all articles that the test set may be run on."""
        self._count = Counter(name for origin in origins for name in _names(origin))

    def of(self, article: Article) -> str:
        """Return the shortest end of the article's origin that no other article has."""
        return min(
            (name for name in _names(article.origin) if self._count[name] <= 1),
            key=lambda name: (len(name), name),
            default=article.origin,
        )


def _names(origin: str) -> frozenset[str]:
    return names("", None, origin, origin) - {""}


def case_of(proposal: Proposal, names: EvidenceNames) -> Case:
    """Return the proposal as a case; one that no article answers has no evidence."""
    evidence = (
        Evidence(article=names.of(proposal.article), quote=proposal.quote),
        *(
            Evidence(article=names.of(article), quote=article.text[start:end])
            for article, (start, end) in proposal.beside
        ),
    )
    return Case(
        id=id_of(" ".join([*proposal.history, proposal.question])),
        question=proposal.question,
        answers=proposal.answers,
        answerable=proposal.answerable,
        evidence=evidence if proposal.answerable else (),
        history=proposal.history,
        standalone=proposal.standalone,
        tags=proposal.tags,
    )


def case_of_answer(
    answer: Answer,
    names: EvidenceNames,
    *,
    right: bool,
    expected: str = "",
    earlier: Sequence[str] = (),
) -> Case:
    """Return a turn of the chat as a case that asks the same again.

    ``earlier`` holds the questions before it, oldest first; they become part of the case where
    this one leaned on them. Right, the answer's own short answer
    and quotes are what is expected, or that nothing answers where it said so. Wrong, only
    ``expected`` is, with the sentence of the nearest passages that holds it for evidence;
    ``"unanswerable"`` expects no answer, and without it the case waits to be filled in.
    """
    if right:
        answerable = answer.answered
        accepted = (answer.short_answer,) if answerable and answer.short_answer else ()
        evidence = tuple(_cited_evidence(answer, names)) if answerable else ()
    else:
        answerable = expected != UNANSWERABLE
        accepted = (expected,) if expected and answerable else ()
        evidence = tuple(_holding_evidence(answer, accepted, names)) if accepted else ()
    leans = answer.standalone_question != answer.question
    history = tuple(earlier) if leans else ()
    return Case(
        id=id_of(" ".join([*history, answer.question])),
        question=answer.question,
        answers=accepted,
        answerable=answerable,
        evidence=evidence,
        history=history,
        tags=("chat", RIGHT if right else WRONG, *(() if answerable else (UNANSWERABLE,))),
    )


def _cited_evidence(answer: Answer, names: EvidenceNames) -> Iterator[Evidence]:
    seen = set()
    for citation in answer.citations:
        evidence = Evidence(article=names.of(citation.article), quote=citation.quote)
        if evidence not in seen:
            seen.add(evidence)
            yield evidence


def _holding_evidence(
    answer: Answer, accepted: tuple[str, ...], names: EvidenceNames
) -> Iterator[Evidence]:
    """Yield the first sentence of the retrieved passages that holds an accepted answer."""
    for hit in answer.passages:
        for start, end in sentence_spans(hit.passage.text):
            sentence = hit.passage.text[start:end]
            if contains_answer(sentence, accepted):
                yield Evidence(article=names.of(hit.article), quote=sentence)
                return


def _key(case: Case) -> tuple[str, ...]:
    return _key_of(case.question, case.history)


def _key_of(question: str, history: Iterable[str]) -> tuple[str, ...]:
    return (key_of(question), *map(key_of, history))


def _lines(path: Path) -> list[str]:
    if not path.is_file():
        return []
    return [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def _append(path: Path, line: str) -> None:
    """Put a line at the end of a file in one write, and on the disk before this returns."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab+", buffering=0) as file:
            data = f"{line}\n".encode("utf-8", "backslashreplace")
            file.write(data if _ends_a_line(path) else b"\n" + data)
            os.fsync(file.fileno())
    except OSError as exc:
        raise _unwritable(path, exc) from exc


def _unwritable(path: Path, error: OSError) -> TestSetError:
    return TestSetError(
        f"{str(path)!r} cannot be written ({error.strerror})",
        hint="Name a file that can be, with --out.",
    )


def _ends_a_line(path: Path) -> bool:
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        if size == 0:
            return True
        file.seek(size - 1)
        return file.read(1) == b"\n"
