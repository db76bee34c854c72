"""Which metric takes its numbers from which column of which file, and what is wrong with what it says."""

from __future__ import annotations

import json
import posixpath
import re
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
_PLAIN = re.compile(r"[^\W\d_][\w（） ]{0,59}\Z")


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
        names = self.ids if claimed else self.names
        return heading in names or (bool(self.unit) and folded(heading) in self.with_unit(names))

    def with_unit(self, names: Iterable[str]) -> frozenset[str]:
        """The names as a sheet writes them above a column: `Sales (EUR)`."""
        return frozenset(folded(f"{name}({self.unit})") for name in names) | frozenset(
            folded(f"{name} ({self.unit})") for name in names
        )


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
        file=_found(written, known, folder) if written else "",
        written=written,
        column=source.get("column", "").strip(),
        breakdown=folded(metric.get("breakdown", "")),
        unit=metric.get("unit", ""),
        grows=cumulative or metric.get("aggregation") == "sum",
        cumulative=cumulative,
    )


def _found(written: str, known: dict[str, str], folder: str) -> str:
    """The table that is meant; a name alone is one in `data/`, as nowhere else are tables."""
    whole = _whole(written, folder)
    alone = f"{folder}/data/{posixpath.basename(whole)}" if posixpath.dirname(whole) == folder else ""
    return known.get(whole) or known.get(alone, "")


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


def stranger(heading: str, feeds: Iterable[Feed]) -> tuple[Message, Message]:
    """What to say of a column that no metric is called after."""
    text = message("there is no metric `{id}` in this project", id=heading[:80])
    known = tuple(feed for feed in feeds if feed.id)
    if not known:
        return text, message("there is none yet: write one in {lists}, or delete the name", lists="`metrics`")
    return text, _meant_by(heading, known) or message(
        "metrics here: {ids}; one takes another column where its `source` names file and column",
        ids=tuple(feed.id for feed in known),
    )


def _meant_by(heading: str, feeds: Iterable[Feed]) -> Message | None:
    """Which metric is probably meant by a heading, with or without a unit behind it, and how to say so."""
    called = {folded(name): feed for feed in feeds for name in feed.names}
    bare, _, unit = (part.strip(" )") for part in folded(heading).partition("("))
    found = suggest(bare, sorted(called)) if bare else None
    if not found:
        return None
    meant = called[found]
    if unit and folded(meant.unit) != unit:
        return message(
            "did you mean `{key}`? It counts in “{unit}”, and this column in “{other}”: give both one unit",
            key=meant.id,
            unit=meant.unit,
            other=unit[:20],
        )
    name = heading if _PLAIN.match(heading) else json.dumps(heading[:80], ensure_ascii=False)
    return message(
        "did you mean `{key}`? Then write `source: {{column: {name}}}` there", key=meant.id, name=name
    )


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
    names = (feed.column,) if feed.column else sorted(feed.names)
    hint = _columns("column", names, known)
    return Problem(place, "unknown-column", "error" if feed.column else "warning", text, hint)


def no_breakdown(feed: Feed, written: str, headings: Iterable[str], sources: Sources) -> Problem:
    """The finding that its file has no column by which a metric is split."""
    known = tuple(dict.fromkeys(heading for heading in headings if heading))
    place = sources.place(("metrics", feed.index, "breakdown"))
    text = message("`{file}` has no column `{column}`", file=feed.written[:120], column=written[:80])
    hint = _columns("breakdown", (feed.breakdown,), known)
    return Problem(place, "unknown-column", "warning", text, hint)


def _columns(field: str, names: Iterable[str], known: tuple[str, ...]) -> Message | None:
    """Which column may be meant; else which there are."""
    by_name = {folded(name): name for name in reversed(known)}
    for name in names:
        meant = suggest(folded(name), sorted(by_name))
        if meant:
            return message("did you mean `{field}: {column}`?", field=field, column=by_name[meant][:80])
    if not known:
        return None
    return message("columns there: {names}", names=tuple(f"`{name[:80]}`" for name in known[:MOST_SHOWN]))
