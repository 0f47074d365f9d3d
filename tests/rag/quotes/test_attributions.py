"""Who is quoted as saying what, in every way in which articles put it."""

from __future__ import annotations

from datetime import date

import pytest

from rag.quotes import Kind, attributions

NAMED = "NATO Secretary General Mark Rutte came to Brussels. "


def told(text, published=None):
    """Return speaker, verb and words of all that a text attributes."""
    found = attributions(text, published=published)
    return [(one.speaker, one.verb, text[one.start : one.end]) for one in found]


@pytest.mark.parametrize(
    ("sentence", "verb", "words"),
    [
        ("Rutte said: “We are not at war.”", "said", "“We are not at war.”"),
        ("“We are not at war,” Rutte said.", "said", "“We are not at war,”"),
        ("“We are not at war,” said Rutte.", "said", "“We are not at war,”"),
        ('"We are not at war," said the NATO chief.', "said", '"We are not at war,"'),
        ("«We are not at war», said Rutte.", "said", "«We are not at war»"),
        ("„We are not at war“, said Rutte.", "said", "„We are not at war“"),
        ("''We are not at war,'' Mr. Rutte said.", "said", "''We are not at war,''"),
        ("Rutte told reporters, “We are not at war.”", "told", "“We are not at war.”"),
        ("“Are we at war?” he asked.", "asked", "“Are we at war?”"),
        ("“We are not at war,” Rutte deadpanned.", "deadpanned", "“We are not at war,”"),
        ("Rutte said that we are not at war.", "said", "we are not at war"),
        ("Rutte said on Monday that we are not at war.", "said", "we are not at war"),
        ("Rutte has repeatedly said we are not at war.", "said", "we are not at war"),
        ("According to Rutte, we are not at war.", "according to", "we are not at war"),
        ("We are not at war, according to Rutte.", "according to", "We are not at war"),
        ("We are not at war, Rutte stressed.", "stressed", "We are not at war"),
        ("In his view, we are not at war.", "in his view", "we are not at war"),
        (
            "He expressed concern that Russia is arming.",
            "expressed concern",
            "Russia is arming",
        ),
        ("The head of the alliance warned that war is near.", "warned", "war is near"),
        ("Rutte called for more spending.", "called for", "more spending"),
    ],
)
def test_ways_of_saying(sentence, verb, words):
    assert told(NAMED + sentence) == [("Mark Rutte", verb, words)]


@pytest.mark.parametrize(
    ("text", "speaker", "words"),
    [
        # A noun is no verb of saying, and a verb that may be a noun is one before a quotation.
        ("Ann Brown spoke. Brown's report added “the rotor broke”.", "report", "“the rotor broke”"),
        ("The findings note “that the rotor broke in flight.”", "findings", "“that the rotor"),
        ("Coastline Ferries released a letter noting “We made mistakes.”", "Coastline", "“We made"),
        # Who says it stands before an aside, behind "who", or is quoted by somebody else.
        (
            "Ann Brown, head of the Harbour Board, said the plan was a mistake.",
            "Ann Brown",
            "the plan",
        ),
        (
            "“It is hard,” Ann Brown, the board’s chief economist told the Mirror.",
            "Ann Brown",
            "“It is",
        ),
        (
            "Unions blame the owners, as has Ann Brown who said “Lessons must be learned”.",
            "Ann Brown",
            "“Les",
        ),
        (
            "“Funny how it spreads,” the post quotes Brown as saying.",
            "Brown",
            "“Funny how it spreads,”",
        ),
        (
            "Brown was quoted by a website as saying the ferry “runs on hope”.",
            "Brown",
            "the ferry “runs",
        ),
        (
            "According to the Harbour Times, Ann Brown said the pier was safe.",
            "Ann Brown",
            "the pier was",
        ),
        (
            "Ann Brown was worried. Nonetheless she noted “the pier is safe”.",
            "Ann Brown",
            "“the pier is",
        ),
        ("When Ann Brown met Carl Reid, she said: “We agree.”", "Ann Brown", "“We agree.”"),
        # The one whom the sentence before is about, though it names a paper, too.
        (
            "As told in the Harbour Times, Ann Brown was glad. “Letters help us all”.",
            "Ann Brown",
            "“Lett",
        ),
        (
            "Ann Brown put it down to “a crisis in my own life, and I want a task that we can do”.",
            "Ann Brown",
            "“a crisis",
        ),
        # What is said begins where it begins, and ends before what else is said.
        ("Ann Brown said today “when the ferry came, nobody was there”.", "Ann Brown", "“when the"),
        (
            "Coastline said in a letter they would “keep all of us informed”.",
            "Coastline",
            "they would “keep",
        ),
        (
            "Ann Brown called the pier “one of the finest that we ever had. I shall miss it.”",
            "Ann Brown",
            "“one",
        ),
        (
            "Ann Brown labelled the plan “a mistake without equal in our time here”.",
            "Ann Brown",
            "“a mistake",
        ),
    ],
)
def test_who_says_it_and_where_it_begins(text, speaker, words):
    said = told(text)
    assert [one for one in said if one[0].endswith(speaker) or one[0].startswith(speaker)]
    assert any(told_words.startswith(words) for *_, told_words in said), said


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Ann Brown said she was safe but added that others were not.",
            ["she was safe", "others were not"],
        ),
        (
            "Ann Brown said it “can not stand”, and expressed concern that it will.",
            ["it “can not stand”", "it will"],
        ),
        (
            "Ann Brown said it “is late,” though she warned “it may be later.”",
            ["it “is late,”", "“it may be later.”"],
        ),
        ("Ann Brown posted “Back soon?”, alluding to a play.", ["“Back soon?”"]),
    ],
)
def test_one_remark_ends_where_the_next_begins(text, words):
    assert [told_words for *_, told_words in told(text)] == words


def test_a_mark_that_is_never_closed_quotes_nothing():
    text = "It stands in ‘Brown's story', a page. “We are proud,” Ann Brown wrote. “Thank you all.”"
    assert [words for *_, words in told(text)] == ["“We are proud,”", "“Thank you all.”"]


def test_an_office_is_no_group_that_was_named_before():
    text = "The Harbour Health Trust said: “We are humbled.” The prime minister tweeted: “So am I.”"
    assert [speaker for speaker, *_ in told(text)] == ["Harbour Health Trust", "prime minister"]


def test_a_broken_quotation_is_one():
    text = NAMED + "“We are not at war,” Rutte said, “but not at peace either.”"
    assert [words for *_, words in told(text)] == [text.removeprefix(NAMED)]


def test_a_sentence_in_the_midst_of_which_its_speaker_stands():
    text = NAMED + "Security needs defenses, he argued, and those need armed forces."
    assert [words for *_, words in told(text)] == [text.removeprefix(NAMED).rstrip(".")]


def test_quotations_of_several_sentences_and_paragraphs():
    first = "“We are not at war. We are not at peace either,” Rutte said."
    second = "“There is more. “And it is urgent,” he added."
    third = "“This is the first paragraph.\n\n“This is the second,” the NATO chief said."
    for text in (first, second, third):
        found = attributions(NAMED + "\n\n" + text)
        assert [one.speaker for one in found] == ["Mark Rutte"]
        assert found[0].kind is Kind.DIRECT
        assert (NAMED + "\n\n" + text)[found[0].start : found[0].end] == text[
            : text.rindex("”") + 1
        ]


def test_nested_marks_are_inside_of_one_quotation():
    text = NAMED + "“They call it a “vacuum” in Bosnia,” Rutte said."
    assert [words for *_, words in told(text)] == ["“They call it a “vacuum” in Bosnia,”"]


def test_who_goes_on():
    text = NAMED + "“We are not at war,” Rutte said. “We are not at peace either.”"
    assert told(text)[1] == ("Mark Rutte", "said", "“We are not at peace either.”")


def test_a_second_verb_has_the_same_subject():
    text = NAMED + "“We are not at war,” he said, calling for more spending on defense."
    assert told(text)[1] == ("Mark Rutte", "calling for", "more spending on defense")


def test_he_is_who_spoke_last():
    text = (
        NAMED + "James O’Brien, a U.S. envoy, warned that any disturbance is dangerous. "
        "He stated that the north must be calm."
    )
    assert [speaker for speaker, *_ in told(text)] == ["James O’Brien", "James O’Brien"]


def test_words_in_marks_that_nobody_says_are_left_alone():
    assert told(NAMED + "The paper “Zëri” has a “long” history.") == []


def test_what_nobody_says():
    assert (
        told(NAMED + "The claims were denied. Reports are rare. He was told that it was over.")
        == []
    )


def test_the_day_on_which_it_was_said():
    published = date(2025, 1, 14)
    by_sentence = attributions(NAMED + "Rutte said on Monday that it is late.", published=published)
    around = attributions(
        NAMED + "Rutte said that it is late. He made these remarks on January 13 in Brussels.",
        published=published,
    )
    inside = attributions(NAMED + "Rutte said that it ends on Friday.", published=published)
    undated = attributions(NAMED + "Rutte said on November 27 that it is late.")
    assert by_sentence[0].said_on == around[0].said_on == date(2025, 1, 13)
    assert around[0].occasion.where == "Brussels"
    assert inside[0].said_on is None
    assert (undated[0].said_on, undated[0].occasion.when) == (None, "on November 27")


@pytest.mark.parametrize(
    ("text", "speaker", "words"),
    [
        (
            "A presidential spokesman, Ivo Horvat, said nobody had left.",
            "Ivo Horvat",
            "nobody had left",
        ),
        (
            "Ana Kovač, a member of the Sea and Harbour Party, the largest one, said: “We won.”",
            "Ana Kovač",
            "“We won.”",
        ),
        ("The Courier quoted Kovač as saying, “I like the sea.”", "Kovač", "“I like the sea.”"),
        (
            "Ivo Horvat condemned the strikers as “rabble” and stated: “They have to go home.”",
            "Ivo Horvat",
            "“They have to go home.”",
        ),
        (
            "Ana Kovač said nothing was lost and Judge Ivo Horvat said all was gone.",
            "Ivo Horvat",
            "all was gone",
        ),
        (
            "Ana Kovač responded to the news by saying “Nobody should go home.”",
            "Ana Kovač",
            "“Nobody should go home.”",
        ),
        ("“Nobody should go home.” Ivo Horvat said he would stay.", "Ivo Horvat", "he would stay"),
        (
            "Admitting her defeat, Kovač explained: “There will be a next time.”",
            "Kovač",
            "“There will be a next time.”",
        ),
        ("Labour MP Ana Kovač said: “We won.”", "Ana Kovač", "“We won.”"),
        ("President Kovač came to Split saying he would stay.", "Kovač", "he would stay"),
        (
            "Ivo Horvat met Kovač. Kovač’s lawyer said: “She did not pay.”",
            "Kovač’s lawyer",
            "“She did not pay.”",
        ),
        (
            "“He will stay,” Horvat, a friend of the captain, said Thursday morning.",
            "Horvat",
            "“He will stay,”",
        ),
    ],
)
def test_who_says_it(text, speaker, words):
    assert (speaker, words) in [(who, said) for who, _, said in told(text)]


def test_who_is_named_in_a_quotation_is_not_he_behind_it():
    text = (
        "Clark wrote on Friday, “Nelson Mandela was a brave man.” He went on to say that he would"
        " not lower the flag."
    )
    assert {who for who, *_ in told(text)} == {"Clark"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Rutte said that, in these times, it is crucial to cooperate.",
         ("Mark Rutte", "in these times, it is crucial to cooperate")),
        ("Rutte denied involvement and stated it would look into the matter.",
         ("Mark Rutte", "it would look into the matter")),
        ("Rutte told CNN they were barred from the room.",
         ("Mark Rutte", "they were barred from the room")),
        ("Rutte told reporters Thursday morning a strike would be costly.",
         ("Mark Rutte", "a strike would be costly")),
        ("Rutte called for an end to the talks, but has softened his tone since.",
         ("Mark Rutte", "an end to the talks")),
        ("Rutte told the BBC, “Few of them work,” and as people found ways, they go on.",
         ("Mark Rutte", "“Few of them work,”")),
        ("The trend goes on, according to Dr. Ann Brown, a lawyer.",
         ("Ann Brown", "The trend goes on")),
        ("Predictably, Rutte blasted the plan, claiming that it was costly.",
         ("Mark Rutte", "it was costly")),
        ("“It is good,” said Jaguars running back Leonard Brown.",
         ("Leonard Brown", "“It is good,”")),
        ("Opponents of Rutte criticized the whole decision.",
         ("Opponents of Rutte", "the whole decision")),
    ],
)  # fmt: skip
def test_only_what_is_said_and_by_whom(text, said):
    assert said in [(speaker, words) for speaker, _, words in told(NAMED + text)]


@pytest.mark.parametrize(
    "text",
    [
        "The birth rate of the city has continued to decline.",
        "Ann Brown, who was part of the team, posted the findings online.",
        "The board asked questions about the diet of the people.",
        "Yet reports show we are off the track.",
        "Other stars said to have stayed there are Gracie Allen and Bob Hope.",
        "It came back on a path called a skip that heats the capsule.",
    ],
)
def test_deeds_are_no_remarks(text):
    assert told(text) == []


def test_somebody_whom_nobody_names_says_it():
    assert told("He said the market is the biggest risk.")[0][0] == "he"


def test_names_of_two_paragraphs_are_two():
    text = "A report by Trevor Hughes\n\nElection Day\n\nHughes said the polls were open."
    assert told(text)[0][0] == "Trevor Hughes"
