"""The folder of sessions: what is kept, found, bounded, and survived."""

from __future__ import annotations

import dataclasses
import json
import os
import stat
import subprocess
import sys
import time
from pathlib import Path
from unittest.mock import ANY

import pytest

from rag.answers import Turn
from rag.errors import SessionError, SessionNotFoundError
from rag.sessions import Kind, SessionRecorder, SessionStore, Unanswered

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
PROGRAM = Path(__file__).parent / "programs" / "converse.py"


def files(store):
    return sorted((store._folder).glob("*.jsonl"))


class TestKeeping:
    """What was said can be read again."""

    def test_a_session(self, store, recording, hold, answer):
        session_id = hold(recording, "Who sends most?", "And who comes next?")
        session = store.load(session_id)
        assert [one.question for one in session.turns] == [
            "Who sends most?",
            "And who comes next?",
        ]
        assert [one.answer.as_json() for one in session.turns] == [answer.as_json()] * 2
        summary = session.summary
        assert (summary.title, summary.kind, summary.answers) == ("Who sends most?", "chat", 2)
        assert summary.library == "/news"
        assert store.summaries() == [summary]

    def test_nothing_asked_leaves_nothing(self, store, recording):
        recording.renew()
        assert store.summaries() == []
        assert not files(store)

    def test_a_question_without_an_answer_is_kept(self, store, recording):
        recording.asked("Who sends most?")
        (only,) = store.load(recording.session_id).turns
        assert isinstance(only, Unanswered)
        assert only.question == "Who sends most?"

    def test_a_stopped_answer_is_kept_as_one(self, store, recording, answer):
        recording.asked("Who sends most?")
        recording.record(Turn.of(answer, stopped=True))
        (only,) = store.load(recording.session_id).turns
        assert only.stopped
        assert only.answer.text == answer.text

    def test_a_new_session_begins_with_the_next_question(self, store, recording, hold):
        first = hold(recording, "Who sends most?")
        recording.renew()
        second = hold(recording, "What is the rate?")
        assert first != second
        assert [one.title for one in store.summaries()] == ["What is the rate?", "Who sends most?"]

    def test_a_resumed_session_goes_on(self, store, recording, hold):
        session_id = hold(recording, "Who sends most?")
        other = SessionRecorder(store, kind=Kind.CHAT, library="/news")
        other.resume(session_id)
        hold(other, "And next?")
        asked = [one.question for one in store.load(session_id).turns]
        assert asked == ["Who sends most?", "And next?"]

    def test_only_its_owner_reads_it(self, store, recording, hold):
        hold(recording, "Who sends most?")
        (file,) = files(store)
        assert stat.S_IMODE(file.stat().st_mode) == 0o600

    def test_texts_of_every_kind(self, store, recording, hold):
        question = 'Kush "komandon" – Կ 北京 👩‍🚀 \u2028 \x1b[2J \ud800?'
        session_id = hold(recording, question)
        assert store.load(session_id).turns[0].question == question


class TestFinding:
    """By the beginning of an id, or the last one."""

    def test_by_prefix(self, store, recording, hold):
        session_id = hold(recording, "Who?")
        assert store.find(session_id) == store.find(session_id[:3].upper()) == session_id

    def test_of_none(self, store):
        with pytest.raises(SessionNotFoundError, match="no session has the id 'abc'"):
            store.find("abc")

    @pytest.mark.parametrize("prefix", ["", "a"])
    def test_of_several(self, store, recording, hold, prefix):
        hold(recording, "Who?")
        (file,) = files(store)
        for name in ("a1", "a2"):
            file.with_name(f"{name}.jsonl").write_bytes(file.read_bytes())
        file.unlink()
        with pytest.raises(SessionNotFoundError):
            store.find(prefix)

    def test_the_last_of_a_kind(self, store, hold):
        assert store.latest(Kind.ASK) is None
        for kind in (Kind.ASK, Kind.CHAT):
            hold(SessionRecorder(store, kind=kind, library=""), f"{kind}?")
        assert store.load(store.latest(Kind.ASK)).summary.title == "ask?"
        assert store.load(store.latest(Kind.CHAT)).summary.title == "chat?"


class TestBounds:
    """The oldest go first, questions of ``rag ask`` before chats."""

    def test_the_oldest_go(self, tmp_path, hold):
        unbounded = SessionStore(tmp_path, most_bytes=10**9)
        kept = {}
        for age, kind in enumerate([Kind.CHAT, Kind.ASK, Kind.CHAT, Kind.ASK]):
            name = hold(SessionRecorder(unbounded, kind=kind, library=""), "Who?")
            os.utime(tmp_path / f"{name}.jsonl", (age, age))
            kept[age] = name
        size = (tmp_path / f"{name}.jsonl").stat().st_size
        bounded = SessionStore(tmp_path, most_bytes=int(size * 3.5))
        newest = hold(SessionRecorder(bounded, kind=Kind.CHAT, library=""), "Who?")
        # Five are too many: both of ``rag ask`` go before any chat does.
        assert {one.id for one in bounded.summaries()} == {newest, kept[0], kept[2]}
        smallest = SessionStore(tmp_path, most_bytes=1)
        last = hold(SessionRecorder(smallest, kind=Kind.ASK, library=""), "Who?", "Who?")
        assert [one.id for one in smallest.summaries()] == [last]


class TestStopped:
    """However a program ends, what was answered is there."""

    def test_cut_off_anywhere(self, store, recording, hold):
        session_id = hold(recording, "Who?", "When?")
        (file,) = files(store)
        whole = file.read_bytes()
        head = whole.index(b"\n")
        for end in range(head + 1, len(whole), 97):
            file.write_bytes(whole[:end])
            kept = store.load(session_id).turns
            answers = whole[:end].count(b'\n{"answered"') - (not whole[:end].endswith(b"\n"))
            assert sum(isinstance(one, Turn) for one in kept) >= max(0, answers)
            hold(recording, "And then?")
            assert store.load(session_id).turns[: len(kept)] == kept
            assert isinstance(store.load(session_id).turns[-1], Turn)
            assert all(json.loads(line) for line in file.read_bytes().splitlines())

    def test_a_line_that_lacks_its_end_alone(self, store, recording, hold):
        session_id = hold(recording, "Who?")
        (file,) = files(store)
        file.write_bytes(file.read_bytes()[:-1])
        assert store.load(session_id).turns[0].answer
        hold(recording, "When?")
        assert len(store.load(session_id).turns) == 2

    @pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
    def test_killed_while_it_writes(self, store, answer, tmp_path):
        """What the program had said is kept when it was killed is there."""
        for patience in (1, 7, 20):
            with start(store, answer, tmp_path, "999999") as child:
                told = [child.stdout.readline() for _ in range(patience)]
                child.kill()
                told += child.stdout.readlines()
            session_id = told[-1].split()[0]
            numbers = [int(line.split()[1]) for line in told if line.endswith("\n")]
            answered = [one.question for one in store.load(session_id).answered]
            assert answered[: len(numbers)] == [f"Question {number}?" for number in numbers]
            assert len(answered) <= len(numbers) + 1

    def test_two_at_once_in_one_session(self, store, recording, hold, answer, tmp_path, notes):
        session_id = hold(recording, "Who?")
        pair = [start(store, answer, tmp_path, "30", session_id) for _ in range(2)]
        for child in pair:
            assert child.communicate(timeout=60) == (ANY, "")
            assert child.returncode == 0
        assert len(store.load(session_id).answered) == 61
        assert not notes


def start(store, answer, tmp_path, *arguments):
    """Start a program that holds a conversation and says after every answer that it is kept."""
    from rag.answers.records import to_record

    kept = tmp_path / "answer.json"
    kept.write_text(json.dumps(to_record(answer)))
    return subprocess.Popen(
        [sys.executable, str(PROGRAM), str(store._folder), str(kept), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


class TestDamage:
    """Nothing is thrown away; one damaged session is no other's."""

    @pytest.fixture
    def damaged(self, store, recording, hold):
        """A session of two questions and its file, and another session beside it."""
        hold(SessionRecorder(store, kind=Kind.CHAT, library=""), "Another?")
        session_id = hold(recording, "Who?", "When?")
        return session_id, store._folder / f"{session_id}.jsonl"

    def spoil(self, file, number, line):
        lines = file.read_bytes().splitlines(keepends=True)
        lines[number] = line + b"\n"
        file.write_bytes(b"".join(lines))
        return file.read_bytes()

    @pytest.mark.parametrize(
        "line", [b"\x00\xff garbage", b"[]", b"{}", b'{"answered": "x", "at": 3}', b"[" * 9999]
    )
    def test_a_damaged_answer(self, store, damaged, notes, line):
        session_id, file = damaged
        found = self.spoil(file, 2, line)
        turns = store.load(session_id).turns
        assert [(one.question, type(one)) for one in turns] == [
            ("Who?", Unanswered),
            ("When?", Turn),
        ]
        aside = file.with_name(f"{session_id}.damaged-1")
        assert aside.read_bytes() == found
        assert notes == [
            f"the session '{session_id}' was damaged: 2 of its questions can be read, and the "
            f"damaged file is kept as '{aside}'"
        ]
        assert store.load(session_id).turns == turns
        assert len(notes) == 1, "it is whole now"

    @pytest.mark.parametrize("line", [b"", b"garbage", b'{"dateline_session": 1, "kind": "tea"}'])
    def test_a_damaged_head_is_made_again(self, store, damaged, notes, line):
        session_id, file = damaged
        self.spoil(file, 0, line)
        titles = {one.id: one.title for one in store.summaries()}
        assert titles[session_id] == "Who?"
        assert len(titles) == 2
        assert len(store.load(session_id).turns) == 2
        assert len(notes) == 1

    def test_a_head_that_is_missing(self, store, damaged, notes):
        _, file = damaged
        file.write_bytes(file.read_bytes().partition(b"\n")[2])
        assert {one.title for one in store.summaries()} == {"Another?", "Who?"}
        assert len(notes) == 1

    @pytest.mark.parametrize("content", [b"", b"\x00" * 5000, b"not a session\n"])
    def test_nothing_is_left_of_it(self, store, damaged, notes, content):
        session_id, file = damaged
        file.write_bytes(content)
        assert [one.title for one in store.summaries()] == ["Another?"]
        assert file.with_name(f"{session_id}.damaged-1").read_bytes() == content
        assert "nothing of it can be read" in notes[0]
        with pytest.raises(SessionNotFoundError):
            store.load(session_id)

    def test_another_version_is_left_alone(self, store, damaged, notes):
        session_id, file = damaged
        found = self.spoil(file, 0, b'{"dateline_session": 2, "kind": "thread"}')
        with pytest.raises(SessionError, match="has the layout 2, this Dateline reads 1"):
            store.load(session_id)
        assert [one.title for one in store.summaries()] == ["Another?"]
        assert file.read_bytes() == found
        assert len(notes) == 1

    def test_damaged_twice(self, store, damaged):
        session_id, file = damaged
        for _ in range(2):
            self.spoil(file, 2, b"garbage")
            store.load(session_id)
        assert len(list(store._folder.glob("*.damaged-*"))) == 2


class TestInTheWay:
    """What cannot be kept never stops a conversation."""

    def test_no_folder_can_be_made(self, tmp_path, hold, notes):
        (tmp_path / "file").write_text("")
        store = SessionStore(tmp_path / "file" / "sessions", most_bytes=10**6)
        recording = SessionRecorder(store, kind=Kind.CHAT, library="", notify=notes.append)
        hold(recording, "Who?", "When?")
        assert len(notes) == 1
        assert notes[0].startswith("this conversation is kept no longer: the sessions cannot be")
        with pytest.raises(SessionError):
            store.summaries()

    def test_removed_meanwhile(self, store, recording, hold):
        first = hold(recording, "Who?")
        store.remove([first, "gone"])
        second = hold(recording, "When?")
        assert second != first
        assert [one.title for one in store.summaries()] == ["When?"]

    def test_changed_is_when_it_was_last_added_to(self, store, recording, hold):
        before = time.time()
        hold(recording, "Who?")
        (summary,) = store.summaries()
        assert summary.changed.timestamp() >= before - 1
        assert summary.changed >= summary.started


class TestForgetting:
    """What shows an article is taken out, and nothing else."""

    @pytest.fixture
    def other(self, pipeline):
        return pipeline.answer("Did snow close the northern road?")

    @pytest.fixture
    def mixed(self, recording, answer, other):
        """A session that shows the article in its first answer and not in its second."""
        for question, one in (("Who sends most?", answer), ("Is there snow?", other)):
            cited = {cited.article.id for cited in one.citations}
            shown = dataclasses.replace(
                one, passages=tuple(hit for hit in one.passages if hit.article.id in cited)
            )
            recording.asked(question)
            recording.record(Turn.of(shown))
        recording.asked("And then?")
        return recording.session_id

    def test_an_answer(self, store, mixed, answer, notes):
        before = store.load(mixed)
        assert store.forget_articles([answer.citations[0].article.id]) == 1
        after = store.load(mixed)
        assert after.turns == before.turns[1:]
        assert after.summary.title == "Is there snow?"
        assert after.summary.changed == before.summary.changed
        (file,) = files(store)
        assert "852" not in file.read_text()
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert notes == []

    def test_nothing_else(self, store, mixed):
        before = store.load(mixed)
        assert store.forget_articles(["0123456789ab"]) == 0
        assert store.load(mixed) == before

    def test_a_session_of_which_nothing_is_left(self, store, recording, hold, answer):
        hold(recording, "Who sends most?", "And who comes next?")
        assert store.forget_articles([answer.citations[0].article.id]) == 2
        assert store.summaries() == []

    def test_what_cannot_be_read(self, store, recording, hold, answer):
        session_id = hold(recording, "Who sends most?")
        (file,) = files(store)
        article_id = answer.citations[0].article.id
        torn = file.read_bytes().replace(b'{"answered"', b'{"answ"', 1)
        file.write_bytes(torn)
        store.load(session_id)  # sets the damaged file aside
        store.forget_articles([article_id])
        assert not any(article_id in path.read_text() for path in file.parent.iterdir())
