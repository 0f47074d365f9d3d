import pytest
from doubles import HashingEmbedder

from rag.answers import Statement
from rag.evaluation import Support

ITALY = "Italy contributes the most of them."
TROOPS = "NATO's force in Kosovo has 4,600 troops."


@pytest.fixture
def judged(desk):
    """Judge statements, given as text and markers, of an answer that cites these quotes."""

    def judge(statements, *quotes):
        citations = [
            desk.cite(article, quote, marker=number)
            for number, (article, quote) in enumerate(quotes, start=1)
        ]
        made = [Statement(text=text, markers=markers) for text, markers in statements]
        answer = desk.answer("...", *citations, statements=made)
        return [(one.supported, one.precise) for one in Support(HashingEmbedder).judged(answer)]

    return judge


def test_words_of_a_quote_are_supported_by_it(desk, judged):
    quotes = [(desk.kfor, ITALY), (desk.rates, desk.rates.text)]
    assert judged([(f"{ITALY} [1]", (1,))], *quotes) == [(True, (True,))]
    assert judged([(f"{ITALY} [2]", (2,))], *quotes) == [(False, (False,))]


def test_a_statement_without_a_citation_is_not_supported(desk, judged):
    assert judged([(ITALY, ())], (desk.kfor, ITALY)) == [(False, ())]


def test_other_words_are_judged_by_the_verifier(desk, judged):
    quotes = [(desk.kfor, TROOPS)]
    assert judged([("The force in Kosovo has 4,600 troops [1].", (1,))], *quotes) == [
        (True, (True,))
    ]
    assert judged([("The force in Kosovo has 9,000 troops [1].", (1,))], *quotes) == [
        (False, (False,))
    ]


def test_a_citation_that_adds_nothing_is_not_precise(desk, judged):
    quotes = [(desk.kfor, ITALY), (desk.rates, desk.rates.text)]
    # The first says it alone; without the second, the others still do.
    assert judged([(f"{ITALY} [1][2]", (1, 2))], *quotes) == [(True, (True, False))]


def test_two_citations_that_each_say_it_are_both_precise(desk, judged):
    quotes = [(desk.kfor, "4,600 troops"), (desk.copy, "4,600 troops")]
    assert judged([("4,600 troops [1][2]", (1, 2))], *quotes) == [(True, (True, True))]


def test_two_citations_that_say_it_only_together_are_both_precise(desk, judged):
    quotes = [(desk.kfor, TROOPS), (desk.rates, desk.rates.text)]
    both = "NATO's force in Kosovo has 4,600 troops and the bank kept its rate at 22.03 percent"
    ((supported, precise),) = judged([(f"{both} [1][2].", (1, 2))], *quotes)
    assert precise == ((True, True) if supported else (False, False))
