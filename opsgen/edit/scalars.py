"""A text as one YAML scalar that is read as that text again, and the node at a path."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from opsgen.edit.source import Edit
from opsgen.load import parse

if TYPE_CHECKING:
    from opsgen.edit.source import Source
    from opsgen.load import Path
    from opsgen.load.nodes import Node
    from opsgen.problem import Place

_BEFORE = re.compile(r"(?:[&!]\S*\s+)*")
"""The name of an anchor, and a tag: they belong to the place of a value, not to its text."""
_OPENS = frozenset("*|>")


def scalar(text: str, quote: str = "") -> str:
    """The text as a scalar of one line: in the quotes it had, else bare where that says the same."""
    if quote == "'":
        return "'" + text.replace("'", "''") + "'"
    if not quote:
        bare = parse("x.yaml", f"[{text}, {text}]".encode())
        if (
            bare.data == [text, text] and not bare.problems
        ):  # what another reader takes for a truth is doubted
            return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def put_scalar(source: Source, place: Place, text: str) -> Edit:
    """The change that puts a text in the place of a scalar; an anchor before it stays, its quotes too.

    A value that repeats another (`*name`), or stands over several lines, gives way as a whole.
    """
    whole = source.at(place, "")
    written = source.text[whole.start : whole.end]
    before = _BEFORE.match(written)
    start = whole.start + (before.end() if before else 0)
    end = whole.start + len(written.rstrip())
    first = source.text[start : start + 1]
    if first in _OPENS and first != "*" and written.endswith("\n"):
        return Edit(start, end, scalar(text))
    return Edit(start, end, scalar(text, first if first in "'\"" else ""))


def node_at(root: Node | None, path: Path) -> Node | None:
    """The node at a path of the data; None where there is none."""
    for step in path:
        if root is None or root.id == "scalar":
            return None
        if root.id == "sequence":
            root = root.value[step] if isinstance(step, int) and step < len(root.value) else None
        else:
            root = next((value for key, value in root.value if key.value == step), None)
    return root
