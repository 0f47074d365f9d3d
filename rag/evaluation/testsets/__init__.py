"""Test sets: our own files, SQuAD, BEIR, tables."""
