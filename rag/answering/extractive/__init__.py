"""Answering in the articles' own sentences, without a language model."""
