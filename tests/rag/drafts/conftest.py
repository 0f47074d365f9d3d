"""A library of three reports with quotations in them, and drafts checked against it."""

from __future__ import annotations

import pytest

from index.library import Library
from index.settings import IndexSettings, Location
from index.sync.update import update
from rag.drafts import DraftChecker, Format, draft_of

HARBOUR = """---
title: Harbour to be dredged
source: Coast Courier
published: 2025-03-04
---

Harbour director Ann Brown said on Monday that dredging would begin in April.

“We will dredge the northern basin first, but only if the ministry pays its share,” Brown said. \
“The work is expensive. Nobody should expect ships before the autumn.”

The ministry has promised 12 million euros. Three companies have made an offer.

In February 2025 a storm sank two boats in the southern basin and injured one sailor.
"""
MINISTRY = """---
title: Minister looks for money
source: The Capital
published: 2025-03-06
---

Transport Minister Carl Stone defended the plan on Wednesday. “Every port in the country \
deserves the same help,” he told reporters.

Stone denied that the ministry was late. A second fire broke out in a warehouse in December 2024; \
nobody was hurt.
"""


@pytest.fixture(scope="session")
def coast(model, tmp_path_factory):
    """The library of the reports."""
    folder = tmp_path_factory.mktemp("coast")
    (folder / "harbour.md").write_text(HARBOUR)
    (folder / "ministry.md").write_text(MINISTRY)
    place = Location(directory=folder / "library")
    list(update([folder], place, IndexSettings(), embedder=model))
    with Library(place, IndexSettings(), embedder=model) as library:
        yield library


@pytest.fixture(scope="session")
def samples(model, tmp_path_factory):
    """The library of the sample articles."""
    import seeds

    place = Location(directory=tmp_path_factory.mktemp("samples") / "library")
    list(update([seeds.articles()], place, IndexSettings(), embedder=model))
    with Library(place, IndexSettings(), embedder=model) as library:
        yield library


@pytest.fixture
def check(coast):
    """Check a text; return its sentences."""

    def run(text, kind=Format.MARKDOWN):
        return list(DraftChecker(coast).check(draft_of(text.encode(), kind)))

    return run
