"""The whole portfolio as JSON for programs, as `schemas/output/portfolio.schema.json` says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opsgen.export.data import document, entry, head
from opsgen.export.grid import Figure, Word, figure, state
from opsgen.text import plain
from opsgen.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from opsgen.export.data import Nested
    from opsgen.export.imprint import Imprint
    from opsgen.views.page import Download
    from opsgen.views.standings import Standing
    from opsgen.words import Words

PAGE = "index.md"


def portfolio_json(
    found: Iterable[Standing], files: Sequence[Download], unread: int | None, of: Imprint
) -> bytes:
    """The bytes of the file: the projects, the worst first, and where the other files are.

    `unread` counts the projects that could not be read; None where this audience is not told.
    """
    say = words(of.lang)
    own: dict[str, dict[str, Nested]] = {}
    for one in files:
        own.setdefault(one.page, {})[one.name or "page"] = _files(one, of)
    told = {
        **head("portfolio", PAGE, of),
        "title": plain(of.portfolio),
        "page": of.link(PAGE, "", PAGE),
        "unread": unread,
        "registers": [_register(one, of) for one in files if "/" not in one.page],
    }
    lines = (entry(_project(one, own.get(one.page, {}), say, of), PAGE, of) for one in found)
    return document(told, "projects", (f"  {line}" for line in lines))


def _register(one: Download, of: Imprint) -> dict[str, Any]:
    return {"name": one.stem, "title": plain(one.title), "rows": one.rows, **_files(one, of)}


def _files(one: Download, of: Imprint) -> dict[str, Any]:
    paths = {"csv": one.csv, "xlsx": one.xlsx, "json": one.json}
    return {form: of.file(path, PAGE) for form, path in paths.items()}


def _project(one: Standing, files: dict[str, Nested], say: Words, of: Imprint) -> dict[str, Nested]:
    project = one.project
    return {
        "id": project.id,
        "title": say.pick(project.title),
        "page": of.link(one.page, "", PAGE),
        "owner": one.owner or None,
        "stage": Word(one.stage.code, "", one.stage.word),
        "category": Word(one.category.code, "", one.category.word) if one.category else None,
        "programme": one.programme or None,
        "health": _health(one, say),
        "dates": {
            "start": project.start,
            "finish": project.finish,
            "original_finish": project.baseline_finish,
            "deviation": _known(one.slip),
            "closed": project.closed,
        },
        "progress": {"time_elapsed": _known(one.elapsed), "work_done": _known(one.complete)},
        "next_milestone": _next(one, say),
        "money": _money(one),
        "counts": {key: figure(count) for key, count in one.counts},
        "files": files,
    }


def _health(one: Standing, say: Words) -> dict[str, Nested]:
    return {
        "light": state(one.light, say),
        "reason": say.say(one.reason),
        "dimensions": {
            name: {"light": state(light, say), "reason": say.say(reason)}
            for name, light, reason in one.dimensions
        },
    }


def _known(value: float | Decimal | None) -> Figure | None:
    return None if value is None else figure(value)


def _next(one: Standing, say: Words) -> dict[str, Nested] | None:
    if one.next is None:
        return None
    return {"id": one.next.id, "title": say.pick(one.next.title), "due": one.next.due}


def _money(one: Standing) -> dict[str, Nested] | None:
    """The spending in the project's own currency; None without a budget, or where it is not to be seen."""
    if one.money is None:
        return None
    of = one.money
    return {
        "currency": one.currency,
        "planned": figure(of.planned),
        "committed": _known(of.committed),
        "used": _known(of.actual),
        "forecast": figure(of.forecast),
    }
