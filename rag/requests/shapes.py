"""The shape of a question: how it asks, whatever it asks about.

What carries its subject becomes a class ("Which parties left the union?" is "which PL ED the x"),
words that say alike what is wanted become another ("find", "locate"), and the words that ask stay.
"""

from __future__ import annotations

import re
from itertools import pairwise

from index.text.words import listed
from rag.language.words.stopwords import STOPWORDS

_TOKEN = re.compile(r"<quoted>|\d[\d.,]*|[^\W_]+(?:['’][^\W_]+)?|,")
_QUOTED = re.compile(r"[\"“„«][^\"”“»]{2,}[\"”“»]")

_ARTICLE = listed(
    """
    article story report piece headline title newspaper paper outlet publisher author text document
    file passage publication interview library collection source
    """
)
_CLASSES = {
    "ARTICLE": _ARTICLE,
    "ARTICLES": frozenset(f"{word}s" for word in _ARTICLE) | {"stories", "libraries"},
    "SAY": listed(
        """
        say said says saying tell told warn warned claim claimed announce announced promise promised
        respond responded react reacted explain explained comment commented think criticise
        criticised recommend advise reveal revealed deny denied propose proposed demand demanding
        argue argued state stated write wrote written speak spoke predict admit insist urge stress
        described describe defend justify confirm called
        """
    ),
    "REMARK": listed(
        """
        statement statements comment comments remark remarks view views position positions opinion
        opinions reaction reactions response stance argument arguments criticism explanation excuse
        speech speeches
        """
    ),
    "MENTION": listed(
        """
        mention mentions mentioned mentioning cover covers covered covering contain contains discuss
        deal quotes quoted appear appears reported published
        """
    ),
    "QUOTE": listed(
        "quote quotation verbatim wording exact phrase sentence line word words literally"
    ),
    "FIND": listed("find locate search look pull show give get list name enumerate fetch count"),
    "SURVEY": listed(
        """
        summarise summarize summary overview recap timeline chronology background outline brief
        briefing update gist happened happening happens going situation latest news
        """
    ),
    "CHANGE": listed(
        """
        change changed changes changing evolve evolved evolution develop developed development shift
        shifted differently different moved trend track trace updated corrected
        """
    ),
    "COMPARE": listed(
        """
        compare compared comparing comparison contrast versus vs differ differs difference
        differences disagree similarities common juxtapose side sides both each
        """
    ),
    "TRUE": listed("true false correct verify check right fact really yes"),
    "THIS": listed("this that it those these there here so"),
    "PERSON": listed("he she they him her them his their"),
    "ME": listed("i me my we us our you your"),
}
_CLASS = {word: name for name, words in reversed(_CLASSES.items()) for word in words}
_AUXILIARIES = listed(
    """
    is are was were do does did has have had can could will would should must may isn't didn't
    hasn't didnt
    """
)
_KEPT = STOPWORDS | listed("what's whats who's how's much often times number since first new")
_CONTENT = frozenset({"x", "NAME", "PL", "ED", "NUM", "QUOTED"})
_PEOPLE = listed("people women men children victims police members")
_NO_PLURAL = ("ss", "us", "is", "'s")

_MANY_ARTICLES = (_CLASSES["ARTICLES"] | {"news"}) - {"libraries", "librarys", "storys"}
_COUNTING = listed("count number of total how many in nr give me tell the a all different these")
_LISTING = listed(
    """
    in which what list show find search look give me us do you have are is there got any all the
    for of some every titles headlines
    """
)
_SAYING = listed(
    """
    say said saying think announce announced warn tell promise promised claim claimed write demand
    demanding want wants wanted
    """
)


def shape(question: str) -> list[str]:
    """Return the words of a question that ask, and the classes of the others, in order."""
    found: list[str] = []
    for number, token in enumerate(_tokens(question)):
        name = _class_of(token, is_first=number == 0)
        if name not in {"x", "NAME"} or found[-1:] != [name]:
            found.append(name)
    return found


def cues(question: str) -> list[str]:
    """Return what a question's shape has: runs of up to three, how it begins and ends, traits."""
    form = shape(question)
    runs = [*form, *map(" ".join, pairwise(form))]
    runs += map(" ".join, zip(form, form[1:], form[2:], strict=False))
    begun = [f"^{' '.join(form[:length])}" for length in range(1, min(4, len(form)) + 1)]
    ended = [f"{' '.join(form[-length:])}$" for length in (1, 2)]
    content = sum(name in _CONTENT for name in form)
    sizes = [f"#content{min(content, 4)}", f"#words{min(len(form), 9)}"]
    return list(dict.fromkeys([*runs, *begun, *ended, *sizes, *traits(question, form)]))


def traits(question: str, form: list[str]) -> list[str]:
    """Return what a whole question is like, marked by ``!``."""
    first, has = form[0] if form else "", set(form)
    content = sum(name in _CONTENT for name in form)
    auxiliary = first in _AUXILIARIES
    words = [token.lower() for token in _tokens(question)]
    counts = "count" in words[:3] or "number" in words[:4] or "many" in words[:3]
    counts = (counts or first in {"total", "nr"}) and _leads_to_articles(words, _COUNTING)
    nothing, points = content == 0, "THIS" in has
    known = {
        "auxiliary": auxiliary,
        "auxiliary, pointing": auxiliary and nothing and points,
        "auxiliary, change": auxiliary and "CHANGE" in has,
        f"{first}, plural": first in {"which", "what", "who"} and _asks_for_several(words),
        f"{first}, are": first in {"which", "what", "who"} and form[1:2] in (["are"], ["were"]),
        "counts articles": counts,
        "lists articles": not counts and _leads_to_articles(words, _LISTING),
        "nothing": nothing,
        "pointing": nothing and bool(has & {"THIS", "ARTICLE", "QUOTE", "QUOTED"}),
        "nearly pointing": content <= 1 and points,
        "you and me": nothing and "ME" in has,
        "quotation": "QUOTE" in has and not nothing,
        "said": _asks_what_was_said(words),
        "articles say": _articles_say(words),
        "survey": "SURVEY" in form[:4],
        "articles mention": "MENTION" in has and bool(has & {"ARTICLE", "ARTICLES"}),
        "number": form[:2] == ["how", "many"] and not counts,
        "person or time": first in {"who", "when", "where", "why", "whom", "whose"},
        **{name.lower(): name in has for name in ("QUOTED", "COMPARE", "CHANGE", "REMARK")},
    }
    return [f"!{name}" for name, is_there in known.items() if is_there]


def _tokens(question: str) -> list[str]:
    marked = _QUOTED.sub(" <quoted> ", question)
    return [token.replace("’", "'") for token in _TOKEN.findall(marked)]


def _class_of(token: str, *, is_first: bool) -> str:
    word = token.lower()
    if word == "<quoted>":
        return "QUOTED"
    if word[0].isdigit():
        return "NUM"
    if word in _CLASS:
        return _CLASS[word]
    if word in _AUXILIARIES or word in _KEPT or word == ",":
        return word
    if token[0].isupper() and not is_first:
        return "NAME"
    if _is_plural(word):
        return "PL"
    return "ED" if len(word) > 4 and word.endswith("ed") else "x"


def _asks_for_several(words: list[str]) -> bool:
    return any(word in _PEOPLE or _is_plural(word) for word in words[1:3])


def _leads_to_articles(words: list[str], before: frozenset[str]) -> bool:
    """Whether, but for such words and at most one other, a question begins with articles."""
    own = (number for number, word in enumerate(words) if word not in before)
    start = next(own, len(words))
    return any(word in _MANY_ARTICLES for word in words[start : start + 2])


def _asks_what_was_said(words: list[str]) -> bool:
    """Whether it asks what somebody, and not the articles, said."""
    if "what" not in words:
        return False
    rest = [word for word in words[words.index("what") + 1 :] if word not in {"else", "the"}]
    by_articles = bool({"we", "you", *_MANY_ARTICLES, "papers"} & set(rest[1:2]))
    return (
        rest[:1] != [] and rest[0] in _AUXILIARIES and not by_articles and bool(_SAYING & set(rest))
    )


def _articles_say(words: list[str]) -> bool:
    return any(
        (one in _MANY_ARTICLES or one == "papers") and two in {"say", "report", "write", "tell"}
        for one, two in pairwise(words)
    )


def _is_plural(word: str) -> bool:
    return len(word) > 3 and word.endswith("s") and not word.endswith(_NO_PLURAL)
