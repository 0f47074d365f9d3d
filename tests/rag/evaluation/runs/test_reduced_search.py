import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from doubles import HashingEmbedder

from index.settings import IndexSettings
from rag.evaluation.runs.asking import PerThread
from rag.evaluation.runs.reduced_search import RETRIEVALS, SharedEmbedder
from rag.retrieval import retrieve

QUESTION = "Which rate did the bank keep?"


@pytest.fixture
def opened(desk, shelve):
    location = shelve(desk.kfor, desk.rates, desk.copy).location

    def open_(retrieval):
        return RETRIEVALS[retrieval](location, IndexSettings(), embedder=HashingEmbedder())

    return open_


@pytest.mark.parametrize(
    ("retrieval", "dense", "text"),
    [("fused", True, True), ("dense", True, False), ("full-text", False, True)],
)
def test_each_half_finds_alone(opened, retrieval, dense, text):
    with opened(retrieval) as library:
        hits = retrieve(library, QUESTION, top_k=3).hits
    assert hits[0].article.path == "news/rates.txt"
    assert any(hit.trace.dense_rank for hit in hits) is dense
    assert any(hit.trace.text_rank for hit in hits) is text


def test_several_threads_search_one_library(opened):
    with opened("fused") as library, ThreadPoolExecutor(8) as threads:
        found = list(
            threads.map(
                lambda _: [hit.passage.id for hit in retrieve(library, QUESTION, top_k=3).hits],
                range(80),
            )
        )
    assert all(one == found[0] for one in found)


class Slow(HashingEmbedder):
    """Notices when two threads are in it at once."""

    def __init__(self):
        super().__init__()
        self.inside = threading.Lock()
        self.met = False

    def embed_documents(self, texts):
        if not self.inside.acquire(blocking=False):
            self.met = True
            return super().embed_documents(texts)
        try:
            return super().embed_documents(texts)
        finally:
            self.inside.release()


def test_an_embedder_is_used_by_one_thread_at_a_time():
    slow = Slow()
    shared = SharedEmbedder(slow)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda n: shared.embed_query(f"question {n} " * 50), range(200)))
        list(threads.map(lambda n: shared.embed_documents([f"text {n}"] * 20), range(50)))
    assert not slow.met
    assert (shared.name, shared.fingerprint, shared.dimension) == ("hashing", "h1", 512)


def test_each_thread_has_an_answerer_of_its_own(desk):
    made = []

    def make():
        made.append(desk.answering({"?": desk.declined()}))
        return made[-1]

    answering = PerThread(make)
    meeting = threading.Barrier(2, timeout=20)

    def ask(_):
        meeting.wait()
        answering.replay(("before",))
        return answering.answer("?").answered

    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(ask, range(2))) == [False, False]
    assert answering.model == "scripted"
    assert len(made) == 3  # this thread's, which told the model, and the two
    assert [one.replayed for one in made] == [[], [("before",)], [("before",)]]
