"""The parts of a request: whose words, about what, which sides, which quotation, which topic."""

# ruff: noqa: E501
from __future__ import annotations

import re
from dataclasses import dataclass

from index.text.words import listed
from rag.language.words.stopwords import quoted_phrases
from rag.requests.request import Intent

_SAY = (
    r"(?:say|said|says|saying|announce[ds]?|warn(?:ed|s|ing)?|think|claim(?:ed|s)?|tell|told|promise[ds]?"
    r"|call(?:ed)? for|argue[ds]?|state[ds]?|want(?:ed)?|comment(?:ed)?|react(?:ed)?|respond(?:ed)?"
    r"|reply|replied|answer(?:ed)?|demand(?:ed)?|mention(?:ed)?|add(?:ed)?|write|wrote|written|tweet(?:ed)?|post(?:ed)?"
    r"|criticise|criticize|suggest(?:ed)?|propose[ds]?|admit(?:ted)?|explain(?:ed)?|predict(?:ed)?"
    r"|insist(?:ed)?|declare[ds]?|pledge[ds]?|describe[ds]?|speak|spoke|talk(?:ed)?|stress(?:ed)?|urge[ds]?|vow(?:ed)?)"
)
_ON = r"(?:about|on|regarding|concerning|over|of|in regard to|with regard to|to|as to|for|that|in response to)"
_NAME = r"(?P<speaker>(?!(?:what|how|why|where|who|did|does|do|has|have|had|is|was|were|are|would|will|give|show|tell|find|list|get|me|us|all)\b)[^\s,.?!\"“”](?:(?!\b(?:about|regarding)\b)[^,.?!\"“”]){0,60}?)"
_REST = r"(?P<about>.+)"
_END = r"\s*[?.!]*$"

_SAYS = (
    rf"\b(?:what|how|when|where|why)(?: else| exactly| all)?\s+(?:did|does|do|has|have|had|is|was|were|would|will)\s+{_NAME}\s+(?:ever |also |actually |publicly |really |recently |just )?{_SAY}\b(?:\s+(?:us|me|reporters|journalists|parliament|the press|anything))?(?:\s+{_ON}\b)?\s*(?:{_REST})?{_END}",
    rf"\b(?:what|how|everything|anything|all)(?: that)?\s+{_NAME}\s+(?:has |have |had |also |is |was |ever |actually )*{_SAY}\b(?:\s+{_ON}\b)?\s*(?:{_REST})?{_END}",
    rf"\b(?:statements?|comments?|remarks?|views?|positions?|opinions?|reactions?|responses?|words|quotes?|quotations?|take|stance|thoughts)\s+(?:by|from|of)\s+{_NAME}(?:\s+(?:about|on|regarding|concerning|over|to)\s+{_REST})?{_END}",
    rf"(?:^|\b(?:is|are|was|were|me|all|list|find|summari[sz]e|of|on|for)\s+)(?:the\s+)?{_NAME}['’]s?\s+(?:\w+\s+)?(?:statements?|comments?|remarks?|views?|positions?|opinions?|reactions?|responses?|words|quotes?|quotations?|take|stance|thoughts|line)\b(?:\s+(?:about|on|regarding|concerning|over|to)\s+{_REST})?{_END}",
    rf"\bdid\s+{_NAME}\s+{_SAY}\s+(?:anything|something|much)(?:\s+{_ON}\s+{_REST})?{_END}",
    rf"\b(?:said|stated|announced)\s+by\s+{_NAME}(?:\s+(?:about|on|regarding)\s+{_REST})?{_END}",
    rf"^(?:where|when|in which \w+)\s+(?:was|were)\s+{_NAME}\s+when\s+(?:he|she|they|it)\s+(?:was |were )?(?:{_SAY}|(?:say|speak|talk)ing)\b(?:\s+{_ON}\b)?\s*{_REST}{_END}",
    rf"^quote\s+{_NAME}\s+(?:on|about|regarding)\s+{_REST}{_END}",
    rf"^{_NAME}\s+(?:on|about|re)\s+{_REST}{_END}",
)
_NOBODY = (
    r"^(?:the |these |those |your |any |all )?(?:articles?|news|papers?|reports?|press|media|sources?|they|it"
    r"|we|you|i|stories|coverage|anyone|anybody|people|everyone)$"
)
_QUOTE_WHERE = (
    r"(?:^(?:find|show|locate|pull up|look up)(?: me| us)?(?=\s+(?:where|when)\b)|\b(?:quote|quotation|passage|line|sentence|remark|words|statement|bit|part)s?)\s+"
    r"(?:(?:by|from|of)\s+(?P<owner>[^,.?!]+?)\s+)?"
    r"(?:where|in which|when|that says|saying|which says|with|about|on|that|containing)\s+(?P<rest>.+?)\s*[?.!]*$"
)
WHO_SAID = r"^who (?:said|says|stated|claimed|claims|argued|argues|warned|insisted|promised)\s+(?:that\s+)?(?P<words>(?!to\b|so\b|it\b|this\b).{8,}?)\s*[?.!]*$"
"""A question for who spoke certain words."""

_SAID_IN_QUOTE = rf"^(?P<speaker>.{{1,60}}?)\s+(?:\w+ly\s+)?{_SAY}\s+(?:that\s+)?(?P<words>.+)$"
_SIDES = (
    r"\b(?:compare|contrast|comparing|comparison of|compare and contrast)\s+(?:between\s+)?(?P<first>.+?)\s+(?:with|to|versus|vs\.?|against|and)\s+(?P<second>.+)$",
    r"\b(?:differences?|differ|distinction|contrast|comparison|compare|similarit\w+|changed?|shift\w*|gap|disagree\w*)\b.*?\bbetween\s+(?P<first>.+?)\s+(?:and|to)\s+(?P<second>.+)$",
    r"\bbetween\s+(?P<first>.+?)\s+and\s+(?P<second>.+)$",
    r"\bhow (?:do|does|did|is|are|was|were)\s+(?P<first>.+?)\s+(?:compare|differ|different)(?:ed|s)?\s+(?:to|with|from|against)\s+(?P<second>.+)$",
    r"\bhow (?:do|does|did|are|were)\s+(?P<first>.+?)\s+and\s+(?P<second>.+?)\s+(?:compare|differ|disagree|contrast)\b(?:\s+(?:on|over|about|in)\s+(?P<about>.+))?$",
    r"\b(?:from|in)\s+(?P<first>.+?)\s+to\s+(?P<second>.+)$",
    r"^(?P<first>.+?)\s+(?:vs\.?|versus|or|compared (?:to|with))\s+(?P<second>.+)$",
)
_SAID_OF = rf"^(?P<speaker>[^,]{{2,60}}?)(?:\s+(?:has|have|had|did|both|each))*\s+{_SAY}\b\s*(?P<matter>.*)$"
_OWNED = r"^.{2,60}?['’]s?\s+(?P<thing>.+)$"
_ASKED_BEFORE = r"^(?:(?:what|how|the things|things|everything)\s+)?(?:(?:did|does|do|has|have)\s+)?(?:both\s+)?"
_THAT_OF = r"^(?:that|those|the (?:one|ones|same)) (?:of|about|in|on|for|by|to|at|over|from)\s+"
_CHANGED = (
    r"\b(?:how (?:did|do|does|has|have|had|is|are|was|were)\s+(?P<topic>.+?)\s+(?:been )?(?:chang|evolv|develop|shift|mov|vari|risen|rise|fall|fallen)\w*"
    r"|(?:changed?|changes|different|new|shifted)\s+(?:in|with|about|for|at|to|on)\s+(?P<matter>.+?)(?=\s+(?:between|from|since|after|over)\b|$))"
)
_HEADED = r"^(?P<head>.*\b(?:of|about|in|on|for|by|to|at|over|from)\s+)(?P<rest>.+)$"
_OVER_ARTICLES = (
    r"^\W*(?:(?:which|what|how many|list|show|find|give|name|count|number|all|the|me|us|any|are|there|is|do|we|you|have|of|every|number)\s+)*"
    r"(?:\w+\s+){0,2}?(?:articles?|stories|pieces|reports|news items|texts|documents|sources|publishers|outlets|files|coverage)\b"
)
_MENTIONING = (
    r"\b(?:articles?|stories|story|pieces?|reports?|items?|texts?|documents?|sources?|publishers?|outlets?|files|coverage|ones)\b"
    r".*?\b(?:mention(?:s|ed|ing)?|(?:are|is|were|was) (?:there )?(?:about|on)|about|cover(?:s|ed|ing)?|discuss(?:es|ed|ing)?"
    r"|deal(?:s|t|ing)? with|contain(?:s|ed|ing)?|name[sd]?|refer(?:s|red|ring)? to|concern(?:s|ed|ing)?|on|talk(?:s|ed|ing)? (?:about|of)"
    r"|report(?:s|ed|ing)?(?: on| about)?|say(?:s|ing)? (?:something |anything )?about|wr[io]te(?: about)?|quot(?:e|es|ed|ing)|featur(?:e|es|ed|ing)|with|have|has)\s+(?P<topic>.+)$"
)
_SURVEYED = (
    r"\b(?:summary|overview|digest|recap|timeline|chronology|outline|rundown|round-?up|briefing|background|history|gist|situation|update|picture|story|key points|main points|highlights|info|information|everything|all|latest|news|lowdown|coverage|developments?)\s+(?:you have |there is |we have )?(?:of|on|about|for|in|from|regarding|behind|with)\s+(?P<topic>.+)$",
    r"\b(?:say|said|says|know|known|report(?:ed|s)?|written|write|wrote|learn|learned|tell|told|read)\b.*?\b(?:about|on|of|regarding)\s+(?P<topic>.+)$",
    r"\b(?:happen(?:ed|ing|s)?|going on|went on|goes on|went wrong)\s+(?:in|with|at|to|on|during|after|around|between)?\s*(?P<topic>.+)$",
    r"^(?:tell (?:me|us)|(?:brief|fill|catch|update)(?: (?:me|us))?(?: (?:in|up))?|talk to me|inform me|teach me|anything|everything|what|info)\s+(?:more\s+)?(?:about|on|of)\s+(?P<topic>.+)$",
    r"^(?:summari[sz]e|summary|sum up|recap|outline|describe|explain|brief me on|overview|walk me through|run me through|take me through)\s*:?\s*(?:everything (?:about|on)|what happened (?:in|at|to|with))?\s*(?P<topic>.+)$",
)
_FIRST_WORDS = listed(
    """
    who whom whose what when where which why how many much long old big far is are was were do does
    did has have had can could will would should must may and but so then also it true that tell me
    us give name list show the a an of in on at by from to
    """
)
_NO_TOPIC = (
    r"^(?:what (?:was|were|is|are|made) (?:in )?the (?:news|headlines|main stories|top stories)"
    r"|what (?:else |all )?(?:happened|happens|took place|went on|was going on)"
    r"|(?:what|which) did the articles (?:say|report|write)|summari[sz]e (?:all )?(?:the|these) (?:articles|news)"
    r"|what(?: is| are|'s|’s)? (?:in )?(?:all )?(?:the|these|this) (?:articles?|news|library|collection|texts?)(?: about)?"
    r"|what(?: is|'s|’s| are)? (?:all )?(?:this|it|these|they) (?:all )?about"
    r"|(?:what|which)(?: topics| subjects)?(?: are| do| does)?(?: (?:the|these|this) (?:articles?|library|collection|texts?))?"
    r" (?:cover(?:ed)?|deal with|about|there)|what(?: is|'s|’s) in (?:here|there|it)|what do you have articles (?:on|about))\W*$"
)
_OF_THE_ARTICLES = (
    r"^(?:what )?(?:all |each |every |everything )?(?:of |in )?(?:the|these|those|my|our|your|this)?\s*"
    r"(?:\w+ )?(?:articles?|stories|reports?|papers?|texts?|documents?|sources?|library|collection|press|coverage)"
    r"\s+(?:that |which )?(?:(?:say|says|said|write|writes|wrote|report|reports|reported|have|tell|tells|know)\s+)?"
    r"(?:us )?(?:about|on|of|regarding|concerning)\s+"
)
"""What stands before the topic where a survey names whose it is: "the articles about"."""
_EVERYTHING = (
    r"(?:(?:all|these|those|the|my|our|of|whole|entire|latest)\s+)*"
    r"(?:articles?|texts?|stories|files?|documents?|library|collection|folder|news|everything|all"
    r"|it|them|this|these)"
)
"""A topic that is none: whatever there is."""
_TRAILING = r"[\s,;:?.!]+$"
_LEADING = r"^(?:about|on|of|that|the topic of|the subject of|regarding|the following)\s+"


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What a request names, with the meanings that ``Request`` gives them."""

    topic: str = ""
    over_articles: bool = False
    speaker: str | None = None
    about: str | None = None
    sides: tuple[str, ...] = ()
    quoted: str | None = None


def parts_of(question: str, intent: Intent) -> Parts:
    """Return what a question of this intent names; ``question`` is a core."""
    if intent in {Intent.TALK, Intent.ABOUT_ANSWER}:
        return Parts()
    return _READERS.get(intent, _plain)(question)


def _plain(question: str) -> Parts:
    tokens = question.split()
    asking = (number for number, one in enumerate(tokens) if one.lower() not in _FIRST_WORDS)
    topic = _trimmed(" ".join(tokens[next(asking, 0) :]))
    return Parts(topic=topic or _trimmed(question))


def _says(question: str) -> Parts:
    for pattern in _SAYS:
        match = re.search(pattern, question, re.I)
        if match is None or re.match(_NOBODY, match["speaker"], re.I):
            continue
        speaker, about = _trimmed(match["speaker"]), _trimmed(match["about"] or "") or None
        return Parts(topic=" ".join(filter(None, (speaker, about))), speaker=speaker, about=about)
    return _survey(question)


def _over_articles(question: str) -> Parts:
    if not re.match(_OVER_ARTICLES, question, re.I):
        return _plain(question)
    mentioning = re.search(_MENTIONING, question, re.I)
    return Parts(topic=_trimmed(mentioning["topic"]) if mentioning else "", over_articles=True)


def _survey(question: str) -> Parts:
    for pattern in _SURVEYED:
        if match := re.search(pattern, question, re.I):
            topic = re.sub(_OF_THE_ARTICLES, "", _trimmed(match["topic"]), flags=re.I)
            return Parts(topic="" if re.fullmatch(_EVERYTHING, topic, re.I) else topic)
    return Parts() if re.search(_NO_TOPIC, question, re.I) else _plain(question)


def _comparison(question: str) -> Parts:
    text = re.sub(_TRAILING, "", question, flags=re.I)
    for pattern in _SIDES:
        match = re.search(pattern, text, re.I)
        if match is None:
            continue
        first, second = _trimmed(match["first"]), _trimmed(match["second"])
        if sides := _said_by_each(first, second):
            return Parts(topic=f"{first} {second}", sides=sides)
        if (owned := re.match(_OWNED, second)) and re.search(r"['’]s?$", first):
            return Parts(topic=f"{first} {second}", sides=(f"{first} {owned['thing']}", second))
        about = match.groupdict().get("about")
        tail = re.search(r"\s(?:on|about|over|regarding)\s.+$", second, re.I)
        if tail and not re.search(r"\s(?:on|about|over|regarding)\s", first, re.I):
            sides = (first + tail[0], second)
        elif about:
            sides = (f"{first} {_trimmed(about)}", f"{second} {_trimmed(about)}")
        else:
            sides = (first, _with_head(first, second))
        return Parts(topic=f"{first} {second}", sides=sides)
    return _plain(question)


def _said_by_each(first: str, second: str) -> tuple[str, ...]:
    """Return the sides where the words of two are wanted on one matter: "what A and B said of C"."""
    said = re.match(_SAID_OF, second, re.I)
    if said is None or re.search(rf"\b{_SAY}\b", first, re.I):
        return ()
    speaker = re.sub(_ASKED_BEFORE, "", first, flags=re.I)
    return tuple(f"what {one} said {said['matter']}".strip() for one in (speaker, said["speaker"]))


def _with_head(first: str, second: str) -> str:
    """Return "the retirement of Federer" for "Federer" beside "the retirement of Williams"."""
    headed = re.match(_HEADED, first, re.I)
    if headed is None:
        return second
    if pointing := re.match(_THAT_OF, second, re.I):
        return headed["head"] + second[pointing.end() :]
    preposition = headed["head"].split()[-1]
    if second.lower().startswith(f"{preposition.lower()} "):
        return headed["head"] + second[len(preposition) + 1 :]
    # A second side with a head of its own, or of several common words, stands alone.
    is_short = second[:1].isupper() or len(second.split()) == 1
    return headed["head"] + second if is_short and not re.match(_HEADED, second, re.I) else second


def _change(question: str) -> Parts:
    text = re.sub(_TRAILING, "", question, flags=re.I)
    changed = re.search(_CHANGED, text, re.I)
    topic = _trimmed((changed["topic"] or changed["matter"] or "") if changed else "")
    between = (
        re.search(_SIDES[1], text, re.I)
        or re.search(_SIDES[2], text, re.I)
        or re.search(_SIDES[5], text, re.I)
    )
    if between is None:
        return Parts(topic=topic or _plain(question).topic)
    first, second = _trimmed(between["first"]), _trimmed(between["second"])
    sides = tuple(f"{topic} {side}".strip() for side in (first, second))
    return Parts(topic=topic or f"{first} {second}", sides=sides)


def _quote(question: str) -> Parts:
    marked = quoted_phrases(question)
    if who_said := re.match(WHO_SAID, question, re.I):
        quoted = marked[0] if marked else _trimmed(who_said["words"])
        return Parts(topic=quoted, quoted=quoted)
    where = re.search(_QUOTE_WHERE, question, re.I)
    rest = _trimmed(where["rest"]) if where else ""
    said = re.match(_SAID_IN_QUOTE, rest, re.I)
    speaker = _trimmed(said["speaker"]) if said else (where and where["owner"]) or None
    if speaker and re.match(_NOBODY, speaker, re.I):
        speaker = None
    quoted = marked[0] if marked else _trimmed(said["words"]) if said else rest
    quoted = quoted or _plain(question).topic
    return Parts(topic=" ".join(filter(None, (speaker, quoted))), speaker=speaker, quoted=quoted)


def _trimmed(text: str) -> str:
    return re.sub(
        _LEADING,
        "",
        re.sub(_TRAILING, "", text.strip().strip('"“”'), flags=re.I).strip(),
        flags=re.I,
    )


_READERS = {
    Intent.SAYS: _says,
    Intent.LIST: _over_articles,
    Intent.COUNT: _over_articles,
    Intent.SURVEY: _survey,
    Intent.COMPARISON: _comparison,
    Intent.CHANGE: _change,
    Intent.QUOTE: _quote,
}
