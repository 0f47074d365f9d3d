"""Web pages: what their elements hold, which of it is the article, and what they say about it."""
