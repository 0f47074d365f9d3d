"""The words in the picture of a page, by RapidOCR, where the extra ``ocr`` is installed."""

from __future__ import annotations

import contextlib
import importlib.util
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from index.errors import importing
from index.reading.metadata import printable
from index.reading.pdf.segments import Segment

MODULE = "rapidocr"
_DOTS_PER_POINT = 200 / 72
_LONGEST_SIDE = 2_400
"""Dots of a picture that is looked at, whatever size its page says it has."""
_SURE = 0.7
"""How sure each line must be: of letters it does not know the model makes others."""
SECONDS = 600
"""What the pictures of one file may take; a page takes some seconds on two cores."""
_LONGEST_PAGE = 180
_BEAT = 5.0
"""Seconds after which it is said that a page is still being looked at."""


def is_installed() -> bool:
    """Return whether pictures can be read here."""
    return importlib.util.find_spec(MODULE) is not None


class Recognition:
    """Reads the pages of one file that are pictures, as long as there is time for them."""

    def __init__(self) -> None:
        self.seconds = 0.0
        """What it has taken so far."""
        self._engine: Any = None

    @property
    def is_over(self) -> bool:
        """Whether the file has had its time."""
        return self.seconds > SECONDS

    def segments_of(self, page: Any, on_beat: Callable[[], None]) -> list[Segment]:
        """Return what is written in the picture of a page of ``pypdfium2``, line by line.

        ``on_beat`` is called every few seconds meanwhile.
        """
        began = time.monotonic()
        self._engine = self._engine or _engine()
        scale = min(_DOTS_PER_POINT, _LONGEST_SIDE / max(page.get_size()))
        with _beating(on_beat):
            found = self._engine(page.render(scale=scale, grayscale=True).to_numpy())
        self.seconds += time.monotonic() - began
        if found.boxes is None:
            return []
        return [
            _segment(text, box / scale) for text, box in zip(found.txts, found.boxes, strict=True)
        ]


def _segment(text: str, box: Any) -> Segment:
    """Return a line; ``box`` is (4, 2): its corners from the upper left clockwise, in points."""
    # The means of two corners: a line that is a little askew is no taller for it.
    (left, _), (right, _) = box[[0, 3]].mean(axis=0), box[[1, 2]].mean(axis=0)
    (_, top), (_, bottom) = box[[0, 1]].mean(axis=0), box[[2, 3]].mean(axis=0)
    return Segment(
        text=printable(" ".join(text.split())),
        left=float(left),
        right=float(right),
        top=float(top),
        bottom=float(bottom),
    )


@contextlib.contextmanager
def _beating(on_beat: Callable[[], None]) -> Iterator[None]:
    """Call ``on_beat`` every few seconds, not for ever."""
    done = threading.Event()

    def beat() -> None:
        for _ in range(int(_LONGEST_PAGE / _BEAT)):
            if done.wait(_BEAT):
                return
            on_beat()

    beating = threading.Thread(target=beat, daemon=True)
    beating.start()
    try:
        yield
    finally:
        done.set()
        beating.join()


def _engine() -> Any:
    with importing("'dateline[ocr]'"):
        import rapidocr

    models = Path(rapidocr.__file__).parent / "models"
    # Models that are named are never fetched.
    named = {
        f"{part}.model_path": str(next(models.glob(f"*_{part.lower()}_*.onnx"), models))
        for part in ("Det", "Cls", "Rec")
    }
    settings = {"Global.log_level": "critical", "Global.text_score": _SURE}
    return rapidocr.RapidOCR(params={**named, **settings})
