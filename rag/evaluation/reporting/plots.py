"""Plots as shapes for inline SVG: axes from 0 to 1, curves, bars. Colours are the stylesheet's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rag.evaluation.metrics.measures import Figure, ReliabilityBin, RiskPoint

WIDTH, HEIGHT = 360, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 50, 12, 12, 40
_TICKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
WHISKER_WIDTH, WHISKER_HEIGHT = 160, 16
_MIDDLE = WHISKER_HEIGHT / 2


@dataclass(frozen=True)
class Shape:
    """An element of a drawing; ``title`` is what a pointer over it shows."""

    name: str
    attributes: Mapping[str, str | float]
    title: str = ""
    text: str = ""


@dataclass(frozen=True)
class Plot:
    """A drawing of ``WIDTH`` times ``HEIGHT`` pixels."""

    title: str
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, kw_only=True)
class Frame:
    """Where values are drawn: x from 0 to ``right``, y from 0 to ``top``."""

    right: float = 1.0
    top: float = 1.0

    def x(self, value: float) -> float:
        """Return where a value is, in pixels from the left."""
        return round(_LEFT + value / self.right * (WIDTH - _LEFT - _RIGHT), 2)

    def y(self, value: float) -> float:
        """Return where a value is, in pixels from above."""
        return round(HEIGHT - _BOTTOM - value / self.top * (HEIGHT - _TOP - _BOTTOM), 2)

    def axes(self, x_label: str, y_label: str, *, x_unit: str = "") -> Iterator[Shape]:
        """Yield grid, ticks and labels."""
        for share in _TICKS:
            across, up = self.x(share * self.right), self.y(share * self.top)
            yield _line(across, self.y(0), across, _TOP, "grid")
            yield _line(_LEFT, up, WIDTH - _RIGHT, up, "grid")
            yield _label(f"{share * self.right:.3g}{x_unit}", across, HEIGHT - 24, "middle")
            yield _label(f"{share * self.top:.2g}", _LEFT - 6, up + 4, "end")
        middle = (self.y(0) + _TOP) / 2
        yield _label(x_label, (self.x(0) + WIDTH - _RIGHT) / 2, HEIGHT - 6, "middle")
        yield _label(y_label, 10, middle, "middle", transform=f"rotate(-90 10 {middle})")


def risk_coverage(points: Sequence[RiskPoint]) -> Plot:
    """Return the curve of risk over coverage, with the area under it shaded."""
    frame = Frame(top=_rounded_up(max([0.1, *(point.risk for point in points)])))
    places = [(frame.x(one.coverage), frame.y(one.risk)) for one in points]
    area = [(places[0][0], frame.y(0)), *places, (places[-1][0], frame.y(0))] if places else []
    dots = [
        _circle(
            frame.x(one.coverage),
            frame.y(one.risk),
            6,
            "hover",
            title=f"coverage {one.coverage:.3f}, risk {one.risk:.3f}"
            f" at a confidence of {one.threshold:.3f} and more",
        )
        for one in points
    ]
    axes = frame.axes("coverage: share of questions answered", "risk: share of wrong answers")
    shapes = (*axes, _path(area, "area"), _path(places, "curve"), *dots)
    return Plot("Risk over coverage", shapes)


def reliability(bins: Sequence[ReliabilityBin]) -> Plot:
    """Return accuracy over confidence by bin; a perfect confidence lies on the diagonal."""
    frame = Frame()
    most = max((one.n for one in bins), default=0) or 1
    bars, dots = [], []
    for one in bins:
        if one.accuracy is None or one.confidence is None:
            continue
        title = (
            f"{one.n} answers with a confidence of {one.low:.1f} to {one.high:.1f}:"
            f" {one.accuracy:.3f} of them right, {one.confidence:.3f} sure"
        )
        left, top = frame.x(one.low), frame.y(one.accuracy)
        width, height = round(frame.x(one.high) - left - 2, 2), round(frame.y(0) - top, 2)
        place: dict[str, str | float] = {
            "x": left + 1,
            "width": width,
            "y": top,
            "height": height,
            "class": "bar",
        }
        bars.append(Shape("rect", place, title))
        radius = round(2.5 + 6.5 * (one.n / most) ** 0.5, 2)
        dots.append(_circle(frame.x(one.confidence), top, radius, "dot", title=title))
    axes = frame.axes("confidence", "accuracy: share of right answers")
    diagonal = _path([(frame.x(0), frame.y(0)), (frame.x(1), frame.y(1))], "ideal")
    return Plot("Reliability", (*axes, *bars, diagonal, *dots))


def latency(seconds: Sequence[float], marks: Iterable[tuple[str, Figure]]) -> Plot:
    """Return which share of the questions took how long at most, with some percentiles marked."""
    ordered = sorted(seconds)
    frame = Frame(right=_rounded_up(_almost_longest(ordered)))
    count = len(ordered)
    steps = sorted({round(share * (count - 1) / 200) for share in range(201)}) if count else []
    places = [
        (frame.x(ordered[step]), frame.y((step + 1) / count))
        for step in steps
        if ordered[step] <= frame.right
    ]
    lines: list[Shape] = []
    for number, (name, one) in enumerate(marks):
        if one.value is not None and one.value <= frame.right:
            across = frame.x(one.value)
            lines.append(_line(across, frame.y(0), across, _TOP, "mark"))
            lines.append(_label(name, across + 4, _TOP + 10 + 14 * number, "start"))
    axes = frame.axes("seconds a question", "share of questions", x_unit=" s")
    return Plot("Seconds a question", (*axes, _path(places, "curve"), *lines))


def whisker(figure: Figure, most: float = 1.0) -> tuple[Shape, ...]:
    """Return a value between 0 and ``most`` as a dot with its confidence interval as a line."""
    if figure.value is None:
        return ()
    grid = _line(4, _MIDDLE, WHISKER_WIDTH - 4, _MIDDLE, "grid")

    def at(value: float) -> float:
        return round(4 + min(1.0, max(0.0, value / most)) * (WHISKER_WIDTH - 8), 2)

    low, high = (None if end is None else at(end) for end in (figure.low, figure.high))
    return (grid, *_interval(low, high), _circle(at(figure.value), _MIDDLE, 4, "dot"))


def difference(
    change: float | None, low: float | None, high: float | None, widest: float
) -> tuple[Shape, ...]:
    """Return a change as a dot left or right of 0, with its interval; ``widest`` is the end."""

    def at(value: float) -> float:
        share = min(1.0, max(-1.0, value / widest if widest else 0.0))
        return round(WHISKER_WIDTH / 2 + share * (WHISKER_WIDTH / 2 - 5), 2)

    zero = _line(at(0), 0, at(0), WHISKER_HEIGHT, "mark")
    ends = (None if end is None else at(end) for end in (low, high))
    return (zero, *_interval(*ends), _circle(at(change or 0), _MIDDLE, 4, "dot"))


def _interval(low: float | None, high: float | None) -> Iterator[Shape]:
    if low is not None and high is not None:
        yield _line(low, _MIDDLE, high, _MIDDLE, "interval")


def _line(x1: float, y1: float, x2: float, y2: float, look: str) -> Shape:
    return Shape("line", {"x1": x1, "x2": x2, "y1": y1, "y2": y2, "class": look})


def _circle(x: float, y: float, radius: float, look: str, *, title: str = "") -> Shape:
    return Shape("circle", {"cx": x, "cy": y, "r": radius, "class": look}, title)


def _path(places: Iterable[tuple[float, float]], look: str) -> Shape:
    drawn = " ".join(f"{'L' if number else 'M'}{x} {y}" for number, (x, y) in enumerate(places))
    return Shape("path", {"d": drawn, "class": look})


def _label(words: str, x: float, y: float, anchor: str, **more: str) -> Shape:
    place = {"x": round(x, 2), "y": round(y, 2)}
    return Shape("text", {**place, "text-anchor": anchor, **more}, text=words)


def _almost_longest(ordered: Sequence[float]) -> float:
    """Return the 99th of a hundred: the one that loaded the model would flatten all others."""
    return ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))] if ordered else 1.0


def _rounded_up(value: float) -> float:
    """Return the next of 0.1, 0.2, 0.25, 0.5, 1, 2, 2.5, 5, ... that is at least ``value``."""
    step = 0.001
    while True:
        for factor in (1, 2, 2.5, 5):
            if value <= step * factor:
                return step * factor
        step *= 10
