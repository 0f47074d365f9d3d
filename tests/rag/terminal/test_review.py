from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
from terminals import Pseudo

from index.articles import Article
from rag.evaluation.proposing import EvidenceNames, GrowingTestSet, Proposal, by_rules, offer
from rag.evaluation.testsets.formats import load_cases
from rag.terminal.review import LineReviewer, Reviewed, review, shown, summary, take

CTRL_C, CTRL_D = "\x03", "\x04"
WARSAW = Article(
    origin="/news/warsaw.txt",
    path="news/warsaw.txt",
    title="A university",
    text="A university\n\nThe University of Warsaw was established in 1816.\n",
    source="Tirana Times",
)
ITALY = Article(
    origin="/news/italy.txt",
    path="news/italy.txt",
    title="Soldiers",
    text="Soldiers\n\nItaly sent 852 soldiers to Kosovo.\n",
)


@pytest.fixture
def testset(tmp_path):
    return GrowingTestSet(tmp_path / "set.jsonl")


@pytest.fixture
def names():
    return EvidenceNames([WARSAW.origin, ITALY.origin])


@pytest.fixture
def answered(doubles, testset, names):
    """Review two proposals with the lines of a pipe."""

    def run(*lines, proposals=None):
        screen = doubles.Screen()
        reviewer = LineReviewer(lines, screen.console)
        offered = [*by_rules(WARSAW), *by_rules(ITALY)] if proposals is None else proposals
        done = review(offered, testset, names, console=screen.console, reviewer=reviewer)
        return done, screen.read()

    return run


def questions(testset):
    return [case.question for case in load_cases(testset.path)]


def test_a_proposal_shows_what_it_rests_on(doubles):
    screen = doubles.Screen()
    (proposal,) = by_rules(WARSAW)
    screen.console.print(shown(proposal, 7))
    assert screen.read() == (
        "7. When was the University of Warsaw established?\n"
        "   Answer: 1816\n"
        "   “The University of Warsaw was established in 1816.”\n"
        "   A university - Tirana Times\n"
        "   news/warsaw.txt:3\n"
    )


def test_a_near_miss_says_so(doubles):
    screen = doubles.Screen()
    proposal = Proposal(
        question="When was the University of Lima established?",
        answers=(),
        article=WARSAW,
        start=14,
        end=30,
        tags=("date",),
        altered_from="When was the University of Warsaw established?",
    )
    screen.console.print(shown(proposal, 1))
    assert screen.read() == (
        "1. When was the University of Lima established?\n"
        "   No article answers this, as far as their words tell. It was made from:\n"
        "   When was the University of Warsaw established?\n"
    )


def test_what_an_article_says_cannot_act_on_the_terminal(doubles):
    screen = doubles.Screen(terminal=True)
    text = "The University of Warsaw\x1b[2J was established in 1816.\n"
    proposal = Proposal(
        question="When \x1b[2J?",
        answers=("18\x1b[2J16",),
        article=Article(origin="/a", path="a\x1b[2J", title="t\x1b[2J", text=text),
        start=0,
        end=len(text),
        tags=("date",),
    )
    screen.console.print(shown(proposal, 1))
    assert "\x1b[2J" not in screen.read()


def test_accept_and_reject(answered, testset):
    done, printed = answered("a", "reject")
    assert done == Reviewed(accepted=1, rejected=1, exhausted=True)
    assert questions(testset) == ["When was the University of Warsaw established?"]
    assert testset.rejected_path.read_text() == "How many soldiers did Italy send to Kosovo?\n"
    assert "accept, edit, reject, skip or quit? [a/e/r/s/q] a\n" in printed


def test_skip_and_quit_keep_nothing(answered, testset):
    assert answered("s", "q")[0] == Reviewed()
    assert not testset.path.exists()
    assert not testset.rejected_path.exists()


def test_what_is_no_choice_is_asked_again_and_an_end_is_enough(answered):
    done, printed = answered("x", "", "accept it", "a")
    assert done == Reviewed(accepted=1)
    assert printed.count("[a/e/r/s/q]") == 4


def test_edit(answered, testset):
    done, printed = answered("e", "Since when has Warsaw a university?", "1816 | in 1816 |", "q")
    assert done == Reviewed(accepted=1)
    (case,) = load_cases(testset.path)
    assert case.question == "Since when has Warsaw a university?"
    assert case.answers == ("1816", "in 1816")
    assert case.evidence[0].quote == "The University of Warsaw was established in 1816."
    assert "Answers, with | between: 1816 | in 1816 |\n" in printed
    # The question as it was does not come again.
    assert "when was the university of warsaw established" in testset.known


def test_an_edit_that_leaves_everything_accepts_it(answered, testset):
    answered("e", "", "", "q")
    assert questions(testset) == ["When was the University of Warsaw established?"]


def test_an_answer_that_the_quote_does_not_hold_is_remarked_on(answered):
    _, printed = answered("e", "", "1817", "q")
    assert "none of these answers stands in the quote" in printed


def test_every_decision_is_kept_when_the_review_is_interrupted(doubles, testset, names):
    class Impatient:
        def __init__(self):
            self.choices = iter("a")

        def choose(self):
            from rag.terminal.review import Choice

            if next(self.choices, None):
                return Choice.ACCEPT
            raise KeyboardInterrupt

    proposals = [*by_rules(WARSAW), *by_rules(ITALY)]
    screen = doubles.Screen()
    done = review(proposals, testset, names, console=screen.console, reviewer=Impatient())
    assert done == Reviewed(accepted=1, interrupted=True)
    assert len(questions(testset)) == 1


def test_take_some_unseen(testset, names):
    proposals = offer([WARSAW, ITALY], by_rules, unanswerable=0)
    assert take(proposals, testset, names, count=1) == Reviewed(accepted=1)
    again = offer([WARSAW, ITALY], by_rules, unanswerable=0, known=testset.known)
    assert take(again, testset, names, count=9) == Reviewed(accepted=1, exhausted=True)
    assert len(questions(testset)) == 2


def test_what_a_review_came_to(testset):
    done = Reviewed(accepted=1, rejected=2, unanswerable=1, exhausted=True)
    assert list(summary(done, testset)) == [
        f"1 question was added to {testset.path}, without an answer; it has 0 now.",
        "The articles give no more questions.",
        f"What was rejected is not proposed again: it stands in {testset.rejected_path}.",
    ]


def test_how_many_of_several_have_no_answer(testset):
    (line,) = summary(Reviewed(accepted=5, unanswerable=1), testset)
    assert "5 questions were added" in line
    assert "1 of them without an answer" in line


@pytest.fixture
def terminal(tmp_path):
    """``rag eval new`` on a terminal, over three articles."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for article in (WARSAW, ITALY):
        (folder / Path(article.path).name).write_text(article.text)
    command = ["-m", "rag", "eval", "new", str(folder), "-o", str(tmp_path / "set.jsonl")]
    root = Path(__file__).parents[3]
    environ = {"PYTHONPATH": str(root), "COLUMNS": "80"}
    pseudo = Pseudo(sys.executable, *command, "--unanswerable", "0", environ=os.environ | environ)
    yield pseudo
    pseudo.close()


@pytest.mark.terminal
def test_keys_on_a_real_terminal(terminal, tmp_path):
    terminal.until("[a/e/r/s/q]")
    terminal.prompted(1)
    terminal.press("x\re")  # what is no choice does nothing
    terminal.until("Question: ")
    terminal.prompted(2)
    terminal.press("\x01So: \r")
    terminal.until("between: ")
    terminal.prompted(3)
    terminal.press("\r")
    terminal.until("2. ")
    terminal.prompted(4)
    terminal.press(CTRL_D)
    drawn = terminal.finish()
    assert "1 question was added" in drawn
    assert terminal.process.returncode == 0
    (line,) = (tmp_path / "set.jsonl").read_text().splitlines()
    assert json.loads(line)["question"].startswith("So: ")


@pytest.mark.terminal
def test_an_interrupt_on_a_real_terminal_keeps_what_was_accepted(terminal, tmp_path):
    terminal.until("[a/e/r/s/q]")
    terminal.prompted(1)
    terminal.press("a")
    terminal.until("2. ")
    terminal.prompted(2)
    terminal.press(CTRL_C)
    drawn = terminal.finish()
    assert "Traceback" not in drawn
    assert terminal.process.returncode == 130
    assert len((tmp_path / "set.jsonl").read_text().splitlines()) == 1
