"""Sums of money, in any currency.

To add a currency, add a line to ``currencies.txt``: ``code; symbols; nouns``. The list was drawn
from the Unicode CLDR by ``Babel``, whose import and English data would take 70 ms of every start.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from rag.language.numbers import AMOUNT, FIGURE, QUALIFIER, SCALE

_SMALL = ("cent", "cents", "pence", "penny")


@cache
def money() -> str:
    """Return the pattern of a sum: ``$4.6 million``, ``NOK 37m``, ``two million dinars``."""
    codes, symbols, nouns = _currencies()
    mark = rf"(?:{_any(symbols)}|(?-i:\b(?:{'|'.join(codes)}))\b)"
    figure = rf"{FIGURE}{SCALE}?"
    noun = rf"(?:{'|'.join([*nouns, *_SMALL])})\b"
    # "37 million Serbian dinars", "5 US dollars"
    return (
        rf"(?i)(?:\b{QUALIFIER}\s+)?(?:{mark}\s?{figure}"
        rf"|\b{AMOUNT}\s?(?:{mark}(?!\w)|(?:(?-i:[A-Z][\w.]+\s){{0,2}}|-){noun}))"
    )


def _currencies() -> tuple[list[str], list[str], list[str]]:
    """Return all codes, symbols and nouns."""
    text = files(__package__).joinpath("currencies.txt").read_text(encoding="utf-8")
    cells = [line.split(";") for line in text.splitlines()]
    codes, symbols, nouns = (sorted({w for row in cells for w in row[n].split()}) for n in range(3))
    return codes, symbols, nouns


def _any(listed: list[str]) -> str:
    """Return alternatives; symbols of letters stand at the beginning of a word."""
    ranked = map(re.escape, sorted(listed, key=len, reverse=True))
    return "|".join(rf"(?-i:\b{one})" if one[0].isalpha() else one for one in ranked)
