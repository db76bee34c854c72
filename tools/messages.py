"""Keep the Chinese of opsgen complete: every text for readers in the code and the templates has its msgstr.

Usage: python tools/messages.py --check            say what is missing or no longer used in zh.po
       python tools/messages.py --update           add new texts to zh.po, empty, and drop unused ones
       python tools/messages.py --update --merge FILE…    and take translations from other .po files
"""

from __future__ import annotations

import argparse
import ast
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from opsgen.cli.main import help_texts, opsgen
from opsgen.explain import explanations

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
CATALOGUE = ROOT / "opsgen" / "locale" / "zh.po"
_SAID = {"message": 1, "plural": 2, "say": 1, "gettext": 1, "ngettext": 2}
"""What says a text in the code, and in how many forms."""
_KEYWORDS = {"gettext": None, "ngettext": (1, 2), "_": None}
_HEADER = """\
# The Chinese of opsgen. Kept complete by tools/messages.py; read as it is, without a compiled twin.
msgid ""
msgstr ""
"Language: zh\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""

Said: TypeAlias = str | tuple[str, str]
Texts: TypeAlias = dict[Said, str]
"""Where each text stands first, as `file:line`; a text with a plural is a pair."""


def texts() -> Texts:
    """All texts for readers in the code and the templates."""
    found: Texts = {}
    for folder, pattern, texts_of in (("opsgen", "*.py", of_code), ("templates", "*.j2", of_template)):
        for path in sorted((ROOT / folder).rglob(pattern)):
            for line, text in texts_of(path):
                found.setdefault(text, f"{path.relative_to(ROOT).as_posix()}:{line}")
    for text in help_texts(opsgen):
        found.setdefault(text, "opsgen --help")
    for code, explained in explanations().items():
        for text in explained.texts:
            found.setdefault(text, f"explanation of {code}")
    return found


def of_code(path: Path) -> Iterator[tuple[int, Said]]:
    """The texts of a module, with their lines.

    From its syntax: Babel goes by tokens, and takes a variable `_` inside a call for another one.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        forms = call.args[: _SAID.get(getattr(call.func, "id", getattr(call.func, "attr", "")), 0)]
        said = [str(form.value) for form in forms if isinstance(form, ast.Constant) and form.value]
        if len(said) < len(forms) and said:
            raise SystemExit(f"{path}:{call.lineno}: write out both forms of this text")
        if said:
            yield forms[0].lineno, said[0] if len(said) == 1 else (said[0], said[1])


def of_template(path: Path) -> Iterator[tuple[int, Said]]:
    """The texts of a template, with their lines."""
    options = {"encoding": "utf-8", "silent": "false"}
    # What is yielded has one more part than Babel's stubs know of.
    extracted: list[Any] = list(
        extract_from_file("jinja2.ext:babel_extract", path, keywords=_KEYWORDS, options=options)
    )
    for line, text, *_ in extracted:
        if text:
            yield line, text if isinstance(text, str) else (text[0], text[1])


def catalogue(path: Path) -> Catalog:
    """The messages of a .po file."""
    with path.open("rb") as file:
        return read_po(file, locale="zh")


def missing(known: Catalog, wanted: Texts) -> list[str]:
    """One line for each text that has no finished translation, and for each translation nobody uses."""
    lines = []
    for text, place in wanted.items():
        message = known.get(text)
        if message is None or not translated(message):
            lines.append(f"{place}: no Chinese for {text!r}")
        elif message.fuzzy:
            lines.append(f"{place}: the Chinese for {text!r} is marked as fuzzy")
    used = {_first(text) for text in wanted}
    lines += [
        f"zh.po: nobody says {message.id!r}"
        for message in known
        if message.id and _first(message.id) not in used
    ]
    return lines


def translated(message: Message) -> bool:
    """Whether all forms of a message are written."""
    return all(message.string) if isinstance(message.string, tuple | list) else bool(message.string)


def updated(known: Catalog, wanted: Texts, others: list[Catalog]) -> Catalog:
    """A catalogue of exactly the wanted texts, with the translations that are known anywhere."""
    made = Catalog(locale="zh")
    for text in wanted:
        candidates = [found for source in (known, *others) if (found := source.get(text)) is not None]
        fitting = (found for found in candidates if found.pluralizable == isinstance(text, tuple))
        best = next(filter(translated, fitting), None)
        made.add(
            text,
            best.string if best else "",
            flags=sorted(best.flags - {"python-brace-format"}) if best else (),
        )
    return made


def _first(text: str | tuple[str, ...] | list[str]) -> str:
    return text if isinstance(text, str) else text[0]


def _write(path: Path, made: Catalog) -> None:
    """Writes the catalogue beside the old one and swaps them, so that a fault never leaves half of it."""
    whole = path.with_suffix(".po.new")
    with whole.open("wb") as file:
        file.write(_HEADER.encode())
        write_po(file, made, width=110, no_location=True, omit_header=True, sort_output=True)
    whole.replace(path)


def main(arguments: list[str] | None = None) -> None:
    """Check or update the catalogue."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--merge", nargs="*", default=[], type=Path, metavar="FILE")
    chosen = parser.parse_args(arguments)
    wanted = texts()
    if chosen.update:
        _write(CATALOGUE, updated(catalogue(CATALOGUE), wanted, [catalogue(path) for path in chosen.merge]))
    lines = missing(catalogue(CATALOGUE), wanted)
    print("\n".join(lines) or f"{len(wanted)} texts, all in Chinese")
    if lines and chosen.check:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
