"""The measures, as pure functions. ``None`` means undefined, which is never the same as 0."""

from __future__ import annotations

import re
import statistics
import string
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

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


def reciprocal_rank(ranks: Sequence[int | None], k: int) -> float | None:
    """Return 1 over the best rank within ``k``, else 0 (Voorhees 1999, TREC-8 QA).

    ``ranks`` has one entry for each relevant article: its rank from 1, or ``None`` where it was
    not retrieved. Without relevant articles this is undefined, as are the two below.
    """
    if not ranks:
        return None
    return max((1 / rank for rank in ranks if rank is not None and rank <= k), default=0.0)


def hit_at(ranks: Sequence[int | None], k: int) -> float | None:
    """Return 1 where a relevant article is ranked within ``k``, else 0 (trec_eval: success)."""
    if not ranks:
        return None
    return float(any(rank is not None and rank <= k for rank in ranks))


def recall_at(ranks: Sequence[int | None], k: int) -> float | None:
    """Return the share of the relevant articles that are ranked within ``k`` (trec_eval)."""
    if not ranks:
        return None
    return sum(rank is not None and rank <= k for rank in ranks) / len(ranks)


def normalise(text: str) -> str:
    """Return ``text`` as SQuAD compares it (Rajpurkar et al. 2016, official script).

    Lower case, without ASCII punctuation, without ``a``, ``an`` and ``the``, single spaces.
    """
    return " ".join(_ARTICLE.sub(" ", text.lower().translate(_PUNCTUATION)).split())


def exact_match(prediction: str, answers: Sequence[str]) -> float | None:
    """Return 1 where an accepted answer equals the prediction once both are normalised.

    SQuAD's EM. Undefined without accepted answers.
    """
    if not answers:
        return None
    return float(normalise(prediction) in {normalise(answer) for answer in answers})


def token_f1(prediction: str, answers: Sequence[str]) -> float | None:
    """Return SQuAD's F1: the harmonic mean of token precision and recall, the best answer's.

    Where one side has no tokens it is 1 if neither has, else 0. Undefined without answers.
    """
    return max((_token_f1(prediction, answer) for answer in answers), default=None)


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
    and ``22.03%`` is ``22.03 percent`` is ``22.03 per cent``. Undefined without accepted answers.
    """
    if not answers:
        return None
    tokens = _tokens(text)
    return float(any(_contains(tokens, _tokens(answer)) for answer in answers))


def _contains(tokens: list[str], answer: list[str]) -> bool:
    """Tell whether ``answer`` runs in ``tokens``, articles apart, unless it is one: the grade A."""
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


def mean(values: Iterable[float | None]) -> float | None:
    """Return the mean of the defined values, or ``None`` where there are none."""
    defined = [value for value in values if value is not None]
    return statistics.fmean(defined) if defined else None


def percentile(values: Sequence[float], percent: int) -> float | None:
    """Return a percentile, 1 to 99, by linear interpolation between the closest ranks."""
    if len(values) < 2:
        return values[0] if values else None
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def abstention(
    outcomes: Iterable[tuple[bool, bool]],
) -> tuple[float | None, float | None, float | None]:
    """Return precision, recall and F1 of saying that the articles do not answer.

    ``outcomes`` are pairs (answerable, answered). The positive class is "not answered": precision
    is the share of abstentions that were right, recall the share of unanswerable questions that
    were not answered, F1 their harmonic mean (van Rijsbergen 1979), taken from the counts so that
    it is defined as soon as one of the two is.
    """
    count = Counter(outcomes)
    right, needless, missed = count[False, False], count[True, False], count[False, True]
    return (
        _ratio(right, right + needless),
        _ratio(right, right + missed),
        _ratio(2 * right, 2 * right + needless + missed),
    )


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def quote_exists(text: str, start: int, end: int, quote: str) -> bool:
    """Tell whether ``quote`` is not blank and stands in ``text`` at exactly these offsets."""
    return 0 <= start < end <= len(text) and text[start:end] == quote and bool(quote.strip())


def quote_spans(text: str, quote: str) -> Iterator[tuple[int, int]]:
    """Yield the (start, end) offsets of ``quote`` in ``text``, any white space for any other."""
    words = quote.split()
    if words:
        pattern = r"\s+".join(re.escape(word) for word in words)
        for found in re.finditer(pattern, text):
            yield found.span()


def overlaps(span: tuple[int, int], other: tuple[int, int]) -> bool:
    """Tell whether two (start, end) spans share a character."""
    return max(span[0], other[0]) < min(span[1], other[1])
