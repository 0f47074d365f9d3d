from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.terminal.text import one_line, plain, shortened


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("\x1b]0;title\x07", "]0;title"),
        ("\x9b2J\x90q\x9c", "2Jq"),
        ("a\bb\x00c\x7f", "abc"),
        ("one\r\ntwo\rthree\u2028four\ffive", "one\ntwo\nthree\nfour\nfive"),
        ("tab\tand\nline", "tab\tand\nline"),
        ("\u202egnp.exe\u202c \u2066x\u2069", "gnp.exe x"),
        ("zero\u200bwidth\ufeff\u2060", "zerowidth"),
        ("hidden\U000e0041\U000e007f", "hidden"),
        ("\udcff", "\ufffd"),
        (
            "नमस्ते می\u200cخواهم 👩\u200d🔬 \u05d0\u200e",
            "नमस्ते می\u200cخواهم 👩\u200d🔬 \u05d0\u200e",
        ),
        ("Ўзбек ëçÇ 日本語 “quoted” [1] [bold]", "Ўзбек ëçÇ 日本語 “quoted” [1] [bold]"),
    ],
)
def test_what_a_terminal_would_obey_is_taken_out(text, shown):
    assert plain(text) == shown


@given(st.text(st.characters()))
def test_no_control_character_is_left(text):
    left = {unicodedata.category(character) for character in plain(text) if character not in "\n\t"}
    assert not left & {"Cc", "Cs", "Zl", "Zp"}
    assert plain(plain(text)) == plain(text)
    assert "\n" not in one_line(text)


@pytest.mark.parametrize(
    ("text", "length", "shown"),
    [
        ("short enough", 12, "short enough"),
        ("one two three", 9, "one two…"),
        ("one two three", 8, "one two…"),
        ("one two, three", 9, "one two…"),
        ("abcdefghij", 5, "abcd…"),
        ("a\n b\t c", 10, "a b c"),
        ("日本語日本語日本語", 4, "日本語…"),
    ],
)
def test_shortened_between_words(text, length, shown):
    assert shortened(text, length) == shown


@given(st.text(), st.integers(min_value=1, max_value=50))
def test_shortened_is_never_longer(text, length):
    assert len(shortened(text, length)) <= length


def test_characters_an_encoding_lacks_are_spelt_out():
    text = "“Një” – it’s…\u00a0• 日"
    assert text.encode("ascii", "dateline.spelt_out") == b'"Nje" - it\'s... * ?'
    assert text.encode("cp1252", "dateline.spelt_out").decode("cp1252") == "“Një” – it’s…\u00a0• ?"
    with pytest.raises(UnicodeDecodeError):
        b"\xff".decode("ascii", "dateline.spelt_out")
