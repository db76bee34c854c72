"""A register as JSON for programs, as `schemas/output/register.schema.json` says.

Keys and codes are the same in every language, titles and words are those of the site. Each row stands on a
line of its own. A number has the digits of the CSV file beside it, so that no amount loses a cent on the way.
"""

from __future__ import annotations

import json
from datetime import date
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any, TypeAlias

from opsgen.export.grid import MACHINE, Figure, Reference, Word
from opsgen.text import plain
from opsgen.views.downloads import schema_path
from opsgen.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from opsgen.export.grid import Grid, Line, Value
    from opsgen.export.imprint import Imprint
    from opsgen.views.page import Download

Nested: TypeAlias = "Value | dict[str, Nested]"
VERSION = 1


def head(schema: str, beside: str, of: Imprint) -> dict[str, Any]:
    """What every data file begins with."""
    return {
        "$schema": of.file(schema_path(schema), beside),
        "version": VERSION,
        "language": of.lang,
        "audience": of.audience,
        "as_of": of.as_of.isoformat(),
        "commit": of.commit,
        "dirty": of.dirty,
        "opsgen": of.version,
    }


def register_json(what: Download, grid: Grid, of: Imprint) -> bytes:
    """The bytes of the file of a table."""
    say = words("en")
    told = {
        **head("register", what.page, of),
        "name": what.stem,
        "title": plain(what.title),
        "page": of.link(what.page, "", what.page),
        "columns": [
            {
                "key": one.key,
                "title": plain(one.title),
                "type": one.type,
                "unit": plain(say.say(one.unit)) if one.unit else None,
            }
            for one in grid.heads
        ],
    }
    keys = [_text(key) for key in (*MACHINE, "link", *(one.key for one in grid.heads))]
    return document(told, "rows", (_row(line, keys, what.page, of) for line in grid.lines))


def document(told: Mapping[str, Any], key: str, lines: Iterable[str]) -> bytes:
    """An object of JSON whose last entry is a list of objects that are written already, each on a line."""
    above = json.dumps(told, ensure_ascii=False, indent=1).removesuffix("\n}")
    rows = ",\n".join(lines)
    listed = f"\n{rows}\n " if rows else ""
    return f'{above},\n "{key}": [{listed}]\n}}\n'.encode()


def entry(value: Nested, beside: str, of: Imprint) -> str:
    """A value as JSON."""
    match value:
        case dict():
            pairs = (f"{_text(key)}: {entry(one, beside, of)}" for key, one in value.items())
            return f"{{{', '.join(pairs)}}}"
        case None:
            return "null"
        case str():
            return _text(plain(value))
        case Figure(digits=digits):
            return digits
        case date():
            return f'"{value.isoformat()}"'
        case Word(code=code, mark=mark, word=word):
            light = f', "mark": "{mark}"' if mark else ""
            return f'{{"code": {_text(plain(code))}{light}, "word": {_text(plain(word))}}}'
        case Reference(title=title, page=page, anchor=anchor):
            link = of.link(page, anchor, beside)
            return f'{{"title": {_text(plain(title))}, "link": {_text(link) if link else "null"}}}'
        case tuple():
            return f"[{', '.join(entry(one, beside, of) for one in value)}]"


def _row(line: Line, keys: list[str], beside: str, of: Imprint) -> str:
    link = of.link(line.page, line.anchor, beside)
    values = (line.project or None, line.item or None, link, *line.values)
    written = (f"{key}: {entry(value, beside, of)}" for key, value in zip(keys, values, strict=True))
    return f"  {{{', '.join(written)}}}"


_text = encode_basestring
