"""Mail: what its sender wrote, what is attached, and mailboxes."""

import mailbox
import time
from datetime import date
from email.message import EmailMessage

import pytest
from documents import docx, lines, message, pdf, saved

from index.articles import Article
from index.errors import ReadingError
from index.reading.text_files.quoting import own_words


def test_subject_sender_and_day(article):
    found = article("a.eml", message("It held.", Subject="Re: Fwd: The bridge is open").as_bytes())
    assert found.text == "It held."
    assert found.title == "The bridge is open"
    assert (found.source, found.authors) == ("Ana Krasniqi", ("Ana Krasniqi",))
    assert found.published == date(2025, 1, 13)


def test_an_address_alone_is_the_sender_and_no_author(article):
    found = article("a.eml", message("It held.", From="press@example.org").as_bytes())
    assert (found.source, found.authors) == ("press@example.org", ())


def test_encoded_headers_and_letters(article):
    mail = message("Ura mbi Ibër u hap, tha Çollaku.", Subject="Ura është e hapur")
    found = article("a.eml", mail.as_bytes())
    assert (found.title, found.text) == ("Ura është e hapur", "Ura mbi Ibër u hap, tha Çollaku.")


ANSWERS = [
    "On Mon, 13 Jan 2025 at 10:00, Petrit Berisha <p@example.org> wrote:\n> It fell.\n> All of it.",
    "On Mon, 13 Jan 2025 at 10:00, Petrit Berisha\n<p@example.org> wrote:\n\n> It fell.",
    "Am 13.01.2025 um 10:00 schrieb Petrit Berisha:\n> Sie fiel.",
    "Le lun. 13 janv. 2025 à 10:00, Petrit Berisha <p@example.org> a écrit :\n> Il est tombé.",
    "-----Original Message-----\nFrom: Petrit Berisha\nSent: Monday\n\nIt fell.",
    "From: Petrit Berisha <p@example.org>\nSent: Monday\nTo: Ana\nSubject: x\n\nIt fell.",
    "________________________________\nVon: Petrit\nGesendet: Montag\nAn: Ana\nBetreff: x\n\nSie.",
    "-- \nAna Krasniqi\nMobile 044 123",
]


@pytest.mark.parametrize("tail", ANSWERS)
def test_what_is_answered_and_who_signed_is_left_out(tail):
    assert own_words(f"It held.\n\n{tail}", is_forwarded=False) == "It held."


def test_answers_between_quoted_lines_stay():
    text = "> Did it hold?\nYes.\n> And the road?\nIt is closed."
    assert own_words(text, is_forwarded=False) == "Yes.\nIt is closed."


@pytest.mark.parametrize(
    "text",
    [
        "See below.\n\n---------- Forwarded message ---------\nFrom: Petrit\n\nIt fell.",
        "See below.\n\n-----Original Message-----\nFrom: Petrit\nSent: Monday\nTo: Ana\n\nIt fell.",
    ],
)
def test_what_is_forwarded_stays(text):
    assert "It fell." in own_words(text, is_forwarded=True)


def test_a_page_is_read_where_the_plain_text_only_points_to_it(article):
    page = (
        "<html><body><h1>The week</h1><p>" + "The bridge is open. " * 30 + "</p>"
        "<div class='gmail_quote'><p>On Monday it fell.</p></div></body></html>"
    )
    found = article("a.eml", message("View this mail in a browser.", html=page).as_bytes())
    assert "The bridge is open." in found.text
    assert "it fell" not in found.text


def test_flowed_lines_are_joined(article):
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "ana@example.org", "x"
    mail["Content-Type"] = "text/plain; format=flowed"
    mail.set_payload("The bridge \nis open.\nIt held.\n")
    assert article("a.eml", mail.as_bytes()).text == "The bridge is open.\nIt held."


def test_attachments_are_articles_of_the_day_and_the_sender(reading):
    mail = message("See attached.")
    document = docx()
    document.add_paragraph("The contract ends in May.")
    for content, name in (
        (pdf([lines("It cost two million.")]), "cost.pdf"),
        (saved(document), "c.docx"),
    ):
        mail.add_attachment(content, maintype="application", subtype="x", filename=name)
    mail.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="a.png")
    body, cost, contract = reading("a.eml", mail.as_bytes())
    assert body.text == "See attached."
    assert (cost.text, cost.origin.partition("#")[2]) == ("It cost two million.\f", "cost.pdf")
    assert contract.text == "The contract ends in May."
    assert {one.published for one in (body, cost, contract)} == {date(2025, 1, 13)}
    assert cost.source == "Ana Krasniqi"


def test_a_message_in_a_message_is_an_article_of_its_own(reading):
    mail = message("See the message in here.")
    mail.add_attachment(message("It fell.", From="Petrit Berisha <p@example.org>"))
    outer, inner = reading("a.eml", mail.as_bytes())
    assert (outer.text, inner.text) == ("See the message in here.", "It fell.")
    assert inner.authors == ("Petrit Berisha",)


def test_a_broken_attachment_is_named_and_the_message_read(reading):
    mail = message("See attached.")
    mail.add_attachment(b"none", maintype="application", subtype="pdf", filename="a.pdf")
    body, failure = reading("a.eml", mail.as_bytes())
    assert isinstance(body, Article)
    assert failure.reason == "a.pdf: it is damaged, or not a PDF"


def test_a_mailbox(reading, tmp_path):
    box = mailbox.mbox(tmp_path / "in.mbox")
    for number in (1, 2):
        box.add(message(f"Mail {number}.\n\nFrom here on.", Message_ID=f"<{number}@example.org>"))
    box.add(message(""))
    box.close()
    first, second, empty = reading("b.mbox", (tmp_path / "in.mbox").read_bytes())
    assert [first.text, second.text] == [f"Mail {n}.\n\nFrom here on." for n in (1, 2)]
    assert first.origin.endswith("b.mbox#<1@example.org>")
    assert empty.reason == "message 3: it is a message without text"


def test_what_is_no_mailbox_is_refused(refusal):
    assert refusal("a.mbox", "Dear all") == "it is damaged, or not a mailbox"


def test_a_message_of_a_thousand_parts_is_refused(refusal):
    mail = message("It held.")
    for number in range(1_000):
        mail.add_attachment(b"x", maintype="text", subtype="plain", filename=f"{number}.txt")
    assert refusal("a.eml", mail.as_bytes()) == "it has more than 500 parts"


@pytest.mark.parametrize("depth", [50, 3_000])
def test_nested_messages_are_read_to_a_depth(reading, depth):
    content = b"Content-Type: message/rfc822\n\n" * depth + b"Subject: x\n\nIt held.\n"
    assert all(isinstance(found, ReadingError) for found in reading("a.eml", content))


def test_parts_nested_without_end_are_refused(reading):
    head = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(3_000)
    )
    assert all(isinstance(found, ReadingError) for found in reading("a.eml", head + b"\nx"))


@pytest.mark.parametrize(
    "lines",
    [
        ["-- "] * 100_000 + ["---------- Forwarded message ---------", "It fell."],
        ["", "> x"] * 100_000,
        [""] * 100_000 + ["> x"] * 100_000,
        ["On a day that went on and on"] * 100_000,
    ],
    ids=["signatures", "turns", "blanks", "introductions"],
)
def test_long_messages_take_time_in_proportion(lines):
    began = time.monotonic()
    own_words("\n".join(lines), is_forwarded=False)
    assert time.monotonic() - began < 20
