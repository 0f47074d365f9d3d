"""PDF: the text of all pages in reading order, by PDFium.

``segments`` has the words of a page and their places, ``columns`` the order in which they are read,
``running_heads`` what is not of the text, ``paragraphs`` makes one text of the rest, and
``document`` a draft of all that. PDFium can take any amount of time and memory, or crash, so
``index.reading.apart`` does the reading.
"""
