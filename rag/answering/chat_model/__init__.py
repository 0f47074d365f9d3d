"""Answering with a language model, whose every sentence is checked."""
