"""One pass over libyaml's events: values, positions, duplicate keys and limits at once.

The pass is iterative, so that nesting cannot exhaust the stack (the C loader crashes on 100 kB of `[`).
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from opsgen.load.document import Document, Mark, Span, Table
from opsgen.load.scalars import scalar
from opsgen.load.source import UnusableError, decode, hidden, inspect
from opsgen.load.syntax import explain
from opsgen.problem import Place, Problem, Severity
from opsgen.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Callable

try:
    from yaml._yaml import CParser as _Parser
except ImportError:  # PyYAML without libyaml gives the same events, more slowly

    class _Parser(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser):  # type: ignore[no-redef]
        def __init__(self, text: str) -> None:
            yaml.reader.Reader.__init__(self, text)
            yaml.scanner.Scanner.__init__(self)
            yaml.parser.Parser.__init__(self)

        def dispose(self) -> None:
            self.state = None


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
        message('to keep the zero put it in quotes: "{text}"'),
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
            explain(error, text, reader.report)
    return Document(file, reader.data, tuple(reader.problems), reader.root, reader.tables, text)


@dataclass
class _Frame:
    """A list or mapping that is being filled."""

    value: Any
    table: Table
    start: tuple[int, int]
    anchor: str | None
    first_node: int
    key: str | None = None
    key_mark: Span = (1, 1, 1, 1)


@dataclass
class _Reader:
    file: str
    data: Any = None
    root: Span = (1, 1, 1, 1)
    tables: dict[int, Table] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    stack: list[_Frame] = field(default_factory=list)
    anchors: dict[str, tuple[Any, int]] = field(default_factory=dict)
    nodes: int = 0
    documents: int = 0

    def report(
        self, span: Span, code: str, text: Message, hint: Message | None = None, severity: Severity = "error"
    ) -> None:
        last = len(self.problems) == MAX_PROBLEMS - 1
        if last and severity != "error":
            return  # a file with warnings only stays readable, however many
        self.problems.append(Problem(Place(self.file, *span), code, severity, text, hint))
        if last:
            raise UnusableError

    def stop(self, span: Span, code: str, text: Message, hint: Message | None = None) -> None:
        self.report(span, code, text, hint)
        raise UnusableError

    def read(self, text: str) -> None:
        parser = _Parser(text)
        try:
            while True:
                event = parser.get_event()
                if event is None or type(event) is StreamEndEvent:
                    break
                handler = _HANDLERS.get(type(event))
                if handler is not None:
                    handler(self, event)
        finally:
            parser.dispose()
        if self.data is None and not self.problems:
            self.stop(
                (1, 1, 1, 1),
                "empty-file",
                message("the file holds no data"),
                message("write at least a title, or delete the file"),
            )

    def scalar(self, event: ScalarEvent) -> None:
        self.count(event)
        span = _span(event)
        text = event.value
        self.tag(event, span)
        if len(text) > MAX_SCALAR:
            self.stop(
                span,
                "text-too-long",
                message("this text has {n} characters; {limit} are allowed", n=len(text), limit=MAX_SCALAR),
            )
        is_key = self.awaits_key()
        if not text.isprintable():
            text = self.cleaned(text, span, is_key)
        if is_key:
            self.key(text, span, quoted=not event.implicit[0])
            return
        value: Any = text
        if event.tag is None and event.implicit[0]:
            value = self.plain(text, span)
        if event.anchor:
            self.anchors[event.anchor] = (value, 1)
        self.add(value, span)

    def tag(self, event: Any, span: Span) -> None:
        if event.tag is not None:
            short = re.sub(r"^tag:yaml\.org,2002:", "!!", event.tag)[:60]
            text = message("tags such as `{tag}` are not allowed", tag=short)
            self.report(span, "tag", text, message("leave the tag out"))

    def plain(self, text: str, span: Span) -> Any:
        value, doubt = scalar(text)
        if doubt:
            severity, sentence, hint = _DOUBTS[doubt]
            self.report(span, doubt, _with(sentence, text), _with(hint, text), severity)
        return value

    def cleaned(self, text: str, span: Span, is_key: bool) -> str:
        clean, names = hidden(text)
        if names:
            sentence = message("invisible control characters ({names}) in this text", names=names)
            self.report(
                span,
                "hidden-character",
                sentence,
                message("delete them and type the text again"),
                "error" if is_key else "warning",
            )
        return clean

    def awaits_key(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1].value, dict) and self.stack[-1].key is None

    def key(self, text: str, span: Span, quoted: bool) -> None:
        frame = self.stack[-1]
        value = text if quoted else scalar(text)[0]
        if not isinstance(value, str):
            self.report(
                span,
                "key-not-text",
                message("`{key}` is not a text, so it cannot be a field name", key=text),
                message('put it in quotes: "{key}"', key=text),
            )
        if text == "<<" and not quoted:
            self.report(
                span,
                "merge-key",
                message("merge keys (`<<`) are not allowed"),
                message("write the fields out"),
            )
        if text in frame.value:
            first = frame.table[text].key or span
            self.report(
                span,
                "duplicate-key",
                message("`{key}` is given twice; first at line {line}", key=text, line=first[0]),
                message("keep one of the two"),
            )
        frame.key, frame.key_mark = text, span

    def start(self, event: MappingStartEvent | SequenceStartEvent) -> None:
        self.count(event)
        span = _span(event)
        if len(self.stack) >= MAX_DEPTH:
            self.stop(
                span,
                "too-deep",
                message("lists and mappings stand more than {limit} levels deep", limit=MAX_DEPTH),
            )
        self.tag(event, span)
        if self.awaits_key():
            self.stop(
                span,
                "key-not-text",
                message("a list or mapping cannot be a field name"),
                message("a text that starts with `{{` or `[` needs quotes"),
            )
        value: Any = {} if isinstance(event, MappingStartEvent) else []
        table: Table = {}
        self.tables[id(value)] = table
        self.stack.append(_Frame(value, table, span[:2], event.anchor, self.nodes))

    def end(self, event: MappingEndEvent | SequenceEndEvent) -> None:
        frame = self.stack.pop()
        if frame.anchor:
            self.anchors[frame.anchor] = (frame.value, self.nodes - frame.first_node + 1)
        self.add(frame.value, frame.start + _span(event)[2:])

    def alias(self, event: AliasEvent) -> None:
        span = _span(event)
        name = str(event.anchor)
        if any(frame.anchor == name for frame in self.stack):
            self.stop(span, "recursive-alias", message("`*{name}` stands inside what it repeats", name=name))
        if self.awaits_key():
            self.stop(span, "key-not-text", message("an alias cannot be a field name"))
        if name not in self.anchors:
            self.report(
                span,
                "unknown-alias",
                message("`*{name}` repeats nothing: there is no `&{name}` before it", name=name),
                message("a text that starts with `*` needs quotes"),
            )
            self.add(None, span)
            return
        value, size = self.anchors[name]
        self.nodes += size
        self.count(event)
        self.add(value, span)

    def count(self, event: Event) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self.stop(
                _span(event),
                "too-many-values",
                message("the file holds more than {limit} values", limit=MAX_NODES),
            )

    def document(self, event: DocumentStartEvent) -> None:
        self.documents += 1
        if self.documents > 1:
            self.stop(
                _span(event),
                "several-documents",
                message("a second document (`---`) starts here"),
                message("one file holds one document: make two files"),
            )

    def add(self, value: Any, span: Span) -> None:
        if not self.stack:
            self.data, self.root = value, span
            return
        frame = self.stack[-1]
        if frame.key is not None:
            frame.value[frame.key] = value
            frame.table[frame.key] = Mark(span, frame.key_mark)
            frame.key = None
            return
        if len(frame.value) >= MAX_ITEMS:
            self.stop(span, "list-too-long", message("a list of more than {limit} items", limit=MAX_ITEMS))
        frame.table[len(frame.value)] = Mark(span)
        frame.value.append(value)


_HANDLERS: dict[type[Event], Callable[[_Reader, Any], None]] = {
    ScalarEvent: _Reader.scalar,
    MappingStartEvent: _Reader.start,
    SequenceStartEvent: _Reader.start,
    MappingEndEvent: _Reader.end,
    SequenceEndEvent: _Reader.end,
    AliasEvent: _Reader.alias,
    DocumentStartEvent: _Reader.document,
}


def _span(event: Any) -> Span:
    # The stubs allow events without marks; a parser's events have them.
    start, end = event.start_mark, event.end_mark
    return (start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _with(sentence: Message, text: str) -> Message:
    shown = re.sub(r"\s+", " ", text)[:60]
    return Message(sentence.text, (("text", shown),))
