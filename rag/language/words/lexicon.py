"""Words whose meaning turns a sentence round: negations, opposites."""

from __future__ import annotations

from index.text.words import stem


def _words(listed: str) -> list[str]:
    return listed.split()


NEGATIONS = frozenset(
    _words(
        """
        no not never none nobody nothing neither nor nowhere cannot without hardly scarcely
        barely unable lack lacks lacked lacking absence absent unlikely non
        """
    )
)
"""Words that deny outright."""

DENIALS = frozenset(
    stem(word)
    for word in _words(
        """
        skip wrongly mistakenly incorrectly erroneously falsely
        deny reject refuse rule exclude prevent avoid stop fail dispute dismiss decline block
        oppose false untrue wrong impossible prohibit forbid ban avert refrain resist
        boycott miss forgo preclude contradict refute unknown unclear uncertain
        """
    )
)
"""Stems of words that can say by themselves what another text says with a negation."""

OPPOSITES: tuple[tuple[frozenset[str], frozenset[str]], ...] = tuple(
    (
        frozenset(stem(word) for word in left.split()),
        frozenset(stem(word) for word in right.split()),
    )
    for left, right in (
        (
            "more greater higher larger bigger",
            "less fewer lower smaller",
        ),
        (
            "most largest highest biggest greatest best main top",
            "least fewest lowest smallest worst",
        ),
        (
            "increase increased rise rose risen grow grew grown growing climb climbed "
            "escalate escalated intensify worsen gain gained expand strengthen strengthened "
            "raise raised surge soar soared extra additional bigger",
            "decrease decreased fall fell fallen falling drop dropped decline declined shrink "
            "shrank ease eased subside reduce reduced weaken weakened cut lower lowered "
            "diminish plunge fewer smaller",
        ),
        (
            "before earlier previously prior ahead",
            "after afterwards later behind once",
        ),
        ("first", "last final"),
        (
            "confirm confirmed admit admitted accept accepted acknowledge acknowledged "
            "approve approved welcome welcomed agree agreed",
            "deny denied denies reject rejected refuse refused dispute disputed dismiss "
            "dismissed disagree disagreed",
        ),
        (
            "support supported back backed favour favor favoured favored endorse endorsed",
            "oppose opposed opposition boycott boycotted against",
        ),
        ("win won victory", "lose lost defeat defeated"),
        ("north northern", "south southern"),
        ("east eastern", "west western"),
        ("majority", "minority"),
        (
            "begin began begun start started open opened launch launched",
            "end ended close closed stop stopped halt halted finish finished",
        ),
        (
            "allow allowed permit permitted",
            "forbid forbade forbidden ban banned prohibit prohibited",
        ),
        ("join joined enter entered", "leave left quit withdraw withdrew withdrawn"),
        (
            "stable stability stabilise stabilize stabilises stabilised calm peaceful peace",
            "unstable instability destabilise destabilize destabilises destabilised tense "
            "tension unrest turmoil",
        ),
        ("safe safer secure", "dangerous insecure unsafe"),
        ("all every each everyone everybody", "some few several"),
        ("always often routinely frequently regularly usually", "rarely seldom"),
        ("same identical equal", "different differ differed differs unequal"),
        ("enough sufficient adequate suffice", "insufficient inadequate"),
        ("good better positive", "bad worse negative"),
        ("possible likely able", "impossible unlikely unable"),
        ("buy bought purchase purchased", "sell sold"),
        ("import imported", "export exported"),
        ("near nearby close", "far distant"),
        ("old older oldest", "new newer newest young younger youngest"),
        ("former once ex used", "current currently present serving"),
        ("arrive arrived", "depart departed"),
        ("acquit acquitted innocent", "convict convicted guilty"),
        ("free released", "arrested jailed detained imprisoned prison jail custody"),
        ("attack attacked struck assault", "defend defended protect protected"),
        ("alive survived survive", "dead died die killed"),
        ("success succeed succeeded", "fail failed failure collapse collapsed"),
        ("lift lifted scrap scrapped", "impose imposed"),
        ("uphold upheld", "overturn overturned quash quashed annul annulled"),
        ("resume resumed restart restarted", "suspend suspended halt halted"),
        ("begin began begun start started", "postpone postponed cancel cancelled canceled"),
        ("adopt adopted ratify ratified", "veto vetoed reject rejected"),
        ("appoint appointed hire hired", "dismiss dismissed sacked oust ousted"),
        ("build built", "demolish demolished dismantle dismantled"),
        ("legal lawful constitutional", "illegal unlawful unconstitutional"),
        ("find found", "missing"),
        ("profit", "loss"),
        ("surplus", "deficit"),
        ("public publicly", "secret secretly private privately"),
        ("voluntary", "mandatory obligatory compulsory obliged"),
        ("hope hopeful optimistic confident", "worried worry concern concerned fear pessimistic"),
    )
)
"""Stems of words that say the contrary of each other, side against side."""

COMPARING = frozenset(
    stem(word) for word in _words("more less most least much fewer fewest once again")
)
"""Stems of words that say something only together with others."""

SUPERLATIVES = frozenset(
    stem(word)
    for word in _words("most largest biggest highest greatest least fewest smallest lowest")
)
"""Stems of words that hold for one only."""

IN_ORDER = frozenset(
    _words(
        "before earlier previously prior ahead after afterwards later behind once first last final "
        "all every each everyone everybody some few several more less fewer most least"
    )
)
"""Opposites that say something only within one clause: most texts have both sides of them."""

SYMMETRIC = frozenset(
    stem(word)
    for word in _words(
        """
        meet met agree agreed talk discuss debate border differ resemble cooperate coordinate
        negotiate deal and tie connect separate unite marry fight contact dispute conflict war
        relation dialogue
        """
    )
)
"""Stems of words of which it does not matter who comes first."""

SYNONYMS: tuple[frozenset[str], ...] = tuple(
    frozenset(stem(word) for word in group.split())
    for group in (
        "say said says tell told state stated add added note noted stress stressed announce "
        "announced declare declared promise promised pledge pledged vow vowed explain remark "
        "emphasize emphasise underline reiterate write believe think argue",
        "belief position view opinion stance", "city town", "house home",
        "additional extra further more another",
        "strengthen reinforce bolster boost increase",
        "rise risen grow grown climb increase",
        "contribute provide send supply give",
        "charge accusation allegation claim",
        "start begin form found establish create launch",
        "part section portion share piece",
        "call name know term dub",
        "lead head chief chair",
        "nation country state", "company firm business", "vote election ballot poll",
        "troops soldiers forces", "spending expenditure", "member part belong",
        "hold host stage organise organize", "hurt injure wound", "tension unrest",
        "warn caution", "worry concern fear", "help aid assist support back",
        "talk discuss debate conversation", "role part position", "include comprise contain",
        "like including such", "just only", "first initially originally",
        "use employ utilise utilize", "show demonstrate prove", "important key crucial vital",
        "many numerous several various multiple different",
        "nearly almost about approximately roughly around",
        "live reside", "movie film", "song track", "album record", "author writer",
    )
)  # fmt: skip
"""Stems of words that news uses for one another and WordNet keeps apart."""

ORDINARY_OPENERS = frozenset(
    _words(
        """
        however meanwhile moreover furthermore therefore thus according although though despite
        during since while both several many most some few all each every another other others
        half two three four five six seven eight nine ten hundreds thousands dozens police officials
        officers government parliament voters members countries people critics experts analysts
        residents later earlier today yesterday overall finally additionally also instead
        turnout spending unrest fighting stability security defense defence support the a an no
        not none neither only just even still among amongst amid upon via per within without
        toward towards across along around beside besides beyond concerning considering except
        following including like near opposite outside regarding throughout unlike unless until
        whereas whether once
        """
    )
)
"""Words that open a sentence with a capital and are no names."""
