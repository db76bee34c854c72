"""A violation of a schema as a finding that says what to change: one mistake, one finding."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from opsgen.problem import Place, Problem, Repair
from opsgen.schema.advice import (
    Advice,
    in_quotes,
    read_back,
    repair,
    write,
    write_so,
    written_in_quotes,
)
from opsgen.schema.extra import NONE, Extra, merged
from opsgen.schema.fields import Schema, resolved
from opsgen.schema.hints import (
    FORMATS,
    about_hint,
    amount_hint,
    choices,
    counted_hint,
    dash_hint,
    date_advice,
    entry_hint,
    field_hint,
    field_labels,
    instead,
    lettered,
    meant_field,
    meant_values,
    one_person_hint,
    one_text_hint,
    range_hint,
    shape_hint,
    shown,
    type_hint,
    unwritten,
)
from opsgen.schema.limits import LIMITS, says_empty
from opsgen.schema.listing import example_of
from opsgen.schema.listing import written as written_out
from opsgen.schema.repairs import dated, entry, share
from opsgen.schema.slips import (
    is_id,
    is_pair,
    is_short,
    is_titled,
    is_wrapped,
    languages_of,
    nested_hint,
    pair_hint,
    required_by,
)
from opsgen.schema.subjects import TYPES, field_name, json_type, subject
from opsgen.schema.suggest import exactly, named, suggest
from opsgen.schema.validate import within
from opsgen.schema.values import certain_amount, repaired
from opsgen.words import LANGUAGES, Message, Text, either, message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from opsgen.load import Document, Path
    from opsgen.schema.validate import Violation

_HASH = re.compile(r" {0,80}#[^\s#!]")
_BARE = re.compile(r"[ \"']{0,80}[,}]")
_NOTHING = frozenset(("无", "没有", "暂无", "none", "n/a", "na", "-", "/"))
_ENTRIES = re.compile(r"(?:^|\s)\s{0,9}[0-9]{1,2}[.)、．）](?![0-9])\s{0,9}|[,，、;；]\s{0,9}")
_MAX_PROBLEMS = 100
_LONG = 200


def explain(
    violations: Iterable[Violation], document: Document, kind: str, extra: Extra = NONE
) -> tuple[Problem, ...]:
    """The findings for all violations of one document."""
    found = _Explainer(document, kind, extra).problems(violations)
    return tuple(sorted(dict.fromkeys(islice(found, _MAX_PROBLEMS)), key=Problem.sort_key))


def _plainest(violations: Iterable[Violation]) -> Iterator[Violation]:
    """A value of the wrong type breaks every other keyword too: then only the type is worth a sentence."""
    every = tuple(violations)
    mistyped = {violation.path for violation in every if violation.keyword == "type"}
    return (v for v in every if v.keyword == "type" or v.path not in mistyped)


class _Explainer:
    def __init__(self, document: Document, kind: str, extra: Extra) -> None:
        self.document = document
        self.kind = kind
        self.extra = extra
        self.root = merged(kind, extra)
        self.lines = document.text.split("\n")

    def problems(self, violations: Iterable[Violation]) -> Iterator[Problem]:
        for violation in _plainest(violations):
            yield from _SENTENCES.get(violation.keyword, _Explainer.other)(self, violation)

    def problem(
        self, violation: Violation, code: str, text: Message, hint: Message | Advice | None = None
    ) -> Iterator[Problem]:
        if violation.of_key or not self.is_cut_by_comma(violation.path):
            place = self.document.place(violation.path, key=violation.of_key)
            yield self.advised(Problem(place.head, code, "error", text), hint, violation)

    def advised(self, problem: Problem, hint: Message | Advice | None, violation: Violation) -> Problem:
        """The finding with what to do, and its repair where the value is then right."""
        if not isinstance(hint, Advice):
            return replace(problem, hint=hint)
        mend = repair(self.document, violation.path, hint.text, key=violation.of_key)
        if mend and self.misfits(read_back(mend.text), violation):
            mend = None
        return replace(problem, hint=hint.said, repair=mend)

    def is_cut_by_comma(self, path: Path) -> bool:
        """Whether a value is the beginning of one that held a comma, which the loader has told of."""
        if not path:
            return False
        around: Any = self.document.data
        for part in path[:-1]:
            around = around[part]
        names = list(around) if isinstance(around, dict) else []
        if path[-1] not in names:
            return False
        after = names[names.index(path[-1]) + 1 :][:1]
        bare = [self.document.place((*path[:-1], name), key=True) for name in after if around[name] is None]
        return any(self.is_bare(place) for place in bare)

    def other(self, violation: Violation) -> Iterator[Problem]:
        text = message("this does not fit: {problem}", problem=shown(violation.expected))
        yield from self.problem(violation, "malformed-value", text)

    def unknown_fields(self, violation: Violation) -> Iterator[Problem]:
        if self.is_text_with_colon(violation):
            yield from self.text_with_colon(violation)
            return
        part, written = violation.schema, violation.instance
        allowed = list(part.get("properties", {}))
        missing = unwritten(part, written)
        if is_wrapped(violation):
            yield from self.wrapped(violation)
            return
        if self.is_no_text(violation):
            yield from self.no_text(violation)
            return
        taken: list[str] = []
        for key in written:
            if key in allowed or key.startswith("x-"):
                continue
            place = self.document.place((*violation.path, key), key=True)
            if written[key] is None and self.is_bare(place):
                continue  # the loader has told of the comma before it
            hint = self.elsewhere_hint(key, violation) or field_hint(key, written, part, taken)
            if "title" in missing and is_id(key, written[key], part.get("properties", {})):
                hint = message("write `id: {id}, title: {title}`", id=key, title=shown(written[key]))
            elif is_pair(violation):
                hint = pair_hint(key, written[key], part)
            elif is_titled(violation):
                hint = message("write {{{entry}}}", entry=shown(dated(key, written[key], part)))
            text = message("unknown field `{key}`", key=key)
            meant = meant_field(key, written, part, taken)
            taken += [meant] if meant else []
            under: tuple[Problem, ...] = ()
            if meant and named(key, (meant,), field_labels(part)):
                under = tuple(self.under((*violation.path, key), part["properties"][meant], written[key]))
            same = exactly(key, allowed, field_labels(part))
            if isinstance(hint, Advice) and not same and (under or self.unfit(part, meant, written[key])):
                hint = hint.said  # a name that does not go with its value may mean something else
            yield self.renamed(Problem(place, "unknown-field", "error", text), hint, (*violation.path, key))
            yield from under

    def unfit(self, part: Schema, key: str | None, value: Any) -> bool:
        """Whether a value would be wrong in a field of an entity."""
        return key is None or any(within(self.kind, part["properties"][key], value, self.extra))

    def renamed(self, problem: Problem, hint: Message | Advice, path: Path) -> Problem:
        """The finding about a field's name with what to do."""
        if not isinstance(hint, Advice):
            return replace(problem, hint=hint)
        mend = repair(self.document, path, hint.text, key=True)
        return replace(problem, hint=hint.said, repair=mend)

    def elsewhere_hint(self, key: str, violation: Violation) -> Message | None:
        """Where a field belongs that stands at the wrong depth; None for one that belongs nowhere else."""
        part = violation.schema
        if self.kind != "project" or named(key, tuple(part.get("properties", {})), field_labels(part)):
            return None
        if not violation.path:
            return self.deeper_hint(key)
        if named(key, (str(violation.path[0]),)):
            return nested_hint(violation)
        if self.root["properties"].get(key, {}).get("type") != "array":
            return None
        return message("write `{key}:` at the very left, outside of this", key=key)

    def deeper_hint(self, key: str) -> Message | None:
        """Under which field of a project one belongs that was written at the very left."""
        for outer in ("charter", "closing", "tolerance", "goals"):
            inner: Schema = resolved(self.root["properties"][outer], self.root)
            fields: Schema = (self.items_of(inner) or inner).get("properties", {})
            if key in fields:
                return message("write it under `{outer}:`, two spaces to the right", outer=outer)
        return None

    def is_no_text(self, violation: Violation) -> bool:
        """Whether a mapping of fields stands where only a text may, in one language or in both."""
        fields, written = violation.schema.get("properties", {}), violation.instance
        return set(fields) == set(LANGUAGES) and len(written) > 0 and not languages_of(written)

    def no_text(self, violation: Violation) -> Iterator[Problem]:
        text = message(
            "{subject} must be {wanted}, and this is {got}",
            subject=subject(violation.path),
            wanted=TYPES["string"],
            got=TYPES["object"],
        )
        key, value = next(iter(violation.instance.items()))
        if not named(key, ("title", "text")):
            value = f'"{key}: {value}"' if len(violation.instance) == 1 else None
        hint = message("write the text alone: {value}", value=shown(value)) if value else None
        yield from self.problem(violation, "wrong-type", text, hint or about_hint(violation.schema))

    def under(self, path: Path, part: Schema, value: Any) -> Iterator[Problem]:
        """What is wrong in a value under a wrong name, by the part of the schema that the right name has."""
        found = within(self.kind, part, value, self.extra)
        if not any(violation.keyword == "type" and not violation.path for violation in found):
            yield from self.problems(replace(violation, path=(*path, *violation.path)) for violation in found)

    def wrapped(self, violation: Violation) -> Iterator[Problem]:
        """All fields of a file under one more, `project:`."""
        (key,) = violation.instance
        place = self.document.place((key,), key=True)
        hint = message("delete the line `{key}:`, and begin the fields under it at the very left", key=key)
        inner = violation.instance[key]
        if isinstance(inner, list):
            hint = message("the file is one entry: delete the line `{key}:` and the dash below it", key=key)
        yield Problem(place, "unknown-field", "error", message("unknown field `{key}`", key=key), hint)
        path: Path = (key, 0) if isinstance(inner, list) else (key,)
        yield from self.under(path, violation.schema, inner[0] if isinstance(inner, list) else inner)

    def is_bare(self, key: Place) -> bool:
        """Whether no colon follows a field's name, which only braces allow."""
        return bool(_BARE.match(self.line(key.end_line), key.end_column - 1))

    def is_text_with_colon(self, violation: Violation) -> bool:
        """Whether a text without quotes became a mapping by its colon: `- Phase 1: launch`."""
        is_text = "text" in (violation.schema.get("x-type"), violation.schema.get("x-short"))
        if not is_text or len(violation.instance) != 1:
            return False
        place = self.document.place(violation.path)
        return self.line(place.line)[place.column - 1 : place.column] != "{"

    def text_with_colon(self, violation: Violation) -> Iterator[Problem]:
        ((key, inner),) = violation.instance.items()
        text = message("the text holds a colon and a space, so YAML reads a field `{key}`", key=shown(key))
        said = message('put the whole text in quotes: "{value}"', value=shown(f"{key}: {inner}"))
        problem = Problem(self.start_of(violation.path), "unquoted-colon", "error", text, said)
        begun, ends = self.document.place(violation.path), self.document.place((*violation.path, key))
        written = self.document.written((*violation.path, key))
        if written and begun.line == ends.line and written[0] not in "[{\"'&*!":
            whole = replace(begun, end_line=ends.line, end_column=ends.end_column)
            mend = Repair(whole, written_in_quotes(f"{key}: {written}"))
            problem = replace(problem, repair=mend)
        yield problem

    def missing_fields(self, violation: Violation) -> Iterator[Problem]:
        for key in violation.expected:
            if key not in violation.instance:
                yield from self.missing_field(violation, key)

    def missing_companions(self, violation: Violation) -> Iterator[Problem]:
        needed = [k for key in violation.instance for k in violation.expected.get(key, ())]
        for key in dict.fromkeys(needed):
            if key not in violation.instance:
                yield from self.missing_field(violation, key)

    def missing_field(self, violation: Violation, key: str) -> Iterator[Problem]:
        """A missing field, unless one of the unknown fields is this one misspelt."""
        if self.misspelt(violation, [key]):
            return
        text = message("the field `{key}` is missing", key=key)
        hint = self.example_hint(key, violation.schema)
        yield Problem(self.start_of(violation.path), "missing-field", "error", text, hint)

    def misspelt(self, violation: Violation, keys: list[str]) -> bool:
        part = violation.schema
        if is_wrapped(violation):
            return True
        known = part.get("properties", {})
        unknown = [key for key in violation.instance if key not in known and not key.startswith("x-")]
        if any("：" in key for key in unknown):
            return True  # the loader has told of the colon; what stands behind it is not missing
        if "title" in keys and any(is_id(key, violation.instance[key], known) for key in unknown):
            return True
        if is_pair(violation):
            return True
        if is_titled(violation) or any(lettered(key, violation.instance, part) in keys for key in unknown):
            return True
        labels = field_labels(part)
        said = (suggest(key, keys, labels) or instead(key, part) in keys for key in unknown[:_MAX_PROBLEMS])
        return any(said)

    def start_of(self, path: Path) -> Place:
        """Where an entry begins: the place a reader looks at for something that is not there."""
        place = self.document.place(path)
        return Place(place.file, place.line, place.column, place.line, place.column + 1)

    def example_hint(self, key: str, part: Schema) -> Message | None:
        """How a field is written, by its example in the schema, else by what its values are."""
        field = part.get("properties", {}).get(key, {})
        whole = resolved(field, self.root) | field
        examples = whole.get("examples")
        if not examples and "enum" in whole:
            return message("allowed: {values}", values=choices(whole["enum"], whole.get("x-values", {})))
        if not examples:
            return about_hint(whole)
        chinese = whole.get("x-zh-examples", examples)[0]
        example = Text(zh=str(chinese), en=str(examples[0]))
        return message("for example `{key}: {example}`", key=key, example=example)

    def none_of_several(self, violation: Violation) -> Iterator[Problem]:
        begun = [
            option["required"] for option in violation.expected if option["required"][0] in violation.instance
        ]
        if begun:
            if "percent" in begun[0] and share(violation.instance.get("person")):
                yield from self.person_with_share(violation)
                return
            rest = [key for key in begun[0] if key not in violation.instance]
            for key in rest:
                yield from self.missing_field(violation, key)
            return
        keys = [required_by(option)[0] for option in violation.expected if "required" in option]
        if self.misspelt(violation, keys):
            return
        text = message("one of these fields is needed: {fields}", fields=tuple(dict.fromkeys(keys)))
        hint = self.example_hint(keys[0], violation.schema)
        yield Problem(self.start_of(violation.path), "missing-field", "error", text, hint)

    def person_with_share(self, violation: Violation) -> Iterator[Problem]:
        """`person: 张三 50%`: the name and the share in one text."""
        written = violation.instance["person"]
        text = message("`{value}` is no name alone", value=shown(written))
        hint = message("write {{{entry}}}", entry=shown(entry(written, violation.schema)))
        place = self.document.place((*violation.path, "person"))
        yield Problem(place, "malformed-value", "error", text, hint)

    def wrong_type(self, violation: Violation) -> Iterator[Problem]:
        if violation.instance is None and violation.path and isinstance(violation.path[-1], str):
            yield from self.empty(violation)
        elif "format" in violation.schema and isinstance(violation.instance, int | float):
            written = self.document.written(violation.path) or violation.instance
            expected = violation.schema["format"]
            yield from self.unreadable(replace(violation, expected=expected, instance=written))
        elif violation.schema.get("x-ref") == ["person"] and isinstance(violation.instance, list):
            yield from self.several_people(violation)
        else:
            yield from self.other_type(violation)

    def several_people(self, violation: Violation) -> Iterator[Problem]:
        field, people = field_name(violation.path), violation.instance
        text = message("`{field}` is exactly one person, and this is a list", field=field)
        yield from self.problem(violation, "wrong-type", text, one_person_hint(people, field))

    def other_type(self, violation: Violation) -> Iterator[Problem]:
        wanted = [violation.expected] if isinstance(violation.expected, str) else list(violation.expected)
        if violation.schema.get("x-type") == "text":
            wanted = ["string"]
        text = message(
            "{subject} must be {wanted}, and this is {got}",
            subject=subject(violation.path),
            wanted=either([TYPES[name] for name in wanted]),
            got=TYPES[json_type(violation.instance)],
        )
        written = self.document.written(violation.path)
        hint = (
            (self.quotes_hint(violation, written) if "string" in wanted else None)
            or type_hint(violation.instance, wanted, violation.schema)
            or (one_text_hint(violation.instance, violation.schema) if "string" in wanted else None)
            or entry_hint(violation, wanted)
            or range_hint(violation, wanted)
            or (self.list_hint(violation, wanted) if isinstance(violation.instance, str) else None)
            or (dash_hint(violation.instance, self.items(violation)) if "array" in wanted else None)
            or about_hint(violation.schema)
            or self.whole_hint(violation)
        )
        yield from self.problem(violation, "wrong-type", text, hint)

    def quotes_hint(self, violation: Violation, written: str) -> Advice | None:
        """That a number or a `true` is a text in quotes; None where that text would not do either."""
        text = written or str(violation.instance)
        if not isinstance(violation.instance, bool | int | float) or self.misfits(text, violation):
            return None
        said = message('put it in quotes: "{value}"', value=text)
        return in_quotes(text, said).if_certain(written)

    def misfits(self, value: Any, violation: Violation) -> bool:
        """Whether a text would be wrong, too, in the place of what is."""
        return any(within(self.kind, violation.schema, value, self.extra))

    def items(self, violation: Violation) -> Schema:
        """What each entry of a list is."""
        return self.items_of(violation.schema)

    def items_of(self, part: Schema) -> Schema:
        items: Schema = part.get("items", {})
        return resolved(items, self.root) | items

    def whole_hint(self, violation: Violation) -> Message | None:
        """A mapping or a list as an example, for one who wrote something else."""
        if not violation.path:
            return None
        key = field_name(violation.path)
        example = {lang: example_of(violation.schema, self.root, lang) for lang in LANGUAGES}
        if example["en"] in (None, {}, []):
            return None
        said = Text(zh=written_out(example["zh"]), en=written_out(example["en"]))
        if isinstance(violation.path[-1], int):
            return message("for example {example}", example=said)
        return message("for example `{key}: {example}`", key=key, example=said)

    def list_hint(self, violation: Violation, wanted: list[str]) -> Message | Advice | None:
        """How a text becomes a list, or the number that it should have been."""
        value = violation.instance
        if "number" in wanted and violation.schema.get("maximum") is None:
            number = counted_hint(value, violation.schema)
            return number or message("write the number alone, for example 1850")
        if "array" not in wanted:
            return None
        if value.strip().casefold() in _NOTHING:
            return message("leave the field out while there is nothing to write")
        if value.startswith(("http://", "https://")):
            return message("write a list: [{items}]", items=f"{{title: …, url: {shown(value)}}}")
        items = self.items(violation)
        if items.get("type") == "object" or is_short(items):
            first = entry(value, items)
            listed = message("write a list: [{items}]", items=f"{{{shown(first)}}}") if first else None
            return listed or message("begin every entry with a dash: `- …`")
        inner = value[:_LONG].strip("【】［］（）()[]")
        if items.get("x-ref"):
            inner = re.sub(r"[/÷／]", ", ", inner)  # no id has one
        parts = [part.strip() for part in _ENTRIES.split(inner) if part.strip()]
        if "x-ref" in items and any(within(self.kind, items, part, self.extra) for part in parts):
            return shape_hint(value, items)  # a list of them would not do either
        said = message("write a list: [{items}]", items=", ".join(parts))
        # The words of a text may have commas of their own; ids have none.
        certain = len(value) < _LONG and ("x-ref" in items or parts == [value.strip()])
        right = f"[{', '.join(written_out(part, inside=True) for part in parts)}]"
        return write_so(right, said).if_certain(certain)

    def unknown_value(self, violation: Violation) -> Iterator[Problem]:
        if isinstance(violation.instance, list | dict):
            yield from self.no_choice(violation)
            return
        named = violation.schema.get("x-values", {})
        words = list(named) or [str(value) for value in violation.expected]
        labels = {label: word for word, pair in named.items() for label in pair.values()}
        meant = suggest(str(violation.instance), words, labels)
        text = message(
            "`{value}` is not one of the values of `{field}`",
            value=shown(violation.instance),
            field=field_name(violation.path),
        )
        hint: Message | Advice = message("allowed: {values}", values=choices(words, named))
        if meant:
            said = message("did you mean `{key}`?", key=self.choice(meant, named, violation.instance))
            certain = exactly(str(violation.instance), words, labels) == meant
            hint = write(meant, said).if_certain(certain)
        yield from self.problem(violation, "unknown-value", text, hint)

    def no_choice(self, violation: Violation) -> Iterator[Problem]:
        """A list, or a mapping, where one word of several stands."""
        text = message(
            "{subject} must be {wanted}, and this is {got}",
            subject=subject(violation.path),
            wanted=TYPES["string"],
            got=TYPES[json_type(violation.instance)],
        )
        named = violation.schema.get("x-values", {})
        words = list(named) or [str(value) for value in violation.expected]
        hint = message("allowed: {values}", values=choices(words, named))
        yield from self.problem(violation, "wrong-type", text, hint)

    def choice(self, word: str, named: Mapping[str, Mapping[str, str]], written: Any) -> Text:
        """A word of a choice; its Chinese label for those who read Chinese and wrote Chinese."""
        label = named.get(word, {}).get("zh")
        return Text(plain=word, en=word, zh=word if str(written).isascii() else label)

    def unreadable(self, violation: Violation) -> Iterator[Problem]:
        value = str(violation.instance)
        if violation.expected in FORMATS:
            code, text, usual = FORMATS[violation.expected]
            meant = repaired(violation.expected, value)
            closer = {"money": amount_hint(value), "measured": counted_hint(value, violation.schema)}
            hint: Message | Advice = closer.get(violation.expected) or usual
            if meant:
                hint = write(meant).if_certain(violation.expected != "money" or certain_amount(value))
            yield from self.problem(violation, code, Message(text.text, (("value", shown(value)),)), hint)
        else:
            sentence = message("`{value}` is not a date", value=shown(value))
            yield from self.problem(violation, "not-a-date", sentence, date_advice(value))

    def malformed(self, violation: Violation) -> Iterator[Problem]:
        value, part = str(violation.instance), violation.schema
        text = message(
            "`{value}` cannot stand in `{field}`",
            value=shown(violation.instance),
            field=field_name(violation.path[:-1] if violation.of_key else violation.path),
        )
        meant = meant_values(value, part, self.document.data)
        right = next((one for one in meant if not self.misfits(one.value, violation)), None)
        hint = right or self.inline_hint(violation) or shape_hint(value, part)
        for problem in self.problem(violation, "malformed-value", text, hint):
            apart = None if problem.repair or right else self.apart(violation)
            yield replace(problem, repair=apart) if apart else problem

    def apart(self, violation: Violation) -> Repair | None:
        """Ids between brackets with Chinese commas between them; None for what they do not make right."""
        place = self.document.place(violation.path)
        before = self.line(place.line)[: place.column - 1].rstrip()[-1:]
        parts = re.split(r" {0,9}[，、；] {0,9}", str(violation.instance)[:_LONG])
        if len(str(violation.instance)) >= _LONG or before not in ("[", ",") or len(parts) < 2:
            return None
        wrong = any(self.misfits(part, violation) for part in parts)
        return None if wrong else repair(self.document, violation.path, ", ".join(parts))

    def inline_hint(self, violation: Violation) -> Message | None:
        """How a decision or an action is written in the minutes, to somebody who wrote its words alone."""
        short = is_short(violation.schema)
        first = entry(str(violation.instance), violation.schema) if short else None
        return message("write {{{entry}}}", entry=shown(first)) if first else None

    def limit(self, violation: Violation) -> Iterator[Problem]:
        if says_empty(violation):
            yield from self.empty(violation)
        else:
            yield from self.problem(violation, *LIMITS[violation.keyword](violation))

    def empty(self, violation: Violation) -> Iterator[Problem]:
        if violation.instance is None and self.is_cut_by_hash(violation.path):
            text = message("everything from ` #` on is a comment, so `{field}` is empty", **_field(violation))
            yield from self.problem(violation, "cut-by-hash", text, message("put the value in quotes"))
            return
        text = message("`{field}` is empty", field=field_name(violation.path))
        yield from self.problem(
            violation, "empty-value", text, message("write a value, or leave the field out")
        )

    def is_cut_by_hash(self, path: Path) -> bool:
        """Whether a `#` that is no usual comment stands where a value should."""
        place = self.document.place(path)
        return bool(_HASH.match(self.line(place.line), place.column - 1))

    def line(self, number: int) -> str:
        """One line of the file; empty behind the last, where YAML puts a value that is not there."""
        return self.lines[number - 1] if number <= len(self.lines) else ""


_SENTENCES: dict[str, Callable[[_Explainer, Violation], Iterator[Problem]]] = {
    "additionalProperties": _Explainer.unknown_fields,
    "required": _Explainer.missing_fields,
    "dependentRequired": _Explainer.missing_companions,
    "anyOf": _Explainer.none_of_several,
    "type": _Explainer.wrong_type,
    "enum": _Explainer.unknown_value,
    "format": _Explainer.unreadable,
    "pattern": _Explainer.malformed,
    "minProperties": _Explainer.empty,
    **dict.fromkeys(LIMITS, _Explainer.limit),
}


def _field(violation: Violation) -> dict[str, object]:
    return {"field": field_name(violation.path)}
