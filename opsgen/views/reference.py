"""The page about the numbers: the method, and a glossary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.calendar import WEEKDAYS, working_calendar
from opsgen.derive.coverage import AREAS
from opsgen.derive.method import FORMULAS
from opsgen.schema.fields import Schema, label, schema
from opsgen.views.how.earned_value import LETTERS, MEANINGS, NAMES
from opsgen.views.page import Page
from opsgen.views.states import band_word
from opsgen.words import Message, message, words

if TYPE_CHECKING:
    from opsgen.views.edition import Edition

_ENTITIES = (
    "project",
    "goals",
    "metrics",
    "milestones",
    "phases",
    "tasks",
    "risks",
    "budget",
    "decisions",
    "actions",
    "updates",
    "lessons",
)


def method(edition: Edition) -> Page:
    """How every number is computed, what is in force here, and the words in both languages."""
    say = words(edition.lang)
    project = schema("project")
    terms = [
        (
            label(part, "zh"),
            label(part, "en"),
            str(part.get("x-zh-description" if edition.lang == "zh" else "description", "")),
        )
        for part in _terms(project)
    ]
    terms += _earned_value(edition.lang)
    scales = edition.settings.scales
    context = {
        "formulas": FORMULAS,
        "areas": AREAS,
        "terms": tuple(dict.fromkeys(terms)),
        "settings": edition.settings,
        "calendars": tuple((name, _known_of(name)) for name in _calendars(edition)),
        "bands": tuple((step.from_, band_word(step.id, scales)) for step in scales.bands),
    }
    return Page("method.md", "pages/method.html.j2", say.gettext("Method and glossary"), context)


def _earned_value(lang: str) -> list[tuple[str, str, str]]:
    """The terms that have letters of their own, in both languages, with what they say."""
    zh, en, say = words("zh"), words("en"), words(lang)
    return [
        (
            f"{zh.say(NAMES[term])} {letters}",
            f"{en.say(NAMES[term])} {letters}",
            say.say(MEANINGS[term]) if term in MEANINGS else "",
        )
        for term, letters in LETTERS.items()
        if letters
    ]


def _calendars(edition: Edition) -> tuple[str, ...]:
    """The working calendars in force, the portfolio's first; those of people are not for the public."""
    settings, people = edition.settings, edition.portfolio.people
    others = {of.project.calendar for of in edition.assessments}
    if edition.audience != "public":
        others |= {team.calendar for team in people.teams} | {one.calendar for one in people.people}
    return (settings.calendar, *sorted(others - {"", settings.calendar}))


def _known_of(name: str) -> Message:
    """Which days a calendar knows."""
    found = working_calendar(name)
    if found is None:
        return message("there is none of this name; Monday to Friday count, without holidays")
    if found.name == WEEKDAYS.name:
        return message("Monday to Friday, without holidays")
    if found.makes_up_until is None:
        return message("public holidays; no days make up for them")
    return message(
        "public holidays; the days that make up for them are known until the end of {year}",
        year=found.makes_up_until,
    )


def _terms(project: Schema) -> list[Schema]:
    """The fields whose names are words of the field, in the order of the schema."""
    properties = project["properties"]
    lists = [properties[name] for name in _ENTITIES if name in properties]
    definitions = project["$defs"]
    inner = [
        field
        for name in (
            "milestone",
            "risk",
            "metric",
            "budget-line",
            "goal",
            "tolerance",
            "declared-health",
            "lesson",
        )
        for field in definitions[name]["properties"].values()
    ]
    return [*lists, *(field for field in inner if "title" in field)]
