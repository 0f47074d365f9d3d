"""Questions in other languages, against articles that have their words in other forms."""

import pytest

from index.library import Library
from index.library.writer import open_for_writing
from index.sync.writing import write_changes
from rag.retrieval import retrieve
from rag.retrieval.inflections import inflections_of

ARTICLES = {
    "german": "Die Lehrerinnen der Gemeinde fordern höhere Gehälter in den Grundschulen.",
    "german-2": "Der Hafen ist nach den Reparaturen der Mole wieder geöffnet worden.",
    "french": "Les enseignantes réclament des salaires plus élevés dans les villages.",
    "french-2": "Les ouvriers ont remplacé soixante câbles du pont après neuf mois.",
    "spanish": "Los obreros cambiaron sesenta cables de los puentes viejos.",
    "italian": "Gli operai hanno sostituito sessanta cavi dei ponti vecchi.",
    "albanian": "Punëtorët ndërruan gjashtëdhjetë kabllo pas nëntë muajsh.",
    "serbian-cyrillic": "Радници су заменили шездесет каблова после девет месеци.",
    "serbian-latin": "Nastavnice traže veće plate i manja odeljenja u osnovnim školama.",
    "arabic": "يطالب المعلمون في المدارس برواتب أعلى وصفوف أصغر.",
    "arabic-2": "أعيد فتح الجسر يوم الاثنين بعد تسعة أشهر.",
}


@pytest.fixture
def library(tmp_path, location, settings, embedder):
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / f"{name}.txt").write_text(f"{name}\n\n{text}\n")
    with open_for_writing(location, settings, embedder=embedder) as writer:
        list(write_changes([folder], writer))
    with Library(location, settings, embedder=embedder) as opened:
        yield opened


def best_by_words(library, question):
    hits = retrieve(library, question, top_k=10).hits
    found = [hit for hit in hits if hit.trace.text_rank]
    return min(found, key=lambda hit: hit.trace.text_rank).article.title if found else None


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("Wie ist das Gehalt einer Lehrerin?", "german"),
        ("Wann war die Reparatur?", "german-2"),
        ("Quel est le salaire d'une enseignante ?", "french"),
        ("Quel ouvrier a changé le câble ?", "french-2"),
        ("¿Quién fue el obrero del puente?", "spanish"),
        ("Quale operaio è sul ponte?", "italian"),
        ("Kush është punëtor?", "albanian"),
        ("Ko je radnik?", "serbian-cyrillic"),
        ("Колика је плата наставнице?", "serbian-latin"),
        ("كم راتب المعلم في المدرسة؟", "arabic"),
        ("operaio", "italian"),
        ("плата", "serbian-latin"),
    ],
)
def test_other_forms_of_its_words_are_found(library, question, title):
    assert best_by_words(library, question) == title


@pytest.mark.parametrize("question", ["Who repairs the bridge?", "Who is Le Pen?", "What cables?"])
def test_an_english_question_stays_as_it_is(library, question):
    found = inflections_of(question, library)
    assert (found.forms, found.small_words) == ((), frozenset())
    assert retrieve(library, question, top_k=3).warnings == ()


def test_what_cannot_be_done_is_said(library):
    [warning] = retrieve(library, "Wann war die Reparatur?", top_k=3).warnings
    assert warning.startswith("the question is taken for German")
