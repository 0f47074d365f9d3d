"""Text as such: words, sentences, and how they are cut into passages."""
