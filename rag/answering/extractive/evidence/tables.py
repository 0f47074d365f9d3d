"""Tables: the cell that a question asks for, in a row as it is read: "Party: Greens, Seats: 9"."""

from __future__ import annotations

import re

from index.text.words import stems
from rag.answering.extractive.question import Question

_CELL = re.compile(r"(?P<heading>[^,:\n]+): (?P<cell>[^,\n]+(?:,\d{3})*)")


def cell_asked_for(question: Question, row: str) -> tuple[int, int] | None:
    """Return where the cell stands that a question names the row and the column of.

    ``None`` where it does not name both.
    """
    cells = list(_CELL.finditer(row))
    named = [cell for cell in cells if _is_in(cell["cell"], question)]
    asked = [cell for cell in cells if cell not in named and _is_in(cell["heading"], question)]
    return asked[0].span("cell") if named and len(asked) == 1 else None


def _is_in(words: str, question: Question) -> bool:
    wanted = stems(words)
    return bool(wanted) and question.all_stems.issuperset(wanted)
