"""YAML's own syntax errors, said so that the writer finds the mistake."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import yaml

from opsgen.load.typed import Found, in_quotes, spliced, typed, value_at, wide, wide_fields
from opsgen.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from opsgen.load.document import Mend
    from opsgen.load.source import Report

_COLON_IN_VALUE = re.compile(r"\s*(?:- )?\s*([^\s:#][^:#]{0,64}):\s+([^\"'\s].{0,400}?:(?:\s|$))")
_KEY_AND_VALUE = re.compile(r"([^\s,{\[:]{1,64}):\s+([^\s,{}\[\]:][^,{}\[\]:]{0,400})\Z")
_NO_SPACE = re.compile(r"\s*(?:- )?([^\s:#'\"]{1,64}):(\S)")
_ENTRY = re.compile(r"( *)((?:- +)*)([^\s:#\"'{\[]{1,64}):(?:\s|$)")
_GLUED = re.compile(r"([^\s,{\[:]{1,64}):\Z")
_HASH = re.compile(r" #[^\s!]")
_NAME = re.compile(r"@([^\s,\]}#\"':]{1,40})")
_ROW = re.compile(r"(?:[^:,\t|]{0,80}(?:,(?! )|[\t|])){2}[^:]{0,200}\Z")
_BARS = re.compile(r"\|(?:[^|]{0,80}\|){2}")
_QUOTED_VALUE = re.compile(
    r" *(?:- +)*[^\s:#\"'{\[]{1,64}: +(\"[^\"#]*\"[^\"'#]*?(?:\"[^\"'#]*\"[^\"'#]*?)*)\s*\Z"
)
_DOUBLE = re.compile(r'"([^"]*)"')
_WINDOWS = re.compile(r"\b[A-Za-z]:\\")
_FAR = 200
_SHOWN = 60
_NO_MENDS: Mapping[int, Mend] = {}


def explained(error: yaml.YAMLError, text: str) -> tuple[Found, ...]:
    """What to say about a syntax error of YAML, at the place the writer must change."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return (Found(0, 0, "yaml-syntax", message("this is not YAML: {problem}", problem=str(error))),)
    lines = [line[:600] for line in text.split("\n")]
    return _with_others(_typed(error, lines) or _named(error, lines), lines)


def without_fields(text: str) -> tuple[Found, ...]:
    """What to say about a file that is one text to YAML, at the first line that should be `field: value`."""
    lines = [line[:600] for line in text.split("\n")]
    ignored = ("#", "%", "---")
    at = next((at for at, line in enumerate(lines) if line.strip() and not line.startswith(ignored)), 0)
    seen = _Seen(lines, at, 0, at)
    return _with_others(typed(at, lines[at]) or _missing_space(seen), lines)


def tell(found: Iterable[Found], report: Report, mends: Mapping[int, Mend] = _NO_MENDS) -> None:
    """Report what was found, with what certainly mends it, by the line."""
    for one in found:
        line, column = one.at + 1, one.column + 1
        span = (line, column, line, column + 1)
        report(span, one.code, one.sentence, one.hint, mend=mends.get(one.at))


def _with_others(first: Found, lines: list[str]) -> tuple[Found, ...]:
    """What was found, and the full-width colons of other lines with it: who types one types more."""
    others = wide_fields(lines) if first.code == "full-width-punctuation" else ()
    return (first, *(other for other in others if other.at != first.at))


def _typed(error: yaml.MarkedYAMLError, lines: list[str]) -> Found | None:
    """What was typed in a way YAML cannot read, in one of the lines the error speaks of."""
    mark, context = error.problem_mark, error.context_mark
    assert mark is not None
    near = [context.line] if context else []
    above = _Seen(lines, mark.line, 0, 0).above
    for at in dict.fromkeys([*near, mark.line, above]):
        if 0 <= at < len(lines):
            found = typed(at, lines[at])
            if found:
                return found
    return None


@dataclass(frozen=True, slots=True)
class _Seen:
    """What YAML stumbled over: a place, and the line where the thing it was reading began."""

    lines: list[str]
    at: int
    column: int
    context: int

    @property
    def line(self) -> str:
        return self.lines[self.at] if self.at < len(self.lines) else ""

    @property
    def begun(self) -> str:
        return self.lines[self.context] if self.context < len(self.lines) else ""

    @property
    def above(self) -> int:
        """The nearest line above that is not blank; -1 where there is none."""
        lines = range(self.at - 1, max(-1, self.at - _FAR), -1)
        return next((at for at in lines if self.lines[at].strip()), -1)


def _named(error: yaml.MarkedYAMLError, lines: list[str]) -> Found:
    mark, context = error.problem_mark, error.context_mark
    assert mark is not None
    problem = f"{error.problem} {error.context}"
    seen = _Seen(lines, mark.line, mark.column, context.line if context else mark.line)
    finder = next((find for words, find in _FINDERS if any(word in problem for word in words)), None)
    if finder is not None:
        return finder(seen)
    sentence = message("this is not YAML: {problem}", problem=error.problem or "")
    return Found(mark.line, mark.column, "yaml-syntax", sentence)


def _colon(seen: _Seen) -> Found:
    found = _COLON_IN_VALUE.match(seen.line)
    if found:
        return _colon_in_value(seen, found[1], found.start(2))
    above = seen.lines[seen.above] if seen.above >= 0 else ""
    if _NO_SPACE.match(above) or (
        above.strip() and ":" not in above and _indent(above) == _indent(seen.line)
    ):
        return _missing_space(replace(seen, context=seen.above))
    return _indentation(seen)


def _colon_in_value(seen: _Seen, key: str, column: int) -> Found:
    value = seen.line[column:]
    if value[:1] in "“‘":
        return _wide_quotes(seen, column)
    sentence = message("the value of `{key}` holds a colon and a space", key=key)
    whole = value.partition(" #")[0].rstrip()
    if "{" in seen.line[:column]:
        whole = re.split(r"[,}]", whole)[0]
    hint = message("put the whole value in quotes")
    quotes = in_quotes(whole)
    if quotes and len(whole) <= _SHOWN:
        hint = message("put the whole value in quotes: `{text}`", text=f"{key}: {quotes}")
    mended = (spliced(seen.line, column, column + len(whole), quotes),) if quotes else ()
    return Found(seen.at, column, "unquoted-colon", sentence, hint, mended)


def _wide_quotes(seen: _Seen, column: int) -> Found:
    """A text between Chinese quotes that needs those of YAML."""
    found = wide(seen.at, column, seen.line)
    right = value_at(seen.line, column)
    closed = right[-1] in "”’" and '"' not in right and "\\" not in right
    mended = (spliced(seen.line, column, column + len(right), f'"{right[1:-1]}"'),) if closed else ()
    return found._replace(mended=mended)


def _row(at: int, column: int) -> Found:
    """A row of a table of a sheet or a page, pasted as it was."""
    sentence = message("this looks like a row of a table")
    hint = message("write an entry for each row: `- {{id: …, title: …}}`")
    return Found(at, column, "missing-colon", sentence, hint)


def _missing_space(seen: _Seen) -> Found:
    found = _NO_SPACE.match(seen.begun)
    if found:
        sentence = message("there is no space after the colon of `{key}`", key=found[1])
        hint = message("write `{key}: …`", key=found[1])
        return Found(seen.context, found.start(2), "missing-space", sentence, hint, _spaced(found))
    begun = replace(seen, at=seen.context)
    if _ROW.match(seen.begun):
        return _row(seen.context, _indent(seen.begun))
    return _missing_dash(begun) or Found(
        seen.context,
        _indent(seen.begun),
        "missing-colon",
        message("this line has no `field: value`"),
        message("write `field: value`, or indent it under the line it belongs to"),
    )


def _spaced(found: re.Match[str]) -> tuple[str, ...]:
    """The line of a field with a space behind its colon; none for what may be an address."""
    at = found.start(2)
    return () if found.string.startswith("//", at) else (spliced(found.string, at, at, " "),)


def _glued(seen: _Seen) -> Found:
    """A colon with a bracket right behind it."""
    found = _GLUED.search(seen.line[: seen.column + 1])
    if not found:
        return _unclosed(seen)
    sentence = message("there is no space after the colon of `{key}`", key=found[1])
    hint = message("write `{key}: …`", key=found[1])
    mended = (spliced(seen.line, found.end(), found.end(), " "),)
    return Found(seen.at, found.end(), "missing-space", sentence, hint, mended)


def _beside(seen: _Seen) -> Found:
    """A field behind something that was whole already: mostly the line above it is no field."""
    above = seen.above
    if above >= 0 and not _ENTRY.match(seen.lines[above]):
        return _missing_space(replace(seen, context=above))
    first = next((at for at, line in enumerate(seen.lines) if _ENTRY.match(line)), seen.at)
    if first < seen.at and not _indent(seen.line) and _indent(seen.lines[first]):
        sentence = message("this line is indented, and line {line} is not", line=seen.at + 1)
        hint = message("begin the fields of the file at the very left")
        return Found(first, _indent(seen.lines[first]), "indentation", sentence, hint)
    return _indentation(seen)


def _missing_dash(seen: _Seen) -> Found | None:
    """An entry that begins like the one above it, but for its dash."""
    line, indent = seen.line.lstrip(), _indent(seen.line)
    if not line or line.startswith("- "):
        return None
    above = seen.lines[seen.above] if seen.above >= 0 else ""
    braces = line.startswith("{") and above.lstrip().startswith("- {")
    dash = _dash_above(seen)
    if not braces and (dash < 0 or indent != _indent(seen.lines[dash])):
        return None
    entry, field = _ENTRY.match(seen.lines[dash]), _ENTRY.match(seen.line)
    if not braces and entry and field and entry[3] != field[3]:
        return None  # a field of the entry above, too far left
    sentence = message("this entry of a list begins without a dash")
    mended = (spliced(seen.line, indent, indent, "- "),) if braces else ()  # other entries have more lines
    hint = message("begin every entry with a dash: `- …`")
    return Found(seen.at, indent, "missing-dash", sentence, hint, mended)


def _dash_above(seen: _Seen) -> int:
    """The line with the dash that begins the entry above; -1 where there is none."""
    for at in range(seen.at - 1, max(-1, seen.at - _FAR), -1):
        line = seen.lines[at]
        if line.strip() and _indent(line) <= _indent(seen.line):
            return at if line.lstrip().startswith("- ") else -1
    return -1


def _indentation(seen: _Seen) -> Found:
    if seen.line[: seen.column].strip():
        found = _after_the_end(seen)
        if found:
            return found
    found = _missing_dash(seen)
    if found:
        return found
    sentence = message("this line's indentation fits no level above it")
    return Found(seen.at, _indent(seen.line), "indentation", sentence, _lined_up(seen))


def _after_the_end(seen: _Seen) -> Found | None:
    """Something behind a quote or bracket that closes a value."""
    closing = seen.line[: seen.column].rstrip()[-1]
    character = seen.line[seen.column : seen.column + 1]
    if character in ("]", "}"):
        sentence = message("`{character}` closes a bracket that was never opened", character=character)
        behind = seen.line[seen.column + 1 :].strip()
        mended = () if behind else (spliced(seen.line, seen.column, seen.column + 1, ""),)
        return Found(seen.at, seen.column, "unopened", sentence, message("delete it"), mended)
    if closing in "\"']}":
        sentence = message("the value ended with `{character}`, and more text follows", character=closing)
        hint = message("put the whole value in quotes; within the text use other quotes, such as “…”")
        return Found(seen.at, seen.column, "text-after-value", sentence, hint, _whole_quoted(seen))
    return None


def _whole_quoted(seen: _Seen) -> tuple[str, ...]:
    """A line whose value begins with a quote, and its whole value between quotes of the other kind."""
    found = _QUOTED_VALUE.match(seen.line)
    quotes = in_quotes(found[1]) if found else None
    return (spliced(seen.line, found.start(1), found.end(1), quotes),) if found and quotes else ()


def _lined_up(seen: _Seen) -> Message:
    """The field above that stands at nearly the same depth."""
    indent = _indent(seen.line)
    nearest = min(_levels(seen), key=lambda level: (abs(level[1] - indent), -level[1]), default=None)
    if nearest is None:
        return message("line it up with the line it belongs to")
    line, spaces, key = nearest
    if spaces == 0:
        return message("begin it at the very left, like `{key}` of line {line}", key=key, line=line)
    return message(
        "line it up with `{key}` of line {line}, {n} characters from the left", key=key, line=line, n=spaces
    )


def _levels(seen: _Seen) -> list[tuple[int, int, str]]:
    """The fields above that are still open: line, column and name, from the inside out."""
    found: list[tuple[int, int, str]] = []
    for at in range(seen.at - 1, max(-1, seen.at - _FAR), -1):
        entry = _ENTRY.match(seen.lines[at])
        if entry and (not found or entry.start(3) < found[-1][1]):
            found.append((at + 1, entry.start(3), entry[3]))
    return found


def _dash(seen: _Seen) -> Found:
    sentence = message("a list with dashes cannot begin on the line of its field")
    hint = message("put every `- …` on a line of its own, or write `[…]`")
    return Found(seen.at, seen.column, "indentation", sentence, hint)


def _reserved(seen: _Seen) -> Found:
    character = seen.line[seen.column : seen.column + 1]
    if character == "\t":
        sentence = message("a tab stands where YAML wants spaces")
        hint = message("write a space instead of the tab")
        tabs = len(seen.line[seen.column :]) - len(seen.line[seen.column :].lstrip("\t "))
        spaced = (spliced(seen.line, seen.column, seen.column + tabs, " "),)
        return Found(seen.at, seen.column, "tab-indentation", sentence, hint, spaced)
    if _BARS.match(seen.line, seen.column):
        return _row(seen.at, seen.column)
    sentence = message("a value cannot start with `{character}`", character=character)
    value = value_at(seen.line, seen.column)
    end = seen.column + len(value)
    name = _NAME.match(seen.line, seen.column) if character == "@" else None
    if name:
        hint = message("write a person's name without `@`: {name}", name=name[1])
        named = (spliced(seen.line, seen.column, end, name[1]),) if name[0] == value else ()
        return Found(seen.at, seen.column, "unquoted-at", sentence, hint, named)
    right = in_quotes(value) or ""
    hint = message("put the value in quotes: {value}", value=right or f'"{character}…"')
    certain = right and character in "*%`@"  # of `|`, `>` and `!` a meaning of YAML's may be wanted
    mended: tuple[str, ...] = (spliced(seen.line, seen.column, end, right),) if certain else ()
    codes = {"@": "unquoted-at", "%": "unquoted-percent"}
    return Found(seen.at, seen.column, codes.get(character, "reserved-character"), sentence, hint, mended)


def _anchor(seen: _Seen) -> Found:
    if seen.begun.lstrip().startswith("* "):
        sentence = message("`{character}` does not begin an entry of a list", character="*")
        hint = message("begin every entry with a dash: `- …`")
        return Found(seen.context, _indent(seen.begun), "missing-dash", sentence, hint)
    return _starts_with("*&")(replace(seen, at=seen.context))


def _starts_with(characters: str) -> Callable[[_Seen], Found]:
    """A finder for a value that begins with one of the characters, in the line of the error."""

    def find(seen: _Seen) -> Found:
        begins = re.compile(rf"(?:^\s*|[:\-,\[{{]\s{{1,9}}|[\[{{])([{re.escape(characters)}])")
        found = begins.search(seen.line)
        column = found.start(1) if found else min(seen.column, max(0, len(seen.line) - 1))
        return _reserved(replace(seen, column=column))

    return find


def _escape(seen: _Seen) -> Found:
    sentence = message("`\\` has a meaning of its own in double quotes, and here it has none")
    found = next((one for one in _DOUBLE.finditer(seen.line) if one.start() < seen.column <= one.end()), None)
    single = found and "'" not in found[1] and (found[1].count("\\") == 1 or _WINDOWS.search(found[1]))
    mended = (spliced(seen.line, found.start(), found.end(), f"'{found[1]}'"),) if found and single else ()
    hint = message("use single quotes: '…'")
    return Found(seen.at, seen.column, "bad-escape", sentence, hint, mended)


def _unclosed(seen: _Seen) -> Found:
    found = _KEY_AND_VALUE.search(seen.line[: seen.column])
    if found and seen.line[seen.column : seen.column + 1] == ":":
        return _colon_in_value(seen, found[1], found.start(2))
    opening = _first_of("[{\"'", seen.begun)
    hash_ = _HASH.search(seen.begun, opening)
    if hash_ and seen.begun[opening : opening + 1] in "[{":
        sentence = message("everything from ` #` on is a comment, so the bracket before it is never closed")
        hint = message("put the value with the `#` in quotes")
        return Found(seen.context, hash_.start() + 1, "cut-by-hash", sentence, hint)
    closing = seen.begun.find("”", opening)
    if seen.begun[opening : opening + 1] == '"' and closing > 0:
        return wide(seen.context, closing, seen.begun)
    sentence = message("a bracket or quote that opens here is never closed")
    return Found(seen.context, opening, "unclosed", sentence, message("close it, or put the value in quotes"))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _cut_off(seen: _Seen) -> Found:
    """The text ends inside a bracket, or a bracket holds a comma too many."""
    above = next((at for at in range(len(seen.lines) - 1, -1, -1) if seen.lines[at].strip()), 0)
    if seen.at > above:
        return _unclosed(replace(seen, context=above))
    sentence = message("a value is missing before `{character}`", character=seen.line[seen.column :][:1])
    return Found(
        seen.at, seen.column, "missing-value", sentence, message("write the value, or delete the comma")
    )


def _first_of(characters: str, line: str) -> int:
    return next((i for i, character in enumerate(line) if character in characters), 0)


_FINDERS: tuple[tuple[tuple[str, ...], Callable[[_Seen], Found]], ...] = (
    (("mapping values are not allowed",), _colon),
    (("unexpected ':'",), _glued),
    (("<document start>",), _beside),
    (("could not find expected ':'",), _missing_space),
    (("cannot start any token",), _reserved),
    (("block sequence entries are not allowed",), _dash),
    (("alphabetic or numeric",), _anchor),
    (("expected comment or line break",), _starts_with("|>")),
    (("while scanning a tag", "while parsing a tag"), _starts_with("!")),
    (("while scanning a directive", "while parsing a directive"), _starts_with("%")),
    (("mapping keys are not allowed",), _starts_with("?")),
    (("escape", "hexdecimal"), _escape),
    (("unexpected end of stream", "expected ',' or"), _unclosed),
    (("expected node content", "expected the node content"), _cut_off),
    (("did not find expected key", "expected '-' indicator", "block end"), _indentation),
)
