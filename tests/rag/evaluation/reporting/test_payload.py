from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from index.text.visible import in_place
from rag.evaluation.metrics.measures import MEASURES
from rag.evaluation.reporting.payload import payload, script_json, times

KFOR = "Who keeps the peace 🕊️\n\nItaly sends 852 soldiers. The United States follow with 612."


def units(text, span):
    """Cut a text as JavaScript does."""
    data = text.encode("utf-16-le")
    return data[2 * span[0] : 2 * span[1]].decode("utf-16-le")


def test_a_passage_is_there_once(make_result, make_passage):
    results = [make_result(name, passages=(make_passage(),)) for name in "abc"]
    data = json.loads(payload(results))
    assert data["passages"] == [[0, KFOR]]
    assert data["articles"] == [["Who keeps the peace", "Tirana Times", "2025-01-13",
                                 "news/kfor.txt"]]  # fmt: skip
    assert [case["p"][0][0] for case in data["cases"]] == [0, 0, 0]


def test_spans_count_as_a_browser_does(make_result, make_passage, make_citation):
    start = KFOR.index("852")
    one = make_result(
        "x",
        passages=(make_passage(evidence=((start, start + 3),)),),
        citations=(make_citation("The United States"), make_citation("612.", 2)),
    )
    (case,) = json.loads(payload([one]))["cases"]
    _, _, _, evidence, quotes = case["p"][0]
    assert [units(KFOR, span) for span in evidence] == ["852"]
    assert [(units(KFOR, span), span[2]) for span in quotes] == [
        ("The United States", 1),
        ("612.", 2),
    ]


def test_a_quote_that_a_passage_holds_in_part_is_marked_there_in_part(
    make_result, make_passage, make_citation
):
    half = KFOR[: KFOR.index(" soldiers")]
    one = make_result(
        "x",
        passages=(make_passage(text=half, end=10 + len(half)),),
        citations=(make_citation("852 soldiers"),),
    )
    (case,) = json.loads(payload([one]))["cases"]
    ((start, end, marker),) = case["p"][0][4]
    assert (units(half, (start, end)), marker) == ("852", 1)


def test_measures_are_in_their_order_and_undefined_is_null(make_result):
    (case,) = json.loads(payload([make_result("x", measured={"f1": 2 / 3, "hit@1": 1.0})]))["cases"]
    values = dict(zip([one.name for one in MEASURES], case["m"], strict=True))
    assert (values["f1"], values["hit@1"], values["mrr@10"]) == (0.667, 1, None)


def test_times_are_kept_apart(make_result):
    assert "0.25" not in payload([make_result("x")])
    assert times([make_result("x"), make_result("y", times=None)]) == "[0.25,null]"


@given(st.text(st.characters(), max_size=80))
def test_no_text_can_end_its_element(text):
    written = script_json(text)
    assert not set("<>&") & set(written)
    assert json.loads(written.encode("utf-8")) == in_place(text)
