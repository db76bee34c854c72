"""Plain YAML scalars to values, by the YAML 1.2 core schema; dates stay text."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

Scalar = str | int | float | bool | None

_CONSTANTS: dict[str, Scalar] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_NUMBER_STARTS = frozenset("0123456789+-.")
_INTEGER = re.compile(r"[-+]?[0-9]+\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_BASED = re.compile(r"0(o[0-7]+|x[0-9a-fA-F]+)\Z")
_NOT_FINITE = frozenset(
    {".nan", ".NaN", ".NAN"} | {s + w for s in ("", "+", "-") for w in (".inf", ".Inf", ".INF")}
)
_LARGEST = 2**53
# What tools of YAML 1.1 read as a boolean, a number or a time, and YAML 1.2 as text.
_AMBIGUOUS = re.compile(
    r"(?:y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF"
    r"|[-+]?0b[01_]+|[-+]?[0-9][0-9_]*_[0-9_]*(?:\.[0-9_]*)?|[-+]?[0-9]+(?::[0-5]?[0-9])+(?:\.[0-9]*)?)\Z"
)
_AMBIGUOUS_STARTS = frozenset("yYnNoO0123456789+-")
DOUBTFUL_STARTS = _NUMBER_STARTS | _AMBIGUOUS_STARTS | frozenset("~tTfF<")
"""How every plain scalar begins that may be something else than text; `<` begins the merge key."""
_LONG = 40
_CENTS_HELD = 10**13  # smaller numbers keep two decimals


def scalar(text: str) -> tuple[Scalar, str | None]:
    """The value of a plain scalar, and the code of what is doubtful about it."""
    if len(text) <= _LONG:
        return _short(text)
    long_number = text[0] in _NUMBER_STARTS and _FLOAT.match(text)
    return text, "number-too-large" if long_number else None


@lru_cache(4096)  # dates and figures stand many times in a portfolio
def _short(text: str) -> tuple[Scalar, str | None]:
    if text in _CONSTANTS:
        return _CONSTANTS[text], None
    if text[0] in _NUMBER_STARTS:
        number = _number(text)
        if number is not None:
            return number
    if text[0] in _AMBIGUOUS_STARTS and _AMBIGUOUS.match(text):
        return text, "ambiguous-value"
    return text, None


def _number(text: str) -> tuple[Scalar, str | None] | None:
    if text in _NOT_FINITE:
        return text, "not-a-finite-number"
    if _INTEGER.match(text):
        return _integer(text)
    if _FLOAT.match(text):
        return _decimal(text)
    if _BASED.match(text):
        value = int(text, 0)
        return (value, "ambiguous-value") if value <= _LARGEST else (text, "number-too-large")
    return None


def _decimal(text: str) -> tuple[Scalar, str | None]:
    value = float(text)
    if value - value != 0:
        return text, "not-a-finite-number"
    held = abs(value) <= _LARGEST and (abs(value) < _CENTS_HELD or Decimal(repr(value)) == Decimal(text))
    return (value, None) if held else (text, "number-too-large")


def _integer(text: str) -> tuple[Scalar, str | None]:
    digits = text.lstrip("+-")
    if len(digits) > 1 and digits[0] == "0":
        return text, "leading-zero"
    value = int(text)
    return (value, None) if abs(value) <= _LARGEST else (text, "number-too-large")
