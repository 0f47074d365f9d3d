"""What is kept as a document: a conversation, a timeline, with the references numbered."""

from rag.terminal.saving.documents import Document, document
from rag.terminal.saving.files import ENDINGS, check, save
from rag.terminal.saving.timelines import TIMELINE_ENDINGS, save_timeline

__all__ = ["ENDINGS", "TIMELINE_ENDINGS", "Document", "check", "document", "save", "save_timeline"]
