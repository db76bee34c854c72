"""What one edition of the pages stands on: data, derived numbers, language, day and commit."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, get_args

from opsgen.calendar import zone
from opsgen.derive import Assessment, Summary, assess, meetings, summarise
from opsgen.derive.beside import beside
from opsgen.derive.conflicts import about_people
from opsgen.derive.ledger import Ledger, ledger
from opsgen.derive.lessons import Library, library
from opsgen.derive.links import Links, links
from opsgen.derive.precedents import NO_PRECEDENTS, Precedents, precedents
from opsgen.derive.snapshot import NO_REPORTS, Reports, Snapshot, reports, shown
from opsgen.derive.standing import currency_of, folded
from opsgen.derive.workload import Workload, claims, workload
from opsgen.model import Person, Project
from opsgen.portfolio.plans import key_of
from opsgen.timeline import NO_HISTORY
from opsgen.timeline.forecasts import courses
from opsgen.views.diary import Diary
from opsgen.views.past.seen import Eyes, visible
from opsgen.words import Message, Text, message, plural, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from datetime import date
    from decimal import Decimal

    from opsgen.derive.conflicts import ConflictState
    from opsgen.derive.meetings import Sitting
    from opsgen.derive.workload import Claim, Stretch
    from opsgen.history import Provenance, Trunk
    from opsgen.model import People, Settings
    from opsgen.portfolio import LastGood, Portfolio
    from opsgen.portfolio.actuals import Unmatched
    from opsgen.portfolio.plans import PlanSource
    from opsgen.problem import Place, Problem
    from opsgen.timeline import Timeline
    from opsgen.timeline.against import Plans

NOTHING: Mapping[str, int] = MappingProxyType({})
NO_SNAPSHOTS: Mapping[str, tuple[Snapshot, ...]] = MappingProxyType({})
_OUTSIDE = message("a project outside this edition")
Audience = Literal["public", "internal", "board"]
AUDIENCES: tuple[Audience, ...] = get_args(Audience)
_SEES: dict[Audience, frozenset[str]] = {
    "public": frozenset({"public"}),
    "internal": frozenset({"public", "internal"}),
    "board": frozenset({"public", "internal", "restricted"}),
}


@dataclass(frozen=True, slots=True)
class Edition:
    """Everything a page may ask; one edition has one language, one status date and one audience."""

    portfolio: Portfolio
    assessments: tuple[Assessment, ...]
    summary: Summary
    sittings: tuple[Sitting, ...]
    """The meetings of its projects and of the portfolio, the newest first."""
    ledger: Ledger
    links: Links
    """What projects wait for, and who waits for them; nothing of a project that is not in it."""
    library: Library
    """What was learnt in its projects; nothing of a project that is not in it."""
    quarrels: Mapping[tuple[str, str], tuple[ConflictState, ...]]
    """The conflicts about people, by project and person."""
    workload: Workload
    """Who is planned for how much by its projects; nothing of a project that is not in it."""
    diary: Diary
    """What happens when, and the people who have to do with it; for the public there is nobody."""
    lang: str
    as_of: date
    provenance: Provenance
    handouts: bool = False
    """Whether handouts are printed with the pages, so that these may link to them."""
    own_reports: tuple[str, ...] = ()
    """The workspace's own kinds of handouts, by name."""
    audience: Audience = "internal"
    problems: tuple[Problem, ...] = ()
    allowed: Mapping[str, int] = field(default_factory=dict)
    """How many findings somebody allowed, by project."""
    sees_all: bool = True
    """Whether every project of the portfolio is in it."""
    unseen: frozenset[str] = frozenset()
    """The ids, former ones too, of the projects that are not in it or could not be read."""
    untold: frozenset[str] = frozenset()
    """The folded titles and codes of the projects that are not in it."""
    timeline: Timeline = NO_HISTORY
    """What the commits changed, as far as this audience may see it; authors are for `person`."""
    precedents: Precedents = NO_PRECEDENTS
    """How late milestones of its projects became; nothing of a project that is not in it."""
    reports: Reports = NO_REPORTS
    """What former reports said of its projects."""
    plans: Plans | None = None
    """The other version beside whose plans its projects are; None for the plans that were agreed on."""
    numbers: Provenance | None = None
    """Where measurements come from that may have landed later; None where no day of the past is shown."""
    trunk: Trunk | None = None
    """Where the files are changed; None where nobody knows, or a day of the past is shown."""

    @property
    def settings(self) -> Settings:
        """The portfolio's settings."""
        return self.portfolio.settings

    @property
    def gap(self) -> Message | None:
        """How many projects could not be read, so that no page counts them; nothing of it for the public.

        Not which: nobody could read either who may see them.
        """
        broken = len(self.portfolio.broken)
        if not broken or self.audience == "public":
            return None
        return plural(
            "{n} project could not be read and is in no list or number here.",
            "{n} projects could not be read and are in no list or number here.",
            broken,
        )

    def person(self, name: str) -> str:
        """How a person is named to this audience."""
        person = self.portfolio.people.find(name)
        if person is None:
            # Who wants to be named by a role is not known where the file of people cannot be read.
            unknown = self.audience == "public" and "people" in self.portfolio.unread
            return words(self.lang).gettext("Team member") if unknown and name else name
        if self.audience == "public" and person.display == "role":
            return words(self.lang).pick(_role(person, self.lang))
        return words(self.lang).pick(person.name)

    def hides(self, name: str) -> bool:
        """Whether a text is what a project that is not in it is called, or an item of one: `crm:M4`."""
        return name.partition(":")[0].strip() in self.unseen or folded(name) in self.untold

    def told(self, text: Text) -> Text:
        """A text that may name an item of another project; no more than that where the project is unseen."""
        say = words(self.lang)
        hidden = any(map(self.hides, text.forms))
        return Text(say.say(_OUTSIDE)) if hidden else text

    def plan_source(self, project: Project, kind: str, item: Any = None) -> PlanSource | None:
        """Where the original plan of an item comes from, of its finish without one; None where written.

        Nothing is said of it beside the plans of another version, of which every page tells the name.
        """
        return None if self.plans else self.agreed_source(project, kind, item)

    def agreed_source(self, project: Project, kind: str, item: Any = None) -> PlanSource | None:
        """The same of the plan that was agreed on, whatever is shown beside it."""
        key = ("project", "") if item is None else key_of(kind, item)
        return self.portfolio.plans.get(project.id, {}).get(key)

    def shows_amounts(self, project: Project) -> bool:
        """Whether this audience may see the project's money."""
        return self.audience != "public" or project.publish_amounts

    def amount(self, cost: Decimal | None, project: Project | None) -> str:
        """An amount of a project, or of the portfolio, in words; empty where this audience may not see it."""
        if cost is None or (project is not None and not self.shows_amounts(project)):
            return ""
        own = currency_of(project, self.settings) if project else self.settings.currency
        return words(self.lang).money(cost, own)

    def cost(self, cost: Decimal | None, project: Project | None) -> str:
        """What a decision costs: an amount, or that it costs nothing."""
        shown = self.amount(cost, project)
        return words(self.lang).gettext("no cost") if shown and not cost else shown

    @property
    def commit(self) -> Message:
        """The commit of the data, or why there is none."""
        if self.numbers is not None and self.numbers.commit != self.provenance.commit:
            plans, numbers = self.provenance.short, self.numbers.short
            return message(
                "plans of commit {plans}, measurements of commit {numbers}", plans=plans, numbers=numbers
            )
        if not self.provenance.commit:
            return self.provenance.note or message("not in git")
        if self.provenance.dirty:
            return message("commit {commit} and uncommitted changes", commit=self.provenance.short)
        if self.provenance.shallow:
            return message("commit {commit}, of a clone without its history", commit=self.provenance.short)
        return message("commit {commit}", commit=self.provenance.short)


def edition(
    portfolio: Portfolio,
    *,
    as_of: date,
    provenance: Provenance,
    lang: str,
    handouts: bool = False,
    own_reports: tuple[str, ...] = (),
    audience: Audience = "internal",
    problems: tuple[Problem, ...] = (),
    allowed: Mapping[str, int] = NOTHING,
    timeline: Timeline = NO_HISTORY,
    snapshots: Mapping[str, tuple[Snapshot, ...]] = NO_SNAPSHOTS,
    numbers: Provenance | None = None,
    plans: Plans | None = None,
    trunk: Trunk | None = None,
) -> Edition:
    """An edition of what the audience may see."""
    plans = _plans_for(plans, portfolio, audience)
    seen = tuple(_told(p, audience) for p in portfolio.projects if p.confidentiality in _SEES[audience])
    unseen = [p for p in portfolio.projects if p.confidentiality not in _SEES[audience]]
    names = (_names(unseen) | _kept_as(unseen, portfolio) | frozenset(portfolio.broken)) - _names(seen)
    old = dict(_last_good(portfolio, unseen, names, audience))
    shown = _shown(replace(portfolio, projects=seen, last_good=old), portfolio, audience)
    held = meetings.sittings(seen, shown.meetings)
    common = meetings.common(held)
    load, past = _load(shown, as_of, audience), past_for(timeline, portfolio, audience, lang)
    assessments = tuple(_assessed(shown, as_of, held, load, plans))
    book = ledger(assessments, shown.settings, as_of, held, common)
    diary = Diary(assessments, book, held, shown.people, load, as_of, named=audience != "public")
    return Edition(
        portfolio=shown,
        assessments=assessments,
        summary=summarise(assessments, shown.settings, as_of, common),
        sittings=held,
        ledger=book,
        lang=lang,
        as_of=as_of,
        provenance=provenance,
        handouts=handouts,
        own_reports=own_reports,
        audience=audience,
        problems=_kept(problems, portfolio, names, audience),
        allowed={p.id: allowed[p.id] for p in seen if p.id in allowed},
        sees_all=audience == "board",
        unseen=names,
        untold=_called(unseen) - _called(seen),
        links=links(assessments, names),
        library=library(seen),
        quarrels=about_people(assessments, shown.people),
        workload=load,
        diary=diary,
        timeline=past,
        precedents=precedents(courses(past, seen, zone(shown.settings.timezone), as_of), as_of),
        reports=_reports(snapshots, seen, audience),
        numbers=numbers,
        plans=plans,
        trunk=trunk,
    )


def _assessed(
    shown: Portfolio, as_of: date, held: tuple[Sitting, ...], load: Workload, plans: Plans | None
) -> Iterator[Assessment]:
    """Every project with what was decided about it in meetings, beside other plans where somebody asks."""
    shares = meetings.shares(held)
    for of in shown.projects:
        found = assess(of, shown.settings, as_of, shares.get(of.id, ()), _over(of, load))
        yield _beside(found, plans)


def _reports(
    said: Mapping[str, tuple[Snapshot, ...]], seen: Iterable[Project], audience: Audience
) -> Reports:
    """What of former reports this audience may see."""
    public, sees = audience == "public", _SEES[audience]
    return reports({p.id: shown(said[p.id], sees, public=public) for p in seen if p.id in said})


def _plans_for(plans: Plans | None, portfolio: Portfolio, audience: Audience) -> Plans | None:
    """The plans of another version, of those projects that were for this audience in it, too."""
    if plans is None:
        return None
    public = {p.id for p in portfolio.projects if p.publish_amounts} if audience == "public" else set()
    seen = {
        name: then
        for name, then in plans.projects.items()
        if then.confidentiality in _SEES[audience] and (then.publish_amounts or name not in public)
    }
    return replace(plans, projects=seen)


def _beside(of: Assessment, plans: Plans | None) -> Assessment:
    if plans is None:
        return of
    return beside(of, plans.projects.get(of.project.id), agreed=plans.is_agreed(of.project))


def past_for(timeline: Timeline, portfolio: Portfolio, audience: Audience, lang: str) -> Timeline:
    """What of the history this audience may see."""
    hidden = _hidden(portfolio, audience)
    projects = tuple(p for p in portfolio.projects if p.confidentiality in _SEES[audience])
    known = _names(projects) | frozenset(_titles(projects))
    called = _names(hidden) | frozenset(_titles(hidden)) | frozenset(portfolio.broken)
    eyes = Eyes(
        projects=projects,
        confidences=_SEES[audience],
        hidden=called - known,
        people=portfolio.people,
        stand_in=words(lang).say(_OUTSIDE),
        decisions=frozenset(decision.id for decision in portfolio.settings.decisions),
        public=audience == "public",
        everything=audience == "board",
    )
    return visible(timeline, eyes)


def _unmatched(portfolio: Portfolio, seen: Collection[Project]) -> tuple[Unmatched, ...]:
    """The rows of the finance sheet that belong to no budget line of these projects.

    One of no project that is known may be of a project that is not for this audience.
    """
    everything = len(seen) == len(portfolio.projects)
    known = {project.id for project in seen} | ({""} if everything else set())
    return tuple(lost for lost in portfolio.unmatched if lost.project in known)


def _over(project: Project, load: Workload) -> tuple[Stretch, ...] | None:
    """Where more is planned of its people than there is; None where nobody is planned."""
    return load.of(project.id) if project.id in load.projects else None


def _told(project: Project, audience: Audience) -> Project:
    """A project as this audience may see it: what it books and buys, and from whom, is not for the public."""
    return project if audience != "public" else replace(project, equipment=(), conflicts=(), vendors=())


def _load(portfolio: Portfolio, as_of: date, audience: Audience) -> Workload:
    """The load of people over the projects of the edition; who they are is nothing for the public."""
    wanted = tuple(claim for project in portfolio.projects for claim in claims(project, portfolio.people))
    people = _unnamed(portfolio.people, wanted) if audience == "public" else portfolio.people
    return workload(wanted, people, portfolio.settings, as_of)


def _unnamed(people: People, wanted: Iterable[Claim]) -> People:
    """The people without their names, and those whom `people.yaml` does not know."""
    known = {person.id for person in people.people}
    others = sorted({claim.person for claim in wanted} - known - {""})
    unnamed = (
        *(replace(p, name=Text()) for p in people.people),
        *(Person(id=n, name=Text()) for n in others),
    )
    return replace(people, people=unnamed)


def _role(person: Person, lang: str) -> Text:
    return person.role or Text(words(lang).gettext("Team member"))


def _names(projects: Iterable[Project]) -> frozenset[str]:
    return frozenset(name for project in projects for name in (project.id, *project.aliases))


def _kept_as(projects: Iterable[Project], portfolio: Portfolio) -> frozenset[str]:
    """What else the files of projects are called that are of an older version."""
    return frozenset(portfolio.last_good[p.id].whole for p in projects if p.id in portfolio.last_good)


def _last_good(
    portfolio: Portfolio, unseen: Iterable[Project], names: frozenset[str], audience: Audience
) -> Iterator[tuple[str, LastGood]]:
    """What is of an older version and why, as far as this audience may know."""
    hidden = frozenset(project.id for project in unseen)
    for name, one in portfolio.last_good.items():
        if name not in hidden:
            yield name, replace(one, problems=_kept(one.problems, portfolio, names, audience))


def _kept(
    problems: tuple[Problem, ...], portfolio: Portfolio, names: frozenset[str], audience: Audience
) -> tuple[Problem, ...]:
    """The findings for this audience; `names` are those of the projects that are not in the edition."""
    if audience == "board":
        return problems
    return _sayable(problems, portfolio, names, audience) if audience == "internal" else ()


def _sayable(
    problems: tuple[Problem, ...], portfolio: Portfolio, names: frozenset[str], audience: Audience
) -> tuple[Problem, ...]:
    """The findings that name none of these projects, and stand in no entry of a meeting about one.

    The finance sheet calls projects as it likes, also by names that are none: of that nothing is said.
    """
    if not names:
        return problems
    named, places = _naming(names), tuple(_places(portfolio, names))
    called = _naming(names | frozenset(_titles(_hidden(portfolio, audience))))
    rows = frozenset(_rows(portfolio, audience))
    return tuple(
        p
        for p in problems
        if not (called if p.file == portfolio.spending else named).search(_said(p))
        and not any(_in(p, at) for at in places)
        and not (p.file == portfolio.spending and (p.line in rows or p.code in _OF_NO_PROJECT))
    )


_OF_NO_PROJECT = frozenset({"spending-without-project", "ambiguous-spending"})


def _naming(names: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(names)))})(?!\w)", re.IGNORECASE)


def _hidden(portfolio: Portfolio, audience: Audience) -> tuple[Project, ...]:
    return tuple(p for p in portfolio.projects if p.confidentiality not in _SEES[audience])


def _titles(projects: Iterable[Project]) -> Iterator[str]:
    """What else projects are called."""
    for project in projects:
        yield from filter(None, (project.code, *project.also_called, *project.title.forms))


def _called(projects: Iterable[Project]) -> frozenset[str]:
    return frozenset(map(folded, _titles(projects)))


def _rows(portfolio: Portfolio, audience: Audience) -> Iterator[int]:
    """Where the finance sheet has amounts of projects that this audience does not see."""
    for project in _hidden(portfolio, audience) if portfolio.spending else ():
        for i, line in enumerate(project.budget):
            places = (
                portfolio.sources[project.id].place(("budget", i, "actuals", j))
                for j in range(len(line.actuals))
            )
            yield from (place.line for place in places if place.file == portfolio.spending)


def _said(problem: Problem) -> str:
    say = words("en").say
    return f"{problem.file} {say(problem.message)} {say(problem.hint) if problem.hint else ''}"


def _places(portfolio: Portfolio, names: frozenset[str]) -> Iterator[Place]:
    """Where meetings speak of these projects."""
    for of, path in meetings.naming(names, portfolio.projects, portfolio.meetings):
        source = of.id if isinstance(of, Project) else f"meetings/{of.id}"
        if source in portfolio.sources:
            yield portfolio.sources[source].place(path)


def _in(problem: Problem, place: Place) -> bool:
    """Whether a finding stands within a place."""
    start, end = (place.line, place.column), (place.end_line, place.end_column)
    return problem.file == place.file and start <= (problem.line, problem.column) <= max(start, end)


def _shown(seen: Portfolio, portfolio: Portfolio, audience: Audience) -> Portfolio:
    """The projects that this audience may see with what else it may: the public none of the portfolio's own
    meetings and decisions, nor what is unmatched.
    """
    if audience != "public":
        return replace(seen, unmatched=_unmatched(portfolio, seen.projects))
    settings = replace(portfolio.settings, decisions=())
    return replace(seen, meetings=(), unmatched=(), settings=settings)
