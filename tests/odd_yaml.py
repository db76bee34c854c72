"""Data as YAML in odd layouts: levels of any depth, stray spaces, comments, brackets, blocks, line ends."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from opsgen.load.scalars import scalar

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

_SAFE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.双十一大促，。（）é😀/")
_COMMENTS = ("# 说明", "# why: [a, b]", "#!x", "# 'it is", "#", "# - {id: M9}", "#glued")


def oddly(random: Random, data: dict[str, Any] | list[Any]) -> tuple[bytes, list[str]]:
    """A file that says about what the data says, and the comments in it in their order."""
    writer = _Writer(random)
    lines = list(writer.block(data, random.choice((0, 0, 0, 1, 4))))
    lines += [*writer.above(0)]
    usual = random.choice(("\n", "\n", "\r\n", "\r"))
    ends = [random.choice(("\n", "\r\n", "\r")) if writer.odds(40) else usual for _ in lines]
    text = "".join(line.replace("\n", end) + end for line, end in zip(lines, ends, strict=True))
    if writer.odds(5):
        text = text.rstrip("\r\n")
    return (b"\xef\xbb\xbf" if writer.odds(8) else b"") + text.encode(), writer.comments


class _Writer:
    def __init__(self, random: Random) -> None:
        self.random = random
        self.comments: list[str] = []
        self.anchors = 0

    def odds(self, against: int) -> bool:
        return self.random.randrange(against) == 0

    def spaces(self, least: int = 0) -> str:
        return " " * (least + self.random.choice((0, 0, 0, 0, 1, 1, 2, 5)))

    def comment(self) -> str:
        self.comments.append(self.random.choice(_COMMENTS))
        return self.comments[-1] + self.random.choice(("", "", "  ", "\t"))

    def above(self, column: int) -> Iterator[str]:
        while self.odds(4):
            if self.odds(2):
                yield self.random.choice(("", "", "  ", "         "))
            else:
                yield " " * max(0, column + self.random.choice((0, 0, 0, -2, 3))) + self.comment()

    def end(self) -> str:
        """What stands behind the last value of a line."""
        if self.odds(6):
            return self.random.choice((" ", "  ", "     ")) + self.comment()
        return self.random.choice(("", "", "", " ", "   "))

    def block(self, data: Any, column: int, *, beside: bool = False) -> Iterator[str]:
        """The lines of a list or mapping; the first one alone where it stands beside a dash."""
        for i, item in enumerate(data):
            if i or not beside:
                yield from self.above(column)
            if isinstance(data, list):
                yield from self.entry(item, column)
            else:
                colon = self.random.choice(("", "", "", " ", "   ")) + ":"
                yield from self.value(" " * column + self.scalar(item) + colon, data[item], column)

    def entry(self, item: Any, column: int) -> Iterator[str]:
        gap = len(self.spaces(1))
        if isinstance(item, dict | list) and item and self.odds(2):
            inner = column + 1 + gap
            first, *rest = self.block(item, inner, beside=True)
            yield " " * column + "-" + " " * gap + first[inner:]
            yield from rest
        else:
            yield from self.value(" " * column + "-", item, column, of_list=True)

    def value(self, head: str, value: Any, column: int, *, of_list: bool = False) -> Iterator[str]:
        anchor = ""
        if self.odds(15):
            self.anchors += 1
            anchor = f"{self.spaces(1)}&a{self.anchors}"
        if isinstance(value, dict | list) and value and not self.odds(3):
            yield head + anchor + self.end()
            least = 0 if isinstance(value, list) and not of_list and not anchor else 1
            yield from self.block(value, column + self.random.randint(least, 5))
        elif isinstance(value, str) and self.odds(5):
            yield from self.text(head + anchor, column)
        elif self.odds(12) and not anchor:
            yield head + self.end()
            yield " " * (column + self.random.randint(1, 6)) + self.flow(value, column) + self.end()
        else:
            yield head + anchor + self.spaces(1) + self.flow(value, column) + self.end()

    def text(self, head: str, column: int) -> Iterator[str]:
        """A text of several lines."""
        depth = self.random.randint(1, 5)
        digit = str(depth) if self.odds(3) else ""
        behind = f" {self.comment()}" if self.odds(8) else self.random.choice(("", "  "))
        yield (
            head
            + self.spaces(1)
            + self.random.choice("|>")
            + digit
            + self.random.choice(("", "-", "+"))
            + behind
        )
        for i in range(self.random.randint(1, 4)):
            line = self.random.choice(
                ("x", "- y: 1", "# no comment", "   deep", "尾随空格  ", "", "   ", "\t t")
            )
            yield " " * (column + depth) + (line if i else "x") if line or not i else ""

    def flow(self, value: Any, column: int) -> str:
        if isinstance(value, dict):
            fields = (
                f"{self.scalar(key)}{self.spaces()}:{self.spaces(1)}{self.flow(inner, column)}"
                for key, inner in value.items()
            )
            return self.brackets("{}", [*fields], column)
        if isinstance(value, list):
            return self.brackets("[]", [self.flow(inner, column) for inner in value], column)
        if isinstance(value, str) and " " in value and self.odds(3):
            return (
                self.scalar(value).replace(" ", " \n" + " " * (column + 2), 1)
                if value.isprintable()
                else self.scalar(value)
            )
        return self.scalar(value)

    def brackets(self, pair: str, parts: list[str], column: int) -> str:
        commas = (self.spaces() + "," + self.spaces() for _ in parts)
        broken = (
            comma.rstrip() + "\n" + " " * (column + self.random.randint(1, 9)) if self.odds(6) else comma
            for comma in commas
        )
        inner = "".join(
            f"{comma if i else ''}{part}" for i, (part, comma) in enumerate(zip(parts, broken, strict=True))
        )
        return pair[0] + self.spaces() + inner + self.spaces() + pair[1]

    def scalar(self, value: Any) -> str:
        if not isinstance(value, str):
            return json.dumps(value)
        if value and _SAFE.issuperset(value) and scalar(value) == (value, None) and self.odds(2):
            return value
        if value.isprintable() and self.odds(3):
            return "'" + value.replace("'", "''") + "'"
        return json.dumps(value, ensure_ascii=not value.isprintable())
