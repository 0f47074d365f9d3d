from dataclasses import replace

import pytest
from case_results import case_result

from rag.errors import SettingsError
from rag.evaluation import FinishedRun, Variant, summarise
from rag.evaluation.compare.ablation import load_matrix, ranked, usual_variants


def test_the_usual_ablation_changes_one_thing_at_a_time():
    assert [one.name for one in usual_variants(passage_size=1_000, top_k=8)] == [
        "as set", "dense only", "full text only", "passages of 500", "passages of 2,000",
        "k = 3", "k = 20",
    ]  # fmt: skip
    assert len(usual_variants(passage_size=500, top_k=3)) == 5


def test_a_variant_overrides_settings_and_has_a_folder():
    one = Variant(retrieval="dense", passage_size=2_000, top_k=5, model="openai:gpt-5/mini")
    assert one.overrides() == {"passage_size": 2_000, "top_k": 5, "model": "openai:gpt-5/mini"}
    assert one.name == "dense only, passages of 2,000, k = 5, openai:gpt-5/mini"
    assert one.slug == "dense-only-passages-of-2000-k-5-openai-gpt-5-mini"
    assert (Variant().overrides(), Variant().slug) == ({}, "as-set")


@pytest.fixture
def matrix(tmp_path):
    def write(text):
        path = tmp_path / "matrix.toml"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return load_matrix(path)

    return write


def test_a_matrix_is_every_combination(matrix):
    found = matrix('retrieval = ["fused", "full-text"]\ntop_k = [3, 5]\n')
    assert found == [
        Variant(top_k=3),
        Variant(top_k=5),
        Variant(retrieval="full-text", top_k=3),
        Variant(retrieval="full-text", top_k=5),
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("top_k = [3", "is not TOML"),
        (b"\xff", "is not TOML"),
        ("topk = [3, 5]", "field 'topk': extra inputs"),
        ("top_k = 3", "field 'top_k': input should be a valid list"),
        ("top_k = [0, 3]", "field 'top_k.0': input should be greater"),
        ('retrieval = ["sparse", "dense"]', "field 'retrieval.0': input should be 'fused'"),
        ("top_k = [3]", "has 1 variant; there is nothing to rank"),
        ("retrieval = []", "has no variant"),
        ("", "has 1 variant"),
    ],
)
def test_a_bad_matrix(matrix, text, says):
    with pytest.raises(SettingsError) as caught:
        matrix(text)
    assert says in caught.value.message
    assert "retrieval = " in caught.value.hint


def test_a_matrix_that_is_not_there(tmp_path):
    with pytest.raises(SettingsError, match="cannot be read"):
        load_matrix(tmp_path / "none.toml")


@pytest.fixture
def finished(run, tmp_path):
    def make(name, *scores, measure="correct"):
        results = tuple(
            case_result(number, metrics={measure: score}) for number, score in enumerate(scores)
        )
        done = replace(run, finished=True, summary=summarise(results, resamples=20))
        return name, FinishedRun(folder=tmp_path / name, run=done, results=results)

    return make


def test_variants_are_ranked_and_compared_with_the_first(finished):
    runs = [finished("as set", 1.0, 0.0), finished("worse", 0.0, 0.0), finished("best", 1, 1)]
    found = ranked(runs)
    assert [row.name for row in found.rows] == ["best", "as set", "worse"]
    assert [row.against_first.change for row in found.rows] == [0.5, 0.0, -0.5]
    assert (found.by, found.first) == ("correct", "as set")


def test_what_is_better_lower_is_ranked_so_and_undefined_comes_last(finished):
    runs = [finished("none", None), finished("high", 0.9, measure="brier"),
            finished("low", 0.1, measure="brier")]  # fmt: skip
    assert [row.name for row in ranked(runs, by="brier").rows] == ["low", "high", "none"]


def test_without_answers_the_ranking_decides(finished):
    assert ranked([finished("as set", 0.5, measure="ndcg@10")]).by == "ndcg@10"
