import pytest

from index.text.languages import LANGUAGES, language_of, small_words


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Wer hat die Brücke gebaut?", "german"),
        ("Was kosteten die Arbeiten an der Brücke?", "german"),
        ("Was kostete die Bahn in Dorf?", "german"),
        ("Was it in the harbour?", "english"),
        ("Qui a construit le pont ?", "french"),
        ("¿Quién construyó el puente?", "spanish"),
        ("Chi ha costruito il ponte?", "italian"),
        ("Kush e ndërtoi urën?", "albanian"),
        ("Kur përfundon ura në Drenovë?", "albanian"),
        ("Ko je sagradio most?", "serbian"),
        ("Ко је саградио мост?", "serbian"),
        ("من بنى الجسر؟", "arabic"),
        ("Who built the bridge?", "english"),
        ("Who runs the Café Adèle?", "english"),
        ("What did la Repubblica say of Le Pen?", "english"),
        ("Le Pen", None),
        ("En Marche", None),
        ("harbour bridge", None),
        ("", None),
    ],
)
def test_the_language_of_a_question(question, language):
    assert language_of(question) == language


def test_every_language_has_letters_and_small_words():
    for language in LANGUAGES:
        assert language.letters
        assert small_words(language.name) >= language.words
    assert small_words("no such language") == small_words(None) == frozenset()
