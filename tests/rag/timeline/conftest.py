"""Articles about one event, as several papers tell it."""

from __future__ import annotations

from datetime import date

import pytest

from index.articles import Article
from index.text.stem_codes import stem_codes
from rag.timeline.events import Telling, group, weigher
from rag.timeline.moments import moments, telling_sentences
from rag.timeline.timeline import event
from rag.timeline.when import when


@pytest.fixture(scope="session")
def article():
    """Make an article of a text and a day."""

    def make(name, text, published=None):
        return Article(
            origin=f"/news/{name}.txt",
            path=f"{name}.txt",
            title=name,
            text=text,
            source="Koha",
            published=date.fromisoformat(published) if published else None,
        )

    return make


@pytest.fixture(scope="session")
def tellings_of():
    """Return what articles tell with a time, all of it relevant."""

    def read(*articles):
        return [
            Telling(article=one, moment=found, relevance=1.0, when=when(found, one.published))
            for one in articles
            for sentence in telling_sentences(one.text)
            for found in moments(one.text, sentence)
        ]

    return read


@pytest.fixture(scope="session")
def events_of(tellings_of):
    """Return the events that articles tell, copies known by their words."""

    def read(*articles):
        tellings = tellings_of(*articles)
        groups = group(tellings, weigher(tellings))
        found = [event(one, lambda own: stem_codes(own.text)) for one in groups]
        return sorted(found, key=lambda one: one.date)

    return read
