from __future__ import annotations

import pytest
from doubles import HashingEmbedder

from index.articles import Article
from index.passages import Passage
from rag.answers import Hit, Verdict
from rag.citations import MarkedSentence
from rag.verification import Verifier, Weight
from rag.verification.judges import Limits, second_opinion

TEXTS = [
    "The Dutch police seized three boats in the harbour of Rotterdam on Monday morning. Two men "
    "were arrested. The mayor praised the work of the officers.",
    "The bank kept its rate at 3 percent. Its governor, Anna Berg, expects prices to rise.",
    "Kryeministri i vendit vizitoi fshatin e djegur dje pasdite. Ai u premtoi banorëve ndihmë.",
]


def hits():
    found = []
    for rank, text in enumerate(TEXTS, start=1):
        article = Article(origin=str(rank), path="a.md", title=f"Report {rank}", text=text)
        passage = Passage(
            id=str(rank), article_id=article.id, position=0, start=0, end=len(text), text=text
        )
        found.append(Hit(rank=rank, score=0.9, passage=passage, article=article))
    return found


class Counting(HashingEmbedder):
    """Remembers what it was asked to embed."""

    def __init__(self):
        super().__init__()
        self.texts = []

    def embed_documents(self, texts):
        self.texts += texts
        return super().embed_documents(texts)


class Judging:
    """Says the same of every claim, and remembers what it was asked."""

    name = "judging"
    limits = Limits(refutes=0.3, doubts=0.4, supports=0.7)
    draft_limits = limits

    def __init__(self, likely):
        self.likely = likely
        self.asked = []

    def support(self, claim, evidence):
        self.asked.append((claim, evidence))
        return self.likely


def check(text, *markers, **given):
    return Verifier(hits(), **given).check(MarkedSentence(text=text, markers=markers))


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("The Dutch police seized three boats in the harbour of Rotterdam.", Verdict.SUPPORTED),
        ("The Dutch police seized five boats in the harbour of Rotterdam.", Verdict.UNSUPPORTED),
        ("Anna Berg seized three boats in Rotterdam.", Verdict.UNSUPPORTED),
    ],
)
def test_what_the_rules_settle_is_not_embedded(text, verdict):
    embedder = Counting()
    assert check(text, 1, embedder=embedder).statement.verdict is verdict
    assert embedder.texts == []


def test_what_they_leave_open_is():
    embedder = Counting()
    check("Rotterdam's police took several vessels out of the port.", 1, embedder=embedder)
    assert embedder.texts


@pytest.mark.parametrize("text", ["And so on it goes.", "This mattered to prices."])
def test_a_word_in_common_is_not_support(text):
    assert check(text, 2, embedder=Counting()).statement.verdict is not Verdict.SUPPORTED


def test_several_passages_may_say_it_together():
    text = "Two men were arrested in Rotterdam on Monday, and the bank kept its rate at 3 percent."
    checked = check(text, 1, 2)
    assert checked.statement.verdict is Verdict.SUPPORTED
    assert {citation.article.title for citation in checked.citations} == {"Report 1", "Report 2"}


@pytest.mark.parametrize(
    "text",
    [
        "Kryeministri i vendit vizitoi fshatin e djegur dje pasdite.",
        "Kryeministri i vendit vizitoi fshatin e djegur.",
        "Kryeministri vizitoi dje pasdite fshatin e djegur.",
        "Ai u premtoi banorëve ndihmë.",
    ],
)
def test_what_stands_there_in_another_language_is_not_marked(text):
    assert check(text, 3).statement.verdict is Verdict.SUPPORTED


DOUBTED = "The Dutch army seized three boats in the harbour of Rotterdam on Monday morning."
TURNED = "The Dutch police did not seize three boats in the harbour of Rotterdam on Monday morning."


@pytest.mark.parametrize(
    ("text", "likely", "verdict"),
    [
        (DOUBTED, 0.9, Verdict.SUPPORTED),
        (DOUBTED, 0.5, Verdict.PARTIAL),
        (DOUBTED, 0.1, Verdict.UNSUPPORTED),
        (TURNED, 0.9, Verdict.PARTIAL),
        ("The police found boats in a port and took them.", 0.9, Verdict.SUPPORTED),
        ("The police found boats in a port and took them.", 0.1, Verdict.UNSUPPORTED),
        # The rules' own business.
        ("The Dutch police seized five boats in Rotterdam.", 0.9, Verdict.UNSUPPORTED),
        ("The Belgian police seized three boats in Rotterdam.", 0.9, Verdict.UNSUPPORTED),
        ("The mayor called it “a triumph of the whole nation”.", 0.9, Verdict.UNSUPPORTED),
    ],
)
def test_a_judge_decides_what_the_rules_leave_open(text, likely, verdict):
    assert check(text, 1, judge=Judging(likely)).statement.verdict is verdict


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Verdict.SUPPORTED, Verdict.PARTIAL),
        (Verdict.REPAIRED, Verdict.PARTIAL),
        (Verdict.PARTIAL, Verdict.PARTIAL),
        (Verdict.UNSUPPORTED, Verdict.UNSUPPORTED),
    ],
)
def test_a_judge_s_doubt_leaves_a_statement_partly_supported_at_best(before, after):
    verdict, findings = second_opinion(Judging(0.35), "Claim.", "Evidence.", before, ())
    assert verdict is after
    (finding,) = findings
    assert (finding.weight, finding.reason) == (
        Weight.DOUBT,
        "judging finds little support for it (0.35)",
    )


def test_a_judge_reads_the_sentences_in_question_and_is_not_asked_needlessly():
    judge = Judging(0.1)
    checked = check("The police found boats in a port and took them.", 1, judge=judge)
    assert [finding.check for finding in checked.findings][-1] == "judge"
    ((claim, evidence),) = judge.asked
    assert "port" in claim
    assert evidence == TEXTS[0]
    judge.asked.clear()
    assert check("Two men were arrested.", 1, judge=judge).statement.verdict is Verdict.SUPPORTED
    assert judge.asked == []
