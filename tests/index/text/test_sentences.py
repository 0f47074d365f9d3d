import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.text.sentences import sentence_spans

PROSE = st.text(
    alphabet=st.one_of(
        st.sampled_from("abcXYZ  ..!?,;:\n\n“”«»„\"'()[]#-0123456789"), st.characters(codec="utf-8")
    ),
    max_size=300,
)


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@given(PROSE)
@example("“A. B.")
@example("„A. B“ C. “D”")
@example("\x1c \x85 a")
@example("🙂 one. 🙂 two.")
def test_spans_are_disjoint_ordered_trimmed_and_cover_all_but_white_space(text):
    end_before, left_out = 0, ""
    for start, end in sentence_spans(text):
        assert end_before <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        left_out += text[end_before:start]
        end_before = end
    assert (left_out + text[end_before:]).strip() == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\t ", []),
        ("One. Two.", ["One.", "Two."]),
        ("No full stop", ["No full stop"]),
        ("A headline\n\nThe first sentence.", ["A headline", "The first sentence."]),
        ("It rose by 22.03 percent. Then it fell.", ["It rose by 22.03 percent.", "Then it fell."]),
        ("The U.S. left. Dr. Berisha stayed.", ["The U.S. left.", "Dr. Berisha stayed."]),
        (
            "He said: “We waited. Nobody came. We left.” Then he sat down.",
            ["He said: “We waited.", "Nobody came.", "We left.”", "Then he sat down."],
        ),
        ('"We waited. Nobody came."', ['"We waited.', 'Nobody came."']),
        ("- one item\n- another item", ["- one item", "- another item"]),
    ],
)
def test_sentences(text, expected):
    assert sentences(text) == expected


@pytest.mark.parametrize(
    "further",
    [
        "",
        "\n\nSee https://news.example/2025/02/11/" + "a-very-long-address-" * 6 + "\n",
        "\n\n" + "One paragraph of the same page stands on a single line. " * 4,
    ],
)
def test_what_else_a_text_has_breaks_no_wrapped_sentence(further):
    wrapped = (
        "The council of the town, which met for the first time since the flood in January, is to\n"
        "have its election in May.\n"
    )
    assert sentences(wrapped + further)[0] == wrapped.strip()


def test_a_line_end_inside_wrapped_prose_ends_no_sentence():
    wrapped = (
        "The mission was set up in June 1999 after the war, and\n"
        "it has stayed ever since. The force is made up of the\n"
        "soldiers of many countries."
    )
    assert sentences(wrapped) == [
        "The mission was set up in June 1999 after the war, and\nit has stayed ever since.",
        "The force is made up of the\nsoldiers of many countries.",
    ]


def test_a_line_end_among_long_lines_ends_a_paragraph():
    first = "The mission was set up in June 1999 after the war and has stayed ever since, " * 3
    assert sentences(f"{first.strip()}\nand so on") == [first.strip(), "and so on"]


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (
            "The ferry Alba sank off Rust\nin a storm on Friday. Captain\n"
            "Jonas Holm and a crew of 9\nwere saved.",
            [
                "The ferry Alba sank off Rust\nin a storm on Friday.",
                "Captain\nJonas Holm and a crew of 9\nwere saved.",
            ],
        ),
        (
            "> The town of Rust adopted a budget of 40 million.\n"
            "> Fees go down by a quarter in spring, said\n> mayor Holm.",
            [
                "> The town of Rust adopted a budget of 40 million.",
                "> Fees go down by a quarter in spring, said\n> mayor Holm.",
            ],
        ),
        (
            "FERRY LOST\nThe ferry Alba ran aground off Rust on Thurs-\nday night.",
            ["FERRY LOST", "The ferry Alba ran aground off Rust on Thurs-\nday night."],
        ),
        ("Jonas Holm\nAda Lind", ["Jonas Holm", "Ada Lind"]),
    ],
)
def test_a_narrow_column_breaks_no_sentence(column, expected):
    assert sentences(column) == expected
