"""Entries that mean one thing although each was written on its own: vendors, themes, shared equipment."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from opsgen.derive.standing import folded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from opsgen.words import Text

Entry = TypeVar("Entry")


def namesakes(entries: Iterable[Entry], name: Callable[[Entry], Text]) -> list[list[Entry]]:
    """Entries in groups: each shares a name, in whatever language or case, with another one of its group."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        called = [folded(form) for form in name(entry).forms]
        known = list({id(groups[form]): groups[form] for form in called if form in groups}.values())
        home = max(known, key=len, default=[])
        for other in known:  # a name in two languages ties two groups
            if other is not home:
                home += other
                called += (folded(form) for one in other for form in name(one).forms)
        home.append(entry)
        groups |= dict.fromkeys(called, home)
    return list({id(group): group for group in groups.values()}.values())


def fullest(names: Iterable[Text]) -> Text:
    """The name that is written in most languages, of equals the first."""
    return max(names, key=lambda name: len(name.forms))
