from __future__ import annotations

from importlib.resources import files
from string import Template

import pytest

import prompts

USED = {
    "agent_answer": {"question"},
    "agent_background": {"topic"},
    "agent_check": {"draft"},
    "answer_system": {"refusal"},
    "answer_question": {"key", "passages", "question"},
    "judge_answer": {"answer", "evidence", "expected", "question"},
    "propose_questions": {"article", "count", "key"},
    "standalone_question": {"history", "question"},
}


@pytest.fixture
def own_prompt(monkeypatch, tmp_path):
    """A folder of prompts of the test's own in the place of the package's."""

    def write(name, text):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")

    monkeypatch.setattr(prompts, "files", lambda _: tmp_path)
    prompts._template.cache_clear()
    yield write
    prompts._template.cache_clear()


def test_the_package_holds_exactly_the_prompts_that_the_code_fills():
    assert prompts.names() == sorted(USED)


@pytest.mark.parametrize(("name", "placeholders"), USED.items())
def test_every_prompt_fills(name, placeholders):
    values = {one: f"<{one}>" for one in placeholders}
    text = prompts.fill(name, **values)
    assert all(value in text for value in values.values())
    assert "$" not in text
    assert text == text.strip()


@pytest.mark.parametrize("name", USED)
def test_files_are_utf_8_with_line_feeds_and_no_trailing_space(name):
    raw = (files(prompts) / f"{name}.txt").read_bytes()
    lines = raw.decode("utf-8").splitlines()
    assert b"\r" not in raw
    assert [line for line in lines if line != line.rstrip()] == []
    assert Template(raw.decode()).is_valid()


def test_a_missing_placeholder_is_named():
    with pytest.raises(prompts.PromptError, match=r"'answer_question' lacks \$key, \$question"):
        prompts.fill("answer_question", passages="")


def test_a_value_that_no_placeholder_takes_is_named():
    with pytest.raises(prompts.PromptError, match=r"'answer_system' has no \$tone"):
        prompts.fill("answer_system", refusal="No.", tone="kind")


def test_an_unknown_prompt_is_answered_with_those_there_are():
    with pytest.raises(prompts.PromptError, match=r"no prompt 'poem'; there are agent_answer"):
        prompts.fill("poem")


def test_a_lone_dollar_is_refused(own_prompt):
    own_prompt("bad", "It costs $5.")
    with pytest.raises(prompts.PromptError, match=r"'bad' has a \$ that is no placeholder"):
        prompts.fill("bad")


@pytest.mark.parametrize("value", ["$question", "${key}", "$$", "100$", "{braces} {{twice}}", "%s"])
def test_a_value_is_never_filled_itself(value):
    text = prompts.fill("answer_question", key="k", passages=value, question="Who?")
    assert f"\n{value}\n" in text


def test_the_system_prompt_is_the_same_for_every_question():
    # Providers cache a prompt's beginning; nothing of a question may stand in it.
    assert Template((files(prompts) / "answer_system.txt").read_text()).get_identifiers() == [
        "refusal"
    ]


def test_a_prompt_can_be_kept_as_it_is_written(own_prompt):
    own_prompt("greeting", "Hello, $name.\n")
    assert prompts.text("greeting") == "Hello, $name."


def test_a_fingerprint_changes_with_every_prompt_in_it(own_prompt):
    own_prompt("a", "One.")
    own_prompt("b", "Two.")
    found = {prompts.fingerprint("a"), prompts.fingerprint("a", "b"), prompts.fingerprint("b", "a")}
    assert {len(one) for one in found} == {16}
    assert len(found) == 3
