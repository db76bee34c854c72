"""A YAML text that is changed at some places and keeps every other character."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.edit import Edit, Source
from opsgen.edit.insert import end_of, member

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.load.nodes import Node

_NAMES = ("id", "period", "person", "item", "title", "date")
ABSENT = "~"


class Sheet:
    """One text; what is asked of it is done by `text()`, all at once."""

    def __init__(self, text: str) -> None:
        self._source = Source("", text)
        self.root: Node = self._source.root
        self._cut: dict[int, tuple[Node, set[int]]] = {}
        self._edits: list[Edit] = []

    def drop(self, mapping: Node, *fields: str) -> None:
        """Take fields away; those that are not there are no matter."""
        self._gone(mapping, {at for at, (key, _) in enumerate(mapping.value) if key.value in fields})

    def drop_item(self, sequence: Node, at: int) -> None:
        """Take an item of a list away."""
        self._gone(sequence, {at})

    def put(self, mapping: Node, field: str, value: str) -> None:
        """Give a field this value, written as in the file; one that is not there is added at the end."""
        found = member(mapping, field)
        if found is not None:
            self._edits.append(self._instead(found, value))
        elif mapping.flow_style:
            self._add(mapping.end_mark.index - 1, f", {field}: {value}")
        else:
            indent = " " * mapping.value[0][0].start_mark.column
            self._add(self._line_end(end_of(self._source, mapping)), f"{indent}{field}: {value}\n")

    def at(self, path: str, value: str) -> None:
        """Give the place this value, as `put`; `~` takes the place away.

        Raises:
            KeyError: where the text has no such place.
        """
        *way, last = path.split("/")
        node = self.root
        for name in way:
            node = self._below(node, name)
        if node.id == "mapping":
            if value != ABSENT:
                self.put(node, last, value)
            elif member(node, last) is None:
                raise KeyError(path)
            else:
                self.drop(node, last)
        elif value == ABSENT:
            self.drop_item(node, _index(node, last))
        else:
            self._edits.append(self._instead(node.value[_index(node, last)], value))

    def text(self) -> str:
        """The text with all that was asked for; empty where nothing is left."""
        regions = [*self._regions()]
        if any(start < 0 for start, _ in regions):
            return ""
        inside = [edit for edit in self._edits if not any(_within(edit, region) for region in regions)]
        inside.sort(key=lambda edit: edit.text)  # what is put in at one place
        done = self._source.edited([*inside, *(Edit(start, end, "") for start, end in regions)]).text
        while "\n\n\n" in done:
            done = done.replace("\n\n\n", "\n\n")
        return done.strip("\n") + "\n" if regions else done

    def _below(self, node: Node, name: str) -> Node:
        found = member(node, name) if node.id == "mapping" else node.value[_index(node, name)]
        if found is None:
            raise KeyError(name)
        return found

    def _instead(self, node: Node, value: str) -> Edit:
        return Edit(node.start_mark.index, end_of(self._source, node), value)

    def _add(self, place: int, text: str) -> None:
        self._edits.append(Edit(place, place, text))

    def _gone(self, node: Node, places: set[int]) -> None:
        if places:
            self._cut.setdefault(id(node), (node, set()))[1].update(places)

    def _regions(self) -> Iterator[tuple[int, int]]:
        """The parts of the text to be taken away, none across another; one before 0 is the whole."""
        self._empty_ones(self.root, None, 0)
        found = [region for node, places in self._cut.values() for region in self._of(node, places)]
        found.sort(key=lambda region: (region[0], -region[1]))
        last = -2
        for start, end in found:
            if end > last:
                yield start, end
                last = end

    def _empty_ones(self, node: Node, holder: Node | None, place: int) -> None:
        """A list or mapping that loses all it has goes itself."""
        if node.id == "scalar":
            return
        for at, child in enumerate(children(node)):
            self._empty_ones(child, node, at)
        _, places = self._cut.get(id(node), (node, set()))
        if node.value and len(places) == len(node.value) and holder is not None:
            self._gone(holder, {place})

    def _of(self, node: Node, places: set[int]) -> Iterator[tuple[int, int]]:
        starts = [start_of(one) for one in node.value]
        ends = [end_of(self._source, one) for one in children(node)]
        if len(places) == len(node.value):
            if node is self.root:
                yield (-1, -1)
            return
        last_kept = max(at for at in range(len(starts)) if at not in places)
        for at in places:
            if not node.flow_style:
                yield self._source.text.rfind("\n", 0, starts[at]) + 1, self._line_end(ends[at])
            elif at < last_kept:
                yield starts[at], starts[at + 1]
            else:
                yield ends[at - 1], ends[at]

    def _line_end(self, place: int) -> int:
        return min(self._source.line_end_after(place) + 1, len(self._source.text))


def _within(edit: Edit, region: tuple[int, int]) -> bool:
    """Whether what is edited goes anyway; what is only put in at the brink of it stays."""
    first, last = region
    return first < edit.start < last if edit.start == edit.end else first <= edit.start and edit.end <= last


def word(mapping: Node, field: str) -> str:
    """The text of the field; empty where there is none."""
    found = member(mapping, field)
    return found.value if found is not None and found.id == "scalar" else ""


def children(node: Node) -> list[Node]:
    """The values of a mapping or the items of a list."""
    return [one[1] if isinstance(one, tuple) else one for one in node.value]


def start_of(entry: Node) -> int:
    """Where an item, or the key of a field, begins."""
    return int((entry[0] if isinstance(entry, tuple) else entry).start_mark.index)


def _index(sequence: Node, name: str) -> int:
    if name.startswith("@") and int(name[1:]) < len(sequence.value):
        return int(name[1:])
    for at, item in enumerate(sequence.value):
        if item.id == "scalar" and item.value == name:
            return at
        if item.id == "mapping" and any(word(item, field) == name for field in _NAMES):
            return at
    raise KeyError(name)
