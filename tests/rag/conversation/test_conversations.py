"""Whole conversations: how each question reads alone, after what was asked and answered before."""

from __future__ import annotations

import pytest
from doubles import past_turn

from rag.conversation import standalone
from rag.conversation.carried_words import follow_up_model

# A turn a line: what is typed, how it reads, the short answer, the answer.
# "=" is a question that is left alone.
CONVERSATIONS = {
    "a dam and a mill": """
        Tell me about the dam | = | | The dam above Oberau holds 40 million cubic metres. [1]
        Who paid for it? | Who paid for the dam? | Rhea Voss | Rhea Voss paid for the dam. [1]
        When was she born? | When was Rhea Voss born? | 1901 | Voss was born in 1901. [1]
        What about the mill? | Tell me about the mill | | The mill burnt down in 1950. [1]
    """,
    "a subject told of, then another": """
        Tell me about the ferry | = | | The ferry carries 300 cars. [1]
        Who designed it? | Who designed the ferry? | Ivo Brand | Ivo Brand designed it. [1]
        What about the lighthouse? | Tell me about the lighthouse | | It was built in 1880. [1]
        Who runs it? | Who runs the lighthouse? | | The port runs it. [1]
    """,
    "one speaker, several matters": """
        What did Lindqvist say about fishing quotas? | = | | Lindqvist said quotas must fall. [1]
        And about trawlers? | What did Lindqvist say about trawlers? | | Fewer. [1]
        And Norway? | What did Lindqvist say about Norway? | | Norway agrees. [1]
        And in 2021? | What did Lindqvist say about Norway in 2021? | | The same. [1]
        Where did she say that? | Where did Lindqvist say that about Norway in 2021? | | |
    """,
    "counted, and of what there may be more": """
        How many soldiers does KFOR have? | = | 4,600 | There are 4,600 soldiers in Kosovo. [1]
        Why were more sent? | Why were more soldiers sent? | | There had been unrest. [1]
        Were any killed? | Were any soldiers killed? | | Dozens of soldiers were injured. [1]
    """,
    "won, and by how much": """
        Which party won the election? | = | the Greens | The Greens won with 41 percent. [1]
        With how much? | With how much did the Greens win the election? | | 41 percent. [1]
    """,
    "spoken of, and another matter": """
        What did Lindqvist say about Norway? | = | | Norway agrees. [1]
        Who won the election? | = | | The Greens won. [1]
    """,
    "another part of the same": """
        What is the population of Oberau? | = | 2,000 | Oberau has 2,000 inhabitants. [1]
        What about the area? | What is the area of Oberau? | | It has 50 square kilometres. [1]
    """,
    "one matter, several speakers": """
        What did the Guardian report about the landslide? | = | | Ten houses fell. [1]
        And what did Reuters report? | What did Reuters report about the landslide? | | Twelve. [1]
        What did the mayor say? | What did the mayor say about the landslide? | | Nothing. [1]
    """,
    "shares and seats": """
        How many percent did the Greens get? | = | 12 percent | The Greens got 12 percent. [1]
        And the Liberals? | How many percent did the Liberals get? | 9 | 9 percent. [1]
        and how many seats? | How many seats did the Liberals get? | 14 | 14 seats. [1]
        Why? | Why did the Liberals get that many seats? | | |
    """,
    "who, then when and where": """
        Who discovered the comet? | = | Mira Tolkan | Mira Tolkan discovered the comet. [1]
        When? | When did Mira Tolkan discover the comet? | 1987 | In 1987. [1]
        Where? | Where did Mira Tolkan discover the comet? | | |
        How old was she? | How old was Mira Tolkan? | | |
    """,
    "who, refused": """
        Who painted the ceiling? | = | |
        When? | When was the ceiling painted? | |
    """,
    "an accident": """
        What happened in Tornby? | = | | A bus left the road in Tornby. [1]
        When was that? | When did that happen in Tornby? | Monday | On Monday. [1]
        How many people died? | How many people died in Tornby? | two | Two people died. [1]
        Was anyone arrested? | Was anyone arrested in Tornby? | | |
        Who was behind it? | Who was behind what happened in Tornby? | | |
    """,
    "an event and its outcome": """
        When are the elections in Moldavia? | = | May | Moldavia votes in May. [1]
        Who won? | Who won the elections in Moldavia? | | |
        And in Ruthenia? | Who won the elections in Ruthenia? | | |
    """,
    "an office and its holder": """
        Who is the president of Ruthenia? | = | Dana Kolar | Dana Kolar has been president. [1]
        Since when? | Since when is Dana Kolar the president of Ruthenia? | 2019 | Since 2019. [1]
        Who was her predecessor? | Who was Dana Kolar’s predecessor? | | Jan Beran was. [1]
        What about Moldavia? | Who is the president of Moldavia? | | |
    """,
    "he and she": """
        Did Anna Berg meet Peter Holm? | = | | Anna Berg met Peter Holm in Ulvik. [1]
        What did he say? | What did Peter Holm say? | | Holm said nothing. [1]
        Did she answer? | Did Anna Berg answer? | | |
    """,
    "somebody who takes over something": """
        How much did Marek Novak pay for Skyline? | = | 2 billion | Novak paid 2 billion. [1]
        What happened after he took over? | What happened after Marek Novak took over Skyline? | | |
    """,
    "a body and its people": """
        How many doctors does the clinic employ? | = | 80 | The clinic employs 80 doctors. [1]
        How many of them are women? | How many of the doctors are women? | 45 | 45 are. [1]
        Where is it? | Where is the clinic? | | |
        Who is the director? | Who is the director of the clinic? | | |
    """,
    "people, and what was done to them": """
        How many miners were rescued? | = | 33 | All 33 miners were rescued. [1]
        Why were they trapped? | Why were the miners trapped? | | A tunnel fell in. [1]
        Who rescued them? | Who rescued the miners? | | |
    """,
    "questions that need nothing": """
        What did Biden announce about student loans? | = | | He announced relief. [1]
        Is it true that tea is good for the heart? | = | | It may be. [1]
        What causes malaria? | = | | A parasite. [1]
        Did Hansen keep his promise? | = | | Yes. [1]
        How long does it take to cross the strait? | = | 2 hours | Two hours. [1]
        Who won the 2031 World Cup? | = | | |
        Does the union publish its budget? | = | | |
    """,
    "the same of another thing": """
        When did the old theatre in Brno open? | = | 1882 | It opened in 1882. [1]
        And the new one? | When did the new theatre open? | 1965 | In 1965. [1]
        Who built it? | Who built the new theatre? | | |
    """,
    "a yes, and its time": """
        Did the council approve the budget? | = | | The council approved it in June. [1]
        When? | When did the council approve the budget? | June | In June. [1]
        Who voted against? | Who voted against the budget? | | |
    """,
    "a party and its leader": """
        How many seats did the Farmers List win? | = | 8 | The Farmers List won 8 seats. [1]
        Who is its leader? | Who is the Farmers List’s leader? | Ola Nyman | Ola Nyman leads it. [1]
        What does he want? | What does Ola Nyman want? | | |
        Does the party support the bridge? | = | | |
    """,
    "more": """
        What is the Coral Pact? | = | | The Coral Pact protects reefs. [1]
        tell me more | Tell me more about the Coral Pact | | It was signed in Suva. [1]
        When was it signed? | When was the Coral Pact signed? | 2015 | In 2015. [1]
        By whom? | By whom was the Coral Pact signed? | | |
        Who else? | By whom else was the Coral Pact signed? | | |
    """,
    "an attack, and another one": """
        What happened in Orrin? | = | | Somebody set the school of Orrin on fire. [1]
        who did it? | Who was behind what happened in Orrin? | | |
        And in Calder? | Who was behind what happened in Calder? | | |
        when was that? | When did that happen in Calder? | | |
    """,
    "an incident called after its place": """
        What happened in Orrin? | = | | Worse was the Orrin incident, in which two fell ill. [1]
        How many were hurt? | How many were hurt in Orrin? | | |
        Was anyone arrested? | Was anyone arrested in Orrin? | | |
    """,
    "a cup, and answers beside the point": """
        What is the latest on the Coast Cup? | = | | Neither Vik nor Lund has won it. [1]
        Who won? | Who won the Coast Cup? | | Hamre had an upset against Olav Vik’s Turin. [1]
        who did they beat? | = | | |
        Where was it held? | Where was the Coast Cup held? | | |
    """,
    "one who was spoken of often, then another": """
        What did Martin Novak do with Skyline? | = | | He changed Skyline. [1]
        How much did he pay? | How much did Martin Novak pay for Skyline? | | |
        why? | Why did Martin Novak pay that much for Skyline? | | |
        Tell me about Anna Kost | = | | Havel and Anna Kost lead, said The Observer. [1]
        When did she become mayor? | When did Anna Kost become mayor? | | |
        how long was he in office? | How long was Martin Novak in office? | | |
        what about Pavel Rus? | How long was Pavel Rus in office? | | |
    """,
    "a month and the next": """
        What did the papers report about the strike in Lyon in May 2020? | = | | Much. [1]
        And in June 2020? | What did the papers report about the strike in Lyon in June 2020? | | |
        What did they report about it in July 2020? | \
            What did the papers report about the strike in Lyon in July 2020? | | |
    """,
}


@pytest.mark.parametrize("load", [lambda: None, follow_up_model], ids=["rules", "and model"])
@pytest.mark.parametrize("conversation", CONVERSATIONS.values(), ids=CONVERSATIONS)
def test_each_question_reads_as_a_person_would_ask_it(conversation, load):
    turns = []
    for line in conversation.replace("\\\n", "").strip().splitlines():
        typed, expected, short, answer = (*map(str.strip, line.split("|")), "", "")[:4]
        read = standalone(typed, turns, model=load())
        assert read == (typed if expected == "=" else expected)
        turns.append(
            past_turn(
                question=typed,
                standalone_question=read,
                answer=answer,
                short_answer=short or None,
            )
        )
