"""Answers questions from a library of articles, with citations."""
