"""What is drawn: consoles, renderers, progress and the chat."""
