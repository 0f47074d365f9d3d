"""English: the names, numbers, dates, nations and words that questions and articles are made of.

Where to look, and where to add:

* ``answer_types`` and ``values``: what a question asks for, and what of that kind a text holds.
* ``names``, ``people``, ``mentions``: names found and compared, who is a person, and what a
  question names.
* ``nations`` (``nations.txt``): countries, adjectives, peoples, capitals. A nation is a line.
* ``outcomes``: what may become of somebody, and the words for each.
* ``offices``: offices and titles. An office is a word in ``OFFICES``.
* ``dates``, ``numbers``, ``money`` (``currencies.txt``): times, figures and words, sums. A currency
  is a line.
* ``speech``: verbs of saying, quotation marks, who says what. A verb is a word in ``REPORTING``, or
  in ``ACTING`` where it does something to somebody.
* ``votes``: whether a question is after who won one.
* ``words``: the forms of verbs (``verbs``), words that deny or oppose (``lexicon``), of one meaning
  (``thesaurus``), without one of their own (``stopwords``), and how well a question's words are
  found in a text (``matching``).
* ``contradiction``: whether two sentences can both be true.
"""
