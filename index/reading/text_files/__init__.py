"""Files of plain text and what is written in them: Markdown, wiki text, mail."""
