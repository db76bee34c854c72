"""The faces that handouts are set in: opsgen's own, so that no font of the machine changes a page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from opsgen.shipped import shipped

# A host that cannot exist (RFC 2606): addresses of what a handout may read are names, never places.
BASE = "https://handout.invalid/"

# Quotes, dash, ellipsis and middle dot stand in both scripts; a Chinese page wants the full-width ones.
CHINESE_PUNCTUATION = "U+B7, U+2014, U+2018-201D, U+2026"


@dataclass(frozen=True, slots=True)
class Face:
    """One file of a family; `only` narrows it to a range of characters."""

    family: str
    weight: int
    file: str
    only: str = ""

    def rule(self) -> str:
        """The face as a CSS rule."""
        only = f" unicode-range: {self.only};" if self.only else ""
        return (
            f'@font-face {{ font-family: "{self.family}"; font-weight: {self.weight};'
            f' src: url("{BASE}{self.file}");{only} }}'
        )


FACES = (
    Face("Opsgen Sans", 400, "OpsgenSans-Regular.ttf"),
    Face("Opsgen Sans", 600, "OpsgenSans-SemiBold.ttf"),
    Face("Opsgen Sans", 700, "OpsgenSans-Bold.ttf"),
    Face("Opsgen Sans SC", 400, "OpsgenSansSC-Regular.ttf"),
    Face("Opsgen Sans SC", 700, "OpsgenSansSC-Bold.ttf"),
    Face("Opsgen Sans Zh", 400, "OpsgenSansSC-Regular.ttf", CHINESE_PUNCTUATION),
    Face("Opsgen Sans Zh", 700, "OpsgenSansSC-Bold.ttf", CHINESE_PUNCTUATION),
)
FAMILIES = frozenset(face.family for face in FACES)


@cache
def css() -> str:
    """The `@font-face` rules of all faces."""
    return "\n".join(face.rule() for face in FACES)


def files() -> dict[str, bytes]:
    """Address to bytes of every face."""
    folder = shipped("fonts")
    return {BASE + name: (folder / name).read_bytes() for name in {face.file for face in FACES}}
