"""Words: of one meaning, that deny or oppose, without meaning, of verbs, and how they are found."""
