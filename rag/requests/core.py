"""The core of a question: what it asks, without what people say around it."""

# ruff: noqa: E501
from __future__ import annotations

import re

from index.text.characters import as_typed
from index.text.sentences import sentence_spans
from index.text.words import listed
from rag.language.words.stopwords import STOPWORDS

_WH = (
    r"(?:who(?:m|se|['’]s)?|what(?:['’]s)?|when|where|which|why|how|in which|in what|at which"
    r"|on which|by whom|from whom|to whom|since when)"
)
_AUXILIARY = (
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|must|may|might"
    r"|isn['’]t|aren['’]t|wasn['’]t|didn['’]t|doesn['’]t|don['’]t|hasn['’]t)"
)
COMMANDS = (
    r"(?:tell|show|give|find|list|name|explain|summari[sz]e|compare|describe|count|check|look"
    r"|search|get|let|help|remind|sum|outline|identify|quote|pull|provide|read|confirm|write|make"
    r"|brief|recap|catch|walk|run|contrast|enumerate|say|verify|locate|fetch|dig|bring|answer)"
)
_ASKING = rf"^\W*(?:(?:and|but|so|then|also)\s+)?(?:{_WH}|{_AUXILIARY}|{COMMANDS})\b"
_CLAUSE = rf"(?={_WH}\b|whether\b|if\b)"
_ARTICLES = r"(?:the |these |your |our |my )?(?:articles?|library|news|sources?|collection|files|texts?|archive|reports?)"

_FRAMES = (
    r"^(?:hi|hello|hey|dear \w+|good (?:morning|afternoon|evening)|greetings)(?: there| all| everyone| team)?\s*[,!.:–—-]+\s*(?=\w)",
    rf"^(?:hi|hello|hey)(?: there)?\s+(?={_WH}\b|{_AUXILIARY}\b|{COMMANDS}\b)",
    r"^(?:so|ok|okay|well|right|now|alright|hmm+|um+|uh|er|yes|no|sorry|also|next|first|second|lastly|finally|thanks|thank you|great|perfect|and|but)\s*[,:;.!–—-]+\s*(?=\w)",
    rf"^(?:so|ok|okay|well|right|and|but|then|also|alright)\s+(?={_WH}\b|{_AUXILIARY}\b)",
    r"^(?:(?:a |one |my |another |quick |next |here is my |here's my |the )*question(?: is| here)?(?: for you)?)\s*[,:;–—-]+\s*(?=\w)",
    r"^q\s*[:.)]\s*",
    r"^(?:just curious|out of curiosity|just wondering|for context|for my (?:article|story|piece|notes|research)|one more thing|by the way|btw|for the record)\s*[,:;–—-]*\s*(?=\w)",
    r"^(?:please|pls|plz|kindly)\b\s*,?\s*",
    rf"^(?:can|could|would|will)\s+(?:you|u|ya|someone|anyone|somebody|anybody)\s+(?:please |pls |kindly |maybe |perhaps |possibly |just |quickly )*(?={COMMANDS}\b)",
    rf"^(?:do|does|would|did)\s+(?:you|we|u|anyone|anybody|someone)\s+(?:happen to )?(?:know|remember|recall)\s+(?:about\s+)?{_CLAUSE}",
    rf"^(?:do|does|can|could)\s+{_ARTICLES}\s+(?:say|tell(?: us| me)?|mention|explain|know|state)\s+{_CLAUSE}",
    rf"^(?:based on|according to|going by|in|from|per|using|as per)\s+(?:all |any of )?{_ARTICLES}\s*(?:that (?:you|we|i) have)?\s*,\s*",
    rf"^(?:(?:i|we)(?:['’]d| would)?(?:['’]m| am| was|['’]re| are)?\s+)?(?:also |just |really |still |desperately )*(?:like|want|need|wish|love|trying|have|hoping|looking)\s+to\s+(?:know|find out|ask(?: you)?|learn|understand|see|hear|check|verify|be told|figure out|work out|establish)\s*(?:about\s+)?[,:]?\s*{_CLAUSE}",
    rf"^(?:(?:i|we)(?:['’]m| am| was| were|['’]re)?\s+)?(?:wonder(?:ing)?|curious(?: about| to know)?|unsure(?: about)?|not sure(?: about)?|asking(?: myself)?)\s*,?\s*{_CLAUSE}",
    rf"^(?:(?:i|we)\s+(?:don['’]?t|do not|can['’]?t|cannot)\s+(?:know|remember|recall|find)|any (?:idea|clue)|no idea|need to know|want to know|remind me)\s*,?\s*{_CLAUSE}",
    rf"^(?:tell|show|remind|explain(?: to)?|let|inform|give)\s+(?:me|us)\s*(?:please |know |again |quickly |briefly |exactly )*(?:about\s+)?[,:]?\s*{_CLAUSE}",
    rf"^(?:explain|find out|check|look up|say|say exactly|establish|work out|figure out|verify|confirm|determine|see|ask|know)\s+(?:for me |please )?{_CLAUSE}",
    rf"^(?:i['’]?m|i am|we['’]?re|we are|i|we)\b[^,.?!:;]*[,:;–—]\s*(?=(?:{_WH}|{_AUXILIARY}|{COMMANDS}|tell)\b)",
)
_COURTESY = (
    r"[\s,–—-]*\b(?:please|pls|plz|thanks(?: a lot| so much| in advance)?|thank you(?: very much| so much)?|thx|cheers|asap"
    r"|if (?:you (?:can|could|know|don['’]t mind|please|would)|possible)|quickly|for me"
    r"|for (?:my|our|a|an|the) (?:article|story|piece|report|column|feature)(?: i['’]m writing)?"
    r"|do you know|i wonder|any idea|can you (?:tell|help)(?: me)?)(?P<mark>\s*[.!?]*)$"
)
_WHETHER = r"^(?:whether|if)\s+(?:or not\s+)?(?P<clause>.+?)\s*[.?!]*$"
_VERDICT = (
    r"(?:(?:is (?:it|this|that)|is the following(?: \w+)?|(?:is )?this (?:claim|statement))\s+)?"
    r"(?:(?:true|right|correct|fact|yes|false|wrong)(?:,? or (?:false|wrong|not|no|fiction|true|right|incorrect))?"
    r"|fact[- ]?check(?: this)?|claim)"
)
_CLAIMED = (
    rf"^{_VERDICT}\s*\??\s*[:,–—-]+\s*(?P<clause>.+?)\s*[.?!]*$",
    rf"^(?P<clause>.+?)\s*[.,;:–—-]+\s*{_VERDICT}\s*\?$",
)
"""A statement of which somebody asks whether it is true, with that before or behind it."""
_AT_A_CLAIM = listed(
    "true right correct fact yes false factcheck claim is this wrong not fiction no incorrect"
)
"""The first words of the one, and the last of the other."""
# Most questions begin and end so that no pattern need be compiled, which takes longer than all else.
_ASKING_AT_ONCE = listed(
    """
    who whom whose what when where which why how is are was were has have had did will's who's
    what's compare summarise summarize list name count
    """
)
_LAST_OF_COURTESY = listed(
    """
    please pls plz thanks lot much advance you thx cheers asap can could know mind would possible
    quickly me article story piece report column feature writing wonder idea help
    """
)
_ASKER = listed("i me my mine we us our you your deadline")
_GREETING = listed(
    "hi hello hey dear good morning afternoon evening there all everyone team thanks"
)
_WH = "who|what|where|when|why|how"
_DIRECTIONS = re.compile("[\u200c-\u200f]")
"""Joiners and marks of the direction of writing."""


def clean(question: str) -> str:
    """Return ``question`` on one line, composed, without ligatures, soft hyphens and the like."""
    return " ".join(as_typed(_DIRECTIONS.sub("", question)).split())


def core(question: str) -> tuple[str, str]:
    """Return what a clean question asks, and the sentences that lead up to it.

    Both may be a part of the question only; the second is mostly empty. What asks for nothing, such
    as "Kosovo turnout", is all core.
    """
    asked, lead_in = _asking_sentences(_spelt_out(question))
    while (shorter := _without_frame(asked)) != asked:
        asked = shorter
    if (clause := _claimed(asked)) is not None:
        asked = f"{clause}?" if _asks(clause) else f"Is it true that {_within(clause)}?"
    return asked[:1].upper() + asked[1:], lead_in


def _within(clause: str) -> str:
    """Return a sentence as it stands inside of another: "the", no longer "The"."""
    first, *rest = clause.split(" ")
    return " ".join([first.lower() if first.lower() in STOPWORDS else first, *rest])


def _claimed(asked: str) -> str | None:
    """Return the statement of which it is asked whether it is true, ``None`` without one."""
    if whether := re.match(_WHETHER, asked, re.I):
        return whether["clause"]
    if _AT_A_CLAIM.isdisjoint((_first_word(asked), _last_word(asked))):
        return None
    found = (re.match(form, asked, re.I) for form in _CLAIMED)
    return next((one["clause"] for one in found if one), None)


def _spelt_out(question: str) -> str:
    """Return "who is" for "who's": what tells a question's kind knows the whole words."""
    whole = re.sub(rf"\b({_WH})['’]s\b", r"\1 is", question, flags=re.I)
    return re.sub(rf"\b({_WH})['’]re\b", r"\1 are", whole, flags=re.I)


def _asking_sentences(question: str) -> tuple[str, str]:
    sentences = [question[start:end] for start, end in sentence_spans(question)]
    if len(sentences) < 2:
        return question, ""
    asking = [number for number, one in enumerate(sentences) if _asks(one)]
    if not asking:
        return question, ""
    first, last = asking[0], asking[-1]
    chatter = [one for one in sentences[:first] if _is_of_the_asker(one)]
    # What is told of the matter itself belongs to the question: "A dam broke. Who built it?"
    told = [one for one in sentences[:first] if one not in chatter]
    return " ".join([*told, *sentences[first : last + 1]]), " ".join(chatter)


def _is_of_the_asker(sentence: str) -> bool:
    said = set(re.findall(r"\w+", sentence.lower()))
    return not said.isdisjoint(_ASKER) or said <= _GREETING


def _asks(sentence: str) -> bool:
    return sentence.endswith("?") or bool(re.match(_ASKING, sentence, re.I))


def _without_frame(question: str) -> str:
    for frame in _FRAMES if _first_word(question) not in _ASKING_AT_ONCE else ():
        rest = re.sub(frame, "", question, count=1, flags=re.I)
        if rest != question and any(char.isalnum() for char in rest):
            return rest
    if _last_word(question) not in _LAST_OF_COURTESY:
        return question
    shorter = re.sub(_COURTESY, lambda end: end["mark"].strip(), question, flags=re.I)
    return shorter if any(char.isalnum() for char in shorter) else question


def _first_word(question: str) -> str:
    return re.split(r"[^\w'’]", question.lower(), maxsplit=1)[0]


def _last_word(question: str) -> str:
    return re.split(r"[^\w'’]+", question.lower().rstrip(" .!?"))[-1]
