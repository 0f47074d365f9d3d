import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.reading.decoding import decode, encoding_of
from index.reading.formats import RefusedError

FRENCH = "Une crise à Genève : les élèves français protestent où ils peuvent."
GERMAN = "Der Präsident der Europäischen Union erklärte, dass die Straßen größer würden."
RUSSIAN = "Генеральный секретарь НАТО заявил, что альянс следит за ситуацией в регионе."
CZECH = "Vláda v úterý schválila zákon, který zvyšuje důchody a příspěvky na bydlení."
POLISH = "Łódź i Gdańsk są piękne miasta w Polsce, mówią mieszkańcy."
CROATIAN = "Predsjednik Vlade izjavio je da će se izbori održati u petak, što znači čekanje."
ALBANIAN = "Milan Radoičić, përgjegjës për sulmin në Zveçan, është në Beograd."
DANISH = "Statsministeren sagde på mødet i København, at både børn og voksne får hjælp."
CHINESE = "北约秘书长说，联盟将与科索沃和塞尔维亚保持联系，以确保选举顺利进行。"

printable = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff\ufffd")
)


@pytest.mark.parametrize("text", ["plain", FRENCH, RUSSIAN, CHINESE])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_unicode_with_and_without_marks(text, encoding):
    assert decode(f"{text}\n".encode(encoding)) == f"{text}\n"


def test_a_big_endian_mark():
    assert decode(b"\xfe\xff" + FRENCH.encode("utf-16-be")) == FRENCH


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", FRENCH),
        ("cp1252", GERMAN),
        ("cp1252", DANISH),
        ("cp1252", "“Naturally, we have some concerns” – said the café’s naïve chief."),
        ("cp1252", "O presidente disse que não há razão para preocupações na região."),
        ("cp1251", RUSSIAN),
        ("cp1250", CZECH),
        ("cp1250", POLISH),
        ("cp1250", CROATIAN),
        ("cp1250", ALBANIAN),
        ("cp932", "これは日本語の文章です。東京は日本の首都です。"),
    ],
)
def test_older_encodings_are_told_from_the_text(encoding, text):
    assert decode(text.encode(encoding)) == text


@given(printable)
def test_utf8_comes_back_whatever_the_text(text):
    assert decode(text.encode()) == text
    assert decode(text.encode("utf-8-sig")) == text


@given(printable)
def test_utf16_with_a_mark_comes_back_whatever_the_text(text):
    assert decode(text.encode("utf-16")) == text


@settings(deadline=None)  # the first odd bytes load the detector
@given(st.binary())
def test_any_bytes_are_text_or_refused(raw):
    try:
        text = decode(raw)
    except RefusedError:
        return
    assert "\0" not in text
    assert "\r" not in text
    text.encode()


def test_line_ends_become_line_feeds():
    assert decode(b"one\r\ntwo\rthree\nfour\r\n\r\nfive") == "one\ntwo\nthree\nfour\n\nfive"


def test_one_damaged_character_does_not_change_the_others():
    raw = (FRENCH * 20).encode()
    damaged = raw[:500] + b"\xff" + raw[500:]
    assert decode(damaged).replace("\ufffd", "") == FRENCH * 20


@pytest.mark.parametrize(
    "raw",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0",
        b"text with a \0 in it, but only one",
        bytes(range(1, 32)) * 10,
        b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 4,
        b"%PDF-1.7\n" + bytes(range(128, 256)) * 8,
    ],
)
def test_binary_content_is_refused(raw):
    with pytest.raises(RefusedError, match="not text"):
        decode(raw)


def test_a_form_feed_does_not_make_text_binary():
    assert decode(b"page one\n\fpage two\n") == "page one\n\fpage two\n"


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [(b"", "utf-8"), (b"plain", "utf-8"), ("ë".encode("utf-16"), "utf-16-le")],
)
def test_the_encoding_has_a_name(raw, encoding):
    assert encoding_of(raw) == encoding
