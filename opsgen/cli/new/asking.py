"""Questions on a terminal: a field after the other, with completion; what is wrong is asked again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import click
from rich.text import Text

from opsgen.cli.new.answers import complaint, missing, steps_of, value_of
from opsgen.problem import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from opsgen.cli.new.answers import Complaint
    from opsgen.cli.new.fields import Field
    from opsgen.cli.new.ground import Ground, Named
    from opsgen.cli.terminal import Session
    from opsgen.words import Words


@dataclass(frozen=True)
class Asker:
    """Asks for the fields of one entry of a list."""

    session: Session
    of: Ground
    name: str
    """The list."""

    def ask(self, field: Field, *, needed: bool, default: str = "") -> Any:
        """The value of a field; None where it may be missing, and nobody said anything.

        Raises:
            click.Abort: where the questions are left.
        """
        self.explain(field)
        prompt = f"{field.label(self.session.lang)}{' *' if needed else ''}"
        prompt += f" [{visible(default)}]" if default else ""
        prompt += "：" if self.session.lang == "zh" else ": "
        while True:
            typed = _typed(prompt, lambda text: completions(field, self.of, text)).strip() or default
            if typed:
                value, wrong = self.understood(field, typed)
            else:
                value, wrong = None, missing(self.name, {"id": "X1"}, self.of, field.key) if needed else None
            if wrong is None:
                return value
            self.complain(wrong)

    def understood(self, field: Field, typed: str) -> tuple[Any, Complaint | None]:
        """What was typed as a value, several divided by commas; and what is wrong with it."""
        parts = typed.replace("，", ",").replace("、", ",").split(",") if _is_list(field) else [typed]
        numbered = [_by_number(field, part.strip()) for part in parts]
        values = [value_of(field, part, self.of) for part in numbered if part.strip()]
        wrong = next((found for v in values if (found := complaint(field, v, self.of, self.name))), None)
        if values and wrong is None and field.is_day:
            self.echo(values[0], typed)
        return (values if field.several else values[0]) if values else None, wrong

    def explain(self, field: Field) -> None:
        """Say what a field is for, and what can be chosen."""
        lang = self.session.lang
        self.session.console.print()
        if about := field.about(lang):
            self.session.console.print(Text(visible(about), "dim"))
        for said in offered(field, self.of, self.session.words):
            self.session.console.print(Text(visible(f"  {said}")))

    def echo(self, value: str, typed: str) -> None:
        """Show the day that was understood."""
        try:
            day = date.fromisoformat(value)
        except ValueError:
            return
        said = self.session.words
        self.session.console.print(Text(f"  → {value} {said.weekday(day)}" if typed != value else "", "dim"))

    def complain(self, wrong: Complaint) -> None:
        """Say what is wrong, and what to do."""
        text, hint = (self.session.words.say(said) if said else "" for said in wrong)
        self.session.console.print(Text(visible(f"  {text}"), "red"))
        if hint:
            self.session.console.print(Text(visible(f"  {hint}"), "dim"))


def agreed(question: str) -> bool:
    """Whether somebody says yes to a question, or nothing.

    Raises:
        click.Abort: where the questions are left.
    """
    while True:
        said = _typed(f"{question} [Y/n] ", lambda _: iter(())).strip().casefold()
        if said in ("", "y", "yes", "是", "好"):
            return True
        if said in ("n", "no", "否", "不"):
            return False


def offered(field: Field, of: Ground, words: Words) -> Iterator[str]:
    """What can be chosen, a line each: with its number, and what it is called in both languages."""
    if field.is_rating:
        for step, names in steps_of(field, of).items():
            yield f"{step}  {' '.join(names)}"
    order = ("zh", "en") if words.lang == "zh" else ("en", "zh")
    for n, (word, labels) in enumerate(field.choices.items(), 1):
        yield f"{n}  {word}  {' '.join(labels[lang] for lang in order if lang in labels)}".rstrip()


def completions(field: Field, of: Ground, typed: str) -> Iterator[tuple[str, str]]:
    """What the last of the values that stand there may become: the text, and how it is shown."""
    begun = typed.replace("，", ",").replace("、", ",").rpartition(",")[2] if _is_list(field) else typed
    begun = begun.strip().casefold()
    for word, labels in field.choices.items():
        if any(name.casefold().startswith(begun) for name in (word, *labels.values())):
            yield word, f"{word} {labels.get('zh', '')}"
    for one in (one for kind in field.refers for one in of.known.get(kind, ())):
        if _fits(one, begun):
            yield one.id, f"{one.id} {' '.join(one.titles)}"


def _fits(one: Named, begun: str) -> bool:
    """Whether something is called so, or one of the words of its name begins so."""
    names = [one.id, *one.titles, *(word for title in one.titles for word in title.split())]
    return any(name.casefold().startswith(begun) for name in names)


def _is_list(field: Field) -> bool:
    """Whether commas divide what is typed; in texts they stand for themselves."""
    return field.several and bool(field.choices or field.refers or field.is_day)


def _by_number(field: Field, typed: str) -> str:
    """The choice of this number; what was typed where it is none."""
    words = list(field.choices)
    at = int(typed) if typed.isascii() and typed.isdigit() and typed not in words else 0
    return words[at - 1] if 1 <= at <= len(words) else typed


def _typed(prompt: str, find: Callable[[str], Iterator[tuple[str, str]]]) -> str:
    """A line that somebody types; the tabulator completes it.

    Raises:
        click.Abort: at the end of the input.
    """
    # Imported late: most commands ask nothing.
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import Completer, Completion
    from prompt_toolkit.shortcuts import CompleteStyle

    class Found(Completer):
        def get_completions(self, document: Any, complete_event: Any) -> Iterator[Completion]:  # noqa: ARG002
            before = document.text_before_cursor
            begun = max(before.rfind(mark) for mark in ",，、") + 1
            own = before[begun:].lstrip() if begun else before
            for text, shown in find(before):
                yield Completion(text, start_position=-len(own), display=visible(shown))

    session: PromptSession[str] = PromptSession(
        completer=Found(),
        complete_while_typing=False,
        complete_style=CompleteStyle.READLINE_LIKE,
        reserve_space_for_menu=0,
    )
    try:
        return session.prompt(prompt)
    except EOFError:
        raise click.Abort from None


def defaults(entity: str, of: Ground) -> Mapping[str, str]:
    """What is most likely right in fields of a new entry: who leads the project, and today."""
    found = {"raised": of.day.isoformat()}
    return found | ({"owner": of.owner} if entity == "action" and of.owner else {})
