"""Where sentences begin and end, by sentencex, with what an article needs on top."""
