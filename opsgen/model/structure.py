"""Data that a schema has read (dates are dates, amounts Decimals, choices their words) as values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

from cattrs import Converter
from cattrs.gen import make_dict_structure_fn

from opsgen.model.numbers import Target
from opsgen.model.plan import Dependency
from opsgen.model.risk import Contingency, Impact, Trigger
from opsgen.model.settings import Category
from opsgen.model.steering import Approval, HelpNeeded
from opsgen.words import Text

T = TypeVar("T")


def structure(kind: type[T], data: Any) -> T:
    """Data that a schema has read, as a value of `kind`."""
    return _converter().structure(_renamed(data), kind)


def _renamed(data: Any) -> Any:
    """`from` is a word of Python, so the field is `from_`."""
    if isinstance(data, dict):
        return {("from_" if key == "from" else key): _renamed(value) for key, value in data.items()}
    return [_renamed(value) for value in data] if isinstance(data, list) else data


@cache
def _converter() -> Converter:
    converter = Converter()
    for kind in (date, Decimal, Any):
        converter.register_structure_hook(kind, lambda value, _: value)
    converter.register_structure_hook(Text, lambda value, _: _text(value))
    converter.register_structure_hook(str | dict[str, Decimal], lambda value, _: value)
    _short_forms(converter)
    return converter


def _short_forms(converter: Converter) -> None:
    """Values that may be written as one scalar, or as a mapping."""
    shorts: dict[type, Any] = {
        Dependency: lambda value: {"ref": value},
        Approval: lambda value: {"id": value},
        HelpNeeded: lambda value: {"text": value},
        Category: lambda value: {"id": value, "title": value},
        Impact: lambda value: {"overall": value},
        Trigger: lambda value: {"text": value},
        Contingency: lambda value: {"plan": value},
    }
    for kind, long in shorts.items():
        _register(converter, kind, long)
    converter.register_structure_hook(Target, lambda value, _: _target(value))


def _register(converter: Converter, kind: type, long: Any) -> None:
    build: Callable[[Any, Any], Any] = make_dict_structure_fn(kind, converter)

    def hook(value: Any, _: type) -> Any:
        whole = isinstance(value, dict) and not set(value) <= {"zh", "en"}
        return build(value if whole else long(value), kind)

    converter.register_structure_hook(kind, hook)


def _text(value: Any) -> Text:
    return Text(zh=value.get("zh"), en=value.get("en")) if isinstance(value, dict) else Text(str(value))


def _target(value: Any) -> Target:
    if isinstance(value, dict):
        return Target(min=float(value["min"]), max=float(value["max"]))
    if isinstance(value, list):
        return Target(steps=tuple(sorted((step["date"], float(step["value"])) for step in value)))
    return Target(value=float(value))
