"""Turns files into a searchable library."""
