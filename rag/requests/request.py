"""A request: what a question wants, and which articles it wants it from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

from index.filters import Filters
from rag.requests.catalog import Imprint, Names

EVERYTHING = Filters()


class Intent(StrEnum):
    """What kind of answer a question wants."""

    FACT = "fact"
    """One thing: who, when, how many, why."""
    YES_NO = "yes_no"
    SAYS = "says"
    """All that somebody said of a matter."""
    LIST = "list"
    """Several things of one kind, or articles."""
    COUNT = "count"
    """How many articles; other numbers are facts."""
    SURVEY = "survey"
    """What the articles say of a matter, in a few sentences."""
    COMPARISON = "comparison"
    CHANGE = "change"
    """What is different now, or between two times."""
    QUOTE = "quote"
    """The exact words of a remark that the question describes."""
    ABOUT_ANSWER = "about_answer"
    """Where the last answer stands, from whom and from when it is."""
    TALK = "talk"
    """Nothing that articles could answer: a greeting, thanks, a question word alone."""


@dataclass(frozen=True, kw_only=True)
class Period:
    """A time that a question names, from its first day to its last; ``None`` where it is open."""

    since: date | None = None
    until: date | None = None
    wording: str = ""
    """As it follows a noun: "of March 2022", "before June 2024"."""

    def with_days_after(self) -> Period:
        """Return the time in which the news of a day stands: until two days later; else itself."""
        if self.since is None or self.since != self.until:
            return self
        until = self.since + timedelta(days=2)
        wording = f"{self.wording} and the two days after"
        return Period(since=self.since, until=until, wording=wording)


@dataclass(frozen=True, kw_only=True)
class Request:
    """A question as it was understood."""

    text: str
    """As it was asked."""
    question: str
    """What it asks, without what was said around it, and with its spelling mended."""
    intent: Intent
    confidence: float
    """Of the intent, between 0 and 1."""
    lead_in: str = ""
    """The sentences before the question that says not by itself what it is about."""
    topic: str = ""
    """What it is about: the words to search with; empty where it names nothing."""
    over_articles: bool = False
    """Whether a list or a count is one of articles, and not of what they speak of."""
    names: Names | None = None
    """Which names are wanted of the articles."""
    imprint: Imprint | None = None
    """What the article on ``topic`` is asked to say of itself."""
    speaker: str | None = None
    """Whose words are wanted, as the question names them."""
    about: str | None = None
    """What the words of ``speaker`` are to be about; ``None`` for everything."""
    sides: tuple[str, ...] = ()
    """What a comparison or a change is between: none, or two and more topics."""
    quoted: str | None = None
    """What the quotation that is looked for says, in the question's words."""
    filters: Filters = EVERYTHING
    """The publishers and the time of publication that the question names."""
    mentioned: tuple[str, ...] = ()
    """The publishers that it names, whether or not as those it wants to hear."""
    published: Period | None = None
    """The time of publication among ``filters``."""
    newest: bool = False
    """Whether it asks for the latest, or for how things are now."""
    as_of: Period | None = None
    """The time that it names, where no filter is made of it."""
    times_event: bool = False
    """Whether that is the time of an event, and not of the articles."""
    ahead: bool = False
    """Whether it asks for the outcome of what comes after the newest article."""
    notes: tuple[str, ...] = ()
    """What the reader is told of this, in clauses: "only articles of March 2022 by CNN"."""
    in_english: bool = True
    """Whether it is, or may be, in English: answers to others are only matched by words."""
    filtered: str = ""
    """The articles that ``filters`` leave: "articles of March 2022 by CNN"."""

    @classmethod
    def for_fact(cls, question: str) -> Self:
        """Return the request of a question that is taken as it stands."""
        return cls(text=question, question=question, intent=Intent.FACT, confidence=1.0)

    @property
    def of_all_articles(self) -> bool:
        """Whether names or an article's own words are wanted, whatever was talked of before."""
        return self.names is not None or self.imprint is not None

    @property
    def full(self) -> str:
        """The question behind its lead-in, as it is searched for and read."""
        return f"{self.lead_in} {self.question}".strip()

    def without_filters(self) -> Request:
        """Return the request for all articles, with a note that says so.

        For when nothing fits. The time, if it names one, still counts as ``as_of``.
        """
        if not self.filters:
            return self
        kept = tuple(note for note in self.notes if note != only(self.filtered))
        return replace(
            self,
            filters=Filters(),
            filtered="",
            published=None,
            as_of=self.as_of or self.published,
            notes=(*kept, f"nothing fits in {self.filtered}, so all articles were searched"),
        )


def only(filtered: str) -> str:
    """Return the note that says which articles are looked at."""
    return f"only {filtered}"
