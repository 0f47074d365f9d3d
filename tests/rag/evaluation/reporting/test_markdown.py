from __future__ import annotations

from dataclasses import replace

from rag.evaluation.reporting import as_markdown


def test_it_begins_with_what_a_reviewer_wants_to_know(run, results):
    assert as_markdown(run, results).startswith(
        """\
# Evaluation

7 cases of `sets/kfor.jsonl` asked of 3 articles, answered by `extractive`.

|  | measure | value | 95 % interval | n |
| --- | --- | ---: | ---: | ---: |
| Right decisions | `correct` | **0.400** | 0.123 to 0.800 | 5 |

| outcome |  | cases |
| --- | --- | ---: |
| right | answered, with an accepted answer, and the short answer agrees | 1 |
| rightly refused | not answered: the articles have no answer | 1 |
| refused though found | not answered, though a passage that was read has the answer | 1 |
| wrong | answered, and no accepted answer stands in the answer | 1 |
| guessed | answered, though the articles have no answer | 1 |
| failed | the model failed | 1 |
| not judged | the test set does not say what is right | 1 |

<details>
<summary>Outcomes</summary>
"""
    )


def test_undefined_is_a_dash_and_an_empty_section_is_left_out(run, results):
    page = as_markdown(run, results)
    assert "| `recall@1` | – | – | 0 |" in page
    assert "| `hit@1` | 0.500 | 0.000 to 1.000 | 2 |" in page
    assert "<summary>Retrieval by passage</summary>" not in page


def test_groups_have_the_measures_that_some_group_has(run, results):
    page = as_markdown(run, results)
    assert "| tag | n | `f1` |\n| --- | ---: | ---: |\n| figure | 1 | 1.000 |\n" in page
    assert "| kind | n | `f1` |\n| --- | ---: | ---: |\n| number | 5 | 0.500 |\n" in page


def test_what_somebody_wrote_breaks_no_table(run, results):
    page = as_markdown(run, results)
    assert "<script" not in page
    assert "<img" not in page
    page.encode("utf-8")


def test_times_are_in_the_last_line_alone(run, results, slower):
    pages = [as_markdown(run, results).splitlines(), as_markdown(*slower).splitlines()]
    assert pages[0][:-1] == pages[1][:-1]
    assert pages[0][-1] == (
        "Seconds a question: p50 250 ms, p95 1.50 s; 4 s in all. Started 2026-11-22T05:00:00+00:00."
    )


def test_a_run_that_is_not_finished_says_so(run, results):
    page = as_markdown(replace(run, summary=None, finished=False), results)
    assert page.endswith("The run is not finished.\n")
