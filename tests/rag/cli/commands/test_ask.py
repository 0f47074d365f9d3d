"""``rag ask``: the JSON contract, key by key, and what surrounds a question."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import seeds

pytestmark = pytest.mark.model

ANSWER = {
    "question": str,
    "standalone_question": str,
    "answered": bool,
    "grade": str,
    "intent": str,
    "answer": str,
    "short_answer": str | None,
    "confidence": float,
    "model": str,
    "citations": list,
    "statements": list,
    "candidates": list,
    "independent": int,
    "filters": dict,
    "passages": list,
    "warnings": list,
    "timings": dict,
}
CITATION = {
    "marker": int,
    "article_id": str,
    "title": str,
    "source": str | None,
    "url": str | None,
    "authors": list,
    "published": str | None,
    "path": str,
    "quote": str,
    "start": int,
    "end": int,
    "line": int,
    "verdict": str,
    "origin": str,
}
STATEMENT = {"text": str, "markers": list, "verdict": str}
PASSAGE = {
    "rank": int,
    "article_id": str,
    "path": str,
    "title": str,
    "start": int,
    "end": int,
    "text": str,
    "score": float,
}
VERDICTS = {"supported", "repaired", "partial", "unsupported"}
QUESTIONS = (
    "How many soldiers does KFOR have?",
    "What percentage did the Democratic Party of Kosovo get, and what did the LDK get?",
    "What happened at the Ibër-Lepenc Canal in November 2024?",
    "Who won the football world cup?",
    "Die Wahl im Kosovo, wann ist sie?",
)
SHARED_QUESTIONS = (
    "Which country contributes the most troops to KFOR?",
    "What did Rutte say about Bosnia and Herzegovina?",
    "Who was killed in Banjska?",
    "What does the ferry to Capri cost?",
)


def check_shape(found, contract):
    assert list(found) == list(contract)
    for key, kind in contract.items():
        assert isinstance(found[key], kind), (key, found[key])


def check_answer(rag, library, answer):
    """Hold an answer to the contract; the texts are what ``rag articles show --text`` prints."""
    check_shape(answer, ANSWER)
    texts = {}

    def text_of(article_id):
        if article_id not in texts:
            shown = rag("articles", "show", article_id, "--text", "--library", library)
            texts[article_id] = shown.out
        return texts[article_id]

    for citation in answer["citations"]:
        check_shape(citation, CITATION)
        assert citation["quote"].strip()
        text = text_of(citation["article_id"])
        assert text[citation["start"] : citation["end"]] == citation["quote"]
        assert citation["verdict"] in VERDICTS
        first_words = citation["quote"].split("\n")[0].strip()
        line = Path(citation["path"]).read_text(encoding="utf-8").splitlines()[citation["line"] - 1]
        assert first_words in line
    for passage in answer["passages"]:
        check_shape(passage, PASSAGE)
        assert text_of(passage["article_id"])[passage["start"] : passage["end"]] == passage["text"]
        assert 0 <= passage["score"] <= 1
    assert [passage["rank"] for passage in answer["passages"]] == list(
        range(1, len(answer["passages"]) + 1)
    )
    check_statements(answer)
    assert list(answer["timings"]) == ["load", "retrieve", "answer"]
    assert all(seconds >= 0 for seconds in answer["timings"].values())
    assert 0 <= answer["confidence"] <= 1
    assert answer["model"] == "extractive"


def check_statements(answer):
    cited = [citation["marker"] for citation in answer["citations"]]
    used = []
    for statement in answer["statements"]:
        check_shape(statement, STATEMENT)
        written = [int(number) for number in re.findall(r"\[(\d+)\]", statement["text"])]
        assert statement["markers"] == written
        assert written
        assert statement["verdict"] == "supported"  # the articles' own sentences
        used += written
    if answer["answered"]:
        assert answer["answer"] == " ".join(one["text"] for one in answer["statements"])
        assert set(used) == set(cited)
        assert sorted(set(cited)) == list(range(1, len(set(cited)) + 1))
        if answer["short_answer"]:
            assert answer["short_answer"] in " ".join(
                citation["quote"] for citation in answer["citations"]
            )
    else:
        assert (answer["citations"], answer["statements"]) == ([], [])
        assert answer["short_answer"] is None
        assert answer["passages"]


def ask_all(rag, library, questions, tmp_path):
    file = tmp_path / "batch.txt"
    file.write_text("\n".join(questions), encoding="utf-8")
    answers = rag("ask", "--batch", file, "--library", library).lines
    assert [answer.pop("id") for answer in answers] == [
        str(number) for number in range(1, len(questions) + 1)
    ]
    assert [answer["question"] for answer in answers] == list(questions)
    for answer in answers:
        check_answer(rag, library, answer)
    assert {answer["answered"] for answer in answers} == {True, False}  # the set tries both
    return answers


def test_answers_from_the_samples_keep_the_contract(rag, sample_library, tmp_path):
    ask_all(rag, sample_library, QUESTIONS, tmp_path)


def test_answers_from_articles_as_they_come_keep_it_too(rag, shared_library, tmp_path):
    ask_all(rag, shared_library, SHARED_QUESTIONS, tmp_path)


def test_one_question_answers_as_a_batch_of_one_does_and_exits_with_0_or_3(
    rag, sample_library, tmp_path
):
    for answer in ask_all(rag, sample_library, QUESTIONS, tmp_path):
        alone = rag(
            "ask",
            answer["question"],
            "--json",
            "--library",
            sample_library,
            status=0 if answer["answered"] else 3,
        ).json
        assert alone | {"timings": None} == answer | {"timings": None}


def test_the_answer_on_a_screen_says_what_its_json_says(rag, sample_library):
    question = ["ask", QUESTIONS[0], "--library", sample_library]
    answer, shown = rag(*question, "--json").json, rag(*question)
    assert shown.err == ""
    words = " ".join(shown.out.split())
    assert words.startswith(answer["answer"])
    for citation in answer["citations"]:
        assert f"[{citation['marker']}] {citation['title']} - Dateline samples" in words
        assert f"“{citation['quote']}”" in words
        assert f"{citation['path']}:{citation['line']}\n" in shown.out
    wide = [line for line in shown.out.splitlines() if len(line) > 80]
    assert all(line.strip().startswith(str(seeds.articles())) for line in wide)  # paths stay whole


def test_a_refusal_names_the_nearest_articles(rag, sample_library):
    shown = rag("ask", QUESTIONS[3], "--library", sample_library, status=3)
    first, blank, heading, *_ = shown.out.splitlines()
    assert (first, blank) == ("The articles do not answer this question.", "")
    assert heading == "The nearest articles:"
    assert shown.out.count("\n- ") == 3


def test_a_question_comes_from_stdin(rag, sample_library):
    found = rag("ask", "-", "--json", "--library", sample_library, stdin=QUESTIONS[0] + "\n").json
    assert found["standalone_question"] == QUESTIONS[0]
    rag("ask", "-", "--library", sample_library, stdin="", status=2)


def test_a_question_needs_no_quotes_and_no_dash_in_a_pipe(rag, sample_library):
    place = ["--json", "--library", sample_library]
    quoted = rag("ask", QUESTIONS[0], *place).json
    unquoted = rag("ask", *QUESTIONS[0].split(), *place).json
    piped = rag("ask", *place, stdin=QUESTIONS[0]).json
    for answer in (unquoted, piped):
        assert answer["question"] == QUESTIONS[0]
        assert answer["answer"] == quoted["answer"]


def test_a_question_in_another_encoding_is_asked_all_the_same(process, sample_library):
    question = "Wie viele Soldaten zählt KFOR, wenn überhaupt?".encode("latin-1")
    done = process("ask", "-", "--json", "--library", sample_library, stdin=question, status=None)
    assert "z\ufffdhlt" in done.json["question"]
    assert done.status == (0 if done.json["answered"] else 3)


def test_bytes_that_are_no_text_are_asked_all_the_same(process, sample_library):
    question = b"KFOR z\xe4hlt?"
    done = process("ask", question, "--json", "--library", sample_library, status=None)
    assert done.status == (0 if done.json["answered"] else 3)
    assert done.err == ""


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("", "Error: the question '' has no words\n"),
        (" \n\t ", "Error: the question ' \\n\\t ' has no words\n"),
        ("?!…", "Error: the question '?!…' has no words\n"),
        ("why " * 1_001, "Error: the question has 4,003 characters; 4,000 are the most\n"),
    ],
)
def test_what_is_no_question_is_refused(rag, sample_library, question, says):
    done = rag("ask", question, "--library", sample_library, status=2)
    assert done.out == ""
    assert done.err.startswith(says)
    assert "Hint: " in done.err


@pytest.mark.parametrize(
    "question",
    [
        "Сколько солдат в КФОР?",
        "🇽🇰 how many soldiers? 🪖🪖🪖",
        "¿Cuántos soldados?\u202e\u200b\x1b[31m",
        'AND OR NOT NEAR("x" "y") * ^ title:KFOR',
        "[bold]KFOR[/bold] [1] :smile: $name {name} %s",
        "KFOR " * 799,
        "\ud83d KFOR",
    ],
)
def test_any_other_question_is_answered_or_refused(rag, sample_library, tmp_path, question):
    file = tmp_path / "batch.jsonl"
    file.write_text(json.dumps({"question": question}))
    done = rag("ask", "--batch", file, "--library", sample_library)
    (answer,) = done.lines
    assert answer.pop("id") == "1"
    assert answer["question"] == question
    check_answer(rag, sample_library, answer)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", done.out)


def test_a_question_and_a_batch_exclude_each_other(rag, sample_library, tmp_path):
    for arguments in ([], ["Who?", "--batch", tmp_path / "x"]):
        done = rag("ask", *arguments, "--library", sample_library, status=2)
        assert done.err == (
            "Error: rag ask takes a question or --batch FILE, one of the two\n"
            'Hint: rag ask "Who said that?"\n'
        )


def test_a_server_without_a_model_is_no_setting(rag, sample_library):
    done = rag(
        "ask", "Who?", "--base-url", "http://localhost:1/v1", "--library", sample_library, status=2
    )
    assert "--base-url http://localhost:1/v1 names a server, but no model" in done.err
    assert "--model openai:NAME" in done.err


class TestFilters:
    """``--source``, ``--since`` and ``--until``."""

    def ask(self, rag, library, *filters, status=0):
        search = ["search", "NATO", "--json", "--top-k", "50", "--library", library]
        done = rag(*search, *filters, status=status)
        return {Path(passage["path"]).stem for passage in done.json["passages"]}, done.err

    def test_dates(self, rag, sample_library):
        everything, note = self.ask(rag, sample_library)
        assert (len(everything), note) == (5, "")
        dated = {"kosovo-ballot-under-watch"}
        note = "Note: 4 articles have no date and cannot pass a date filter\n"
        assert self.ask(rag, sample_library, "--since", "2025") == (dated, note)
        assert self.ask(rag, sample_library, "--until", "2025-01") == (dated, note)
        day = ["--since", "2025-01-13", "--until", "2025-1-13"]
        assert self.ask(rag, sample_library, *day) == (dated, note)
        assert self.ask(rag, sample_library, "--since", "2025-01-14", status=3) == (set(), note)

    def test_publishers(self, rag, own_library):
        assert self.ask(rag, own_library, "--source", "WIRE") == ({"wire"}, "")
        both = ["--source", "wire", "--source", "Tirana"]
        assert self.ask(rag, own_library, *both) == ({"wire", "rates"}, "")
        _, note = self.ask(rag, own_library, "--source", "Tirana Tims", status=3)
        assert note == (
            "Note: no article has the source 'Tirana Tims'; did you mean 'Tirana Times'?\n"
        )

    @pytest.mark.parametrize(
        ("filters", "says"),
        [
            (["--since", "yesterday"], "--since 'yesterday' is not a date"),
            (["--since", "2025-02-30"], "--since '2025-02-30' is not a date"),
            (["--until", "2025-13"], "--until '2025-13' is not a date"),
            (
                ["--since", "2025", "--until", "2024"],
                "--since 2025 is after --until 2024: no article can be both",
            ),
        ],
    )
    def test_what_is_no_date_is_refused(self, rag, sample_library, filters, says):
        done = rag("ask", "Who?", "--library", sample_library, *filters, status=2)
        assert done.err.startswith(f"Error: {says}\nHint: ")
