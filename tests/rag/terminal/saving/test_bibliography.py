"""The cited articles for a bibliography."""

from __future__ import annotations

import json
from dataclasses import replace

from rag.terminal.saving.bibliography import bibtex, csl_json

HOSTILE = "\x1b[2J} \\input{x} 100% & $x_1$ #~^ “Ünï”\u202e"


def test_bibtex(doubles):
    kfor = replace(doubles.KFOR, authors=("Ann van der Brown", "Reuters"))
    assert bibtex([kfor, doubles.BARE, kfor]) == (
        "@online{brown2025keeps,\n"
        "  title = {{Who keeps the peace}},\n"
        "  author = {{Ann van der Brown} and {Reuters}},\n"
        "  organization = {Tirana Times},\n"
        "  date = {2025-01-13},\n"
        "  howpublished = {news/kfor.txt},\n"
        "}\n\n"
        "@online{anonndnote,\n"
        "  title = {{A note}},\n"
        "  url = {https://example.org/note?id=7\\&lang=sq},\n"
        "}\n"
    )


def test_keys_differ(doubles):
    second = replace(doubles.KFOR, origin="/news/other.txt")
    keys = [line for line in bibtex([doubles.KFOR, second]).splitlines() if line.startswith("@")]
    assert keys == ["@online{tirana2025keeps,", "@online{tirana2025keeps2,"]


def test_csl(doubles):
    kfor = replace(doubles.KFOR, authors=("Ann van der Brown", "Reuters"))
    first, second = json.loads(csl_json([kfor, doubles.BARE, kfor]))
    assert first == {
        "id": "brown2025keeps",
        "type": "article-newspaper",
        "title": "Who keeps the peace",
        "author": [
            {"given": "Ann", "non-dropping-particle": "van der", "family": "Brown"},
            {"literal": "Reuters"},
        ],
        "container-title": "Tirana Times",
        "issued": {"date-parts": [[2025, 1, 13]]},
        "archive_location": "news/kfor.txt",
    }
    assert second["URL"] == "https://example.org/note?id=7&lang=sq"


def test_nothing_is_a_command_to_tex(doubles):
    hostile = replace(
        doubles.KFOR, title=HOSTILE, source=HOSTILE, authors=(HOSTILE,), url="javascript:x"
    )
    text = bibtex([hostile])
    assert "\x1b" not in text
    assert "javascript" not in text
    assert "\\input{" not in text
    assert r"\textbackslash{}input\{x\} 100\% \& \$x\_1\$ \#\textasciitilde{}" in text
    unescaped = text.replace("\\{", "").replace("\\}", "")
    assert unescaped.count("{") == unescaped.count("}")
    assert json.loads(csl_json([hostile]))[0]["title"].startswith("[2J}")


def test_no_articles():
    assert (bibtex([]), json.loads(csl_json([]))) == ("", [])
