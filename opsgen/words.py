"""What readers see: texts in Chinese and English, numbers, dates, money and units.

English is the text in the code; `opsgen/locale/zh.po` holds the Chinese. A `Message` is a sentence that
has not chosen its language yet, so that derived values and findings can carry sentences without one.
"""

from __future__ import annotations

import datetime
import gettext
import io
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from babel import Locale
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import get_currency_symbol, list_currencies

if TYPE_CHECKING:
    from collections.abc import Sequence

LANGUAGES = ("zh", "en")
_CATALOGUES = Path(__file__).parent / "locale"
_LARGEST = 10**18  # from here on digits say nothing, and decimals have no room for them
# Wide enough for every float, so that rounding a number out of a file never fails.
_WIDE = Context(prec=400)


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


def message(text: str, /, **params: object) -> Message:
    """A sentence; `{name}` places take the parameters."""
    return Message(text, tuple(params.items()))


def plural(singular: str, several: str, n: int | DaysSince, /, **params: object) -> Message:
    """A sentence that depends on the count `n`, which it may show as `{n}`."""
    return Message(singular, (("n", n), *params.items()), several)


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
        return pattern.format(**{name: self._param(value) for name, value in params.items()})

    def _param(self, value: object) -> object:
        match value:
            case Message() | Text():
                return self.say(value)
            case datetime.datetime():
                return f"{value:%Y-%m-%d %H:%M}"
            case datetime.date():
                return self.date(value)
            case float() | Decimal():
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
        """A number with its sign: `+14`, `−3`, `±0`."""
        if value == 0:
            return "±0"
        return "+" + self.number(value, digits) if value > 0 else "−" + self.number(-value, digits)

    def percent(self, value: float | Decimal, digits: int = 0) -> str:
        """A percentage of 0-100: `61%`."""
        return self.number(value, digits).replace("-", "−") + "%"

    def money(self, amount: Decimal, currency: str = "CNY") -> str:
        """An amount in the language's own steps: `1,200 万元`, `1.2 亿元`; `¥12 M`, `¥60 k`."""
        sign = "−" if amount < 0 else ""
        size = abs(amount)
        if self.lang == "zh":
            step, word = _step(size, ((Decimal(10**8), "亿"), (Decimal(10**4), "万")))
            if currency == "CNY":
                return f"{sign}{self.number(size / step)} {word}元"
            return f"{sign}{_symbol(currency)}{self.number(size / step)}{' ' + word if word else ''}"
        step, word = _step(size, ((Decimal(10**9), "B"), (Decimal(10**6), "M"), (Decimal(10**3), "k")))
        return f"{sign}{_symbol(currency)}{self.number(size / step)}{' ' + word if word else ''}"

    def amount(self, value: float | Decimal, unit: str = "") -> str:
        """A measured value with its unit: `4,450 万元`, `21.6%`."""
        figure = self.number(value).replace("-", "−")
        if unit in ("%", "％"):
            return figure + "%"
        return f"{figure} {unit}" if unit else figure


@cache
def words(lang: str) -> Words:
    """The words of one language; English for a language without a catalogue."""
    return Words(lang if lang in LANGUAGES else "en")


@cache
def currencies() -> frozenset[str]:
    """The currency codes of ISO 4217, those of former currencies too."""
    return frozenset(list_currencies())


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


def _step(size: Decimal, steps: tuple[tuple[Decimal, str], ...]) -> tuple[Decimal, str]:
    return next(((step, word) for step, word in steps if size >= step), (Decimal(1), ""))


@cache
def _symbol(currency: str) -> str:
    # Babel's English writes CN¥, which no reader of a Chinese portfolio needs; but then ¥ is not the yen too.
    known = {"CNY": "¥", "JPY": "JP¥"}
    return known.get(currency) or str(get_currency_symbol(currency, "en"))
