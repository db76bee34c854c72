"""One entry more in a list of a file: in the style of its neighbours, and nothing else changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opsgen.edit.insert import depth_of_lists, end_of, first_entry, member, new_entry, new_field
from opsgen.edit.same import same
from opsgen.edit.source import LINE_END, Edit
from opsgen.load import parse
from opsgen.schema.listing import written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from opsgen.edit.source import Source
    from opsgen.load import Document
    from opsgen.load.nodes import Node


def in_lines(entry: Mapping[str, Any]) -> str:
    """An entry as YAML of one line a field, without its dash; texts over several lines are blocks."""
    return "\n".join(f"{key}: {_value(value)}" for key, value in entry.items())


def _value(value: Any) -> str:
    if isinstance(value, str) and "\n" in value:
        block = "".join("\n" + f"  {line}".rstrip() for line in value.split("\n"))
        if parse("", f"- x: |-{block}\n".replace("\n", "\n  ").encode()).data == [{"x": value}]:
            return f"|-{block}"
    return written(value)


def with_entry(source: Source, key: str, entry: dict[str, Any], order: Sequence[str] = ()) -> Source | None:
    """The file with an entry at the end of the list `key`, or of itself where that is empty.

    A list that is not there becomes a field, behind the one that comes before it in `order`. None where the
    file cannot be read, where something else stands in the place of the list, or where the entry cannot be
    added so that everything else stays what it was.
    """
    before = parse(source.file, source.content)
    expected = _expected(before.data, key, entry)
    refused = before.data is None and any(problem.code != "empty-file" for problem in before.problems)
    if expected is None or refused:  # of what the loader refuses, such as a thousand brackets, nothing more
        return None
    for edit in _edits(source, key, entry, order):
        made = source.edited([edit])
        if _is_all(before, parse(source.file, made.content), expected):
            return made
    return None


def _expected(data: Any, key: str, entry: dict[str, Any]) -> Any:
    """What the data will be; None where it is no such file."""
    if not key:
        return [*(data or ()), entry] if data is None or isinstance(data, list) else None
    if not isinstance(data, dict) or not isinstance(data.get(key) or [], list):
        return None
    return data | {key: [*(data.get(key) or ()), entry]}


def _is_all(before: Document, after: Document, expected: Any) -> bool:
    """Whether a file says what it should, and nothing is wrong with it that was not before."""
    found = after.data
    if isinstance(expected, dict):
        if not isinstance(found, dict) or found.keys() != expected.keys():
            return False
        kept = [name for name in found if name in before.data]
        if kept != list(before.data):
            return False
        found = {name: found[name] for name in expected}
    return same(found, expected) and len(after.problems) <= len(before.problems)


def _edits(source: Source, key: str, entry: dict[str, Any], order: Sequence[str]) -> Iterator[Edit]:
    """The changes that may do it, the likeliest first."""
    lines, braces = in_lines(entry), written(entry)
    try:
        root = source.root
    except ValueError:
        return
    if root is None or (not key and root.id == "scalar"):
        if not key:
            yield _alone(source, lines)
        return
    if not key:
        if root.id == "sequence":
            yield from _into(source, root, lines, braces)
            yield _alone(source, lines)
        return
    found = member(root, key) if root.id == "mapping" else None
    if root.id == "mapping" and found is None:
        yield from _as_field(source, root, key, (lines, braces), order)
    elif found is not None and found.id == "sequence" and found.value:
        yield from _into(source, found, lines, braces)
    elif found is not None:
        first = first_entry(source, root, key, braces if root.flow_style else lines)
        yield from () if first is None else (first,)
        if found.id == "sequence":
            yield new_entry(source, found, braces)


def _into(source: Source, sequence: Node, lines: str, braces: str) -> Iterator[Edit]:
    """Into a list that has entries, or brackets, as its last entry is written."""
    last = sequence.value[-1] if sequence.value else None
    flow = sequence.flow_style or (last is not None and last.id == "mapping" and last.flow_style)
    text = braces if flow else lines
    edit = new_entry(source, sequence, text)
    yield edit
    if not sequence.flow_style:  # behind the empty lines of a text that keeps them
        at = _kept_end(sequence)
        yield Edit(at, at, edit.text if at == len(source.text) else edit.text.lstrip("\n") + "\n")
        if at == len(source.text):
            yield Edit(at, at, edit.text.lstrip("\n") + "\n")


def _kept_end(node: Node) -> int:
    """Where the parser sees the end of a value."""
    while node.id != "scalar" and not node.flow_style and node.value:
        node = node.value[-1][1] if node.id == "mapping" else node.value[-1]
    end: int = node.end_mark.index
    return end


def _alone(source: Source, lines: str) -> Edit:
    """The first entry of a file that has none: behind its comments, or in the place of `[]`."""
    root = source.root
    text = "- " + lines.replace("\n", "\n  ")
    if root is not None:
        return Edit(root.start_mark.index, end_of(source, root), text)
    end = len(source.text)
    apart = "" if not source.text or source.text.endswith(("\n", "\r")) else "\n"
    return Edit(end, end, f"{apart}{text}\n")


def _as_field(
    source: Source, root: Node, key: str, texts: tuple[str, str], order: Sequence[str]
) -> Iterator[Edit]:
    """As a list that the file has not: behind what usually stands before it."""
    lines, braces = texts
    after = _before(root, key, order)
    if root.flow_style:
        yield new_field(source, root, f"{key}: [{braces}]", after)
        return
    depth = " " * (depth_of_lists(root) - root.value[0][0].start_mark.column if root.value else 2)
    text = f"{key}:\n{depth}- " + lines.replace("\n", f"\n{depth}  ")
    apart = "\n" if _is_spaced(source, root) else ""
    edit = new_field(source, root, apart + text, after)
    yield edit
    at = _kept_end((member(root, after) if after else None) or root)
    yield Edit(at, at, edit.text if at == len(source.text) else f"{text}\n{apart}")
    yield new_field(source, root, apart + text)


def _before(root: Node, key: str, order: Sequence[str]) -> str:
    """The last of the fields of a file that usually stand before this one; empty where there is none."""
    usual = {name: n for n, name in enumerate(order)}
    names = [name.value for name, _ in root.value if usual.get(name.value, len(usual)) < usual.get(key, 0)]
    return max(names, key=usual.__getitem__, default="")


def _is_spaced(source: Source, root: Node) -> bool:
    """Whether an empty line stands above a field of a file that begins a block of its own."""
    for (_, one), (name, value) in zip(root.value, root.value[1:], strict=False):
        between = source.text[end_of(source, one) : name.start_mark.index]
        if value.id != "scalar" and not value.flow_style:
            return any(not line.strip() for line in LINE_END.split(between)[1:-1])
    return False
