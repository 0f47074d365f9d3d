"""Measures of an answer's wording, as pure functions; ``None`` where undefined."""

from __future__ import annotations

import re
import string
import unicodedata
from collections import Counter
from collections.abc import Sequence

from rag.language.numbers import Number, numbers

_PUNCTUATION = str.maketrans("", "", string.punctuation)
_ARTICLE = re.compile(r"\b(?:a|an|the)\b")
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.)+[^\W\d_]\b\.?")
_PERCENT = re.compile(r"\bper\s?cent\b|\bpct\b")
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Kana and Han: written without spaces, so that every character is a token."""
_TOKEN = re.compile(
    rf"""
    (?P<sign>(?<![^\s(])[-−])? (?<!\w)(?<!\d[.,])
    (?P<whole>\d{{1,3}}(?:,\d{{3}})+|\d+) (?:\.(?P<fraction>\d+))?
    (?!\d|[.,]\d|(?:st|nd|rd|th|s)\b)          # 4,600  22.03  but not 3rd, 1990s, 1.2.3
    | [{_UNSPACED}]
    | (?:(?![{_UNSPACED}])[^\W_])+
    | %
    """,
    re.VERBOSE,
)


def normalise(text: str) -> str:
    """Return ``text`` as SQuAD compares it (Rajpurkar et al. 2016, official script).

    Lower case, without ASCII punctuation, without ``a``, ``an`` and ``the``, single spaces.
    """
    return " ".join(_ARTICLE.sub(" ", text.lower().translate(_PUNCTUATION)).split())


def exact_match(prediction: str, answers: Sequence[str]) -> float:
    """Return 1 where an accepted answer equals the prediction once both are normalised.

    SQuAD 2.0's EM: a question without accepted answers is answered by the empty prediction.
    """
    return float(normalise(prediction) in {normalise(gold) for gold in _gold(answers)})


def token_f1(prediction: str, answers: Sequence[str]) -> float:
    """Return SQuAD 2.0's F1: the harmonic mean of token precision and recall, the best answer's.

    Where one side has no tokens it is 1 if neither has, else 0.
    """
    return max(_token_f1(prediction, gold) for gold in _gold(answers))


def _gold(answers: Sequence[str]) -> Sequence[str]:
    """Return the answers that the official script compares with."""
    return [answer for answer in answers if normalise(answer)] or [""]


def _token_f1(prediction: str, answer: str) -> float:
    predicted, expected = normalise(prediction).split(), normalise(answer).split()
    if not predicted or not expected:
        return float(predicted == expected)
    common = (Counter(predicted) & Counter(expected)).total()
    return 2 * common / (len(predicted) + len(expected))


def contains_answer(text: str, answers: Sequence[str]) -> float | None:
    """Return 1 where ``text`` contains an accepted answer, on token borders, else 0.

    Ours, in the manner of open-domain QA (Chen et al. 2017, DrQA: the answer stands in the text),
    without case, punctuation and articles. Numbers are compared by value: ``4,600`` is ``4600``,
    ``22.03%`` is ``22.03 percent`` is ``22.03 per cent``, and an accepted ``7`` is ``seven``.
    Undefined without accepted answers.
    """
    if not answers:
        return None
    tokens = _tokens(text)
    return float(
        any(_contains(tokens, _tokens(one)) or _spelt_otherwise(text, one) for one in answers)
    )


def _spelt_otherwise(text: str, answer: str) -> bool:
    """Tell whether ``answer`` is a number alone that ``text`` has in words, or the other way round.

    One is left out: in words it is mostly none.
    """
    figures = numbers(answer)
    if len(figures) != 1 or figures[0].text != answer.strip() or figures[0].value <= 1:
        return False
    wanted = figures[0]
    return wanted.is_in([one for one in numbers(text) if _is_spelt(one) != _is_spelt(wanted)])


def _is_spelt(number: Number) -> bool:
    return not any(map(str.isdigit, number.text))


def numeric_match(text: str, answers: Sequence[str]) -> float | None:
    """Return 1 where ``text`` has every figure of an accepted answer, by value, else 0.

    ``4,600`` is ``4.6 thousand``, ``three`` is ``3``, and three percent is neither. Undefined where
    no accepted answer has a figure; a date is none.
    """
    wanted = [figures for answer in answers if (figures := numbers(answer))]
    if not wanted:
        return None
    said = numbers(text)
    return float(any(all(figure.is_in(said) for figure in figures) for figures in wanted))


def short_answer_agrees(short: str, answers: Sequence[str]) -> bool:
    """Tell whether a short answer says what an accepted one does, or a part that stands for it.

    "Rutte" stands for "Mark Rutte" and 4.6 thousand for 4,600; a part that lacks a figure of the
    accepted answer does not.
    """
    if contains_answer(short, answers) or numeric_match(short, answers):
        return True
    part = _without_articles(_tokens(short))
    return any(
        _runs_in(part, _without_articles(_tokens(answer))) and numeric_match(short, [answer]) != 0
        for answer in answers
    )


def _contains(tokens: list[str], answer: list[str]) -> bool:
    """Tell whether ``tokens`` hold ``answer`` in a row, not counting articles.

    An answer that is an article itself, such as the grade A, is looked for as it is.
    """
    content = _without_articles(answer)
    return _runs_in(content, _without_articles(tokens)) if content else _runs_in(answer, tokens)


def _without_articles(tokens: list[str]) -> list[str]:
    return [token for token in tokens if not _ARTICLE.fullmatch(token)]


def _tokens(text: str) -> list[str]:
    """Return the tokens of ``text`` in the form in which containment compares them."""
    text = unicodedata.normalize("NFC", text).casefold()
    text = _INITIALS.sub(lambda initials: initials[0].replace(".", ""), text)  # U.S. is US
    return [_token(found) for found in _TOKEN.finditer(_PERCENT.sub("%", text))]


def _token(found: re.Match[str]) -> str:
    """Return the token's text, a number's without what does not change its value."""
    if not found["whole"]:
        return found[0]
    whole = found["whole"].replace(",", "").lstrip("0") or "0"
    fraction = (found["fraction"] or "").rstrip("0")
    return ("-" if found["sign"] else "") + (f"{whole}.{fraction}" if fraction else whole)


def _runs_in(part: list[str], tokens: list[str]) -> bool:
    width = len(part)
    return width > 0 and any(
        tokens[start : start + width] == part for start in range(len(tokens) - width + 1)
    )
