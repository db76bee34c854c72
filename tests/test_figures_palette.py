"""The palette: contrast on both grounds, and distances that colour-blind readers can see.

Colour vision deficiency after Machado, Oliveira and Fernandes 2009, severity 1; distances in OKLab × 100.
"""

from __future__ import annotations

from itertools import combinations, pairwise
from math import dist
from typing import TYPE_CHECKING, Literal

import pytest

from opsgen.figures.tokens import GAIN, HEAT, LOAD, SERIES, STATUSES, TOKENS

if TYPE_CHECKING:
    from collections.abc import Sequence

Scheme = Literal["light", "dark"]
Vector = tuple[float, ...]
Matrix = tuple[Vector, Vector, Vector]

VISIONS: dict[str, Matrix] = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
TO_CONES: Matrix = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
TO_OKLAB: Matrix = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)


def times(matrix: Matrix, vector: Vector) -> Vector:
    return tuple(sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)


def linear(token: str, scheme: Scheme) -> Vector:
    """The colour as linear light, 0..1."""
    code = getattr(TOKENS[token], scheme)
    parts = (int(code[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return tuple(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)


def luminance(token: str, scheme: Scheme) -> float:
    return sum(a * b for a, b in zip((0.2126, 0.7152, 0.0722), linear(token, scheme), strict=True))


def contrast(one: str, other: str, scheme: Scheme) -> float:
    low, high = sorted((luminance(one, scheme), luminance(other, scheme)))
    return (high + 0.05) / (low + 0.05)


def oklab(token: str, scheme: Scheme, vision: str) -> Vector:
    seen = tuple(min(max(c, 0.0), 1.0) for c in times(VISIONS[vision], linear(token, scheme)))
    return times(TO_OKLAB, tuple(c ** (1 / 3) for c in times(TO_CONES, seen)))


def smallest_distance(pairs: Sequence[tuple[str, str]], scheme: Scheme) -> float:
    """Over all pairs and all kinds of sight."""
    return 100 * min(
        dist(oklab(a, scheme, vision), oklab(b, scheme, vision)) for a, b in pairs for vision in VISIONS
    )


SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])


@SCHEMES
@pytest.mark.parametrize("token", ["ink", "muted", "today", "ok", "late", "done"])
def test_text_can_be_read(token: str, scheme: Scheme) -> None:
    assert contrast(token, "surface", scheme) >= 4.5


@SCHEMES
@pytest.mark.parametrize("token", ["ink", "muted", "d1"])
@pytest.mark.parametrize("ground", ["surface", "band"])
def test_words_and_links_can_be_read_on_every_ground(token: str, ground: str, scheme: Scheme) -> None:
    assert contrast(token, ground, scheme) >= 4.5


@SCHEMES
@pytest.mark.parametrize("ground", ["surface", "band"])
def test_frames_of_fields_and_buttons_can_be_seen(ground: str, scheme: Scheme) -> None:
    assert contrast("frame", ground, scheme) >= 3


@SCHEMES
@pytest.mark.parametrize("token", [*STATUSES, *SERIES])
def test_marks_can_be_seen(token: str, scheme: Scheme) -> None:
    assert contrast(token, "surface", scheme) >= 3


@SCHEMES
@pytest.mark.parametrize("ground", [*HEAT, *GAIN, "band"])
def test_text_in_cells_can_be_read(ground: str, scheme: Scheme) -> None:
    assert contrast("ink", ground, scheme) >= 4.5


@pytest.mark.parametrize(
    ("tokens", "scheme", "least"),
    [(STATUSES, "light", 12.0), (STATUSES, "dark", 10.9), (SERIES, "light", 10.5), (SERIES, "dark", 12.5)],
)
def test_colours_differ_for_every_eye(tokens: Sequence[str], scheme: Scheme, least: float) -> None:
    assert smallest_distance(list(combinations(tokens, 2)), scheme) >= least


GROUNDS = pytest.mark.parametrize("tokens", [HEAT, GAIN, LOAD])


@SCHEMES
@GROUNDS
def test_neighbours_of_the_heat_differ_for_every_eye(tokens: Sequence[str], scheme: Scheme) -> None:
    assert smallest_distance(list(pairwise(tokens)), scheme) >= 4.5


@GROUNDS
def test_heat_does_not_glare_in_the_dark(tokens: Sequence[str]) -> None:
    assert max(oklab(token, "dark", "normal")[0] for token in tokens) <= 0.55


@SCHEMES
@GROUNDS
def test_heat_rises_evenly(tokens: Sequence[str], scheme: Scheme) -> None:
    lightness = [oklab(token, scheme, "normal")[0] for token in tokens]
    assert lightness == sorted(lightness, reverse=scheme == "light")
