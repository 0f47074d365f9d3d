"""Lines that belong to a web page around an article and not to the article."""

from __future__ import annotations

import re

_LONGEST = 120
_WORDS = frozenset(
    """
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
    """.replace("\n", "|").split("|")
)
_PHRASES = frozenset(" ".join(words.split()) for words in _WORDS) - {""}
_EDGES = " \t.!?:…»«›‹>→←▶▼|•·*_[](){}"
_COOKIES = re.compile(r"(?:we|this (?:web)?site) uses? cookies\b.*", re.IGNORECASE)
_PAGE = re.compile(r"page \d{1,4}(?: (?:of|/) \d{1,4})?|[-–—] ?\d{1,4} ?[-–—]", re.IGNORECASE)
_SEPARATOR = re.compile(r"[-–—_=*~#•·. \t]{3,}")


def is_boilerplate(line: str) -> bool:
    """Tell whether ``line``, stripped, is nothing but a page's furniture."""
    if len(line) > _LONGEST:
        return False
    phrase = " ".join(line.strip(_EDGES).lower().split())
    return phrase in _PHRASES or any(
        pattern.fullmatch(line) for pattern in (_COOKIES, _PAGE, _SEPARATOR)
    )
