"""English: the names, numbers, dates, places and words that questions and articles are made of."""
