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
        ("cp932", "橋は月曜日に閉鎖された。"),
        ("euc_jp", "橋は月曜日に閉鎖された。"),
        ("cp932", "これは日本語の文章です。東京は日本の首都です。"),
    ],
)
def test_older_encodings_are_told_from_the_text(encoding, text):
    assert decode(text.encode(encoding)) == text


SHORT = [
    ("Az öböl hídját hétfőn újra megnyitották, mondta a szóvivő.", "iso8859-2 cp1250"),
    ("Őrült szél fújt", "iso8859-2 cp1250"),
    ("Żuraw w porcie znów działa, a łódź wróciła na nabrzeże.", "iso8859-2 cp1250"),
    ("Loď se vrátila do přístavu, řekl kapitán. Příští týden pluje dál.", "iso8859-2 cp1250"),
    ("Brod se vraća u luku, što će ga koštati više vremena.", "iso8859-2 cp1250"),
    ("Vaporul se întoarce în port după şase luni, a spus căpitanul.", "iso8859-2 cp1250"),
    ("Gemi altı ay sonra limana döndü, dedi kaptan Işıl Gündoğdu.", "iso8859-9 cp1254"),
    ("Laivas grįžo į uostą, sakė kapitonė Živilė. Jis dar plauks.", "iso8859-13 cp1257"),
    ("Kuģis atgriezās ostā pēc sešiem mēnešiem, sacīja kapteinis.", "iso8859-13 cp1257"),
    ("Le cœur du port a coûté 9 € par tête.", "iso8859-15 cp1252"),
    ("Das Schiff ist für sechs Monate zurück im Hafen, hieß es.", "cp1252 cp850 mac-roman"),
    ("El barco volvió al puerto después de un año; ¿cuánto costó?", "cp1252 iso8859-15"),
    ("Anija u kthye në port pas gjashtë muajsh, tha kapiteni.", "cp1252 cp1250"),
    ("Корабль снова в порту, сказал капитан.", "cp1251 koi8-r iso8859-5 cp866 mac-cyrillic"),
    ("Брод је поново у луци, рекао је капетан.", "cp1251 iso8859-5"),
    ("Το πλοίο γύρισε στο λιμάνι, είπε ο καπετάνιος.", "cp1253 iso8859-7"),
    ("הספינה חזרה לנמל אחרי שישה חודשים.", "cp1255"),
    ("عادت السفينة إلى الميناء بعد ستة أشهر.", "cp1256 iso8859-6"),
    ("It cost £9 – a record.", "cp1252"),
]


@pytest.mark.parametrize(
    ("text", "encoding"), [(text, each) for text, names in SHORT for each in names.split()]
)
def test_a_flash_is_enough_to_tell_the_encoding(text, encoding):
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
