"""A run of a test set: asking its cases, keeping what came of them, summing it up."""
