from dataclasses import replace

import pytest
from case_results import case_result

from rag.errors import RunError, SettingsError
from rag.evaluation import summarise
from rag.evaluation.compare.comparison import compare
from rag.evaluation.compare.gates import failures, limit, measure_named
from rag.evaluation.runs.storage import save_results, save_run


def results(scores, **changes):
    return [
        case_result(
            number,
            question=f"{number}?",
            answer=f"{score}",
            correct=score == 1,
            metrics={"correct": score, "f1": score, "hit@10": 1 - score},
            **changes,
        )
        for number, score in enumerate(scores)
    ]


@pytest.fixture
def store(tmp_path, run):
    """Write a finished run of these scores, by the names of its cases."""

    def write(name, scores, *, only=None, finished=True, **changes):
        kept = results(scores) if only is None else results(scores)[only:]
        about = replace(run, finished=finished, summary=summarise(kept, resamples=10), **changes)
        save_run(tmp_path / name, about)
        save_results(tmp_path / name, kept)
        return tmp_path / name

    return write


def test_a_change_shows_in_every_measure_and_in_the_cases_that_flipped(store):
    found = compare(store("a", [1.0, 0.0, 0.0, 1.0]), store("b", [1.0, 1.0, 1.0, 0.0]))
    one = found.difference("f1")
    assert (one.before, one.after, one.change, one.n) == (0.5, 0.75, 0.25, 4)
    assert (one.low, one.high, one.p) == (None, None, None)  # of four cases
    assert [flip.id for flip in found.fixed] == ["1", "2"]
    assert [(flip.id, flip.before, flip.after) for flip in found.broken] == [("3", "1.0", "0.0")]
    assert (found.by, found.shared, found.changes) == ("correct", 4, ())
    assert found.difference("ndcg@10").change is None


def test_cases_flip_by_another_measure_when_asked(store):
    found = compare(store("a", [1.0, 0.0]), store("b", [0.0, 0.0]), by="hit@10")
    assert ([flip.id for flip in found.fixed], found.broken) == (["0"], ())


def test_a_run_compared_with_itself_is_unchanged(store):
    folder = store("a", [1.0, 0.5, 0.0])
    found = compare(folder, folder)
    assert {one.change for one in found.differences if one.change is not None} == {0.0}
    assert found.fixed == found.broken == ()


def test_only_shared_cases_are_compared(store):
    found = compare(store("a", [0.0, 1.0, 1.0]), store("b", [0.0, 1.0, 0.0, 0.0], only=1))
    assert (found.shared, found.only_before, found.only_after) == (2, 1, 1)
    assert found.difference("f1").before == 1.0


def test_what_the_runs_differ_in_is_told(store):
    settings = {"top_k": {"value": 3, "from": "--top-k"}}
    found = compare(store("a", [1.0]), store("b", [1.0], settings=settings, variant="dense only"))
    assert {(one.name, one.before, one.after) for one in found.changes} == {
        ("variant", "-", "dense only"),
        ("top_k", "8", "3"),
    }


def test_runs_that_cannot_be_compared(store, tmp_path):
    with pytest.raises(RunError, match="have no case in common"):
        compare(store("a", [1.0]), store("b", [1.0, 1.0], only=1))
    with pytest.raises(RunError, match="is not finished") as caught:
        compare(store("c", [1.0], finished=False), store("d", [1.0]))
    assert "goes on" in caught.value.hint
    with pytest.raises(RunError, match="there is no folder"):
        compare(tmp_path / "none", tmp_path / "a")


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [("mrr@10=0.8", "mrr@10", 0.8), (" All-Evidence@5 = 1", "all_evidence@5", 1.0),
     ("ece=1e-1", "ece", 0.1)],
)  # fmt: skip
def test_limits(text, name, value):
    found = limit(text.replace(" = ", "="), "--fail-under")
    assert (found.name, found.value) == (name, value)


@pytest.mark.parametrize(
    ("text", "says", "hint"),
    [
        ("mrr@10", "--fail-under 'mrr@10' is not a measure and a number", "mrr@10=0.8"),
        ("mrr@10=high", "is not a measure and a number", None),
        ("mrr@10=.", "is not a measure and a number", None),
        ("mrr@1=0.8", "--fail-under: there is no measure 'mrr@1'", "did you mean mrr@10?"),
        ("zzz=1", "there is no measure 'zzz'", "such as correct"),
    ],
)
def test_limits_that_are_none(text, says, hint):
    with pytest.raises(SettingsError) as caught:
        limit(text, "--fail-under")
    assert says in caught.value.message
    assert hint is None or hint in caught.value.hint


def test_a_measure_is_named_in_any_case():
    assert measure_named("nDCG@10", "--by") == "ndcg@10"


def told(folders, least=(), drop=()):
    before, after = folders
    summary = summarise(results([0.0, 1.0, 0.0, 0.0]), resamples=10)
    return failures(
        summary,
        compare(before, after),
        least=[limit(text, "-") for text in least],
        drop=[limit(text, "-") for text in drop],
    )


def test_gates(store):
    folders = store("a", [1.0, 1.0, 0.0, 0.0]), store("b", [0.0, 1.0, 0.0, 0.0])
    assert told(folders, least=["f1=0.25"], drop=["f1=0.25", "hit@10=0"]) == []
    assert told(folders, least=["f1=0.3"]) == ["f1 is 0.2500, below 0.3"]
    assert told(folders, least=["ndcg@10=0"]) == ["ndcg@10 is undefined, and 0 is asked for"]
    assert told(folders, drop=["f1=0.2"]) == [
        "f1 went from 0.5000 to 0.2500, worse by 0.2500, and 0.2 is allowed"
    ]
    assert "so no drop can be measured" in told(folders, drop=["ndcg@10=1"])[0]


def test_gates_of_what_is_better_lower(store):
    folders = store("a", [1.0, 1.0, 0.0, 0.0]), store("b", [0.0, 1.0, 0.0, 0.0])
    # Right half of the time and sure half, then right a quarter of the time.
    assert told(folders, least=["ece=0.25"], drop=["ece=0.25"]) == []
    assert told(folders, least=["ece=0.2"]) == ["ece is 0.2500, above 0.2"]
    assert told(folders, drop=["ece=0.1"])[0].startswith("ece went from 0.0000 to 0.2500, worse by")
