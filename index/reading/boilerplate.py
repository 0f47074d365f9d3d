"""Boilerplate: lines that belong to the web page around an article and not to the article.

Only whole, lone, short lines count, and only well-known ones, or ones that repeat, or the headline,
so that nothing an article says is lost. Markdown headings below the title and bylines stay.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

_LONGEST = 120
_WORDS = frozenset(
    """
    ad feedback | video ad feedback
    ad | ads | advert | advertisement | advertisements | advertising | sponsored | promoted
    close | dismiss | cancel | ok | got it | menu | search | skip | skip ad | loading
    skip to content | skip to main content | back to top | scroll to top | go back | back
    home | news | latest news | breaking news | top stories | most read | most popular | trending
    related | related articles | related stories | related news | related posts | see also
    you may also like | you might also like | recommended | recommended for you | more news
    more stories | more from this author | more on this story | read also | also read
    read more | read more here | continue reading | show more | see more | view more | load more
    learn more | click here | view all | see all | next | previous | next article
    previous article | next page | previous page
    share | share this | share this article | share article | share on facebook
    share on twitter | share on x | share on linkedin | share on whatsapp | tweet | facebook
    twitter | whatsapp | linkedin | telegram | pinterest | instagram | email | e-mail | print
    print this page | copy link | link copied | save | bookmark | follow us | like us on facebook
    comment | comments | leave a comment | post a comment | no comments | reply
    subscribe | subscribe now | subscribe today | sign up | sign in | log in | login | register
    sign up for our newsletter | subscribe to our newsletter | newsletter | newsletters
    join our newsletter | get our newsletter | create an account | already a subscriber
    support us | donate | donate now | terms of use | terms of service | terms and conditions
    privacy policy | privacy | cookies | cookie policy | cookie settings | cookie preferences
    accept | accept all | accept cookies | accept all cookies | reject all | manage cookies
    contact us | about us | all rights reserved
    video player was slow to load content | video content never loaded
    ad froze or did not finish loading | video content did not start after ad
    audio on ad was too loud | other issues | ad never loaded | content moved around while ad loaded
    ad was repetitive to ads i've seen previously | ad prevented/slowed the page from loading
    """.replace("\n", "|").split("|")
)
_PHRASES = frozenset(" ".join(words.split()) for words in _WORDS) - {""}
_EDGES = " \t.!?:…»«›‹>→←▶▼|•·*_[](){}"
_COOKIES = re.compile(r"(?:we|this (?:web)?site) uses? cookies\b.*", re.IGNORECASE)
_CONSENT = re.compile(
    r"(?:we|this (?:web)?site) (?:and our (?:\d+ )?partners )?(?:use|store|process)s?\b.*"
    r"\b(?:cookies?|personal data)\b.*"
    r"|.*\b(?:accept|consent to|use of) (?:all |the use of )?cookies\b.*"
    r"|\d\. (?:how relevant is this ad|did you encounter any technical issues).*"
    r"|by (?:clicking|continuing)\b.*\b(?:agree|accept)\b.*"
    r"|(?:wir|diese (?:web)?seite|nous|ce site|utilizamos|usamos|este sitio|questo sito|noi) .*"
    r"\bcookies?\b.*"
    r"|for immediate release\b.*|(?:press|media|news) (?:release|statement)"
    r"|embargoed (?:until|for)\b.*"
    r"|pressemitteilung|communiqué(?: de presse)?|comunicado de prensa|comunicato stampa"
    r"|(?:media |press |presse-?)?(?:contacts?|kontakt)\s*:.*",
    re.IGNORECASE | re.DOTALL,
)
"""What asks for consent or opinions, and what heads a press release: no title of an article."""
_LONGEST_CONSENT = 1_000
_PAGE = re.compile(r"page \d{1,4}(?: (?:of|/) \d{1,4})?|[-–—] ?\d{1,4} ?[-–—]", re.IGNORECASE)
_SEPARATOR = re.compile(r"[-–—_=*~#•·. \t]{3,}")

_LONGEST_REPEATED = 60
_REPEATED_FROM = 3
_LONGEST_TITLE_LINE = 500
_SENTENCE_END = (".", "!", "?", ":", ";", ",", "…")
_QUOTES = "\"'“”‘’«»"
# Headings, quotations, list items, table rows and bylines may repeat and still be content.
_CONTENT = re.compile(r"[#>|]|[-*+•] |\d+[.)] |by ", re.IGNORECASE)


def is_boilerplate(line: str) -> bool:
    """Return whether ``line``, stripped, is a well-known line of web pages and nothing else."""
    if len(line) > _LONGEST:
        return False
    phrase = " ".join(line.strip(_EDGES).lower().split())
    return phrase in _PHRASES or any(
        pattern.fullmatch(line) for pattern in (_COOKIES, _PAGE, _SEPARATOR)
    )


def is_consent(line: str) -> bool:
    """Return whether ``line`` speaks of the page or of the release, and tells no news."""
    return len(line) <= _LONGEST_CONSENT and bool(_CONSENT.fullmatch(line))


def boilerplate_spans(text: str, title: str) -> list[tuple[int, int]]:
    """Return the spans of an article's text that are boilerplate or its headline.

    They are whole lines with their line ends: sorted, disjoint character offsets. Where nothing
    else would be left the list is empty: a text that is only its title is still a text.
    """
    lines = list(_lines(text))
    counts = Counter(line for _, _, line in lines if len(line) <= _LONGEST_REPEATED)
    headline = _folded(title)
    spans = [
        (start, end)
        for start, end, line in lines
        if is_boilerplate(line) or _is_headline(line, headline) or _repeats(line, counts)
    ]
    return spans if len(spans) < len(lines) else []


def _lines(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end (behind the line end) and stripped content of the lines not blank."""
    start = 0
    for line in text.split("\n"):
        end = min(start + len(line) + 1, len(text))
        if content := line.strip():
            yield start, end, content
        start = end


def _is_headline(line: str, headline: str) -> bool:
    if not headline or len(line) > _LONGEST_TITLE_LINE:
        return False
    return headline in (_folded(line), _folded(line.removeprefix("# ")))


def _folded(line: str) -> str:
    return " ".join(line.split()).strip(_QUOTES).casefold()


def _repeats(line: str, counts: Counter[str]) -> bool:
    return (
        counts[line] >= _REPEATED_FROM
        and not line.rstrip(_QUOTES + ")]").endswith(_SENTENCE_END)
        and not _CONTENT.match(line)
    )
