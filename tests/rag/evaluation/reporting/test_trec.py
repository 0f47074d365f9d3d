import json

import pytest
import pytrec_eval
from case_results import case_result

from rag.evaluation.metrics import ranking_metrics
from rag.evaluation.reporting.trec import prediction, write_exports
from rag.evaluation.results import Ranking

RANKINGS = {
    "q 1": Ranking(documents=("b", "a", "x"), qrels={"a": 3, "b": 1, "c": 2}),
    "2": Ranking(documents=(), qrels={"a": 1}),
    "3": Ranking(documents=tuple("zyxwvutsrqponm"), qrels={"m": 1, "z": 4}),
    "4": Ranking(documents=("a",), qrels={}),
}


@pytest.fixture
def folder(tmp_path):
    results = [case_result(key, by_article=one, by_passage=one) for key, one in RANKINGS.items()]
    write_exports(tmp_path, results)
    return tmp_path


@pytest.mark.parametrize("name", ["articles", "passages"])
def test_trec_eval_makes_of_the_files_what_we_make_of_the_run(folder, name):
    with (folder / "trec" / f"{name}.run").open() as run, \
         (folder / "trec" / f"{name}.qrels").open() as qrels:  # fmt: skip
        judged, retrieved = pytrec_eval.parse_qrel(qrels), pytrec_eval.parse_run(run)
    assert set(judged) == {"q_1", "2", "3"}
    asked = {"ndcg_cut.10", "map_cut.10", "recall.10"}
    theirs = pytrec_eval.RelevanceEvaluator(judged, asked).evaluate(retrieved)
    for key, one in RANKINGS.items():
        ours, query = ranking_metrics(one.documents, one.qrels), key.replace(" ", "_")
        if query not in theirs:  # trec_eval leaves out queries that retrieved nothing
            assert not one.documents or not one.qrels
            continue
        assert theirs[query]["ndcg_cut_10"] == pytest.approx(ours["ndcg@10"])
        assert theirs[query]["map_cut_10"] == pytest.approx(ours["map@10"])
        assert theirs[query]["recall_10"] == pytest.approx(ours["recall@10"])


def test_the_files_to_the_letter(folder):
    run = (folder / "trec" / "articles.run").read_text().splitlines()
    assert run[:3] == [
        "q_1 Q0 b 1 1.000000 dateline",
        "q_1 Q0 a 2 0.500000 dateline",
        "q_1 Q0 x 3 0.333333 dateline",
    ]
    qrels = (folder / "trec" / "articles.qrels").read_text().splitlines()
    assert qrels[:3] == ["q_1 0 a 3", "q_1 0 b 1", "q_1 0 c 2"]


def test_predictions(folder):
    assert json.loads((folder / "predictions.json").read_bytes()) == dict.fromkeys(RANKINGS, "")
    assert prediction(case_result(answer="Italy leads.", short_answer="Italy")) == "Italy"
    assert prediction(case_result(answer="Italy leads.")) == "Italy leads."
    assert prediction(case_result(answer="No.", answered=False)) == ""
