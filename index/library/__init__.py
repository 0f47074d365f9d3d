"""A library: the catalog and Chroma as one thing to write and to search."""
