"""What `opsgen init` wants to know: its questions, what would be an answer, and what is taken without one."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from opsgen.calendar import WEEKDAYS, working_calendar, zone
from opsgen.words import LANGUAGES, currencies, currency_of, message, words
from opsgen.workspace import FORGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from opsgen.cli.terminal import Session
    from opsgen.words import Message

NOWHERE = "none"
_LOCALE = re.compile(r"[a-z]{2,3}_([A-Z]{2})\b")
_BETWEEN = re.compile(r"[\s,，、;；+/]+")
_ADDRESS = re.compile(r"https?://[^\x00-\x20\"'<>\\/@]+(?:/[^\x00-\x20\"'<>\\]*)?\Z")
"""Without a login: it is laid down where many read it."""
_AS_SAID_LANGUAGES = {
    "中文": "zh",
    "汉语": "zh",
    "chinese": "zh",
    "英文": "en",
    "英语": "en",
    "english": "en",
}
_NOWHERE_AS_SAID = frozenset({"", "nowhere", "no", "无", "没有", "不发布", "暂不"})


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to know: how it is asked, what an answer means, and why one is none."""

    name: str
    text: Message
    meant: Callable[[str], str]
    wrong: Callable[[str], Message | None]


def answer(session: Session, question: Question, default: str) -> str:
    """What somebody at a terminal says; asked again until it is an answer.

    Raises:
        click.Abort: when they would rather not.
    """
    say = session.words
    while True:
        said = question.meant(
            click.prompt(say.say(question.text), default=default, show_default=bool(default))
        )
        wrong = question.wrong(said)
        if wrong is None:
            return said
        session.complain(say.say(wrong), "red")


def given(session: Session, question: Question, said: str) -> str:
    """What an option says.

    Raises:
        click.BadParameter: where it is no answer.
    """
    meant = question.meant(said)
    if wrong := question.wrong(meant):
        raise click.BadParameter(session.words.say(wrong), param_hint=f"--{question.name.replace('_', '-')}")
    return meant


# --- what an answer means


def _as_said(said: str) -> str:
    return said.strip()


def _languages(said: str) -> str:
    parts = (part for part in _BETWEEN.split(said.strip()) if part)
    return ", ".join(dict.fromkeys(_AS_SAID_LANGUAGES.get(part.lower(), part.lower()) for part in parts))


def _code(said: str) -> str:
    return said.strip().upper()


def _calendar(said: str) -> str:
    asked = said.strip()
    return WEEKDAYS.name if asked.lower() == WEEKDAYS.name else asked.upper()


def _forge(said: str) -> str:
    meant = said.strip().lower()
    return NOWHERE if meant in _NOWHERE_AS_SAID else meant


# --- why it is none


def _no_text(said: str) -> Message | None:
    if not said:
        return message("write at least one letter")
    if len(said) > _LONGEST:
        return message("write at most {n} characters", n=_LONGEST)
    return None


_LONGEST = 80
"""As long as the name of a person may be; the title of a portfolio may be longer, and should not."""


def _no_languages(said: str) -> Message | None:
    if said and all(lang in LANGUAGES for lang in said.split(", ")):
        return None
    return message(
        "write zh for Chinese, en for English, or both, for example zh,en; the first is the main one"
    )


def _no_currency(said: str) -> Message | None:
    if said in currencies():
        return None
    return message(
        "there is no currency `{name}`; write its three letters, for example CNY or EUR", name=said
    )


def _no_calendar(said: str) -> Message | None:
    if working_calendar(said) is not None:
        return None
    return message(
        "there is no calendar `{name}`; write a country such as CN, GB or US, or `weekdays` for no holidays",
        name=said,
    )


def _no_zone(said: str) -> Message | None:
    if said == "UTC" or ("/" in said and getattr(zone(said), "key", "") == said):
        return None
    return message("there is no time zone `{name}`; write one such as Asia/Shanghai", name=said)


def _no_forge(said: str) -> Message | None:
    if said in (*FORGES, NOWHERE):
        return None
    return message("write github, gitlab, gitee or none")


def _no_address(said: str) -> Message | None:
    if not said or _ADDRESS.match(said):
        return None
    return message("write an address that begins with https://, or nothing")


def _no_package(said: str) -> Message | None:
    if said and said.isprintable() and "opsgen" in said.lower():
        return None
    return message("write one line as pip reads it, for example opsgen==0.1.0")


TITLE = Question("title", message("What are your projects called together"), _as_said, _no_text)
OWNER = Question("owner", message("Who leads the first project"), _as_said, _no_text)
LANGUAGES_OF_SITE = Question(
    "languages",
    message("Languages of the website: zh, en, or both as in zh,en, the main one first"),
    _languages,
    _no_languages,
)
CURRENCY = Question("currency", message("Currency of all amounts, three letters"), _code, _no_currency)
CALENDAR = Question(
    "calendar", message("Whose holidays count: a country such as CN, or weekdays"), _calendar, _no_calendar
)
TIMEZONE = Question("timezone", message("Time zone"), _as_said, _no_zone)
FORGE = Question(
    "forge", message("Where will it be published: github, gitlab, gitee or none"), _forge, _no_forge
)
SITE_URL = Question("site_url", message("Address of the website"), _as_said, _no_address)
REPO_URL = Question("repo_url", message("Address of the repository"), _as_said, _no_address)
PACKAGE = Question(
    "package",
    message(
        "From where will the platform install opsgen? Press Enter if you do not know; it can be changed later"
    ),
    _as_said,
    _no_package,
)
ALL = (TITLE, OWNER, LANGUAGES_OF_SITE, CURRENCY, CALENDAR, TIMEZONE, FORGE, SITE_URL, REPO_URL, PACKAGE)
ASKED = (TITLE, LANGUAGES_OF_SITE, CURRENCY, CALENDAR, OWNER, FORGE)
"""What nobody but the user knows, in the order in which it is asked."""


# --- what is taken where nobody says anything else


def defaults(session: Session, found: dict[str, str]) -> dict[str, str]:
    """An answer to every question, by the language, the locale, and what is `found` of the repository."""
    place = territory() if session.lang == "en" else "CN"
    at_home = place == "CN" or not working_calendar(place)
    return {
        "languages": session.lang,
        "currency": "CNY" if at_home else currency_of(place) or "CNY",
        "calendar": "CN" if at_home else place,
        "timezone": "Asia/Shanghai" if at_home else system_zone() or "UTC",
        "forge": NOWHERE,
        "site_url": "",
        "repo_url": "",
        **{name: value for name, value in found.items() if value},
    }


def named(lang: str) -> dict[str, str]:
    """What the portfolio and its first lead are called where nobody says, in the main language."""
    say = words(lang)
    return {"title": say.gettext("Our projects"), "owner": say.gettext("Project lead")}


def territory() -> str:
    """The country of the locale: GB of en_GB.UTF-8; CN where it names none."""
    named = (os.environ.get(name) for name in ("LC_ALL", "LC_MONETARY", "LANG"))
    found = _LOCALE.match(next(filter(None, named), ""))
    return found[1] if found else "CN"


def system_zone() -> str:
    """The time zone of this machine; empty where it does not say by name."""
    asked = os.environ.get("TZ", "").removeprefix(":")
    linked = os.path.realpath(Path("/etc/localtime")).partition("zoneinfo/")[2]
    return next((name for name in (asked, linked) if name and _no_zone(name) is None), "")
