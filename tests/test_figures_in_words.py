"""What figures say under the pointer stands in words on the page too: for keys, fingers and paper."""

from __future__ import annotations

import posixpath
import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import tinyhtml5

from opsgen.portfolio import read
from tests.test_views import rendered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DATA = Path(__file__).parent / "data"
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"]
_MONTH = "|".join(MONTHS)
_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_DAY = re.compile(rf"\b(\d{{1,2}}) ({_MONTH})(?: (\d{{4}}))?\b")
_WEEK = re.compile(rf"{_DAY.pattern} – {_DAY.pattern}")
_OF_MONTH = re.compile(rf"\b({_MONTH}) (\d{{4}})\b")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_AMOUNT = re.compile(r"(?<=[¥$€])(\d[\d,]*(?:\.\d+)?) ?([kM])\b")
SCALES = {"k": Decimal("0.001"), "M": Decimal(1)}
"""Amounts of one text are told in one unit: they are compared in millions."""
COUNTED = 40
START = '<div class="ops'
BLOCKS = ("tr", "li", "p", "dd", "dt", "div", "figcaption", "summary", "h2", "h3", "article")
LARGE = {"div", "article"}
"""Of these only what is small counts as one statement."""


def numbers(text: str) -> set[str]:
    """The numbers of a text; a date is one, with its year and without."""
    found: set[str] = set()

    def day(year: str | None, month: int, number: int) -> str:
        found.add(f"{month:02}-{number:02}")
        if year:
            found.add(f"{year}-{month:02}-{number:02}")
        return " "

    text = _ISO.sub(lambda m: day(m[1], int(m[2]), int(m[3])), text)
    text = _DAY.sub(lambda m: day(m[3], MONTHS.index(m[2]) + 1, int(m[1])), text)
    text = _OF_MONTH.sub(lambda m: found.add(f"{m[2]} {m[1]}") or " ", text)
    for amount, scale in _AMOUNT.findall(text):
        millions = Decimal(amount.replace(",", "")) * SCALES[scale]
        found.add(f"{millions.quantize(Decimal('0.01'), ROUND_HALF_UP).normalize():f}")
    return found | {number.replace(",", "") for number in _NUMBER.findall(_AMOUNT.sub(" ", text))}


def asked(text: str) -> set[str]:
    """The numbers that have to stand elsewhere: of a whole date not its short form too."""
    found = numbers(text)
    return {one for one in found if not any(other.endswith("-" + one) for other in found)}


class Page:
    """A page as a tree, and what its parts say without figures."""

    def __init__(self, html: str) -> None:
        self.root: Any = tinyhtml5.parse(html, namespace_html_elements=False)
        for element in self.root.iter():
            if isinstance(element.tag, str):
                element.tag = element.tag.rpartition("}")[2]  # figures have a namespace
        self.parents = {child: parent for parent in self.root.iter() for child in parent}
        self.places = {element.get("id"): element for element in self.root.iter() if element.get("id")}
        self.known: dict[Any, list[set[str]]] = {}

    def above(self, figure: Any, *tags: str) -> Any:
        """What the figure stands in; the page where it stands in nothing of the kind."""
        element = figure
        while (element := self.parents.get(element)) is not None:
            if element.tag in tags:
                return element
        return self.root

    def statements(self, part: Any) -> list[set[str]]:
        """The numbers of each statement within a part of the page."""
        if part not in self.known:
            said = [(one.tag, words(one)) for one in part.iter() if one.tag in BLOCKS]
            self.known[part] = [numbers(text) for tag, text in said if tag not in LARGE or len(text) < 1500]
        return self.known[part]


class Site:
    """The pages of a site by their paths."""

    def __init__(self, pages: Iterable[tuple[str, str]]) -> None:
        self.pages = {path: Page(html) for path, html in pages}

    def untold(self) -> list[str]:
        """The tips of figures, and their descriptions, with numbers that no statement has where one looks."""
        return [f"{path}: {said}" for path, page in self.pages.items() for said in self._untold(path, page)]

    def _untold(self, path: str, page: Page) -> Iterator[str]:
        for figure in page.root.iter("svg"):
            drawn = set().union(*(numbers("".join(text.itertext())) for text in figure.iter("text")))
            around = page.statements(page.above(figure, "article", "section"))
            there = around + self._linked(path, page, figure) + self._details(path)
            for tip in figure.iter("title"):
                wanted = asked(tip.text or "") - drawn
                if _WEEK.fullmatch(tip.text or "") and "heat-map" in figure.get("class"):
                    continue  # the head of a column: the numbers say when the first week begins
                if wanted and not any(wanted <= one for one in there + self._named(page, tip.text or "")):
                    yield f"{figure.get('class')}: {tip.text}"
            for summary in figure.iter("desc"):
                every = set().union(*there, *page.statements(page.root))
                # What is counted, every reader can count: so many rows, cells or points are drawn.
                counted = {str(number) for number in range(COUNTED)} | shares(summary.text or "")
                if "heat-map" in figure.get("class", ""):
                    counted |= {one for one in asked(summary.text or "") if "-" in one}  # its first week
                if missing := asked(summary.text or "") - drawn - every - counted:
                    yield f"{figure.get('class')}, {missing}: {summary.text}"

    def _named(self, page: Page, tip: str) -> list[set[str]]:
        """What the items say that a tip names by their ids."""
        places = (page.places[name] for name in tip.split() if name in page.places)
        return [numbers(words(place)) for place in places]

    def _linked(self, path: str, page: Page, figure: Any) -> list[set[str]]:
        """What stands where the figure, its row or the line below it leads."""
        around = [figure, page.above(figure, "tr"), *page.above(figure, "section")]
        links = [link for part in around if part is not page.root for link in part.iter("a")]
        found: list[set[str]] = []
        for link in links:
            file, _, place = unquote(link.get("href", "")).partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), file)) if file else path
            there = self.pages.get(target)
            if there and place in there.places and (file or there.places[place].tag == "tr"):
                found += there.statements(there.places[place]) + self._details(target)
        return found

    def _details(self, path: str) -> list[set[str]]:
        """What the other half of a page says that was too heavy to be one: they lead to each other."""
        stem = path.removesuffix(".html")
        other = stem.removesuffix(".details") if stem.endswith(".details") else f"{stem}.details"
        half = self.pages.get(f"{other}.html")
        return half.statements(half.root) if half else []

    def untitled(self) -> list[str]:
        """What a title says that stands neither on its page nor where its link leads."""
        return [f"{path}: {said}" for path, page in self.pages.items() for said in self._untitled(path, page)]

    def _untitled(self, path: str, page: Page) -> Iterator[str]:
        for element in page.root.iter():
            if (said := element.get("title")) and element.tag not in ("svg", "link"):
                place = page.places.get(unquote(element.get("href", "")).removeprefix("#"), page.root)
                if " ".join(said.split()) not in " ".join(words(place).split()):
                    yield f"<{element.tag}>: {said}"


def shares(text: str) -> set[str]:
    """The shares in percent of one amount of a text in another: who sees both can tell."""
    amounts = [float(amount.replace(",", "")) for amount, _ in _AMOUNT.findall(text)]
    percents = [a / b * 100 for a in amounts for b in amounts if b]
    return {str(int(percent + 0.5)) for percent in percents}


def words(element: Any) -> str:
    """What an element says, without figures."""
    if element.tag == "svg":
        return ""
    parts = [element.text or ""]
    for child in element:
        parts += [words(child) if isinstance(child.tag, str) else "", " ", child.tail or ""]
    return "".join(parts)


def test_what_figures_of_the_complete_example_say_stands_in_words() -> None:
    found = rendered(read(DATA / "complete"))
    pages = [(path.removesuffix(".md") + ".html", page.html) for path, page in found.items()]
    assert sum(html.count("<svg") for _, html in pages) > 20
    assert Site(pages).untold() == []
    assert Site(pages).untitled() == []


def test_what_figures_of_the_demonstration_say_stands_in_words(demo_site: Path) -> None:
    site = demo_site / "en"
    paths = [*site.glob("*.html"), *(site / "projects").glob("*.html")]
    whole = [(path.relative_to(site).as_posix(), path.read_text(encoding="utf-8")) for path in sorted(paths)]
    pages = [(path, html[html.index(START) :]) for path, html in whole if START in html]
    assert sum(html.count("<svg") for _, html in pages) > 100
    assert Site(pages).untold() == []


def test_a_title_that_says_more_is_found() -> None:
    said = '<p><a href="#T1" title="{}">T1</a></p><p id="T1">T1 Test</p>'
    assert Site([("a.html", said.format("Test"))]).untitled() == []
    assert Site([("a.html", said.format("Test, late"))]).untitled() == ["a.html: <a>: Test, late"]


def test_a_number_that_only_a_tip_has_is_found() -> None:
    figure = (
        "<section><svg><title>Plan</title><g><title>M1 · 3 Nov 2026 · 7 days</title></g></svg>{}</section>"
    )
    told = "<table><tr><td>M1</td><td>2026-11-03</td><td>+7 days</td></tr></table>"
    assert Site([("a.html", figure.format(told))]).untold() == []
    for wrong in (told.replace("+7", "+8"), told.replace("-03", "-04"), "<p>7</p><p>2026-11-03</p>"):
        assert len(Site([("a.html", figure.format(wrong))]).untold()) == 1
