"""What a project takes besides money: people, equipment, vendors; and who quarrels about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from opsgen.model.shared import Item, Link
from opsgen.words import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """A person's share of the working time in percent, or person-days; a role while nobody is named."""

    person: str = ""
    role: Text = Text()
    task: str = ""
    phase: str = ""
    percent: float | None = None
    days: float | None = None
    from_: date | None = None
    until: date | None = None
    note: Text = Text()
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """Both days included; `for_` is a text, or the id of an item."""

    from_: date
    until: date
    quantity: float = 1
    for_: Text = Text()


@dataclass(frozen=True, slots=True, kw_only=True)
class Equipment(Item):
    quantity: float = 1
    unit: str = ""
    bookings: tuple[Booking, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict(Item):
    parties: tuple[str, ...] = ()
    resource: Text = Text()
    period: str = ""
    impact: Text = Text()
    options: tuple[Text, ...] = ()
    resolution: Text = Text()
    decided_by: str = ""
    decided: date | None = None
    status: Literal["open", "resolved", "escalated"] = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    no: str = ""
    value: Decimal | None = None
    currency: str = ""
    signed: date | None = None
    start: date | None = None
    finish: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    title: Text
    due: date
    delivered: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    amount: Decimal
    title: Text = Text()
    due: date | None = None
    paid: date | None = None
    milestone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vendor:
    name: Text
    id: str = ""
    owner: str = ""
    service: Text = Text()
    contact: Text = Text()
    contract: Contract = Contract()
    status: Literal["sourcing", "negotiating", "signed", "delivering", "accepted", "terminated"] | None = None
    deliveries: tuple[Delivery, ...] = ()
    payments: tuple[Payment, ...] = ()
    sla: Text = Text()
    rating: int | None = None
    tags: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    notes: Text = Text()
    aliases: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def title(self) -> Text:
        """The name, by which it is listed among other items."""
        return self.name
