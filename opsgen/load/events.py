"""One pass over libyaml's events: values, positions, duplicate keys and limits at once.

The pass is iterative, so that nesting cannot exhaust the stack (the C loader crashes on 100 kB of `[`).
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from opsgen.load.document import START, Document, span_of
from opsgen.load.doubts import doubts, is_alone
from opsgen.load.flow import is_bare, is_run_together, without_colon
from opsgen.load.parser import Parser
from opsgen.load.recovery import agreed, explain, no_fields
from opsgen.load.scalars import DOUBTFUL_STARTS, scalar
from opsgen.load.source import NEVER_SEEN, UnusableError, decode, hidden, inspect, turns
from opsgen.load.typed import begins_oddly, odd_space, typed
from opsgen.problem import Place, Problem, Repair, Severity, errors
from opsgen.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Callable

    from opsgen.load.document import Marks, Mend, Span

MAX_DEPTH = 32
MAX_ITEMS = 10_000
MAX_NODES = 100_000
MAX_SCALAR = 100_000
MAX_PROBLEMS = 100

_DOUBTS: dict[str, tuple[Severity, Message, Message]] = {
    "ambiguous-value": (
        "warning",
        message("`{text}` is text here, but other YAML tools read it as something else"),
        message('put it in quotes: "{text}"'),
    ),
    "leading-zero": (
        "error",
        message("`{text}` looks like a number with a leading zero"),
        message('write a number without the zero in front; to keep the zero put it in quotes: "{text}"'),
    ),
    "not-a-finite-number": (
        "error",
        message("`{text}` is not a number to count with"),
        message("write a number, or leave the field out"),
    ),
    "number-too-large": (
        "error",
        message("`{text}` is too large for a number"),
        message("put it in quotes if it is a code or an id"),
    ),
}


def parse(file: str, content: bytes) -> Document:
    """The document in the bytes of a file; whatever is wrong stands in its problems, never raised."""
    reader = _Reader(file)
    text = ""
    try:
        text = decode(content, reader.report)
        inspect(text, reader.report)
        reader.read(text)
    except UnusableError:
        reader.data = None
    except yaml.YAMLError as error:
        reader.data = None
        with suppress(UnusableError):  # the last finding that is kept
            told = {problem.line for problem in reader.problems if problem.severity == "error"}
            explain(error, text, told, reader.report)
    root = span_of(reader.root) if reader.root else START
    return Document(file, reader.data, tuple(reader.problems), root, reader.tables, text)


@dataclass(slots=True)
class _Filling:
    """A list or mapping that is being filled; `key` is the field whose value comes next."""

    value: Any
    marks: Any
    start: Any
    nodes: int
    key: Any = None
    name: str = ""

    def awaits_key(self) -> bool:
        return self.key is None and type(self.value) is dict


_NOWHERE = _Filling(None, None, None, 0)


class _Reader:
    """Fills one document. What is usual goes straight through `values`, the rest through its own method."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.data: Any = None
        self.root: Any = None
        self.tables: dict[int, Marks] = {}
        self.problems: list[Problem] = []
        self.stack: list[_Filling] = []
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.dropped: list[Any] = []  # places are found by identity, so nothing else may get theirs
        self.nodes = 0
        self.documents = 0
        self.text = ""
        self.repeated: tuple[Any, str] = (None, "")

    def report(
        self,
        span: Span,
        code: str,
        text: Message,
        hint: Message | None = None,
        severity: Severity = "error",
        mend: Mend | None = None,
    ) -> None:
        last = len(self.problems) == MAX_PROBLEMS - 1
        if last and severity != "error":
            return  # a file with warnings only stays readable, however many
        repair = Repair(Place(self.file, *mend[0]), mend[1]) if mend else None
        self.problems.append(Problem(Place(self.file, *span), code, severity, text, hint, repair))
        if last:
            raise UnusableError

    def stop(
        self, event: Any, code: str, text: Message, hint: Message | None = None, mend: Mend | None = None
    ) -> NoReturn:
        self.report(span_of(event), code, text, hint, mend=mend)
        raise UnusableError

    def read(self, text: str) -> None:
        self.text = text
        parser = Parser(text)
        try:
            self.values(parser.get_event)
        finally:
            parser.dispose()
        if self.data is None and not errors(self.problems):
            self.report(
                START,
                "empty-file",
                message("the file holds no data"),
                message("write at least a title, or delete the file"),
            )
            raise UnusableError
        if type(self.data) is str:
            no_fields(text, self.report)
            raise UnusableError
        if "：" in text:
            self.run_together()
        doubts(text, self.tables.values(), self.report)

    def values(self, next_event: Callable[[], Any]) -> None:
        """Take every event. Long and without calls on the usual way: it turns a thousand times a file."""
        filling = _NOWHERE
        value: Any = None
        while (event := next_event()) is not None:
            kind = type(event)
            if kind is ScalarEvent:
                found: Any = event.value
                if (
                    event.anchor is not None
                    or event.tag is not None
                    or len(found) > MAX_SCALAR
                    or not found.isprintable()
                ):
                    found = self.unusual(event, filling)
                elif event.implicit[0] and (not found or found[0] in DOUBTFUL_STARTS):
                    found = self.plain(event, filling)
                if filling.key is None and type(value) is dict:
                    if type(found) is not str or found in value:
                        found = self.unusual_key(event, filling)
                    filling.key, filling.name = event, found
                    continue
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                filling = self.start(event, filling)
                value = filling.value
                continue
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                found = value
                event, filling = self.end(event, filling)
                value = filling.value
            elif kind is AliasEvent:
                found = self.alias(event, filling)
            else:
                self.document(kind, event)
                continue
            if type(value) is dict:
                value[filling.name] = found
                filling.marks[filling.name] = (event, filling.key)
                filling.key = None
            elif value is None:
                self.data, self.root = found, event
            else:
                value.append(found)
                filling.marks.append((event, None))

    def plain(self, event: Any, filling: _Filling) -> Any:
        """The value of a scalar without quotes that may be more than text."""
        text: str = event.value
        value, doubt = scalar(text)
        if filling.awaits_key():
            if text == "<<":
                sentence = message("merge keys (`<<`) are not allowed")
                self.report(span_of(event), "merge-key", sentence, message("write the fields out"))
        elif doubt:
            severity, said, hint = _DOUBTS[doubt]
            # Quotes keep a text what it is; of the others only the schema knows what they should be.
            mend = _quoted(event) if doubt == "ambiguous-value" and value == text else None
            self.report(span_of(event), doubt, _with(said, text), _with(hint, text), severity, mend)
        elif not text and filling.key is not None and filling.start.flow_style:
            self.without_colon(event, filling)
        return value

    def without_colon(self, event: Any, filling: _Filling) -> None:
        """A name between braces that no colon follows."""
        before = next(reversed(filling.marks.items()), None)
        found = without_colon(self.text, before, (filling.name, filling.key), event)
        if found:
            code, sentence, hint, mend = found
            if code == "full-width-punctuation":  # mostly one of several in its line
                mend = self.throughout(filling.key.start_mark.line) or mend
            self.report(span_of(filling.key), code, sentence, hint, mend=mend)

    def run_together(self) -> None:
        """Fields between braces that YAML takes for one name, up to the first colon that it knows."""
        lines = self.text.split("\n")
        for marks in self.tables.values():
            for name, (value, key) in marks.items() if isinstance(marks, dict) else ():
                if not is_run_together(self.text, name, key) or getattr(value, "value", name) == "":
                    continue  # one without a value has been told of
                found = typed(key.start_mark.line, lines[key.start_mark.line][:600])
                if found is not None:
                    mend = agreed(self.text, found)
                    self.report(span_of(key), found.code, found.sentence, found.hint, mend=mend)

    def throughout(self, at: int) -> Mend | None:
        """What mends all that is full-width in a line."""
        found = typed(at, self.text.split("\n")[at][:600])
        return agreed(self.text, found) if found else None

    def unusual(self, event: Any, filling: _Filling) -> Any:
        """The value of a scalar with a tag, an anchor, line breaks or invisible characters."""
        text: str = event.value
        self.tag(event)
        if len(text) > MAX_SCALAR:
            too_long = message(
                "this text has {n} characters; {limit} are allowed", n=len(text), limit=MAX_SCALAR
            )
            self.stop(event, "text-too-long", too_long, message("move long texts to a page in `docs/`"))
        value: Any = self.cleaned(event, filling.awaits_key())
        if event.tag is None and event.implicit[0] and value == text:
            value = self.plain(event, filling)
        if event.anchor and not filling.awaits_key():
            self.anchors[event.anchor] = (value, 1)
        return value

    def tag(self, event: Any) -> None:
        if event.tag is not None:
            short = re.sub(r"^tag:yaml\.org,2002:", "!!", event.tag)[:60]
            text = message("tags such as `{tag}` are not allowed", tag=short)
            self.report(span_of(event), "tag", text, message("leave the tag out"))

    def cleaned(self, event: Any, is_key: bool) -> str:
        if event.implicit[0] and begins_oddly(event.value, is_key):
            line = self.text.split("\n")[event.start_mark.line]
            found = odd_space(event.start_mark.line, event.start_mark.column, line)
            mend = agreed(self.text, found)
            self.stop(event, found.code, found.sentence, found.hint, mend)
        clean, names = hidden(event.value)
        if names:
            code = "hidden-character"
            sentence = message("invisible characters ({names}) in this text", names=names)
            if turns(event.value):
                code = "bidi-control"
                sentence = message("invisible characters ({names}) turn the order of this text", names=names)
            hint = message("delete them and type the text again")
            severity: Severity = "error" if is_key else "warning"
            self.report(span_of(event), code, sentence, hint, severity, self.without_hidden(event))
        return clean

    def without_hidden(self, event: Any) -> Mend | None:
        """A text of one line without the characters that are never seen; None where one of them has a use."""
        start, end = event.start_mark, event.end_mark
        written = self.text[start.index : end.index]
        if start.line != end.line or not written or hidden(NEVER_SEEN.sub("", written))[1]:
            return None
        kept = NEVER_SEEN.sub("", written)
        return (span_of(event), kept) if kept.strip("\"' ") and kept != written else None

    def unusual_key(self, event: Any, filling: _Filling) -> str:
        """A field's name that is none: not a text, the merge key, or given before."""
        text = hidden(event.value)[0]
        plain = event.implicit[0] and type(scalar(text)[0]) is not str
        if plain and not is_bare(self.text, event.end_mark.index, filling.start.flow_style):
            sentence = message("`{key}` is not a text, so it cannot be a field name", key=text)
            hint = message('put it in quotes: "{key}"', key=text)
            self.report(span_of(event), "key-not-text", sentence, hint, mend=_quoted(event))
        if text in filling.value:
            self.twice(event, filling, text)
        return text

    def twice(self, event: Any, filling: _Filling, text: str) -> None:
        """The same field again; a whole block pasted twice is told once."""
        self.dropped.append(filling.value[text])
        follows = self.repeated[0] is filling and self.repeated[1] == filling.name
        self.repeated = (filling, text)
        if follows:
            return
        first = span_of(filling.marks[text][1])[0]
        sentence = message("`{key}` is given twice; first at line {line}", key=text, line=first)
        hint = message("keep one of the two")
        if type(self.stack[-1].value) is list and text == next(iter(filling.marks)):
            hint = message("if a new entry begins here, begin it with a dash: `- {key}: …`", key=text)
        self.report(span_of(event), "duplicate-key", sentence, hint)

    def start(self, event: Any, outer: _Filling) -> _Filling:
        if len(self.stack) >= MAX_DEPTH:
            deep = message("lists and mappings stand more than {limit} levels deep", limit=MAX_DEPTH)
            self.stop(event, "too-deep", deep, message("leave out some of the brackets or levels"))
        if event.tag is not None:
            self.tag(event)
        if outer.awaits_key():
            sentence = message("a list or mapping cannot be a field name")
            hint = message("a text that starts with `{{` or `[` needs quotes")
            self.stop(event, "key-not-text", sentence, hint)
        self.stack.append(outer)
        if type(event) is MappingStartEvent:
            return _Filling({}, {}, event, self.nodes)
        return _Filling([], [], event, self.nodes)

    def end(self, event: Any, filled: _Filling) -> tuple[Any, _Filling]:
        """What was filled is whole: its event, which now reaches to its end, and what it stands in."""
        value, start = filled.value, filled.start
        start.end_mark = event.end_mark
        self.tables[id(value)] = filled.marks
        self.count(filled)
        if start.anchor:
            self.anchors[start.anchor] = (value, self.nodes - filled.nodes + 1)
        return start, self.stack.pop()

    def count(self, filled: _Filling) -> None:
        value = filled.value
        if type(value) is list and len(value) > MAX_ITEMS:
            sentence = message("a list of more than {limit} items", limit=MAX_ITEMS)
            hint = message("keep what is still needed; numbers can stand in `data/*.csv`")
            self.stop(filled.marks[MAX_ITEMS][0], "list-too-long", sentence, hint)
        self.nodes += len(value) * (2 if type(value) is dict else 1)
        if self.nodes > MAX_NODES:
            sentence = message("the file holds more than {limit} values", limit=MAX_NODES)
            hint = message("give long lists files of their own, in a folder for the project")
            self.stop(filled.start, "too-many-values", sentence, hint)

    def alias(self, event: Any, filling: _Filling) -> Any:
        name = str(event.anchor)
        if any(around.start.anchor == name for around in (*self.stack, filling) if around.start):
            sentence = message("`*{name}` stands inside what it repeats", name=name)
            self.stop(event, "recursive-alias", sentence, message("write the values out instead"))
        if filling.awaits_key():
            sentence = message("an alias cannot be a field name")
            self.stop(event, "key-not-text", sentence, message("write the name out"))
        if name not in self.anchors:
            sentence = message("`*{name}` repeats nothing: there is no `&{name}` before it", name=name)
            hint = message("a text that starts with `*` needs quotes")
            self.report(span_of(event), "unknown-alias", sentence, hint)
            return None
        value, size = self.anchors[name]
        self.nodes += size
        if self.nodes > MAX_NODES:
            sentence = message(
                "with its repetitions the file holds more than {limit} values", limit=MAX_NODES
            )
            hint = message("write the values out instead of repeating them with `*{name}`", name=name)
            self.stop(event, "too-many-repeats", sentence, hint)
        return value

    def document(self, kind: type, event: Any) -> None:
        """The frame around the values: one document is allowed."""
        self.documents += kind is DocumentStartEvent
        if self.documents > 1:
            sentence = message("a second document (`---`) starts here")
            hint = message("one file holds one document: make two files")
            self.stop(event, "several-documents", sentence, hint)


def _quoted(event: Any) -> Mend | None:
    """A plain value in quotes; None for one over several lines, or behind an anchor."""
    return (span_of(event), f'"{event.value}"') if event.value and is_alone(event) else None


def _with(sentence: Message, text: str) -> Message:
    shown = re.sub(r"\s+", " ", text)[:60]
    return Message(sentence.text, (("text", shown),))
