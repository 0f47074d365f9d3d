"""Answering in the articles' own sentences, without a language model.

    question       what is asked for: the type of the answer, the words that carry meaning, the unit
    candidates     the sentences of the hits, with their vectors and features
    evidence       what speaks for a sentence or against it, beside its words
    ranking        the best of them, and whether it answers at all; a reader may help
    short_answers  the name, number, date or place in a sentence that the question asks for
    groups         sentences of several articles that agree, and answers that disagree
    writing        the chosen sentences as statements with numbered citations
    composers      answers of several sentences: digests, remarks, comparisons, claims

``answerer`` takes a question and its hits along this way.
"""
