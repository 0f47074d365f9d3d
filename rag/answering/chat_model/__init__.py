"""Answering with a language model, whose every sentence is checked.

    hits -> prompt_passages    delimited, with nothing in them that a model could obey
         -> providers, calls   the model is opened and asked; ``failures`` explains what goes wrong
         -> output             its thinking, links and refusals are taken out
         -> answerer           each sentence gets a verdict and citations (``rag.verification``)
         -> reconcile          the answer is compared with that of the extractive answerer

``rewriting`` lets the model make a follow-up question stand alone.
"""
