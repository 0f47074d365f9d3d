"""The measuring programs run, on next to nothing; no figure is asserted that a clock decides."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@pytest.fixture(autouse=True)
def _beside_the_programs(monkeypatch):
    monkeypatch.syspath_prepend(HERE)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


def test_a_collection_has_the_size_that_was_asked_for_and_no_passage_twice(tmp_path):
    from corpus import load_topics, write_articles, write_records

    topics = load_topics(None)
    assert len(topics.sentences) == 5
    assert len(topics.questions) > 20
    assert write_articles(tmp_path / "files", topics, passages=12) == 3
    write_records(tmp_path / "records.jsonl", topics, passages=50)
    lines = (tmp_path / "records.jsonl").read_text().splitlines()
    records = [json.loads(line) for line in lines]
    paragraphs = [paragraph for one in records for paragraph in one["text"].split("\n\n")]
    assert len(set(paragraphs)) == len(paragraphs) == 50


def test_a_process_is_measured_with_all_it_starts():
    from processes import measured

    child = "import time; block = bytearray(60_000_000); block[::4096] = b'x' * len(block[::4096])"
    program = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}]); print(1)"
    run = measured([sys.executable, "-c", program], env={})
    assert run.output == "1\n"
    assert run.wall > 0
    assert run.cpu > 0
    assert run.peak_mb > 55, "the child's memory counts"
    with pytest.raises(RuntimeError, match="ended with 7"):
        measured([sys.executable, "-c", "raise SystemExit(7)"], env={})


def test_the_table_has_medians_and_the_median_of_ratios():
    from speed import Figures

    figures = Figures()
    figures.add("asking", "s", [1.0, 2.0, 4.0], [8.0, 8.0, 8.0])
    figures.add("answering", "ms", [5.0])
    assert figures.table().splitlines()[2:] == [
        "| asking | 2.00 s | 8.00 s | 4.00 |",
        "| answering | 5.00 ms |  |  |",
    ]


def test_a_large_library_can_be_measured(tmp_path):
    program = [sys.executable, str(HERE / "scale.py"), "60", "--folder", str(tmp_path)]
    done = subprocess.run(program, check=True, capture_output=True, text=True)
    figures, *table = done.stdout.splitlines()
    row = json.loads(figures)
    assert row["passages"] == 60
    assert row["recall@10"] == 1.0
    assert table[0] == "| | 60 |"


@pytest.mark.model
@pytest.mark.slow
def test_the_plain_script_retrieves(tmp_path):
    passages = tmp_path / "passages.jsonl"
    passages.write_text('{"text": "Italy sends troops."}\n{"text": "Snow closed the road."}\n')
    store = str(tmp_path / "store")
    code = (
        "import sys; sys.path.insert(0, 'tests/bench'); import plain;"
        f"plain.index({str(passages)!r}, {store!r}); plain.ask({store!r}, 'Who sends soldiers?')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT
    )
    counted, nearest, other = done.stdout.splitlines()
    assert json.loads(counted)["passages"] == 2
    assert "Italy" in nearest
    assert "Snow" in other


@pytest.mark.model
def test_retrieval_is_measured_by_article_and_by_passage(tmp_path):
    def paragraph(number, day, place):
        text = f"Snow fell on {place}. The council of {place} met on {day}. Nothing else happened."
        answer = {"text": day, "answer_start": text.index(day)}
        asked = f"On which day did the council of {place} meet?"
        return {
            "context": text,
            "qas": [{"id": str(number), "question": asked, "answers": [answer]}],
        }

    days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    places = ["Prizren", "Skopje", "Tirana", "Bar", "Sofia", "Naples"]
    told = enumerate(zip(days, places, strict=True))
    data = [{"title": one[1], "paragraphs": [paragraph(number, *one)]} for number, one in told]
    (tmp_path / "squad").mkdir()
    (tmp_path / "squad" / "xquad.en.json").write_text(json.dumps({"data": data}))
    program = [sys.executable, str(HERE / "measure_retrieval.py"), str(tmp_path), "--no-plain"]
    asked = 0
    for part in ("development", "held-out"):
        options = ["--sets", "XQuAD", "--part", part, "--keep", str(tmp_path / "kept")]
        done = subprocess.run([*program, *options], check=True, capture_output=True, text=True)
        _, title, _, headings, _, *rows = done.stdout.splitlines()
        asked += int(title.removeprefix(f"XQuAD, {part}, ").removesuffix(" questions"))
        assert headings.count("|") == rows[0].count("|")
        names = [row.split(" | ")[0] for row in rows]
        assert names == ["| dense alone", "| full text alone", "| reciprocal ranks", "| Dateline"]
        assert rows[3].endswith(" 1.000 |"), rows
    assert asked == 6
