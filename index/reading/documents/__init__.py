"""Documents of word processors and books: DOCX, ODT, RTF and EPUB."""
