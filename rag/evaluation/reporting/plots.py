"""Plots as inline SVG: axes from 0 to 1, curves, bars. Colours are the stylesheet's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rag.evaluation.metrics.measures import Figure, ReliabilityBin, RiskPoint
from rag.evaluation.reporting.markup import Markup, tag

WIDTH, HEIGHT = 360, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 50, 12, 12, 40
_TICKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
_WHISKER_WIDTH, _WHISKER_HEIGHT = 160, 16


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

    def axes(self, x_label: str, y_label: str, *, x_unit: str = "") -> list[Markup]:
        """Return grid, ticks and labels."""
        drawn = []
        for share in _TICKS:
            across, up = self.x(share * self.right), self.y(share * self.top)
            drawn += [
                tag("line", x1=across, x2=across, y1=self.y(0), y2=_TOP, class_="grid"),
                tag("line", x1=_LEFT, x2=WIDTH - _RIGHT, y1=up, y2=up, class_="grid"),
                _label(f"{share * self.right:.3g}{x_unit}", across, HEIGHT - 24, "middle"),
                _label(f"{share * self.top:.2g}", _LEFT - 6, up + 4, "end"),
            ]
        middle = (self.y(0) + _TOP) / 2
        drawn.append(_label(x_label, (self.x(0) + WIDTH - _RIGHT) / 2, HEIGHT - 6, "middle"))
        drawn.append(
            tag(
                "text",
                y_label,
                text_anchor="middle",
                transform=f"rotate(-90 10 {middle})",
                x=10,
                y=middle,
            )
        )
        return drawn


def risk_coverage(points: Sequence[RiskPoint]) -> Markup:
    """Return the curve of risk over coverage, with the area under it shaded."""
    highest = max((point.risk for point in points), default=1.0)
    frame = Frame(top=_rounded_up(max(highest, 0.1)))
    places = [(frame.x(one.coverage), frame.y(one.risk)) for one in points]
    area = [(places[0][0], frame.y(0)), *places, (places[-1][0], frame.y(0))] if places else []
    dots = [
        tag(
            "circle",
            tag("title", f"coverage {one.coverage:.3f}, risk {one.risk:.3f}"
                f" at a confidence of {one.threshold:.3f} and more"),
            cx=frame.x(one.coverage), cy=frame.y(one.risk), r=6, class_="hover",
        )
        for one in points
    ]  # fmt: skip
    return _svg(
        "Risk over coverage",
        frame.axes("coverage: share of questions answered", "risk: share of wrong answers"),
        tag("path", d=_path(area), class_="area"),
        tag("path", d=_path(places), class_="curve"),
        dots,
    )


def reliability(bins: Sequence[ReliabilityBin]) -> Markup:
    """Return accuracy over confidence by bin; a perfect confidence lies on the diagonal."""
    frame = Frame()
    most = max((one.n for one in bins), default=0) or 1
    bars, dots = [], []
    for one in bins:
        if one.accuracy is None or one.confidence is None:
            continue
        told = (
            f"{one.n} answers with a confidence of {one.low:.1f} to {one.high:.1f}:"
            f" {one.accuracy:.3f} of them right, {one.confidence:.3f} sure"
        )
        left, width = frame.x(one.low), frame.x(one.high) - frame.x(one.low)
        top = frame.y(one.accuracy)
        title = tag("title", told)
        bars.append(
            tag("rect", title, x=left + 1, width=round(width - 2, 2), y=top,
                height=round(frame.y(0) - top, 2), class_="bar")
        )  # fmt: skip
        radius = round(2.5 + 6.5 * (one.n / most) ** 0.5, 2)
        dots.append(
            tag("circle", title, cx=frame.x(one.confidence), cy=top, r=radius, class_="dot")
        )
    diagonal = tag("path", d=_path([(frame.x(0), frame.y(0)), (frame.x(1), frame.y(1))]),
                   class_="ideal")  # fmt: skip
    return _svg(
        "Reliability",
        frame.axes("confidence", "accuracy: share of right answers"),
        bars,
        diagonal,
        dots,
    )


def latency(seconds: Sequence[float], marks: Iterable[tuple[str, Figure]]) -> Markup:
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
    lines = [
        [
            tag("line", x1=frame.x(one.value), x2=frame.x(one.value), y1=frame.y(0), y2=_TOP,
                class_="mark"),
            _label(name, frame.x(one.value) + 4, _TOP + 10 + 14 * number, "start"),
        ]
        for number, (name, one) in enumerate(marks)
        if one.value is not None and one.value <= frame.right
    ]  # fmt: skip
    return _svg(
        "Seconds a question",
        frame.axes("seconds a question", "share of questions", x_unit=" s"),
        tag("path", d=_path(places), class_="curve"),
        lines,
    )


def whisker(figure: Figure) -> Markup:
    """Return a value between 0 and 1 as a dot with its confidence interval as a line."""
    if figure.value is None:
        return tag("svg", class_="whisker", aria_hidden="true")
    middle = _WHISKER_HEIGHT / 2

    def at(value: float) -> float:
        return round(4 + min(1.0, max(0.0, value)) * (_WHISKER_WIDTH - 8), 2)

    interval = (
        tag("line", x1=at(figure.low), x2=at(figure.high), y1=middle, y2=middle, class_="interval")
        if figure.low is not None and figure.high is not None
        else None
    )
    return tag(
        "svg",
        tag("line", x1=4, x2=_WHISKER_WIDTH - 4, y1=middle, y2=middle, class_="grid"),
        interval,
        tag("circle", cx=at(figure.value), cy=middle, r=4, class_="dot"),
        class_="whisker",
        viewBox=f"0 0 {_WHISKER_WIDTH} {_WHISKER_HEIGHT}",
        preserveAspectRatio="xMinYMid",
        aria_hidden="true",
    )


def difference(
    change: float | None, low: float | None, high: float | None, *, widest: float
) -> Markup:
    """Return a change as a dot left or right of 0, with its interval; ``widest`` is the end."""
    middle = _WHISKER_HEIGHT / 2

    def at(value: float) -> float:
        share = min(1.0, max(-1.0, value / widest if widest else 0.0))
        return round(_WHISKER_WIDTH / 2 + share * (_WHISKER_WIDTH / 2 - 5), 2)

    interval = (
        tag("line", x1=at(low), x2=at(high), y1=middle, y2=middle, class_="interval")
        if low is not None and high is not None
        else None
    )
    return tag(
        "svg",
        tag("line", x1=at(0), x2=at(0), y1=0, y2=_WHISKER_HEIGHT, class_="mark"),
        interval,
        tag("circle", cx=at(change or 0), cy=middle, r=4, class_="dot"),
        class_="whisker",
        viewBox=f"0 0 {_WHISKER_WIDTH} {_WHISKER_HEIGHT}",
        preserveAspectRatio="xMinYMid",
        aria_hidden="true",
    )


def _svg(title: str, *drawn: object) -> Markup:
    return tag(
        "svg",
        tag("title", title),
        *drawn,
        class_="plot",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        role="img",
        aria_label=title,
    )


def _label(words: str, x: float, y: float, anchor: str) -> Markup:
    return tag("text", words, x=round(x, 2), y=round(y, 2), text_anchor=anchor)


def _path(places: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{'L' if number else 'M'}{x} {y}" for number, (x, y) in enumerate(places))


def _almost_longest(ordered: Sequence[float]) -> float:
    """Return the 99th of a hundred: the one that loaded the model would flatten all others."""
    return ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))] if ordered else 1.0


def _rounded_up(value: float) -> float:
    """Return the next of 0.1, 0.2, 0.5, 1, 2, 5, ... that is at least ``value``."""
    step = 0.001
    while True:
        for factor in (1, 2, 5):
            if value <= step * factor:
                return step * factor
        step *= 10
