"""Bringing a library up to date with files and folders."""
