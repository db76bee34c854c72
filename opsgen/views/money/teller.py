"""Amounts of one currency as the money page says them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from opsgen.derive.money import Amounts
    from opsgen.views.how import How
    from opsgen.words import Scale, Words


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of a table: as it is read, and what it sorts by; `tone` colours a deviation.

    A `pair` is two numbers, which may stand in two lines.
    """

    shown: str
    value: Decimal | float | None
    tone: str = ""
    how: How | None = None
    pair: bool = False


UNKNOWN = Amount("–", None)
EMPTY = Amount("", None)


@dataclass(frozen=True, slots=True)
class Teller:
    """Says amounts of one currency, with a `scale` all of them in its step."""

    say: Words
    currency: str
    scale: Scale | None = None

    def of_table(self, amounts: Iterable[Decimal | None]) -> Teller:
        """One that says all amounts of a table in the same step."""
        return Teller(self.say, self.currency, self.say.scale(amounts))

    def money(self, amount: Decimal) -> str:
        return self.say.money(amount, self.currency, self.scale)

    def exact(self, amount: Decimal) -> str:
        """To the cent, for who wants to know how a number came about."""
        return self.say.exact(amount, self.currency)

    def signed(self, amount: Decimal) -> str:
        """With its sign, which 0 has not."""
        return ("+" if amount > 0 else "") + self.money(amount)

    def share(self, percent: float) -> str:
        """A percentage with its sign."""
        return ("+" if percent > 0 else "") + self.say.percent(percent)

    def amount(self, amount: Decimal | None) -> Amount:
        return UNKNOWN if amount is None else Amount(self.money(amount), amount)

    def variance(self, of: Amounts, explained: How | None = None) -> Amount:
        """Forecast less plan: more is bad."""
        tone = "bad" if of.variance > 0 else "good" if of.variance < 0 else ""
        return Amount(self.signed(of.variance), of.variance, tone, explained)

    def part(self, used: Decimal | None, whole: Decimal, explained: How | None) -> Amount:
        """What is used of a whole."""
        said = message("{used} of {all}", used=self.amount(used).shown, all=self.money(whole))
        return Amount(self.say.say(said), used, how=explained, pair=True)
