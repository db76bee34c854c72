"""What readers see: texts in Chinese and English, numbers, dates, money and units.

English is the text in the code; `opsgen/locale/zh.po` holds the Chinese. A `Message` is a sentence that
has not chosen its language yet, so that derived values and findings can carry sentences without one.
"""

from __future__ import annotations

import datetime
import gettext
import io
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from babel import Locale
from babel.dates import format_date, get_day_names
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import get_currency_symbol, get_territory_currencies, list_currencies

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LANGUAGES = ("zh", "en")
_CATALOGUES = Path(__file__).parent / "locale"
_LARGEST = 10**18  # from here on digits say nothing, and decimals have no room for them
# Wide enough for every float, so that rounding a number out of a file never fails.
_WIDE = Context(prec=400)
_EDGE = "\x01"
"""Marks where a value begins and ends in a sentence; no text of a file holds it."""
_MEETING = re.compile(f"(?<=[A-Za-z]){_EDGE}(?=[一-鿿])|(?<=[一-鿿]){_EDGE}(?=[A-Za-z])")


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the users' files: one string for every language, or one for each."""

    plain: str = ""
    zh: str | None = None
    en: str | None = None

    def spoken(self, lang: str) -> tuple[str, str | None]:
        """The text in `lang`, and the language it really is in when it had to fall back."""
        wanted, other = (self.zh, self.en) if lang == "zh" else (self.en, self.zh)
        if wanted is not None:
            return wanted, None
        if other is not None:
            return other, "en" if lang == "zh" else "zh"
        return self.plain, None

    @property
    def forms(self) -> tuple[str, ...]:
        """What stands in the file, in whatever language, each once."""
        return tuple(dict.fromkeys(form for form in (self.plain, self.zh, self.en) if form))

    def __bool__(self) -> bool:
        return bool(self.plain or self.zh or self.en)


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence with its figures, in no language yet; `Words.say` speaks it."""

    text: str
    params: tuple[tuple[str, object], ...] = ()
    plural: str = ""


@dataclass(frozen=True, slots=True)
class DaysSince:
    """The days from a date to the status date, in a sentence that is made before anybody asks."""

    day: datetime.date


@dataclass(frozen=True, slots=True)
class Day:
    """A date that a sentence says without its year."""

    day: datetime.date


@dataclass(frozen=True, slots=True)
class Started:
    """A sentence as one line of its own: it starts with a capital letter, in languages that have them."""

    said: Message


@dataclass(frozen=True, slots=True)
class Money:
    """An amount that a sentence says in the steps of its language."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Measured:
    """A measured value that a sentence says with its unit."""

    value: float
    unit: str = ""


def message(text: str, /, **params: object) -> Message:
    """A sentence; `{name}` places take the parameters."""
    return Message(text, tuple(params.items()))


def plural(singular: str, several: str, n: int | DaysSince, /, **params: object) -> Message:
    """A sentence that depends on the count `n`, which it may show as `{n}`."""
    return Message(singular, (("n", n), *params.items()), several)


def coded(text: str) -> str:
    """An English text as a name for programs: `Forecast or actual` is `forecast_or_actual`."""
    return "_".join(re.findall(r"[a-z0-9]+", text.lower()))


def on(said: Message, as_of: datetime.date) -> Message:
    """The sentence as of a day: with a number for every `DaysSince` in it."""
    if not any(isinstance(value, DaysSince | Message) for _, value in said.params):
        return said
    params = tuple((name, _on(value, as_of)) for name, value in said.params)
    return Message(said.text, params, said.plural)


def _on(value: object, as_of: datetime.date) -> object:
    if isinstance(value, DaysSince):
        return (as_of - value.day).days
    return on(value, as_of) if isinstance(value, Message) else value


def either(alternatives: Sequence[Message | Text]) -> Message | Text:
    """One or more things to choose from: `a text or a number`."""
    first, *others = alternatives
    if len(others) > 1:
        return message("{first}, {second}", first=first, second=either(others))
    return message("{first} or {second}", first=first, second=others[0]) if others else first


def _apart(pattern: str, values: Mapping[str, object]) -> str:
    """A Chinese sentence with a space wherever a Latin letter of a value meets a Chinese character."""
    said = pattern.format(**{name: _edged(str(value)) for name, value in values.items()})
    return _MEETING.sub(" ", said).replace(_EDGE, "") if _EDGE in said else said


def _edged(value: str) -> str:
    # Numbers, of which most sentences are full, meet anything without a space.
    return f"{_EDGE}{value}{_EDGE}" if value[:1].isalpha() or value[-1:].isalpha() else value


class Words:
    """One language: its catalogue and its way to write numbers, dates and money."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self._locale = Locale.parse("zh_Hans_CN" if lang == "zh" else "en_GB")
        self._catalogue = _catalogue(lang)

    def gettext(self, text: str) -> str:
        """The text in this language; the English one where the catalogue has none."""
        return self._catalogue.gettext(text) if text else ""

    def ngettext(self, singular: str, several: str, n: int) -> str:
        """The form of the text that fits the count `n`."""
        return self._catalogue.ngettext(singular, several, n)

    def say(self, said: Message | Text | str) -> str:
        """A message, or an author's text, as one sentence of this language."""
        if isinstance(said, Text):
            return self.pick(said)
        if isinstance(said, str):
            return self.gettext(said)
        params = dict(said.params)
        pattern = (
            self.ngettext(said.text, said.plural, int(str(params["n"])))
            if said.plural
            else self.gettext(said.text)
        )
        values = {name: self._param(value) for name, value in params.items()}
        if said.plural and isinstance(values["n"], int):  # a count, and no year
            values["n"] = self.number(values["n"])
        return _apart(pattern, values) if self.lang == "zh" else pattern.format(**values)

    def _param(self, value: object) -> object:
        match value:
            case Message() | Text():
                return self.say(value)
            case Started(said):
                begun = " ".join(self.say(said).split())
                return begun[:1].upper() + begun[1:]
            case Day(day):
                return self.day(day)
            case Money(amount, currency):
                return self.money(amount, currency)
            case Measured(measured, unit):
                return self.amount(measured, unit)
            case datetime.datetime():
                return f"{value:%Y-%m-%d %H:%M}"
            case datetime.date():
                return self.date(value)
            case Decimal():  # what a sentence says exactly is money
                return self.written(value)
            case float():
                return self.number(value)
            case tuple():
                return self.gettext(", ").join(str(self._param(item)) for item in value)
            case _:
                return value

    def pick(self, text: Text) -> str:
        """An author's text in this language, else in the other."""
        return text.spoken(self.lang)[0]

    def date(self, day: datetime.date) -> str:
        """A date for a sentence: `10 Oct 2026`, `2026年10月10日`."""
        return _written(day, "yyyy年M月d日" if self.lang == "zh" else "d MMM yyyy", self._locale)

    def day(self, day: datetime.date) -> str:
        """A date without its year: `10 Oct`, `10月10日`."""
        return _written(day, "M月d日" if self.lang == "zh" else "d MMM", self._locale)

    def days(self, first: datetime.date, last: datetime.date) -> str:
        """The days from one to another, their year said once: `30 Nov – 13 Dec 2026`."""
        if first == last:
            return self.date(first)
        if first.year != last.year:
            return f"{self.date(first)} – {self.date(last)}"
        if self.lang == "zh":
            return f"{self.date(first)} – {self.day(last)}"
        return f"{self.day(first)} – {self.date(last)}"

    def weekday(self, day: datetime.date) -> str:
        """The day of the week in short: `Mon`, `周一`."""
        return str(get_day_names("abbreviated", "format", self._locale)[day.weekday()])

    def month(self, day: datetime.date) -> str:
        """A month with its year: `Oct 2026`, `2026年10月`."""
        return _written(day, "yyyy年M月" if self.lang == "zh" else "MMM yyyy", self._locale)

    def number(self, value: float | Decimal, digits: int | None = None) -> str:
        """A number with grouped thousands and at most two decimals, or exactly `digits`.

        Both languages group by threes with a comma, as Python does; Babel would take twenty times as long.
        """
        if abs(float(value)) >= _LARGEST:
            return f"{value:.3e}".replace("-", "−")
        places = 2 if digits is None else digits
        rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _WIDE)
        figure = f"{rounded or abs(rounded):,f}"  # nothing is less than zero and still 0
        return figure.rstrip("0").rstrip(".") if digits is None else figure

    def signed(self, value: float | Decimal, digits: int | None = None) -> str:
        """A number with its sign: `+14`, `−3`, `±0`, which is also what rounds to nothing."""
        figure = self.number(value if value > 0 else -value, digits)
        if not figure.strip("0."):
            return "±0"
        return f"+{figure}" if value > 0 else f"−{figure}"

    def percent(self, value: float | Decimal, digits: int = 0) -> str:
        """A percentage of 0-100: `61%`."""
        return self.number(value, digits).replace("-", "−") + "%"

    def money(self, amount: Decimal, currency: str = "CNY", scale: Scale | None = None) -> str:
        """An amount in the language's own steps: `1,200 万元`, `1.2 亿元`; `¥12 M`, `¥60 k`.

        With a `scale` it stands in that step, with as many decimals as it needs to be seen.
        """
        step, word = scale or self._step(abs(amount))
        size = abs(amount) / step
        places = 2 if not size or size >= _SEEN else min(2 - size.adjusted(), _FINEST)
        figure = self.number(size, places).rstrip("0").rstrip(".") if places > 2 else self.number(size)
        return self._with_currency(amount, figure, word, currency)

    def exact(self, amount: Decimal, currency: str = "CNY") -> str:
        """An amount to the cent, in no steps: `1,200,000.5 元`, `¥1,200,000.5`."""
        return self._with_currency(amount, self.number(abs(amount)), "", currency)

    def _with_currency(self, amount: Decimal, figure: str, word: str, currency: str) -> str:
        sign = "−" if amount < 0 else ""
        if self.lang == "zh" and currency == "CNY":
            return f"{sign}{figure} {word}元"
        return f"{sign}{_symbol(currency)}{figure}{' ' + word if word else ''}"

    def written(self, amount: Decimal) -> str:
        """An amount as one writes it into a file, to the cent: `86万`, `1.2亿`; `860k`, `118000.5`."""
        for step, word in _STEPS[self.lang]:
            places = 4 if word == "万" else 2
            if abs(amount) >= step and amount / step == round(amount / step, places):
                return _digits(amount / step) + _WRITTEN.get(word, word)
        return _digits(amount)

    def scale(self, amounts: Iterable[Decimal | None]) -> Scale:
        """One step for all amounts of a table.

        It is the largest in which none is smaller than a tenth, or the smallest in which all keep to six
        digits, where that is larger.
        """
        sizes = [abs(amount) for amount in amounts if amount]
        if not sizes:
            return _ONES
        steps = (*_STEPS[self.lang], _ONES)
        fine = next((scale for scale in steps if min(sizes) * 10 >= scale.step), _ONES)
        short = next((s for s in reversed(steps) if max(sizes) < s.step * _SIX_DIGITS), steps[0])
        return min(max(fine, short), self._step(max(sizes)))

    def _step(self, size: Decimal) -> Scale:
        """The largest step of the language that an amount reaches once it is rounded."""
        larger = _ONES
        for scale in reversed((*_STEPS[self.lang], _ONES)):
            if round(size / larger.step, 2) * larger.step < scale.step:
                break
            larger = scale
        return larger

    def amount(self, value: float | Decimal, unit: str = "") -> str:
        """A measured value with its unit: `4,450 万元`, `21.6%`."""
        figure = self.number(value).replace("-", "−")
        if unit in ("%", "％"):
            return figure + "%"
        return f"{figure} {unit}" if unit else figure


class Scale(NamedTuple):
    """A step in which amounts are shown, and its word."""

    step: Decimal
    word: str


_ONES = Scale(Decimal(1), "")
_STEPS = {
    "zh": (Scale(Decimal(10**8), "亿"), Scale(Decimal(10**4), "万")),
    "en": (Scale(Decimal(10**9), "B"), Scale(Decimal(10**6), "M"), Scale(Decimal(10**3), "k")),
}
_WRITTEN = {"B": "bn"}
_SEEN = Decimal("0.1")  # of a step; what is less needs more than two decimals
_FINEST = 6
_SIX_DIGITS = 10**6


@cache
def words(lang: str) -> Words:
    """The words of one language; English for a language without a catalogue."""
    return Words(lang if lang in LANGUAGES else "en")


@cache
def currencies() -> frozenset[str]:
    """The currency codes of ISO 4217, those of former currencies too."""
    return frozenset(list_currencies())


def currency_of(territory: str) -> str:
    """What is paid with in a territory such as GB; empty where it is unknown."""
    return next(iter(get_territory_currencies(territory)), "")


@cache
def _catalogue(lang: str) -> gettext.NullTranslations:
    path = _CATALOGUES / f"{lang}.po"
    if not path.exists():
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=lang))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@lru_cache(4096)  # a page says the same few days again and again
def _written(day: datetime.date, pattern: str, locale: Locale) -> str:
    return format_date(day, pattern, locale)


def _digits(amount: Decimal) -> str:
    figure = f"{amount:f}"
    return figure.rstrip("0").rstrip(".") if "." in figure else figure


@cache
def currency_signs() -> dict[str, frozenset[str]]:
    """The currencies that a sign may stand for, by the sign as `Words.money` writes it."""
    found: dict[str, set[str]] = {}
    for code in currencies():
        found.setdefault(_symbol(code), set()).add(code)
    return {sign: frozenset(codes) for sign, codes in found.items()}


@cache
def _symbol(currency: str) -> str:
    # Babel's English writes CN¥, which no reader of a Chinese portfolio needs; but then ¥ is not the yen too.
    known = {"CNY": "¥", "JPY": "JP¥"}
    return known.get(currency) or str(get_currency_symbol(currency, "en"))
