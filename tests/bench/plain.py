"""The script to compare with: LangChain, HuggingFaceEmbeddings and Chroma, as their pages show it.

    python tests/bench/plain.py index PASSAGES.jsonl FOLDER
    python tests/bench/plain.py ask FOLDER QUESTION
    python tests/bench/plain.py warm FOLDER QUESTIONS.json

It is given the very passages that Dateline made, so it neither reads articles nor splits them, and
it only retrieves: it answers nothing. Its model is loaded from the same files, without a look at
the network.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")

from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_huggingface import HuggingFaceEmbeddings

from index.embedding.sources import bundled_folder
from index.settings import DEFAULT_EMBEDDING


def store(folder: str) -> Chroma:
    """Return the vector store in ``folder`` with its embeddings."""
    embeddings = HuggingFaceEmbeddings(
        model_name=str(bundled_folder(DEFAULT_EMBEDDING)),
        encode_kwargs={"normalize_embeddings": True},
    )
    return Chroma(
        collection_name="articles",
        embedding_function=embeddings,
        persist_directory=folder,
        collection_metadata={"hnsw:space": "cosine"},
    )


def index(passages: str, folder: str) -> None:
    """Index passages, a JSON object with ``text`` a line; print the seconds it took."""
    documents = [
        Document(page_content=json.loads(line)["text"])
        for line in Path(passages).read_text(encoding="utf-8").splitlines()
    ]
    vectors = store(folder)
    started = time.perf_counter()
    for first in range(0, len(documents), 1_000):
        vectors.add_documents(documents[first : first + 1_000])
    print(json.dumps({"seconds": time.perf_counter() - started, "passages": len(documents)}))


def ask(folder: str, question: str) -> None:
    """Print the eight passages nearest to a question."""
    for document, distance in store(folder).similarity_search_with_score(question, k=8):
        print(f"{distance:.3f} {document.page_content[:200]!r}")


def warm(folder: str, questions: str) -> None:
    """Print the milliseconds that each question takes once everything is loaded."""
    vectors = store(folder)
    took = []
    for question in json.loads(Path(questions).read_text(encoding="utf-8")):
        started = time.perf_counter()
        vectors.similarity_search_with_score(question, k=8)
        took.append(1_000 * (time.perf_counter() - started))
    print(json.dumps(took))


if __name__ == "__main__":
    {"index": index, "ask": ask, "warm": warm}[sys.argv[1]](*sys.argv[2:])
