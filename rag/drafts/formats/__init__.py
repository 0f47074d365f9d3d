"""The formats that drafts come in: one module a format."""
