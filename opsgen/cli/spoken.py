"""What click itself says - headings of the help, what is wrong with a command - in the reader's language.

click asks gettext for its texts, by a catalogue in a folder of compiled files and the locale of the system.
We have neither: our one catalogue is text, and the language may be asked for. So its modules get our words.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from click import core, decorators, exceptions, formatting, parser, types

from opsgen.words import message, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.words import Words

TEXTS = (
    message("Usage:"),
    message("Commands"),
    message("Show this message and exit."),
    message("default: {default}"),
    message("required"),
    message("Try '{command} {option}' for help."),
    message("Error: {message}"),
    message("Missing command."),
    message("Missing argument"),
    message("Missing option"),
    message("No such command {name!r}."),
    message("No such option {name!r}."),
    plural("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)", 2),
    plural("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})", 2),
    plural("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments.", 2),
    message("Option {name!r} does not take a value."),
    message("Invalid value for {param_hint}: {message}"),
    message("{value!r} is not a valid {number_type}."),
    message("{value} is not in the range {range}."),
    message("{name} {filename!r} does not exist."),
    message("{name} {filename!r} is a file."),
    message("{name} {filename!r} is a directory."),
    plural("{value!r} is not {choice}.", "{value!r} is not one of {choices}.", 2),
)
"""Its texts that a reader of opsgen may meet, as click has them; others stay English."""


_MODULES = (core, decorators, exceptions, formatting, parser, types)
OWN = {"Options": message("Command options")}
"""Where our catalogue has the same words for something else: the options of a decision."""


@contextmanager
def spoken(say: Words) -> Iterator[None]:
    """Meanwhile click says these texts in the language of `say`."""

    def gettext(text: str) -> str:
        return say.say(OWN[text]) if text in OWN else say.gettext(text)

    ours = {"_": gettext, "ngettext": say.ngettext}
    before = [
        (module, name, vars(module)[name]) for module in _MODULES for name in ours if name in vars(module)
    ]
    for module, name, _ in before:
        setattr(module, name, ours[name])
    try:
        yield
    finally:
        for module, name, theirs in before:
            setattr(module, name, theirs)
