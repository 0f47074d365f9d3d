"""What speaks for a sentence or against it, beside its words and what a reader finds in it."""
