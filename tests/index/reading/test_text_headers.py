from datetime import date

import pytest

DAY = date(2024, 5, 2)
TEXT = "The quay in Tolby was sold to a museum on Thursday.\n"

MAIL = f"""From: Ana Krasniqi <ana@a.example>
To: desk@a.example
Date: Thu, 2 May 2024 08:00:00 +0200
Subject: Fwd: Quay
 sold

{TEXT}"""
GERMAN_MAIL = f"""Von: Ana Krasniqi <ana@a.example>
Gesendet: Donnerstag, 2. Mai 2024 08:00
An: Redaktion
Betreff: AW: Quay sold

{TEXT}"""
FACTIVA = f"""HD Quay sold
BY Ana Krasniqi
WC 12 words
PD 2 May 2024
SN Koha
LP {TEXT}
TD It cost a lot.
AN Document A1
"""
SPREAD = f"""HD
Quay
sold
BY
By Ana Krasniqi
PD
2 May 2024
LP
{TEXT}
CO
museum
"""


@pytest.mark.parametrize("content", [MAIL, GERMAN_MAIL, FACTIVA, SPREAD])
def test_what_a_header_says(article, content):
    found = article("a.txt", content)
    assert (found.title, found.authors, found.published) == ("Quay sold", ("Ana Krasniqi",), DAY)
    assert found.text.startswith(TEXT)
    assert TEXT.strip() in content.split("\n")[found.line_of(0) - 1]


def test_the_fields_behind_the_text_are_no_text(article):
    assert article("a.txt", FACTIVA).text == f"{TEXT}\nIt cost a lot.\n"
    assert article("a.txt", FACTIVA).source == "Koha"
    assert article("a.txt", SPREAD).text == TEXT


def test_words_of_a_mail_header_are_decoded(article):
    header = "Subject: =?utf-8?q?=C5=BDar?=\nFrom: ana@a.example\n\n"
    found = article("a.txt", header + TEXT)
    assert (found.title, found.authors) == ("Žar", ())


@pytest.mark.parametrize(
    "text",
    [
        f"Question: who sold the quay?\nAnswer: the town.\n\n{TEXT}",
        f"From: the quay\n{TEXT}",
        f"HD is short for high definition.\n\n{TEXT}",
        "In {{ braces }} and {{ more }} of a template [[",
    ],
)
def test_prose_has_no_header(article, text):
    found = article("a.txt", text)
    assert (found.text, found.first_line) == (text, 1)


WIKI = f"""{{{{date|May 2, 2024}}}}
[[Image:Quay.jpg|thumb|The [[quay]] in 2019.{{{{image source|Bo Lund}}}}]]
'''{TEXT.strip()}''' Its [[w:Harbour|harbour]] is [[old]]<ref name="a">x</ref>.
{{{{quote|It was time}}}}

== Sources ==
* {{{{source|url=https://a.example|author=Bo Lund}}}}
[[Category:Quays]]
"""


def test_wikitext_is_read_as_it_is_shown(article):
    found = article("a.txt", WIKI)
    assert found.text == f"{TEXT.strip()} Its harbour is old.\n“It was time”\n"
    assert found.published == DAY
    assert found.line_of(0) == 3


@pytest.mark.parametrize(
    "top",
    [
        "Von Ana Krasniqi\nStand: 02.05.2024, 08:00 Uhr",
        "Par Ana Krasniqi\nPublié le 2 mai 2024 à 08h00",
        "Nga: Ana Krasniqi\n2 Maj 2024, ora 08:00",
        "Nga Ana Krasniqi\nPublikuar më 2 maj 2024, ora 08:00",
        "Piše: Ana Krasniqi\nObjavljeno: 2. maja 2024. u 08:00",
        "Пише: Ана Красники\nчетвртак, 2. мај 2024. 08:00",
        "Пише: Ана Красники | 2. мај 2024.",
        "Por Ana Krasniqi\nPublicado el jueves 2 de mayo de 2024 a las 8:00",
        "di Ana Krasniqi\n2 maggio 2024, ore 8:00",
        "By Ana Krasniqi\nThursday, May 2, 2024 · 5 min read",
    ],
)
def test_bylines_and_date_lines_of_many_languages(article, top):
    found = article("a.txt", f"Quay sold\n{top}\n\n{TEXT}")
    assert (found.title, found.published) == ("Quay sold", DAY)
    assert found.authors in {("Ana Krasniqi",), ("Ана Красники",)}


@pytest.mark.parametrize(
    ("text", "published", "source"),
    [
        ("TOLBY, Norway, May 2, 2024 /PRNewswire/ -- The quay was sold.", DAY, "PR Newswire"),
        ("BERLIN, 2. Mai 2024 (dpa) – Der Kai ist verkauft.", DAY, None),
        ("Tolby, 2 May 2024 - The quay was sold.", DAY, None),
        ("A fire in Tolby on 2 May 2024 - the third - killed two.", None, None),
        ("The quay was sold on 2 May 2024 - at last.", None, None),
    ],
)
def test_a_dateline_dates_a_release(article, text, published, source):
    found = article("a.txt", f"Quay sold\n\n{text}\n")
    assert (found.published, found.source) == (published, source)


@pytest.mark.parametrize(
    "above",
    [
        "FOR IMMEDIATE RELEASE\nContact: Ana Krasniqi, +47 555 0100\n\n",
        "PRESS RELEASE\nEmbargoed until 10:00 GMT\n\n",
        "We and our 842 partners store and access personal data, such as cookies.\n\n",
        "1. How relevant is this ad to you?\n2. Did you encounter any technical issues?\n\n",
        "CNN -\n\n",
        "LONDON (Reuters) -\n\n",
    ],
)
def test_a_title_is_the_headline_below(article, above):
    assert article("a.txt", f"{above}Quay in Tolby sold\n\n{TEXT}").title == "Quay in Tolby sold"


@pytest.mark.parametrize("dateline", ["(CNN) -- ", "LONDON (Reuters) - ", "PARIS — "])
def test_a_title_begins_behind_the_dateline(article, dateline):
    assert article("a.txt", dateline + TEXT).title == TEXT.strip().removesuffix(".")


def test_a_dash_in_a_headline_is_no_dateline(article):
    title = "The dispute - a long one - goes on"
    assert article("a.txt", f"{title}\n\n{TEXT}").title == title


@pytest.mark.parametrize("prefix", ["R:", "RV:", "Odg:", "AW: R:"])
def test_what_is_before_the_subject_of_an_answer(article, prefix):
    content = f"From: Ana Lund <ana@a.example>\nSubject: {prefix} Quay sold\n\n{TEXT}"
    assert article("a.txt", content).title == "Quay sold"


@pytest.mark.parametrize(
    ("line", "source", "title"),
    [
        ("TOLBY--(BUSINESS WIRE)--The quay was sold.", "Business Wire", "The quay was sold"),
        ("Tolby (ots) - Der Kai ist verkauft.", "news aktuell", "Der Kai ist verkauft"),
        ("Tolby (dpa/lno) - Der Kai ist verkauft.", None, "Der Kai ist verkauft"),
    ],
)
def test_datelines_of_wires_without_a_day(article, line, source, title):
    found = article("a.txt", f"{line}\n\nIt cost a lot.\n")
    assert (found.source, found.title) == (source, title)


def test_a_byline_in_a_script_without_capitals(article):
    assert article("a.txt", "بيع الرصيف\nبقلم: آنا لوند\n\nبيع الرصيف.\n").authors == ("آنا لوند",)
