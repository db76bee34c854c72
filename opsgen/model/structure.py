"""Data that a schema has read (dates are dates, amounts Decimals, choices their words) as values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, override

from opsgen.model.collaboration import AgendaPoint, MeetingAction, MeetingDecision
from opsgen.model.numbers import Target
from opsgen.model.plan import Predecessor
from opsgen.model.resources import Allocation, Booking
from opsgen.model.risk import Contingency, Impact, Trigger
from opsgen.model.settings import Active, BandStep, Category
from opsgen.model.steering import Approval, HelpNeeded
from opsgen.words import Text

T = TypeVar("T")


def structure(kind: type[T], data: Any) -> T:
    """Data that a schema has read, as a value of `kind`."""
    return _converter().structure(data, kind)


def structure_field(kind: type, name: str, data: Any) -> Any:
    """Data of one field, as a value of `kind` has it."""
    hook, hint = _hooks(kind)[name]
    return hook(data, hint)


@cache
def _hooks(kind: type) -> Mapping[str, tuple[Callable[[Any, Any], Any], Any]]:
    """What makes the values of each field of a class."""
    hook = _converter().get_structure_hook
    return {name: (hook(hint), hint) for name, hint in get_type_hints(kind).items()}


@cache
def _converter() -> Converter:
    converter = Converter(detailed_validation=False)  # what comes here fits a schema
    converter.register_structure_hook_factory(_is_list, lambda kind: _each(converter, get_args(kind)[0]))
    for kind in (date, Decimal, Any):
        converter.register_structure_hook(kind, lambda value, _: value)
    converter.register_structure_hook_func(_is_mapping, lambda value, _: value)
    converter.register_structure_hook(Text, lambda value, _: _text(value))
    converter.register_structure_hook(str | dict[str, Decimal], lambda value, _: value)
    for made in (Active, BandStep, Allocation, Booking):
        converter.register_structure_hook(made, _made(made, converter))
    _short_forms(converter)
    return converter


def _made(kind: type[T], converter: Converter) -> Callable[[Any, Any], T]:
    """What makes the values of a class; where a key is a word of Python, the field ends with `_`: `from_`."""
    named = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    words = {name: override(rename=name[:-1]) for name in named if name.endswith("_")}
    return make_dict_structure_fn(kind, converter, **words)  # type: ignore[arg-type]


def _is_list(kind: Any) -> bool:
    return get_origin(kind) is tuple and get_args(kind)[-1] is ...


def _is_mapping(kind: Any) -> bool:
    return get_origin(kind) is Mapping


def _each(converter: Converter, kind: Any) -> Callable[[Any, Any], Any]:
    """What makes a tuple of a list, its hook looked up once and not for each entry."""
    hook = converter.get_structure_hook(kind)
    return lambda values, _: tuple([hook(value, kind) for value in values])


def _short_forms(converter: Converter) -> None:
    """Values that may be written as one scalar, or as a mapping."""
    shorts: dict[type, Any] = {
        Predecessor: lambda value: {"ref": value},
        Approval: lambda value: {"id": value},
        AgendaPoint: lambda value: {"text": value},
        MeetingDecision: lambda value: {"ref": value},
        MeetingAction: lambda value: {"ref": value},
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
    build: Callable[[Any, Any], Any] = _made(kind, converter)

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
