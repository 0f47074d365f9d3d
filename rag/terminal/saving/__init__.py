"""A conversation as a document: Markdown, a web page or JSON, with its references numbered."""

from rag.terminal.saving.documents import Document, document
from rag.terminal.saving.files import ENDINGS, check, save

__all__ = ["ENDINGS", "Document", "check", "document", "save"]
