"""An entry in the making: what was given by options, what is asked for, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NoReturn

import click

from opsgen import load
from opsgen.cli.new.answers import complaint, problems, value_of
from opsgen.cli.new.asking import Asker, defaults
from opsgen.cli.new.fields import fields_of, needed
from opsgen.cli.new.ids import next_id
from opsgen.cli.terminal import is_terminal
from opsgen.problem import visible
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from opsgen.cli.new.answers import Complaint
    from opsgen.cli.new.fields import Field
    from opsgen.cli.new.ground import Ground
    from opsgen.cli.new.kinds import Kind
    from opsgen.cli.terminal import Session


@dataclass
class Making:
    """One entry in the making."""

    session: Session
    kind: Kind
    of: Ground
    asked: bool = False
    """Whether somebody was asked for a part of it."""
    values: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def fields(self) -> dict[str, Field]:
        """The fields that are typed on one line, the team's own too, by their keys."""
        extra = self.of.workspace.house.extra
        return {one.key: one for one in fields_of(self.kind.entity, extra)}

    def entry(self, own_id: str, given: Mapping[str, Any], others: Sequence[str]) -> dict[str, Any]:
        """The entry with its id; what is missing is asked for on a terminal.

        Raises:
            click.UsageError: for wrong values, and where something is missing and nobody can be asked.
            click.Abort: where the questions are left.
        """
        new = self._id(own_id)
        for key, typed in given.items():
            if typed:
                self._take(key, typed, self.fields[key].flag)
        for one in others:
            self._set(one)
        if self._lacking():
            self._ask()
        made = self._in_order({"id": new, **self.values})
        for key, problem in problems(self.kind.name, made, self.of):
            self._refuse((problem.message, problem.hint), self._flag(key))
        return made

    def _id(self, own_id: str) -> str:
        free = next_id(self.kind.name, self.of.listed, self.of.used)
        if own_id.casefold() in {one.casefold() for one in self.of.used}:
            said = message("the id `{id}` is taken, or was once", id=own_id)
            self._refuse((said, message("the next free one is `{id}`", id=free)), "--id")
        return own_id or free

    def _take(self, key: str, typed: str | Sequence[str], flag: str) -> None:
        """The value of a field from what was typed, or all its values."""
        one = self.fields[key]
        values = [value_of(one, text, self.of) for text in ([typed] if isinstance(typed, str) else typed)]
        for value in values:
            if wrong := complaint(one, value, self.of, self.kind.name):
                self._refuse(wrong, flag)
        self.values[key] = [*self.values.get(key, ()), *values] if one.several else values[0]

    def _set(self, given: str) -> None:
        """A field from `FIELD=VALUE`."""
        key, sign, typed = given.partition("=")
        if not sign or not key:
            self._refuse((message("write FIELD=VALUE, such as x-region=north"), None), "--set")
        if key in self.fields and not self.fields[key].several:
            self._take(key, typed, "--set")
            return
        found = load.parse("", f"- {typed}\n".encode())
        wrong = next((p for p in found.problems if p.severity == "error"), None)
        if wrong or not isinstance(found.data, list) or len(found.data) != 1:
            said = (wrong.message, wrong.hint) if wrong else (message("VALUE is no value of YAML"), None)
            self._refuse(said, "--set")
        self.values[key] = found.data[0]

    def _lacking(self) -> list[tuple[str, ...]]:
        """What the entry must have and has not."""
        groups = needed(self.kind.entity, self.of.workspace.house.extra)
        return [group for group in groups if not any(key in self.values for key in group)]

    def _ask(self) -> None:
        """Ask for what is missing and what is usual.

        Raises:
            click.UsageError: where nobody can be asked.
        """
        lacking = self._lacking()
        if not is_terminal():
            options = tuple("/".join(map(self._flag, group)) for group in lacking)
            said = message("these options are missing: {options}", options=options)
            hint = message("on a terminal, what is missing is asked for")
            raise click.UsageError(f"{self.session.words.say(said)}\n{self.session.words.say(hint)}")
        self.asked = True
        self.session.say(
            message(
                "Enter leaves out what needs no answer, Tab completes, Ctrl-C ends: then nothing is written."
            )
        )
        asker, likely = Asker(self.session, self.of, self.kind.name), defaults(self.kind.entity, self.of)
        must = [group[0] for group in lacking]
        for key in dict.fromkeys((*self.kind.usual, *must)):
            if key in self.fields and key not in self.values:
                value = asker.ask(self.fields[key], needed=key in must, default=likely.get(key, ""))
                if value is not None:
                    self.values[key] = value

    def _flag(self, key: str) -> str:
        """The option for a field; one of the team's own is `--set`."""
        if key == "id":
            return "--id"
        return self.fields[key].flag if key in self.fields and not key.startswith("x-") else f"--set {key}=…"

    def _in_order(self, made: dict[str, Any]) -> dict[str, Any]:
        """The id, the title and the usual fields before the others."""
        order = ("id", *self.kind.usual, *self.fields)
        return {key: made[key] for key in dict.fromkeys((*order, *made)) if key in made}

    def _refuse(self, wrong: Complaint, flag: str) -> NoReturn:
        """End with what is wrong with a value.

        Raises:
            click.BadParameter: always.
        """
        text, hint = (self.session.words.say(said) if said else "" for said in wrong)
        raise click.BadParameter(visible(f"{text} ({hint})" if hint else text), param_hint=flag)
