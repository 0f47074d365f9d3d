"""Drafts: what somebody wrote, checked sentence by sentence against the articles.

formats      a text, a Markdown or a Word file -> a draft of blocks and sentences
checkable    what of it can be checked at all
checker      retrieval for each sentence, then
 ├ quotations, quoting   are these the words
 ├ speakers, offices     did they say so, are they that
 └ statements            does a passage say it, or otherwise
findings     what came of it
"""

from rag.drafts.checker import DraftChecker
from rag.drafts.draft import BlockKind, Draft, Format, Sentence
from rag.drafts.findings import NOT_CHECKED, CheckedDraft, CheckedSentence, Finding, Kind
from rag.drafts.formats.reading import STDIN, draft_of, read_draft

__all__ = [
    "NOT_CHECKED",
    "STDIN",
    "BlockKind",
    "CheckedDraft",
    "CheckedSentence",
    "Draft",
    "DraftChecker",
    "Finding",
    "Format",
    "Kind",
    "Sentence",
    "draft_of",
    "read_draft",
]
