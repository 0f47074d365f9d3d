"""What is kept as a document, with its references: a conversation, a timeline, a draft."""

from rag.terminal.saving.documents import Document, document
from rag.terminal.saving.drafts import DRAFT_ENDINGS, check_draft_place, save_draft
from rag.terminal.saving.files import ENDINGS, check, save
from rag.terminal.saving.provenance import provenance
from rag.terminal.saving.timelines import TIMELINE_ENDINGS, save_timeline

__all__ = [
    "DRAFT_ENDINGS",
    "ENDINGS",
    "TIMELINE_ENDINGS",
    "Document",
    "check",
    "check_draft_place",
    "document",
    "provenance",
    "save",
    "save_draft",
    "save_timeline",
]
