"""What `opsgen init` and `opsgen new` lay down: the text of new files, from `templates/workspace/`."""

from __future__ import annotations

import json
import os
import unicodedata
from contextlib import suppress
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from opsgen.edit import put
from opsgen.load import parse
from opsgen.problem import visible
from opsgen.shipped import shipped
from opsgen.words import Message, Text, words
from opsgen.workspace.editors import settings, snippets
from opsgen.workspace.machinery import as_json, machinery

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from opsgen.drafts import ClosingDraft, RetrospectiveDraft, UpdateDraft
    from opsgen.load import Document


FORGES = ("github", "gitlab", "gitee")
"""Where a workspace can be published; its files for that are in `templates/workspace/forges/`."""


def new_workspace(lang: str, values: Mapping[str, str]) -> dict[str, str]:
    """File name to text of a workspace that passes every check, with what is laid down for machines."""
    return laid_down(lang, values) | machinery(values["package"], lang)


def laid_down(lang: str, values: Mapping[str, str]) -> dict[str, str]:
    """File name to text of what a team may change: everything but `.opsgen/`."""
    languages = values["languages"].split(", ")
    made = {spoken: _environment(spoken) for spoken in (lang, *languages)}
    return {
        file: made[spoken].get_template(name).render(values, lang=spoken)
        for name in sorted(made[lang].list_templates(extensions=["j2"]))
        if (place := _place(name, values["forge"]))
        for spoken, file in _places(place, lang, languages)
    }


def scripts(lang: str) -> dict[str, str]:
    """File name to text of what the CI of a platform runs from `.opsgen/`, of all platforms."""
    made = _environment(lang)
    names = made.list_templates(filter_func=lambda name: "/dot.opsgen/" in name)
    return {_name(name.split("/", 2)[2]): made.get_template(name).render(lang=lang) for name in names}


def _place(template: str, forge: str) -> str:
    """Where a template is laid down; empty where it is not, or is a part of others."""
    kind, _, rest = template.partition("/")
    if kind == "new":
        return ""
    if kind == "forges":
        of, _, rest = rest.partition("/")
        return _name(rest) if of == forge else ""
    return _name(template)


def _places(name: str, lang: str, languages: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The language and place of a file: a page of the team's own is there in each."""
    if len(languages) == 1 or not name.startswith("docs/"):
        return ((lang, name),)
    return tuple((each, name.replace("docs/", f"docs/{each}/", 1)) for each in languages)


def new_project(lang: str, project_id: str) -> tuple[str, str]:
    """File name and text of a project with placeholders that fail the check until a person replaces them."""
    text = _environment(lang).get_template("new/project.yaml.j2").render(lang=lang)
    return f"{_folder(project_id)}.yaml", text


def new_update(
    lang: str, project_id: str, period: str, draft: UpdateDraft | None = None, summary: str = ""
) -> tuple[str, str]:
    """File name and text of an update of a project: what is drafted, and placeholders for the rest."""
    said = " ".join(summary.split())
    text = _environment(lang).get_template("new/update.yaml.j2")
    return update_file(project_id, period), text.render(period=period, draft=draft, summary=said)


def update_file(project_id: str, period: str) -> str:
    """Where the update of a project on a period is laid down."""
    return f"{_folder(project_id)}/updates/{period}.yaml"


def new_meeting(lang: str, project_id: str, day: date, people: Sequence[str] = ()) -> tuple[str, str]:
    """File name and text of a meeting of a project, or of the portfolio where the id is empty."""
    text = (
        _environment(lang)
        .get_template("new/meeting.yaml.j2")
        .render(project=project_id, day=day, people=people)
    )
    return f"{_folder(project_id) if project_id else 'projects'}/meetings/{day.isoformat()}.yaml", text


def new_retrospective(
    lang: str, project_id: str, day: date, draft: RetrospectiveDraft | None = None
) -> tuple[str, str]:
    """File name and text of a retrospective of a project: what is drafted, and placeholders for the rest."""
    text = _environment(lang).get_template("new/retrospective.yaml.j2").render(day=day, draft=draft)
    return f"{_folder(project_id)}/retrospectives/{day.isoformat()}.yaml", text


def new_closing(lang: str, draft: ClosingDraft, day: date) -> str:
    """The closing report of a project as its file wants it, with placeholders for what nobody knows yet."""
    return _environment(lang).get_template("new/closing.yaml.j2").render(draft=draft, day=day)


def write_new(root: Path, files: Mapping[str, str]) -> None:
    """Write files that do not exist yet.

    Raises:
        FileExistsError: before anything is written, when one of them is there.
        NotADirectoryError: before anything is written, when a folder of theirs is a link.
    """
    for name in files:
        for same in (name, *_spellings(name)):
            if os.path.lexists(root / same):
                raise FileExistsError(same)
        for folder in PurePosixPath(name).parents:
            place = root / folder
            if place.is_symlink() and folder.parts:
                raise NotADirectoryError(str(folder))
            if os.path.lexists(place) and not place.is_dir():
                raise FileExistsError(str(folder))
    made: list[Path] = []
    try:
        for name, text in files.items():
            path = root / name
            missing = [folder for folder in path.parents if not folder.exists()]
            made += reversed(missing)
            path.parent.mkdir(parents=True, exist_ok=True)
            put(path, text.encode())
            made.append(path)
    except BaseException:  # half a workspace would be in the way of the next attempt
        _take_away(made)
        raise


def _take_away(made: Sequence[Path]) -> None:
    """Remove what was laid down, the last first; a folder in which something else stands stays."""
    for path in reversed(made):
        with suppress(OSError):
            path.rmdir() if path.is_dir() else path.unlink()


def _spellings(name: str) -> tuple[str, ...]:
    """Under which other name the same entry may be there."""
    return (f"{name.removesuffix('.yaml')}.yml",) if name.endswith(".yaml") else ()


def written(path: Path) -> Mapping[str, Any]:
    """What the file of a project says, whether it holds or not; empty where it is no YAML."""
    data = parse(path.name, path.read_bytes()).data
    return data if isinstance(data, dict) else {}


def add_closing(path: Path, text: str) -> bool:
    """Put a closing report at the end of the file of a project; False where it would not fit there.

    Nothing else in the file changes.
    """
    content = path.read_bytes()
    ending = b"\r\n" if b"\r\n" in content else b"\n"
    end = content if content.endswith(b"\n") else content + ending
    added = text.encode().replace(b"\n", ending)
    if path.is_symlink():
        return False
    for whole in (end + ending + added, end + added):  # an empty line can belong to the text above it
        if _grew(parse(path.name, content), parse(path.name, whole)):
            put(path, whole)
            return True
    return False


def _grew(before: Document, after: Document) -> bool:
    """Whether a closing report is all that came to it, and nothing is wrong with the file that was not."""
    old, new = before.data, after.data
    if not isinstance(old, dict) or not isinstance(new, dict) or "closing" in old or "closing" not in new:
        return False
    return {key: value for key, value in new.items() if key != "closing"} == old and (
        before.problems == after.problems
    )


def _folder(project_id: str) -> str:
    return f"projects/{unicodedata.normalize('NFC', project_id)}"


def _name(template: str) -> str:
    # A file that starts with a dot would be skipped by some packers.
    return template.removesuffix(".j2").replace("dot.", ".")


def _environment(lang: str) -> Environment:
    made = Environment(
        loader=FileSystemLoader(shipped("templates") / "workspace"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.i18n"],
    )
    say = words(lang)
    made.install_gettext_callables(say.gettext, say.ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.filters["q"] = quoted
    made.filters["json"] = as_json
    made.globals |= {"settings": settings(), "snippets": snippets(lang)}
    made.filters["said"] = lambda said: quoted(_spoken(said, lang))
    made.filters["line"] = lambda said: _line(_spoken(said, lang))
    return made


def _spoken(said: Message | Text, lang: str) -> str:
    return words(lang).say(said)


def quoted(value: str) -> str:
    """A value as a double-quoted YAML scalar of one line; what nobody would see is written out."""
    return "".join(c if c.isprintable() else _escaped(c) for c in json.dumps(value, ensure_ascii=False))


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _line(text: str) -> str:
    """A text as what stands in a comment, or in a line of a block."""
    return visible(" ".join(text.split()))
