"""Answers, sources and refusals as something a console can print; nothing here prints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from index.articles import Article
from index.filters import Filters
from rag.answers import Answer, Citation, Hit, Statement
from rag.terminal.counting import counted
from rag.terminal.layout import BLANK, Block, indent_of
from rag.terminal.places import references
from rag.terminal.text import long_date, one_line, plain, shortened

NEAREST_SHOWN = 3
NEAREST_LENGTH = 200

SUGGESTIONS_HEADING = (BLANK, Text("The articles do answer:", style="heading"))

_MARKER = re.compile(r"\[(\d+)\]")
_QUOTATION_MARKS = frozenset('"“”„‟«»')


def whole_answer(answer: Answer) -> Group:
    """Return everything that a one-shot answer shows: prose, sources or refusal, warnings."""
    stated = [Block(prose(answer))] if answer.answered else []
    read = reading(answer.question, answer.standalone_question)
    return Group(*read, *stated, below_prose(answer))


def below_prose(answer: Answer) -> Group:
    """Return what follows the statements: agreement, sources or refusal, warnings."""
    parts: list[RenderableType] = [] if answer.answered else [refusal(answer)]
    parts += agreement(answer)
    parts += sources(answer.citations)
    if answer.warnings:
        parts += [BLANK, *(note(warning) for warning in answer.warnings)]
    return Group(*parts)


def prose(answer: Answer) -> Text:
    """Return the statements as one paragraph, the short answer bold where it first stands."""
    sentences = [statement(stated) for stated in answer.statements]
    any(embolden(sentence, answer.short_answer or "") for sentence in sentences)
    return Text(" ").join(sentences)


def embolden(sentence: Text, short_answer: str) -> bool:
    """Make the short answer bold where it first stands; return whether it does."""
    short = one_line(short_answer)
    position = sentence.plain.find(short) if short else -1
    if position >= 0:
        sentence.stylize("short", position, position + len(short))
    return position >= 0


def statement(stated: Statement) -> Text:
    """Return one sentence, its markers coloured, a doubt about it said in words."""
    text = Text(one_line(stated.text))
    for marker in _MARKER.finditer(text.plain):
        if int(marker[1]) in stated.markers:
            text.stylize("marker", *marker.span())
    if doubt := stated.verdict.doubt:
        text.append(f" {doubt}", style="warning")
    return text


def reading(question: str, standalone: str) -> Iterator[RenderableType]:
    """Yield how a follow-up question was understood, if that is not how it was typed."""
    if one_line(standalone) != one_line(question):
        lead = Text("Read as: ", style="note")
        yield from (Block(Text(one_line(standalone), style="note"), lead=lead), BLANK)


def agreement(answer: Answer) -> Iterator[RenderableType]:
    """Yield how many articles give the short answer, where it is more than one."""
    told = next((one for one in answer.statements if _holds(one, answer.short_answer)), None)
    markers = told.markers if told else ()
    articles = {one.article.id for one in answer.citations if one.marker in markers}
    if len(articles) > 1:
        yield from (BLANK, Block(Text(f"{len(articles)} articles say so.", style="note")))


def _holds(stated: Statement, short_answer: str | None) -> bool:
    """Whether the short answer stands in a sentence."""
    short = one_line(short_answer or "")
    return bool(short) and short in one_line(stated.text)


def sources(citations: Iterable[Citation]) -> Iterator[RenderableType]:
    """Yield the sources, each after a blank line."""
    for cited in citations:
        yield from (BLANK, citation(cited))


def citation(cited: Citation) -> Group:
    """Return one source: number, title, publisher and date, the exact words, where they stand."""
    lead = f"[{cited.marker}] "
    indent = indent_of(lead)
    doubt = cited.verdict.doubt
    return Group(
        Block(byline(cited.article), lead=Text(lead, style="marker")),
        Block(Text(quoted(cited.quote), style="quote"), lead=indent),
        *([Block(Text(doubt, style="warning"), lead=indent)] if doubt else []),
        *references(cited.article, cited.line, indent=indent),
    )


def quoted(words: str) -> str:
    """Return exact words in quotation marks, unless they bring their own at either end."""
    line = one_line(words)
    own = not _QUOTATION_MARKS.isdisjoint({line[:1], line[-1:]})
    return line if own else f"“{line}”"


def byline(article: Article) -> Text:
    """Return "Title - Publisher, 13 January 2025", saying so where one is not known."""
    publisher = one_line(article.source or "") or "publisher unknown"
    published = long_date(article.published) if article.published else "undated"
    title = one_line(article.title) or "(untitled)"
    return Text.assemble((title, "heading"), f" - {publisher}, {published}")


def refusal(answer: Answer) -> Group:
    """Return the sentence that says so, and the nearest passages."""
    parts: list[RenderableType] = [Block(Text(one_line(answer.text)))]
    nearest = answer.passages[:NEAREST_SHOWN]
    if nearest:
        parts += [BLANK, Text("The nearest passages:", style="heading")]
    for hit in nearest:
        parts += [BLANK, passage(hit, length=NEAREST_LENGTH)]
    return Group(*parts)


def suggestion(question: str) -> Block:
    """Return a question that the articles answer."""
    return Block(Text(one_line(question)), lead="- ")


def passage(hit: Hit, *, length: int, score: bool = False) -> Group:
    """Return a ranked passage, its text cut to about ``length`` characters."""
    lead = f"{hit.rank}. "
    indent = indent_of(lead)
    heading = byline(hit.article)
    if score:
        heading.append(f" (score {hit.score:.2f})", style="note")
    line = hit.article.line_of(hit.passage.start)
    copies = [Block(_also_in(copy), lead=indent) for copy in hit.copies]
    return Group(
        Block(heading, lead=Text(lead, style="number")),
        Block(Text(shortened(hit.passage.text, length)), lead=indent),
        *copies,
        *references(hit.article, line, indent=indent),
    )


def whole_passage(hit: Hit) -> Group:
    """Return a passage with its own line breaks."""
    lead = f"{hit.rank}. "
    return Group(
        Block(byline(hit.article), lead=Text(lead, style="number")),
        *references(hit.article, hit.article.line_of(hit.passage.start), indent=indent_of(lead)),
        Block(Text(plain(hit.passage.text)), lead=indent_of(lead)),
    )


def quote_in_context(cited: Citation, hits: Sequence[Hit]) -> Group:
    """Return a source with the whole passage around its quote, the quote between >> and <<."""
    start, end = _passage_around(cited, hits)
    text = cited.article.text
    lead = f"[{cited.marker}] "
    around = Text.assemble(
        plain(text[start : cited.start]),
        (f">>{plain(cited.quote)}<<", "highlight"),
        plain(text[cited.end : end]),
    )
    return Group(
        Block(byline(cited.article), lead=Text(lead, style="marker")),
        *references(cited.article, cited.line, indent=indent_of(lead)),
        Block(around, lead=indent_of(lead)),
    )


def welcome(*, collection: str, articles: int, model: str) -> Block:
    """Return what the chat opens with."""
    held = f"{counted(articles, 'article')} in {one_line(collection)!r}"
    return Block(
        Text.assemble(
            ("Dateline", "heading"),
            f" - {held}, answers by {one_line(model)}. /help lists the commands, Ctrl-D leaves.",
        )
    )


def article(shown: Article, *, passages: int) -> Group:
    """Return what is known of an article, and its text."""
    authors = one_line(", ".join(shown.authors))
    return Group(
        Block(byline(shown)),
        *([Text(f"By {authors}")] if authors else []),
        Text(f"{shown.id}, {counted(passages, 'passage')}", style="note"),
        *references(shown, shown.first_line, indent=""),
        BLANK,
        Block(Text(plain(shown.text).strip())),
    )


def filters_in_words(filters: Filters) -> str:
    """Return "Tirana Times or Koha, since 13 January 2025"."""
    parts = [" or ".join(map(one_line, filters.sources))] if filters.sources else []
    parts += [f"since {long_date(filters.since)}"] if filters.since else []
    parts += [f"until {long_date(filters.until)}"] if filters.until else []
    return ", ".join(parts)


def note(text: str) -> Block:
    """Return a warning."""
    return Block(Text(one_line(text), style="warning"), lead=Text("Note: ", style="warning"))


def error(message: str, hint: str | None) -> Group:
    """Return an error and, below it, the step that mends it."""
    said = Block(Text(one_line(message)), lead=Text("Error: ", style="error"))
    if not hint:
        return Group(said)
    return Group(said, Block(Text(one_line(hint)), lead=Text("Hint: ", style="note")))


def _also_in(article: Article) -> Text:
    return Text.assemble(("Also in: ", "note"), byline(article))


def _passage_around(cited: Citation, hits: Sequence[Hit]) -> tuple[int, int]:
    """Return the span of the retrieved passage that holds the quote, or of the quote's lines."""
    for hit in hits:
        found = hit.passage
        if found.article_id == cited.article.id and found.start <= cited.start < found.end:
            return found.start, max(found.end, cited.end)
    text = cited.article.text
    line_end = text.find("\n", cited.end)
    return text.rfind("\n", 0, cited.start) + 1, len(text) if line_end < 0 else line_end
