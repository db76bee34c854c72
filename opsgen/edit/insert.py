"""New fields and entries in a text: where they go, and how they are indented."""

from __future__ import annotations

from textwrap import indent
from typing import TYPE_CHECKING

from opsgen.edit.source import Edit

if TYPE_CHECKING:
    from opsgen.edit.source import Source
    from opsgen.load.nodes import Node


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
    at = source.line_end_after(end_of(source, follows if follows is not None else mapping))
    lines = indent(text.rstrip("\n"), " " * mapping.value[0][0].start_mark.column)
    return Edit(at, at, f"\n{lines}")


def new_entry(source: Source, sequence: Node, text: str) -> Edit:
    """The change that puts an entry at the end of a list; `text` is the entry without its dash.

    An entry of a list in brackets must stand in one line.
    """
    if sequence.flow_style:
        at = end_of(source, sequence.value[-1]) if sequence.value else sequence.start_mark.index + 1
        return Edit(at, at, f", {text}" if sequence.value else text)
    at = source.line_end_after(end_of(source, sequence))
    depth = " " * sequence.start_mark.column
    first, *rest = text.rstrip("\n").split("\n")
    return Edit(at, at, "\n" + "\n".join((f"{depth}- {first}", *(f"{depth}  {line}" for line in rest))))
