"""Which of a page is its article, and what the page says about it."""

import json
from datetime import date

import pytest

PROSE = [
    "The quay of Tolby was sold to the museum of ships on Thursday for nine million kroner.",
    "The town had looked for a buyer since the ferry to Besk stopped four years ago, she said.",
    "Workers will begin to mend its northern wall in the autumn, when the storms are over.",
    "The museum wants to show three sailing ships there, and a lifeboat that was built in 1911.",
    "Neighbours fear the noise of the visitors, and have asked the council for a fence of trees.",
]
DAY = date(2024, 5, 2)
ARTICLE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Quay of Tolby sold",
    "datePublished": "2024-05-02T08:00:00+02:00",
}


def paragraphs(texts=PROSE):
    return "".join(f"<p>{text}</p>" for text in texts)


def page(body=None, *, head="", title="Quay of Tolby sold", data=None):
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>' if data else ""
    body = (
        f"<main><article><h1>{title}</h1>{paragraphs()}</article></main>" if body is None else body
    )
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f"{head}{script}</head><body>{body}</body></html>"
    )


def middle(inner):
    """An article with something in its midst."""
    return page(
        f"<main><article><h1>Quay of Tolby sold</h1>{paragraphs(PROSE[:3])}{inner}"
        f"{paragraphs(PROSE[3:])}</article></main>"
    )


# The text.


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        (
            "<ul><li>Nine million.</li><li>No fence.</li></ul>",
            "\n\n- Nine million.\n- No fence.\n\n",
        ),
        (
            "<table><tr><th>Day</th><th>Open</th></tr>"
            "<tr><td>Monday</td><td><ul><li>10 to 20</li></ul></td></tr></table>",
            "\n\n| Day | Open |\n| Monday | 10 to 20 |\n\n",
        ),
        ('<aside class="factbox"><h3>Facts</h3><p>It is 80 metres long.</p></aside>', "80 metres"),
        ('<div class="info-box"><p>Built: 1911</p></div>', "Built: 1911"),
        ('<div class="related"><p>The mayor of Besk was chosen again yesterday.</p></div>', None),
        (
            '<div class="newsletter-signup"><p>Read the best of the week every Friday.</p></div>',
            None,
        ),
        ("<figure><figcaption>The quay as it was in the year 2019.</figcaption></figure>", None),
        ("<p>Not all agree</p>", "\n\nNot all agree\n\n"),
        ("<blockquote><p>No ships for Tolby!</p><p>- Ida</p></blockquote>", "No ships for Tolby!"),
        ("<p>The harbour of <ruby>東<rt>ひがし</rt></ruby>京 is far.</p>", "of 東京 is far."),
        ("<p><a href='/b'>Read also: The mayor of Besk was chosen again</a></p>", None),
        ("<ul><li><a href='/b'>The mayor of Besk was chosen again</a></li></ul>", None),
        (f"<div class='copy'>{paragraphs(PROSE[:1])}</div>", None),
    ],
)
def test_what_stands_in_the_midst(article, inner, expected):
    text = article("a.html", middle(inner)).text
    assert all(paragraph in text for paragraph in PROSE)
    if expected is None:
        assert text.count("\n\n") <= len(PROSE)
        assert not any(
            word in text for word in ("Besk was", "best of the week", "in the year 2019")
        )
    else:
        assert expected in text


def test_what_stands_between_headline_and_text(article):
    lead = "The museum of ships bought it."
    points = "<ul class='key-points'><li>Nine million kroner</li><li>Three ships</li></ul>"
    body = (
        f"<main><article><h1>Quay of Tolby sold</h1><p class='standfirst'>{lead}</p>{points}"
        f"<div class='article-body'>{paragraphs()}</div></article></main>"
    )
    text = article("a.html", page(body)).text
    assert lead in text
    assert "- Nine million kroner\n- Three ships" in text
    assert text.index(lead) < text.index("Three ships") < text.index(PROSE[0])


def test_a_second_container_of_the_same_kind(article):
    parts = [f"<section><div class='body__text'>{paragraphs(PROSE[:4])}</div></section>"]
    parts.append("<div class='ad'>Advertisement</div>")
    parts.append("<section><div class='body__text'><p>Ida Lund mends the wall.</p></div></section>")
    body = f"<main><h1>Quay of Tolby sold</h1>{''.join(parts)}</main>"
    assert "Ida Lund mends the wall." in article("a.html", page(body)).text


@pytest.mark.parametrize("classes", ["elementor-widget", "cmp-text", "subscriber-content"])
def test_containers_that_are_named_like_what_is_around_an_article(article, classes):
    part = f"<div><div class='{classes}'>{{}}</div></div>"
    parts = [part.format(paragraphs([text])) for text in PROSE * 2]
    parts[2] = part.format("<h2>Ships</h2><p>Three of them sail.</p><p>One is old:</p>")
    found = article("a.html", page(f"<main><h1>Quay of Tolby sold</h1>{''.join(parts)}</main>"))
    assert all(text in found.text for text in [*PROSE, "Three of them sail."])


def test_a_headline_may_be_in_an_element_of_its_own(article):
    body = (
        "<article class='hero'><h1>Quay of Tolby sold</h1><p>The museum of ships is the new owner"
        f" of the quay.</p></article><article class='text'><h2>Ships</h2>{paragraphs(PROSE * 3)}"
        "</article>"
    )
    assert PROSE[4] in article("a.html", page(body)).text


def test_teasers_below_an_article_are_no_part_of_it(article):
    teasers = "".join(
        f"<article><h3>Ferry {number} of Besk burns</h3><p>In Besk, ferry {number} burnt while"
        " nobody was there to see it.</p></article>"
        for number in range(8)
    )
    body = f"<main><h1>Quay of Tolby sold</h1><div>{paragraphs()}</div>{teasers}</main>"
    text = article("a.html", page(body)).text
    assert PROSE[4] in text
    assert "Besk, ferry" not in text


def test_consent_is_no_article(article):
    asks = "We use cookies to show you what you like, and to count who reads us. " * 8
    body = (
        f"<div id='cookie-wall'><p>{asks}</p></div>"
        f"<aside class='content'><h1>Quay of Tolby sold</h1>{paragraphs()}</aside>"
    )
    text = article("a.html", page(body)).text
    assert "cookies" not in text
    assert all(paragraph in text for paragraph in PROSE)


def test_a_second_article_is_another_one(article):
    other = [f"In Besk, {text[0].lower()}{text[1:]}" for text in PROSE * 2]
    body = (
        f"<main><article><h1>Quay of Tolby sold</h1>{paragraphs(PROSE[:2])}</article>"
        f"<article><h1>Ferry of Besk burns</h1>{paragraphs(other)}</article></main>"
    )
    text = article("a.html", page(body)).text
    assert PROSE[1] in text
    assert "In Besk" not in text


def test_the_lines_of_a_narrow_column_are_joined(article):
    column = "<p>The wall of the nor-<br>thern quay is eighty<br>metres long, she<br>said.</p>"
    text = article("a.html", middle(column)).text
    assert "The wall of the northern quay is eighty metres long, she said." in text


def test_stray_zeros_are_left_out(article):
    found = article("a.html", page().replace("museum of", "mu\0seum of").encode())
    assert PROSE[0] in found.text


# What the page says of it.


@pytest.mark.parametrize(
    "end", [" - Koha", " | Koha", " – KOHA", " | Koha | By Ana Lund", " - Koha - 02.05.2024"]
)
def test_a_title_is_without_the_publisher(article, end):
    head = (
        f'<meta property="og:title" content="Quay of Tolby sold{end}">'
        '<meta property="og:site_name" content="Koha">'
    )
    found = article("a.html", page(head=head))
    assert (found.title, found.source) == ("Quay of Tolby sold", "Koha")


def test_a_page_that_names_only_itself_is_called_by_its_headline(article):
    body = (
        "<h1 class='hidden'>Service and navigation</h1>"
        f"<main><article><h1>Quay of Tolby sold</h1>{paragraphs()}</article></main>"
    )
    found = article("a.html", page(body, title="Koha - Home"))
    assert found.title == "Quay of Tolby sold"


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="copyright" content="© 2024 Koha. All rights reserved.">',
        '<meta property="og:site_name" content="Koha"><meta name="publisher" content="All the news'
        ' that this long coast can bear">',
        '<link rel="canonical" href="https://www.koha.net/a/1"><meta property="og:site_name"'
        ' content="koha.net">',
    ],
)
def test_the_publisher_is_a_name(article, head):
    assert article("a.html", page(head=head)).source == "Koha"


PERSON = {"@type": "Person", "name": "Ana Lund"}
OWNER = {"@type": "Organization", "name": "Koha"}
CREDITS = [
    ({"author": PERSON}, '<meta name="author" content="Coast Media Group">', ("Ana Lund",)),
    ({"author": [PERSON, OWNER]}, "", ("Ana Lund",)),
    ({"author": {"name": "Ana Lund (al)"}}, "", ("Ana Lund",)),
    ({"author": "By Ana Lund and Bo Dahl"}, "", ("Ana Lund", "Bo Dahl")),
    ({"author": {"@type": "Organization", "name": "koha.example, Tolby"}}, "", ()),
    ({"author": {"@type": "Person", "name": "ana-lund"}}, "", ()),
    (
        {"author": {"@type": "Organization", "name": "Coast Press Agency"}},
        "",
        ("Coast Press Agency",),
    ),
    ({}, '<meta name="author" content="The Koha https://www.koha.example">', ()),
    ({}, '<meta name="author" content="Ana Lund">', ("Ana Lund",)),
    ({}, '<meta name="author" content="Von Ana Lund, PhD">', ("Ana Lund",)),
    ({"author": {"name": "Society for Old Ships"}}, "", ("Society for Old Ships",)),
    ({"author": {"name": "Ships & me"}}, "", ("Ships & me",)),
    ({}, '<meta name="author" content="https://social.example/koha">', ()),
]


@pytest.mark.parametrize(("fields", "head", "authors"), CREDITS)
def test_authors_are_the_people_of_the_article(article, fields, head, authors):
    assert article("a.html", page(head=head, data={**ARTICLE, **fields})).authors == authors


def test_nodes_are_found_by_their_ids(article):
    graph = [
        {**ARTICLE, "author": [{"@id": "#p"}], "publisher": {"@id": "#o"}},
        {"@id": "#p", **PERSON},
        {"@id": "#o", **OWNER},
        {"@type": "NewsArticle", "headline": "Another", "author": {"name": "Bo Dahl"}},
    ]
    found = article("a.html", page(data={"@context": "https://schema.org", "@graph": graph}))
    assert (found.authors, found.source) == (("Ana Lund",), "Koha")


def test_a_byline_counts_beside_the_headline_alone(article):
    body = (
        "<main><article><h1>Quay of Tolby sold</h1><div class='byline'>By <a>Ana Lund</a></div>"
        f"<time datetime='2024-05-02'>Thursday</time>{paragraphs()}</article></main>"
        "<aside><div class='teaser'><a rel='author'>Bo Dahl</a> Ferry of Besk burns</div></aside>"
    )
    found = article("a.html", page(body))
    assert (found.authors, found.published) == (("Ana Lund",), DAY)


BESIDE = [
    ("<p class='byline'>VON ANA LUND am 2. Mai 2024</p>", ("ANA LUND",)),
    ("<cite class='byline'>By <b>Ana Lund</b> May 2, 2024 3:46 PM</cite>", ("Ana Lund",)),
    ("<p><span class='author vcard'><a rel='author' href='/l'>lund</a></span></p>", ("lund",)),
    (
        "<ul>" + "<li><a href='#'>Share it</a></li>" * 20 + "</ul><p>By Ana Lund</p>",
        ("Ana Lund",),
    ),
]


@pytest.mark.parametrize(("shown", "authors"), BESIDE)
def test_authors_that_stand_below_the_headline(article, shown, authors):
    body = f"<div class='content sidebar'><h1>Quay of Tolby sold</h1>{shown}{paragraphs()}</div>"
    head = '<meta property="og:title" content="Quay of Tolby sold">'
    assert article("a.html", page(f"<h1>Koha</h1>{body}", head=head)).authors == authors


DATES = [
    ({**ARTICLE, "datePublished": "1970-01-01T00:00:00Z"}, "", "<p>Published 2 May 2024</p>"),
    ({"@graph": [{"@type": "WebPage", "datePublished": "2024-05-02"}]}, "", ""),
    (None, '<link rel="canonical" href="https://a.example/2024-05/02/quay">', ""),
    ({**ARTICLE, "image": {"@type": "ImageObject", "datePublished": "2011-10-21"}}, "", ""),
    ({"@type": "NewsArticle", "headline": "Quay", "dateCreated": "2024-05-02"}, "", ""),
    (None, '<meta property="article:published_time" content="2024-05-02T23:00:00-05:00">', ""),
    (None, "", "<p class='date'>2. Mai 2024, 08:00 Uhr</p>"),
    (None, '<link rel="canonical" href="https://a.example/2024/05/02/quay">', ""),
    (None, '<meta property="article:modified_time" content="2024-05-02T08:00:00Z">', ""),
]


@pytest.mark.parametrize(("data", "head", "shown"), DATES)
def test_the_day_of_publication(article, data, head, shown):
    body = (
        "<header><time>Wednesday, 8 July 2026</time></header>"
        f"<main><article><h1>Quay of Tolby sold</h1>{shown}{paragraphs()}</article></main>"
    )
    assert article("a.html", page(body, head=head, data=data)).published == DAY


@pytest.mark.parametrize("shown", ["05/04/2024", "4/5/2024", "since 2 May 2024 it is closed"])
def test_what_is_no_sure_day_of_publication(article, shown):
    body = (
        f"<main><article><h1>Quay of Tolby sold</h1><span>{shown}</span>{paragraphs()}"
        "</article></main>"
    )
    assert article("a.html", page(body)).published is None


def test_broken_linked_data_breaks_nothing(article):
    html = page().replace("</head>", '<script type="application/ld+json">{"a": [</script></head>')
    assert article("a.html", html).title == "Quay of Tolby sold"


def test_a_page_that_a_program_draws_has_its_text_for_programs(article):
    data = {**ARTICLE, "articleBody": "\n".join(PROSE)}
    found = article(
        "a.html", page("<div id='root'><p>Please switch scripts on.</p></div>", data=data)
    )
    assert found.text == "\n\n".join(PROSE)


@pytest.mark.parametrize("classes", ["c-cmpvrW body", "post tag-cookies category-privacy", "text"])
def test_classes_that_only_look_like_those_of_a_consent_dialog(article, classes):
    body = f"<main><h1>Quay of Tolby sold</h1><div class='{classes}'>{paragraphs()}</div></main>"
    assert article("a.html", page(body)).text.endswith("\n\n".join(PROSE))


def test_the_paper_that_shows_a_text_is_its_publisher(article):
    head = (
        '<link rel="canonical" href="https://www.morgenpost.de/politik/1.html">'
        '<meta property="og:url" content="https://www.abendblatt.de/politik/1.html">'
    )
    assert article("a.html", page(head=head)).source == "Hamburger Abendblatt"


def test_the_name_before_a_motto(article):
    head = '<meta property="og:site_name" content="Koha - All the news of the town, every day">'
    assert article("a.html", page(f"<h1>Quay</h1>{paragraphs()}", head=head)).source == "Koha"


def test_a_title_behind_the_name_of_its_publisher(article):
    head = (
        '<meta property="og:site_name" content="Koha">'
        '<meta property="og:title" content="Koha: Quay of Tolby sold: a record">'
    )
    found = article("a.html", page(f"<main>{paragraphs()}</main>", head=head))
    assert found.title == "Quay of Tolby sold: a record"


def test_what_is_only_said_to_who_cannot_see_the_page_is_no_text(article):
    link = "<a href='/x'>Koha<span class='go-vh'> (opens in a new window)</span></a>"
    body = f"<main><h1>Quay</h1><p>The paper {link} told of it on Monday.</p>{paragraphs()}</main>"
    assert "The paper Koha told of it on Monday." in article("a.html", page(body)).text


def test_linked_data_that_is_markdown(article):
    said = "The [ferry](https://a.example/ferry) of <small>NASA</small> sank. " + " ".join(PROSE)
    found = article("a.html", page("<h1>Quay</h1>", data={**ARTICLE, "articleBody": said}))
    assert found.text.startswith("The ferry of NASA sank. ")
