"""SQuAD 1.1 and 2.0 JSON files: every paragraph an article, every question a case.

Formats: Rajpurkar et al. 2016 (1.1) and Rajpurkar, Jia and Liang 2018 (2.0, which adds
``is_impossible``). Files in the same format, such as XQuAD, are read alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from pydantic import BaseModel

from index.articles import Article
from index.text.sentences import Span, sentence_spans
from rag.evaluation.testsets.cases import Case, Evidence, overlaps
from rag.evaluation.testsets.records import NonBlank, parse, read_bytes, reject


class _Answer(BaseModel):
    text: str
    answer_start: int = -1


class _Question(BaseModel):
    id: NonBlank
    question: NonBlank
    answers: tuple[_Answer, ...] = ()
    is_impossible: bool = False


class _Paragraph(BaseModel):
    context: NonBlank
    qas: tuple[_Question, ...]


class _Entry(BaseModel):
    title: NonBlank
    paragraphs: tuple[_Paragraph, ...]


class _File(BaseModel):
    data: tuple[_Entry, ...]


def cases(path: Path) -> list[Case]:
    """Return the file's questions; those marked impossible are not answerable.

    The evidence is the end of the paragraph's origin, ``FILE#TITLE/N``, with the sentence in which
    the answer is marked. An impossible question has none, for its paragraph does not answer it.
    """
    found: dict[str, Case] = {}
    for key, _, paragraph in _paragraphs(path):
        sentences = sentence_spans(paragraph.context)
        for record in paragraph.qas:
            if record.id in found:
                reject(path, f"{record.id!r} stands twice", field="id")
            quotes = _quotes(record, paragraph.context, sentences)
            found[record.id] = _case(record, f"{path.name}#{key}", quotes)
    return list(found.values())


def articles(path: Path) -> Iterator[Article]:
    """Yield the file's paragraphs as articles, titled ``Title (N)`` with N from 1."""
    for key, title, paragraph in _paragraphs(path):
        yield Article(
            origin=f"{path.resolve()}#{key}",
            path=str(path),
            title=title,
            text=paragraph.context.replace("\r\n", "\n"),
        )


def _paragraphs(path: Path) -> Iterator[tuple[str, str, _Paragraph]]:
    """Yield each paragraph with its key ``TITLE/N`` and its title ``Title (N)``."""
    count: Counter[str] = Counter()  # by title: a file may take a title up again
    for entry in parse(path, read_bytes(path), _File).data:
        for paragraph in entry.paragraphs:
            count[entry.title] += 1
            number = count[entry.title]
            title = unquote(entry.title).replace("_", " ")
            yield f"{entry.title}/{number}", f"{title} ({number})", paragraph


def _quotes(record: _Question, context: str, sentences: list[Span]) -> tuple[str, ...]:
    """Return the sentences in which the answers are marked; a mark that is off gives none."""
    quotes = []
    for answer in record.answers:
        marked = (answer.answer_start, answer.answer_start + len(answer.text))
        if context[slice(*marked)] == answer.text:
            held = [sentence for sentence in sentences if overlaps(sentence, marked)]
            quotes += [context[held[0][0] : held[-1][1]]] if held else []
    return tuple(dict.fromkeys(quotes))


def _case(record: _Question, article: str, quotes: tuple[str, ...]) -> Case:
    if record.is_impossible:
        return Case(id=record.id, question=record.question, answerable=False)
    answers = dict.fromkeys(text for one in record.answers if (text := one.text.strip()))
    return Case(
        id=record.id,
        question=record.question,
        answers=tuple(answers),
        evidence=tuple(Evidence(article=article, quote=quote) for quote in quotes or (None,)),
    )
