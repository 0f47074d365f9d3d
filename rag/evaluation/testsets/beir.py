"""BEIR folders (Thakur et al. 2021): ``corpus.jsonl``, ``queries.jsonl``, ``qrels/*.tsv``."""

from __future__ import annotations

from collections.abc import Container, Iterator
from pathlib import Path

from pydantic import BaseModel, Field

from index.articles import Article
from rag.evaluation.testsets.cases import Case, Evidence
from rag.evaluation.testsets.records import NonBlank, read_bytes, read_lines, reject

CORPUS = "corpus.jsonl"
QUERIES = "queries.jsonl"
QRELS = "qrels"
HEADER = ("query-id", "corpus-id", "score")


class _Query(BaseModel):
    id: NonBlank = Field(alias="_id")
    text: NonBlank


class _Document(BaseModel):
    id: NonBlank = Field(alias="_id")
    title: str = ""
    text: str = ""


def cases(folder: Path) -> list[Case]:
    """Return the queries that have a document of positive grade, in the order of their file.

    The evidence is the end of the document's origin, ``FOLDER/corpus.jsonl#ID``. BEIR has no
    answers and no unanswerable queries.
    """
    queries: dict[str, str] = {}
    for line, query in read_lines(folder / QUERIES, _Query):
        if query.id in queries:
            reject(folder / QUERIES, f"{query.id!r} stands twice", line=line, field="_id")
        queries[query.id] = query.text
    relevant = _relevant(_qrels_file(folder), known=queries.keys())
    corpus = f"{folder.resolve().name}/{CORPUS}"
    return [
        Case(
            id=query_id,
            question=question,
            evidence=tuple(
                Evidence(article=f"{corpus}#{key}", grade=grade)
                for key, grade in relevant[query_id].items()
            ),
        )
        for query_id, question in queries.items()
        if query_id in relevant
    ]


def articles(folder: Path) -> Iterator[Article] | None:
    """Return the corpus as articles, or ``None`` where the folder has none.

    A document without text is its title; one without either is left out.
    """
    path = folder / CORPUS
    return _documents(path) if path.is_file() else None


def _documents(path: Path) -> Iterator[Article]:
    for _, document in read_lines(path, _Document):
        title, text = document.title.strip(), document.text.replace("\r\n", "\n")
        if text.strip() or title:
            yield Article(
                origin=f"{path.resolve()}#{document.id}",
                path=str(path),
                title=title or document.id,
                text=text if text.strip() else title,
            )


def _qrels_file(folder: Path) -> Path:
    """Return ``qrels/test.tsv`` or, where there is none, the first file by name."""
    files = sorted((folder / QRELS).glob("*.tsv"), key=lambda file: (file.stem != "test", file))
    if not files:
        reject(folder / QRELS, "holds no .tsv file", hint="Name a folder in BEIR's format.")
    return files[0]


def document_of(origin: str) -> str:
    """Return the id that a document of this origin has in its corpus."""
    return origin.partition(f"/{CORPUS}#")[2] or origin


def _relevant(path: Path, *, known: Container[str]) -> dict[str, dict[str, int]]:
    """Return the documents of positive grade and their grades by query, in the file's order."""
    relevant: dict[str, dict[str, int]] = {}
    for line, (query, document, grade) in _judgements(path):
        if query not in known:
            reject(path, f"no query is called {query!r}", line=line, field=HEADER[0])
        if grade > 0:
            relevant.setdefault(query, {})[document] = grade
    return relevant


def _judgements(path: Path) -> Iterator[tuple[int, tuple[str, str, int]]]:
    """Yield query, document and grade with the 1-based line; a header is none."""
    text = read_bytes(path).decode("utf-8", "replace")
    for number, line in enumerate(text.split("\n"), start=1):
        columns = tuple(column.strip() for column in line.split("\t"))
        if not line.strip() or columns == HEADER:
            continue
        if len(columns) != len(HEADER):
            reject(path, f"needs {len(HEADER)} columns, has {len(columns)}", line=number)
        query, document, grade = columns
        try:
            yield number, (query, document, int(grade))
        except ValueError:
            reject(path, f"{grade!r} is not a whole number", line=number, field=HEADER[2])
