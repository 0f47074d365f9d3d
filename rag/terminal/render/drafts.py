"""A checked draft as a console shows it: the text with marks, below each paragraph its notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from rich.console import Group, RenderableType
from rich.text import Text

from rag.answers import Citation, Verdict
from rag.drafts import BlockKind, CheckedDraft, CheckedSentence, Finding, Kind
from rag.terminal.layout import BLANK, Block, indent_of
from rag.terminal.render.answers import quoted
from rag.terminal.render.articles import byline, references
from rag.terminal.render.messages import note, sentence
from rag.terminal.text import counted, one_line, shortened

_LONGEST = 400
"""Characters of an article's words that are shown beside a fault."""
_WORDS = {
    Verdict.SUPPORTED: "supported",
    Verdict.REPAIRED: "to be put right",
    Verdict.PARTIAL: "partly supported",
    Verdict.UNSUPPORTED: "unsupported",
    None: "not checked",
}
_KINDS = {
    Kind.QUOTE: "quotation",
    Kind.NUMBER: "number",
    Kind.DATE: "date",
    Kind.NAME: "name",
    Kind.OFFICE: "office",
    Kind.ATTRIBUTION: "speaker",
    Kind.MEANING: "meaning",
}


def checked_draft(checked: CheckedDraft) -> Group:
    """Return the draft with its marks, notes, sources and a line that counts the verdicts."""
    numbers = _numbers(checked)
    parts: list[RenderableType] = []
    in_list = False
    for _, group in groupby(checked.sentences, key=lambda one: _block_of(checked, one)):
        paragraph = list(group)
        is_item = paragraph[0].sentence.kind is BlockKind.ITEM
        parts += [] if not parts or (is_item and in_list) else [BLANK]
        parts.append(_paragraph(paragraph, numbers))
        in_list = is_item
        for one in paragraph:
            if not one.holds:
                parts += _notes(one, numbers)
    parts += _sources(checked, numbers)
    if any(one.verdict is None for one in checked.sentences):
        parts += [
            BLANK,
            Block(Text("[-] is not checked: nothing that articles could tell.", "note")),
        ]
    return Group(*parts, *map(note, checked.warnings), BLANK, summary(checked))


def summary(checked: CheckedDraft) -> Block:
    """Return how many sentences have which verdict, in one line."""
    counted_words = [
        f"{sum(one.verdict is verdict for one in checked.sentences)} {words}"
        for verdict, words in _WORDS.items()
        if any(one.verdict is verdict for one in checked.sentences)
    ]
    total = counted(len(checked.sentences), "sentence")
    return sentence(f"{total}: {', '.join(counted_words)}.")


def verdict_words(one: CheckedSentence) -> str:
    """Return the verdict with what it is about: "unsupported: number, date"."""
    kinds = ", ".join(dict.fromkeys(_KINDS[finding.kind] for finding in one.findings))
    return f"{_WORDS[one.verdict]}: {kinds}" if kinds else _WORDS[one.verdict]


def finding_words(finding: Finding) -> Iterator[tuple[str, str]]:
    """Yield what is said of a fault, each line with what leads it in."""
    kind = _KINDS[finding.kind]
    whole = finding.kind is Kind.MEANING and not finding.cause
    yield kind, shortened(finding.said, _LONGEST) if not whole else shortened(finding.said, 120)
    if finding.cause:
        yield "why", one_line(finding.cause)
    if finding.articles_say:
        yield "articles", shortened(finding.articles_say, _LONGEST)


def _numbers(checked: CheckedDraft) -> dict[int, int]:
    """Return the number of each sentence that was checked, by its place in the list."""
    verified = [id(one) for one in checked.sentences if one.verdict]
    return {key: number for number, key in enumerate(verified, start=1)}


def _block_of(checked: CheckedDraft, one: CheckedSentence) -> int:
    starts = checked.draft.block_starts
    return sum(start <= one.sentence.place[0] for start in starts)


def _paragraph(sentences: Iterable[CheckedSentence], numbers: dict[int, int]) -> Block:
    text = Text()
    lead = ""
    for one in sentences:
        if text:
            text.append(" ")
        kind = one.sentence.kind
        lead = "- " if kind is BlockKind.ITEM else "> " if kind is BlockKind.QUOTATION else ""
        text.append(one_line(one.sentence.shown), style=_style(one))
        if one.verdict:
            mark = f" [{numbers[id(one)]}]"
            if not one.holds:
                mark = f" [{numbers[id(one)]} {verdict_words(one)}]"
            text.append(mark, style="marker" if one.holds else "warning")
        elif kind is not BlockKind.HEADING:
            text.append(" [-]", style="note")
    return Block(text, lead=lead)


def _style(one: CheckedSentence) -> str:
    if one.sentence.kind is BlockKind.HEADING:
        return "heading"
    if one.verdict is None:
        return "note"
    return "" if one.holds else "highlight"


def _notes(one: CheckedSentence, numbers: dict[int, int]) -> Iterator[RenderableType]:
    lead = f"  [{numbers[id(one)]}] "
    indent = indent_of(lead)
    for at, finding in enumerate(one.findings):
        for line, (name, words) in enumerate(finding_words(finding)):
            first = at == 0 and line == 0
            before = Text.assemble((lead if first else indent, "warning"), (f"{name}: ", "note"))
            yield Block(Text(words, style="quote" if name == "articles" else ""), lead=before)
    for cited in one.citations[:1]:
        yield Block(byline(cited.article), lead=indent)
        yield from references(cited.article, cited.start, indent=indent)


def _sources(checked: CheckedDraft, numbers: dict[int, int]) -> Iterator[RenderableType]:
    """Yield what the supported sentences rest on."""
    for one in checked.sentences:
        if one.verdict is Verdict.SUPPORTED:
            for cited in one.citations[:1]:
                yield from (BLANK, _source(cited, numbers[id(one)]))


def _source(cited: Citation, number: int) -> Group:
    lead = f"[{number}] "
    indent = indent_of(lead)
    words = shortened(cited.quote, _LONGEST)
    return Group(
        Block(byline(cited.article), lead=Text(lead, style="marker")),
        Block(Text(quoted(words), style="quote"), lead=indent),
        *references(cited.article, cited.start, indent=indent),
    )
