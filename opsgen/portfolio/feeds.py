"""Which metric takes its numbers from which column of which file, and what is wrong with what it says."""

from __future__ import annotations

import posixpath
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from opsgen.portfolio.headings import folded
from opsgen.problem import Problem
from opsgen.schema.suggest import suggest
from opsgen.words import Message, Text, message

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from opsgen.load import Sources

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Feed:
    """What a metric says about where its numbers come from."""

    index: int
    """The number of the metric in its project."""
    id: str
    ids: frozenset[str]
    """Its id and former ids."""
    names: frozenset[str]
    """The same, and its title where that is one text."""
    file: str = ""
    """The whole name of the file in its `source`; empty where it names none, or none that is there."""
    written: str = ""
    """That file as it is written."""
    column: str = ""
    breakdown: str = ""
    unit: str = ""
    grows: bool = False
    cumulative: bool = False

    @property
    def called(self) -> str:
        """What to call the metric in a sentence."""
        return self.id or min(self.names, default="")

    def takes(self, heading: str, file: str, *, claimed: bool) -> bool:
        """Whether a column of a file has its numbers; `claimed` is one that some metric names."""
        if self.file:
            wanted = {self.column} if self.column else self.names
            return self.file == file and folded(heading) in map(folded, wanted)
        if self.column and folded(self.column) == folded(heading) and not self.written:
            return True
        return heading in (self.ids if claimed else self.names)


def feeds(metrics: Sequence[dict[str, Any]], tables: Iterable[str], folder: str) -> tuple[Feed, ...]:
    """The feeds of all metrics of a project whose tables these are."""
    known = {unicodedata.normalize("NFC", name): name for name in tables}
    return tuple(_feed(index, metric, known, folder) for index, metric in enumerate(metrics))


def _feed(index: int, metric: dict[str, Any], known: dict[str, str], folder: str) -> Feed:
    source = metric.get("source") or {}
    written, title = source.get("file", ""), metric.get("title")
    ids = frozenset(filter(None, (metric.get("id"), *metric.get("aliases", ()))))
    cumulative = bool(metric.get("cumulative"))
    return Feed(
        index=index,
        id=metric.get("id", ""),
        ids=ids,
        names=ids | ({title} if isinstance(title, str) else frozenset()),
        file=known.get(_whole(written, folder), "") if written else "",
        written=written,
        column=source.get("column", "").strip(),
        breakdown=folded(metric.get("breakdown", "")),
        unit=metric.get("unit", ""),
        grows=cumulative or metric.get("aggregation") == "sum",
        cumulative=cumulative,
    )


def _whole(written: str, folder: str) -> str:
    """The name of a file as it is known, relative to the workspace."""
    name = unicodedata.normalize("NFC", written.strip()).replace("\\", "/")
    name = posixpath.normpath(name.removeprefix(f"{folder}/"))
    return f"{folder}/{name}"


def forms(title: Any) -> tuple[str, ...]:
    """A title in all of its languages."""
    if isinstance(title, Text):
        return tuple(title.forms)
    return tuple(map(str, title.values() if isinstance(title, dict) else (title,)))


def no_file(feed: Feed, tables: Collection[str], folder: str, sources: Sources) -> Problem:
    """The finding that the file in a metric's `source` is not there, or not where tables are."""
    place = sources.place(("metrics", feed.index, "source", "file"))
    whole = _whole(feed.written, folder)
    own = {name.removeprefix(f"{folder}/"): name for name in tables}
    if whole.startswith(f"{folder}/data/"):
        text = message("there is no file `{file}` in `{folder}/`", file=feed.written[:120], folder=folder)
    else:
        text = message(
            "`{file}` does not stand in `{folder}/data/`, from where numbers are read",
            file=feed.written[:120],
            folder=folder,
        )
    names = {posixpath.basename(name): name for name in own}
    meant = names.get(posixpath.basename(whole)) or suggest(whole.removeprefix(f"{folder}/"), sorted(own))
    hint = message("put it there, and write `file: data/NAME.csv`; `system` and `url` say where else it is")
    if meant:
        hint = message("did you mean `{key}`?", key=meant)
    elif own:
        hint = message("tables there: {names}", names=tuple(f"`{name}`" for name in sorted(own)[:MOST_SHOWN]))
    return Problem(place, "unknown-source-file", "warning", text, hint)


def no_column(feed: Feed, headings: Iterable[str], sources: Sources) -> Problem:
    """The finding that no column of its file has a metric's numbers."""
    known = tuple(dict.fromkeys(heading for heading in headings if heading))
    if feed.column:
        place = sources.place(("metrics", feed.index, "source", "column"))
        text = message("`{file}` has no column `{column}`", file=feed.written[:120], column=feed.column[:80])
    else:
        place = sources.place(("metrics", feed.index, "source", "file"))
        text = message(
            "`{file}` has no column called after metric `{id}`", file=feed.written[:120], id=feed.called
        )
    return Problem(
        place, "unknown-column", "error" if feed.column else "warning", text, _columns(feed, known)
    )


def _columns(feed: Feed, known: tuple[str, ...]) -> Message | None:
    by_name = {folded(name): name for name in reversed(known)}
    for name in (feed.column,) if feed.column else sorted(feed.names):
        meant = suggest(folded(name), sorted(by_name))
        if meant:
            return message("did you mean `column: {column}`?", column=by_name[meant][:80])
    if not known:
        return None
    return message("columns there: {names}", names=tuple(f"`{name[:80]}`" for name in known[:MOST_SHOWN]))
