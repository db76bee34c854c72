"""New fields and entries in a text: where they go, and how they are indented."""

from __future__ import annotations

import re
from bisect import bisect_right
from textwrap import indent
from typing import TYPE_CHECKING

from opsgen.edit.source import LINE_END, Edit

if TYPE_CHECKING:
    from opsgen.edit.source import Source
    from opsgen.load.nodes import Node

_COMMA = re.compile(r"(?:\s|(?<=\s)#[^\r\n]*+)*+,")


def member(mapping: Node, key: str) -> Node | None:
    """The value of a field; None where the mapping has no such field."""
    return next((value for name, value in mapping.value if name.value == key), None)


def end_of(source: Source, node: Node) -> int:
    """Where a value ends: comments and empty lines below it are not its own."""
    if node.id != "scalar" and not node.flow_style and node.value:
        last = node.value[-1]
        return end_of(source, last[1] if node.id == "mapping" else last)
    start: int = node.start_mark.index
    return start + len(source.text[start : node.end_mark.index].rstrip())


def new_field(source: Source, mapping: Node, text: str, after: str = "") -> Edit:
    """The change that puts a field, `key: value` in one line or several, into a mapping.

    It goes behind the field `after`, else to the end; on a line of its own, or behind a comma in braces.
    """
    follows = member(mapping, after) if after else None
    if mapping.flow_style:
        if not mapping.value:
            at = mapping.start_mark.index + 1
            return Edit(at, at, text)
        at = end_of(source, follows if follows is not None else mapping.value[-1][1])
        return Edit(at, at, f", {text}")
    column = mapping.value[0][0].start_mark.column
    at = below_comments(source, end_of(source, follows if follows is not None else mapping), column + 1)
    lines = indent(text.rstrip("\n"), " " * column)
    return Edit(at, at, f"\n{lines}")


def new_entry(source: Source, sequence: Node, text: str) -> Edit:
    """The change that puts an entry at the end of a list; `text` is the entry without its dash.

    An entry of a list in brackets must stand in one line. Comments that are as deep as the list stay with the
    entries above them; an empty line comes before the new entry where one stands before the last.
    """
    if sequence.flow_style:
        return _in_brackets(source, sequence, text)
    at = below_comments(source, end_of(source, sequence), sequence.start_mark.column)
    depth, inner = sequence.start_mark.column, _width_of_dash(sequence)
    first, *rest = text.rstrip("\n").split("\n")
    lines = [f"-{' ' * (inner - 1)}{first}", *(" " * inner + line if line else "" for line in rest)]
    apart = "\n" if _is_apart(source, sequence) else ""
    return Edit(at, at, f"\n{apart}" + "\n".join(" " * depth + line if line else "" for line in lines))


def first_entry(source: Source, mapping: Node, key: str, text: str) -> Edit | None:
    """The change that puts a first entry into the field of a list that is empty, or has nothing behind it.

    None where something else stands there. What stands behind it in its line stays; `text` must be one line
    where braces hold the field.
    """
    name, value = next(pair for pair in mapping.value if pair[0].value == key)
    start, end = value.start_mark.index, value.end_mark.index
    if value.id == "mapping" or (value.id == "sequence" and value.value):
        return None
    if mapping.flow_style:
        space = "" if source.text[start - 1 : start].isspace() else " "
        return Edit(start, end, f"{space}[{text}]")
    line_end = source.line_end_after(end)
    if _line_of(source, start) != _line_of(source, end):  # brackets over several lines
        return new_entry(source, value, text) if value.id == "sequence" else None
    colon = name.end_mark.index + len(source.text[name.end_mark.index : start].rstrip())
    after = source.text[end if end > start else colon : line_end]
    entry = _indented(text, " " * depth_of_lists(mapping))
    return Edit(colon, line_end, f"{after if after.strip() else ''}\n{entry}")


def depth_of_lists(mapping: Node) -> int:
    """The column of the dashes below the fields of a mapping, as its other lists have it; else two deeper."""
    lists = (value for _, value in mapping.value if value.id == "sequence" and not value.flow_style)
    own: int = mapping.value[0][0].start_mark.column
    return next((value.start_mark.column for value in lists), own + 2)


def below_comments(source: Source, at: int, depth: int) -> int:
    """Where the line of a place ends, or the last of the comments below it that are as deep, or deeper."""
    end = after = source.line_end_after(at)
    while depth and after < len(source.text):
        start = after + len(LINE_END.match(source.text, after)[0])  # type: ignore[index]
        after = source.line_end_after(start)
        line = source.text[start:after]
        told = line.lstrip(" ")
        if told.startswith("#") and len(line) - len(told) >= depth:
            end = after
        elif told.strip():
            break
    return end


def _in_brackets(source: Source, sequence: Node, text: str) -> Edit:
    """The change that puts an entry at the end of a list in brackets, on a line of its own as the last is."""
    if not sequence.value:
        at = sequence.start_mark.index + 1
        return Edit(at, at, text)
    last = sequence.value[-1]
    at = end_of(source, last)
    comma = _COMMA.match(source.text, at)
    start = last.start_mark.index
    before = source.text[source.starts[_line_of(source, start)] : start]
    line_end = source.line_end_after(comma.end() if comma else at)
    own_line = not before.strip() and line_end < sequence.end_mark.index - 1
    if not own_line:
        at = comma.end() if comma else at
        return Edit(at, at, f"{'' if comma else ','} {text}{',' if comma else ''}")
    rest = source.text[comma.end() if comma else at : line_end]
    between = source.text[at : comma.end()] if comma else ","
    if "\n" in between or "\r" in between:
        return Edit(comma.end(), comma.end(), f"\n{before}{text},")  # type: ignore[union-attr]
    return Edit(at, line_end, f"{between}{rest}\n{before}{text}{',' if comma else ''}")


def _line_of(source: Source, at: int) -> int:
    """The number of the line of a place, from 0."""
    return bisect_right(source.starts, at) - 1


def _width_of_dash(sequence: Node) -> int:
    """How far the entries of a list stand from their dashes."""
    last = sequence.value[-1] if sequence.value else None
    if last is None or last.start_mark.line != _dash_line(sequence):
        return 2
    width: int = last.start_mark.column - sequence.start_mark.column
    return width if 2 <= width <= 9 else 2


def _dash_line(sequence: Node) -> int:
    """The line of the last dash, where its entry begins behind it; the first entry's stands with the list."""
    line: int = sequence.value[-1].start_mark.line
    return line if len(sequence.value) > 1 else sequence.start_mark.line


def _is_apart(source: Source, sequence: Node) -> bool:
    """Whether an empty line stands before the last entry of a list."""
    if len(sequence.value) < 2:
        return False
    one, last = sequence.value[-2:]
    between = source.text[end_of(source, one) : last.start_mark.index]
    return any(not line.strip() for line in LINE_END.split(between)[1:-1])


def _indented(text: str, depth: str) -> str:
    first, *rest = text.rstrip("\n").split("\n")
    return "\n".join((f"{depth}- {first}", *(f"{depth}  {line}" if line else "" for line in rest)))
