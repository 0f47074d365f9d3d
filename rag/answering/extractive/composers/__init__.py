"""Answers that are more than a sentence that answers: one module a kind of request."""
