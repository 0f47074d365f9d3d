"""Factiva: articles that end with "Document" and their number, with codes of fields or without."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from index.reading.metadata import Metadata, one_line, parse_authors
from index.reading.metadata.bylines import is_name, note
from index.reading.metadata.dates import parse_date
from index.reading.text_files.exported import Exported, Line, below, said_in, whole

_DOCUMENT = (
    r"(?:AN[ \t]+)?[^\W\d_]{2,12}[ \t]+(?P<number>[A-Z][A-Z0-9]{3,15}\d{8}[A-Za-z0-9]{6,12})"
)
"""The line at the end of each article: "Document", in some language, and its number."""
MARK = re.compile(rf"^[ \t]*{_DOCUMENT}[ \t]*$|^HD(?:[ \t]|$)", re.MULTILINE)
"""What an export has somewhere."""
_END = re.compile(_DOCUMENT)
_FIELD = re.compile(
    r"(?P<code>HD|SE|CLM|BY|CR|WC|PD|ET|SN|SC|ED|PG|LA|CY|LP|TD|CT|RF|CO|IN|NS|RE|IPC|IPD|PUB|AN"
    r"|VOL|ART)(?:[ \t]+(?P<value>\S.*)|[ \t]*$)"
)
_HEAD = re.compile(r"HD(?:[ \t]|$)")
_TEXT = ("LP", "TD")
_LEAST_FIELDS = 3

_LENGTH = re.compile(
    r"\d[\d.,  ]*(?:words|wörter|mots|palabras|parole|palavras|woorden|ord|sanaa|słów|слов"
    r"|riječi|reči|kelime|字|语|語)",
    re.IGNORECASE,
)
"""The line that every article has: "412 words"."""
_BYLINE = re.compile(r"(?:by|from|von|par|por|di|door|av|af)\b:?\s+", re.IGNORECASE)
"""Begins a line that names the authors."""
_TIME = re.compile(r"\d\d?[:.h]\d\d(?:\s?[ap]\.?m\.?)?(?:\s\(?[A-Z]{2,4}\)?)?", re.IGNORECASE)
_RIGHTS = re.compile(
    r"(?:\(c\)|©|copyright\b|.*\ball rights reserved\b|.*\bdroits réservés).*", re.IGNORECASE
)
_LANGUAGE = re.compile(
    r"(?:english|anglais|englisch|inglés|german|deutsch|allemand|french|français|französisch"
    r"|spanish|español|spanisch|italian|italiano|italienisch|portuguese|português|dutch|nederlands"
    r"|albanian|shqip|serbian|srpski|српски|croatian|bosnian|macedonian|slovene|arabic|العربية"
    r"|russian|русский|turkish|türkçe|polish|polski|swedish|svenska|norwegian|norsk|danish|dansk"
    r"|finnish|greek|hungarian|czech|romanian|bulgarian|ukrainian|chinese.*|japanese|korean"
    r"|indonesian|malay|hebrew|persian|hindi|thai|vietnamese)",
    re.IGNORECASE,
)
_CODE = re.compile(r"[A-Z][A-Z0-9]{1,9}")
_LINES_ABOVE, _LINES_BELOW = 6, 12
"""How many lines of its header may stand above and below an article's length."""


def articles_in(lines: Sequence[str]) -> list[Exported]:
    """Return the articles of an export, none where it is none."""
    ends = [number + 1 for number, line in enumerate(lines) if _END.fullmatch(line.strip())]
    parts = list(zip([0, *ends], [*ends, len(lines)], strict=True))
    found = [_with_codes(lines, *part) or _without_codes(lines, *part) for part in parts]
    # What ends as an article is one, whatever is above it.
    found[:-1] = whole(lines, found[:-1], parts[:-1])
    if not ends:
        heads = [number for number, line in enumerate(lines) if _HEAD.match(line)]
        each = zip(heads, [*heads[1:], len(lines)], strict=True)
        apart = [_with_codes(lines, *part) for part in each]
        found = apart if all(apart) else found
    return [article for article in found if article]


def _with_codes(lines: Sequence[str], start: int, end: int) -> Exported | None:
    """Return an article whose fields begin with a code of two or three letters."""
    parts: defaultdict[str, list[str]] = defaultdict(list)
    text = [""] * (end - start)
    code = ""
    for place, line in enumerate(lines[start:end]):
        match = _FIELD.fullmatch(line)
        code = match["code"] if match else code
        words = (match["value"] or "") if match else line.strip()
        parts[code].append(words)
        if code in _TEXT:
            text[place] = words
    fields = {code: " ".join(words) for code, words in parts.items()}
    if "HD" not in fields or len(fields) < _LEAST_FIELDS or not fields.keys() & {*_TEXT}:
        return None
    document = _END.fullmatch(fields.get("AN", "").strip())
    return below(
        text,
        0,
        len(text),
        metadata=Metadata(
            title=one_line(fields["HD"]),
            source=one_line(fields.get("SN")),
            authors=parse_authors(one_line(fields.get("BY"))),
            published=parse_date(one_line(fields.get("PD"))),
        ),
        key=document["number"] if document else None,
        lines_above=start,
    )


def _without_codes(lines: Sequence[str], start: int, end: int) -> Exported | None:
    """Return an article below a header of lines, among them its length: "412 words"."""
    document = _END.fullmatch(lines[end - 1].strip())
    said = said_in(lines, start, end)
    length = next((n for n, (_, words) in enumerate(said) if _LENGTH.fullmatch(words)), None)
    if not document or length is None:
        return None
    above = [words for _, words in said[max(0, length - _LINES_ABOVE) : length]]
    named_in = next((n for n, words in enumerate(above) if n and _BYLINE.match(words)), None)
    if named_in is None and len(above) > 1 and _authors(above[-1]):
        named_in = len(above) - 1
    facts = said[length + 1 : length + 1 + _LINES_BELOW]
    dated = next((n for n, (_, words) in enumerate(facts[:3]) if parse_date(words)), None)
    if not above or dated is None:
        return None
    named = dated + 1 + bool(facts[dated + 1 :] and _TIME.fullmatch(facts[dated + 1][1]))
    last = _last_of_header(facts, named)
    return below(
        lines,
        facts[last][0] + 1,
        end - 1,
        metadata=Metadata(
            title=one_line(above[-1 if named_in is None else named_in - 1]),
            source=one_line(facts[named][1]) if named < len(facts) else None,
            authors=_authors(above[named_in]) if named_in else (),
            published=parse_date(facts[dated][1]),
        ),
        key=document["number"],
    )


def _authors(words: str) -> tuple[str, ...]:
    """Return whose names a line has, none where it is no byline."""
    if _BYLINE.match(words):
        return parse_authors(_BYLINE.sub("", words))
    said = note(words)
    return said.authors if said else tuple(filter(is_name, parse_authors(words)))


def _last_of_header(facts: Sequence[Line], named: int) -> int:
    """Return which of the lines below an article's length is the last of its header.

    ``named`` is the one with the publisher; its code, the language and the rights follow.
    """
    for pattern in (_RIGHTS, _LANGUAGE, _CODE):
        for place in range(named + 1, len(facts)):
            if pattern.fullmatch(facts[place][1]):
                return place
    return min(named, len(facts) - 1)
