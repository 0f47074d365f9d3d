"""PDF: the text of all pages in reading order, by PDFium, in a process of its own.

``segments`` has the words of a page and their places, ``columns`` the order in which they are read,
``running_heads`` what is not of the text, ``paragraphs`` makes one text of the rest, and
``document`` a draft of all that. A file can have PDFium take any amount of time and memory, or
crash: ``process`` starts ``python -m index.reading.pdf``, which does the reading within limits.
"""

from index.reading.pdf.process import parse

__all__ = ["parse"]
