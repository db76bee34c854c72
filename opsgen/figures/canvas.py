"""The drawing kit: shapes, marks, labels and links that become one SVG text.

Every text and attribute is cleaned and escaped here and nowhere else, every paint is a token. The SVG keeps
to what browsers and WeasyPrint both draw: attributes instead of style, no `dominant-baseline`, no variables.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from math import cos, pi, sin
from typing import TYPE_CHECKING

from opsgen.figures.lettering import NORMAL, SMALL, Lane, clean, clip, text_width
from opsgen.figures.tokens import STATUSES, TOKENS, Status
from opsgen.text import safe_url
from opsgen.words import Message, Words, message, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from opsgen.figures.scales import Time

FONTS = "'Opsgen Sans','Opsgen Sans SC',sans-serif"
LEGEND_LINE = 20.0
STATUS_WORDS: dict[Status, Message] = {
    "ok": message("on track"),
    "risk": message("at risk"),
    "late": message("late"),
    "done": message("done"),
    "todo": message("not started"),
}

Attribute = str | float | None


@dataclass(frozen=True, slots=True)
class Key:
    """An entry of a legend: a small drawing (a status, or a shape in a token) and what it means."""

    shape: str
    label: str
    token: str = "muted"


@dataclass(slots=True)
class Canvas:
    """Elements of one figure, collected in drawing order."""

    kind: str
    id: str
    title: str
    lang: str
    width: float
    height: float = 0.0
    _elements: list[str] = field(default_factory=list)
    _linked: bool = False

    @property
    def words(self) -> Words:
        return words(self.lang)

    def say(self, said: Message | str) -> str:
        """Our own words in the figure's language."""
        return self.words.say(said)

    # ---- elements

    def element(
        self,
        tag: str,
        rest: Mapping[str, Attribute],
        fill: str | None = None,
        stroke: str | None = None,
        body: str = "",
    ) -> None:
        """One element; `fill` and `stroke` are tokens, or `none`; `body` is finished SVG."""
        attributes: dict[str, Attribute] = {"class": _classes(fill, stroke)}
        if fill:
            attributes["fill"] = _light(fill)
        if stroke:
            attributes["stroke"] = _light(stroke)
        attributes |= {name.replace("_", "-"): value for name, value in rest.items()}
        written = "".join(
            f' {name}="{_value(value)}"' for name, value in attributes.items() if value is not None
        )
        self._elements.append(f"<{tag}{written}>{body}</{tag}>" if body else f"<{tag}{written}/>")

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str,
        stroke: str | None = None,
        **rest: Attribute,
    ) -> None:
        self.element(
            "rect", {"x": x, "y": y, "width": max(width, 0.0), "height": height} | rest, fill, stroke
        )

    def line(
        self, x1: float, y1: float, x2: float, y2: float, stroke: str = "grid", **rest: Attribute
    ) -> None:
        self.element("line", {"x1": x1, "y1": y1, "x2": x2, "y2": y2} | rest, None, stroke)

    def path(self, d: str, fill: str = "none", stroke: str | None = None, **rest: Attribute) -> None:
        self.element("path", {"d": d} | rest, fill, stroke)

    def circle(
        self, x: float, y: float, r: float, fill: str, stroke: str | None = None, **rest: Attribute
    ) -> None:
        self.element("circle", {"cx": x, "cy": y, "r": r} | rest, fill, stroke)

    def polyline(self, points: Sequence[tuple[float, float]], stroke: str, **rest: Attribute) -> None:
        self.path("M" + "L".join(f"{num(x)} {num(y)}" for x, y in points), "none", stroke, **rest)

    def text(
        self,
        x: float,
        y: float,
        said: str,
        fill: str = "ink",
        *,
        anchor: str = "start",
        size: float = SMALL,
        bold: bool = False,
        room: float | None = None,
    ) -> None:
        """A label whose middle line is `y`, cut where it is wider than `room`."""
        shown = clean(said)
        if room is not None:
            shown = clip(shown, room, size, bold=bold)
        if not shown:
            return
        place: dict[str, Attribute] = {
            "x": x,
            "y": y + size * 0.36,
            "text-anchor": None if anchor == "start" else anchor,
            "font-size": None if size == NORMAL else size,
            "font-weight": "700" if bold else None,
        }
        self.element("text", place, fill, body=escape(shown))

    @contextmanager
    def group(self, tip: str = "", href: str = "") -> Iterator[None]:
        """What is drawn inside belongs together, says `tip` under the pointer and leads to a safe `href`."""
        target = safe_href(href)
        self._linked |= target is not None
        self._elements.append(f'<a href="{escape(target)}">' if target is not None else "<g>")
        if tip:
            self._elements.append(f"<title>{escape(clean(tip))}</title>")
        yield
        self._elements.append("</a>" if target is not None else "</g>")

    @contextmanager
    def turned(self, x: float, y: float) -> Iterator[None]:
        """What is drawn inside reads upwards, turned about the point."""
        self._elements.append(f'<g transform="rotate(-90 {num(x)} {num(y)})">')
        yield
        self._elements.append("</g>")

    # ---- marks

    def mark(self, x: float, y: float, status: Status, r: float = 5.0) -> None:
        """The sign of a status: circle, triangle, cross, check or ring."""
        match status:
            case "ok":
                self.circle(x, y, r * 0.85, status)
            case "risk":
                self.path(f"M{num(x)} {num(y - r)}l{num(r)} {num(1.75 * r)}h{num(-2 * r)}z", fill=status)
            case "late":
                b = num(1.6 * r)
                d = f"M{num(x - 0.8 * r)} {num(y - 0.8 * r)}l{b} {b}m0 -{b}l-{b} {b}"
                self.path(d, stroke=status, stroke_width=r * 0.44)
            case "done":
                d = f"M{num(x - 0.95 * r)} {num(y)}l{num(0.7 * r)} {num(0.75 * r)}"
                self.path(f"{d}l{num(1.25 * r)} {num(-1.5 * r)}", stroke=status, stroke_width=r * 0.44)
            case "todo":
                self.circle(x, y, r * 0.75, "surface", stroke=status, stroke_width=r * 0.34)

    def diamond(self, x: float, y: float, status: Status, r: float = 6.5) -> None:
        """A milestone: a filled diamond, hollow while nothing has begun."""
        fill = "surface" if status == "todo" else status
        self.path(diamond(x, y, r), fill=fill, stroke=status, stroke_width=1.6)

    # ---- parts of figures

    def time_axis(self, time: Time, y: float, top: float, bottom: float) -> None:
        """Labels on the line `y`, those that name a year first, and a thin line down for each tick."""
        ticks = list(time.ticks(self.words))
        for tick in ticks:
            self.line(tick.x, top, tick.x, bottom)
        lane = Lane(time.start, time.end + 8)
        for tick in sorted(ticks, key=lambda tick: tick.label == tick.short):
            for label in dict.fromkeys((tick.label, tick.short)):
                if lane.take(tick.x, tick.x + text_width(label, SMALL) + 9):
                    self.text(tick.x + 3, y, label, "muted")
                    break

    def today(self, time: Time, today: date, y: float, top: float, bottom: float) -> None:
        """A thin line, its label on the line `y`; nothing where the axis does not reach."""
        if not time.shows(today):
            return
        x = time(today, 0.5)
        label = self.say(message("Today {day}", day=self.words.day(today)))
        half = text_width(label, SMALL) / 2
        self.line(x, top, x, bottom, "today", stroke_width=1)
        self.text(min(max(x, half + 2), self.width - half - 2), y, label, "today", anchor="middle")

    def legend(self, keys: Sequence[Key], x: float, y: float) -> float:
        """The keys in lines from `y` on; the y below them."""
        if not keys:
            return y
        left = x
        for key in keys:
            extent = 20 + text_width(key.label, SMALL)
            if left > x and left + extent > self.width:
                left, y = x, y + LEGEND_LINE
            self._key(key, left, y + LEGEND_LINE / 2)
            self.text(left + 20, y + LEGEND_LINE / 2, key.label, "muted", room=self.width - left - 20)
            left += extent + 16
        return y + LEGEND_LINE

    def _key(self, key: Key, x: float, y: float) -> None:
        match key.shape:
            case "ok" | "risk" | "late" | "done" | "todo":
                self.mark(x + 8, y, key.shape, 4.5)
            case "box":
                self.rect(x + 1, y - 5, 14, 10, key.token, rx=2)
            case "tint":
                self.rect(x + 1, y - 5, 14, 10, key.token, rx=2, fill_opacity=0.28)
            case "share":
                self.rect(x, y - 4, 16, 8, key.token, fill_opacity=0.28)
                self.rect(x, y - 4, 9, 8, key.token)
            case "diamond":
                self.path(diamond(x + 8, y, 5), stroke=key.token, stroke_width=1.2)
            case "ring":
                self.circle(x + 8, y, 4, "none", stroke=key.token, stroke_width=1.2)
            case "up" | "down":
                rise = -6 if key.shape == "up" else 6
                self.path(f"M{num(x + 4.5)} {num(y - rise / 2)}h7l-3.5 {rise}z", fill=key.token)
            case "star":
                self.path(star(x + 8, y, 4.6), fill=key.token)
            case "arrow":
                self.circle(x + 2.4, y, 2.4, key.token)
                self.line(x + 4, y, x + 10, y, key.token, stroke_width=1.5)
                self.path(f"M{num(x + 16)} {num(y)}l-7.5 -3.75v7.5z", fill=key.token)
            case "frame":
                self.path(hatching(x + 2, y - 3, x + 14, y + 3), stroke=key.token, stroke_width=0.9)
                self.rect(x + 1, y - 4, 14, 8, "none", stroke=key.token, rx=2)
            case "hatch":
                self.path(hatching(x + 1, y - 5, x + 15, y + 5, 4), stroke=key.token, stroke_width=0.7)
            case "corner":
                self.rect(x + 1, y - 5, 14, 10, key.token)
                self.path(f"M{num(x + 15)} {num(y - 5)}v6l-6 -6z", fill="ink")
            case "tick":
                self.line(x + 8, y - 6, x + 8, y + 6, key.token, stroke_width=2)
            case "dash":
                self.line(x, y, x + 16, y, key.token, stroke_width=1.4, stroke_dasharray="4 3")
            case _:
                self.line(x, y, x + 16, y, key.token, stroke_width=2)

    def svg(self, *sentences: Message | str) -> str:
        """The whole figure; the sentences become its description."""
        said = [clean(self.say(s) if isinstance(s, Message) else s) for s in sentences if s]
        finding = ("" if self.lang == "zh" else " ").join(said)
        name = _identifier(self.id)
        # Accessible technology skips the inside of an img: a figure with links is a group.
        role = "group" if self._linked else "img"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="ops-fig ops-{self.kind}" role="{role}"'
            f' lang="{escape(self.lang)}" aria-labelledby="{name}-title {name}-desc"'
            f' viewBox="0 0 {num(self.width)} {num(self.height)}" width="{num(self.width)}"'
            f' height="{num(self.height)}" font-family="{FONTS}" font-size="{num(NORMAL)}">'
            f'<title id="{name}-title">{escape(clean(self.title))}</title>'
            f'<desc id="{name}-desc">{escape(finding)}</desc>' + "".join(self._elements) + "</svg>"
        )


def empty(kind: str, reason: Message | str, *, id: str, title: str, lang: str, width: float) -> str:
    """A quiet box that says why there is no figure."""
    canvas = Canvas(kind, id, title, lang, width, 56)
    said = canvas.say(reason) if isinstance(reason, Message) else reason
    canvas.rect(0.5, 0.5, width - 1, 55, "none", stroke="grid", stroke_dasharray="4 4", rx=4)
    canvas.text(width / 2, 28, said, "muted", anchor="middle", size=NORMAL, room=width - 24)
    return canvas.svg(said)


def status_keys(
    canvas: Canvas, present: Sequence[Status], named: dict[Status, Message] | None = None
) -> list[Key]:
    """Keys of the statuses that occur, in the table's order."""
    labels = STATUS_WORDS if named is None else named
    return [Key(status, canvas.say(labels[status])) for status in STATUSES if status in present]


def diamond(x: float, y: float, r: float) -> str:
    """The outline of a diamond as path data."""
    return f"M{num(x)} {num(y - r)}l{num(r)} {num(r)}l{num(-r)} {num(r)}l{num(-r)} {num(-r)}z"


def star(x: float, y: float, r: float) -> str:
    """The outline of a star with five points as path data."""
    corners = (
        (x + radius * sin(turn * pi / 5), y - radius * cos(turn * pi / 5))
        for turn in range(10)
        for radius in (r if turn % 2 == 0 else r * 0.45,)
    )
    return "M" + "L".join(f"{num(cx)} {num(cy)}" for cx, cy in corners) + "z"


def triangle(x: float, y: float, r: float, *, up: bool) -> str:
    """The outline of a triangle that points up or down as path data."""
    rise = -r if up else r
    return f"M{num(x - r)} {num(y - rise)}h{num(2 * r)}l{num(-r)} {num(2 * rise)}z"


def hatching(left: float, top: float, right: float, bottom: float, step: float = 5) -> str:
    """Slanting lines that fill a box, as path data; none in a box without room for them."""
    height, lines = bottom - top, []
    x = left - height + step
    while x < right:
        low, high = max(x, left), min(x + height, right)
        if high - low > 1:
            lines.append(f"M{num(low)} {num(bottom - (low - x))}L{num(high)} {num(bottom - (high - x))}")
        x += step
    return "".join(lines)


def num(value: float) -> str:
    """A number of an attribute, with at most two decimals."""
    written = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


_CLIMBS = re.compile(r"(\.\./)*")


def safe_href(href: str) -> str | None:
    """The address if it is relative, http, https or mailto; None for anything else."""
    # Pages of ours link upwards, which an author's text may not.
    climbs = _CLIMBS.match(href)
    up = climbs[0] if climbs else ""
    target = safe_url(href[len(up) :])
    return None if target is None else up + target


def _identifier(text: str) -> str:
    return escape("-".join(clean(text).split()))


def _classes(fill: str | None, stroke: str | None) -> str | None:
    names = [
        f"f-{fill}" if fill and fill != "none" else "",
        f"s-{stroke}" if stroke and stroke != "none" else "",
    ]
    return " ".join(filter(None, names)) or None


def _light(token: str) -> str:
    return token if token == "none" else TOKENS[token].light


def _value(value: Attribute) -> str:
    return escape(value) if isinstance(value, str) else num(value or 0.0)
