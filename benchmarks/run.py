"""What opsgen costs, as ratios measured in one run: absolute seconds belong to a machine, ratios travel.

    python -m benchmarks.run                    every figure, three runs each
    python -m benchmarks.run --files 200 --projects 20 --runs 1

Each case runs in a process of its own; imports are not counted; seconds are CPU seconds of the process and
its children, the least of the runs.
"""

from __future__ import annotations

import argparse
import gc
import io
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import redirect_stdout, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from benchmarks.portfolio import AS_OF, write
from benchmarks.setting import IMPROVED, LARGE, STAFFED

if TYPE_CHECKING:
    from collections.abc import Callable

    from opsgen.derive import Assessment
    from opsgen.portfolio import Portfolio

SETTINGS = {
    "site_name": "Benchmark",
    "theme": {"name": "material", "font": False},
    "use_directory_urls": False,
}


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds, seconds on the clock, peak memory in MB, and how many things were made."""

    cpu: float
    wall: float
    peak: float
    made: int


def measured(work: Callable[[], int]) -> Cost:
    """The cost of some work that returns how many things it made."""
    wall, cpu = time.perf_counter(), _cpu()
    made = work()
    wall, cpu = time.perf_counter() - wall, _cpu() - cpu
    return Cost(round(cpu, 3), round(wall, 3), round(_peak(), 1), made)


def _cpu() -> float:
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def _peak() -> float:
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


# --- the cases; each gets the folder of a workspace


def events(root: Path) -> Cost:
    """The floor: libyaml's events of every file, and nothing made of them."""
    from yaml._yaml import CParser

    files = _files(root)

    def work() -> int:
        for file in files:
            parser = CParser(file.read_bytes())
            while parser.get_event() is not None:
                pass
            parser.dispose()
        return len(files)

    return measured(work)


def load(root: Path) -> Cost:
    """Every file parsed into values with positions, limits and all."""
    from opsgen import load

    files = _files(root)

    def work() -> int:
        for file in files:
            load.parse("", file.read_bytes())
        return len(files)

    return measured(work)


def gate(root: Path) -> Cost:
    """Every file parsed, and its values given to jsonschema-rs: the least that a check has to do."""
    from opsgen import load
    from opsgen.schema.validate import accepted

    files = _files(root)
    accepted("project", {})

    def work() -> int:
        return sum(accepted("project", load.parse("", file.read_bytes()).data) for file in files)

    return measured(work)


def peer(root: Path) -> Cost:
    """check-jsonschema on the same files with the same schema."""
    from check_jsonschema import main

    from opsgen.shipped import shipped

    schema = str(shipped("schemas") / "project.schema.json")
    names = [str(file) for file in _files(root)]

    def work() -> int:
        with redirect_stdout(io.StringIO()), suppress(SystemExit):
            main(["--schemafile", schema, "--no-cache", *names])
        return len(names)

    return measured(work)


def portfolio(root: Path) -> Cost:
    """Files to projects: loaded, checked against the schema, put together."""
    from opsgen.portfolio import read

    return measured(lambda: len(read(root).projects))


def derived(root: Path) -> Cost:
    """Every number that pages show, of projects that are read already: each project, and all together."""
    from opsgen.portfolio import read

    found = read(root)
    return measured(lambda: _derived(found))


def _derived(found: Portfolio) -> int:
    from opsgen.derive.coverage import coverage
    from opsgen.derive.inputs import lacking
    from opsgen.derive.people import duties
    from opsgen.derive.raci import raci
    from opsgen.derive.strategy import strategy
    from opsgen.history import Provenance
    from opsgen.views import edition

    of = edition(found, as_of=AS_OF, provenance=Provenance(None, None), lang="en", audience="board")
    strategy(of.assessments, of.settings)
    duties(of.assessments, of.ledger, found.people)
    for one in of.assessments:
        coverage(one)
        lacking(one)
        raci(one.project, found.people)
        for reported in one.updates:
            one.chronicle.during(reported.period)
    return len(of.assessments)


def resources(root: Path) -> Cost:
    """Load, money and earned value of projects that are read and assessed already."""
    from opsgen.derive.assessment import assess
    from opsgen.portfolio import read

    found = read(root)
    assessments = [assess(project, found.settings, AS_OF) for project in found.projects]
    return measured(lambda: _resourced(found, assessments))


def _resourced(found: Portfolio, assessments: list[Assessment]) -> int:
    from opsgen.derive.burn_rate import burn
    from opsgen.derive.earned_value import earned_value
    from opsgen.derive.money import budget
    from opsgen.derive.treasury import treasuries
    from opsgen.derive.workload import claims, workload

    settings, people = found.settings, found.people
    workload(
        (claim for project in found.projects for claim in claims(project, people)), people, settings, AS_OF
    )
    for one in assessments:
        money = budget(one.project, settings, AS_OF)
        earned = earned_value(one.project, one.breakdown, money, settings, AS_OF)
        if earned and earned.total:
            _ = earned.total.eac, earned.total.tcpi, earned.timing
        burn(one)
    treasuries(assessments, settings, AS_OF)
    return len(assessments)


def improvement(root: Path) -> Cost:
    """What is found in the numbers and learnt from them, of projects that are read and assessed already."""
    from opsgen.derive.assessment import assess
    from opsgen.portfolio import read

    found = read(root)
    assessments = [assess(project, found.settings, AS_OF) for project in found.projects]
    return measured(lambda: _improved(assessments))


def _improved(assessments: list[Assessment]) -> int:
    from opsgen.derive.adjustments import adjustments
    from opsgen.derive.benefits import benefits
    from opsgen.derive.comparison import compared
    from opsgen.derive.feedback import across, feedback
    from opsgen.derive.funnel import funnel
    from opsgen.derive.learning import improvements
    from opsgen.derive.lessons import library
    from opsgen.derive.notices import notices
    from opsgen.derive.outcome import outcome
    from opsgen.derive.segments import segments

    lessons = library(one.project for one in assessments)
    by_id = {one.project.id: one for one in assessments}
    for one in assessments:
        project, states = one.project, one.metrics
        notices(project, states, AS_OF)
        adjustments(project, states, AS_OF)
        benefits(project, states, AS_OF)
        improvements(project, one.actions, AS_OF)
        funnel(states)
        for state in states:
            segments(state.metric, AS_OF)
        _ = outcome(one).deviations
        lessons.applicable(project)
        if project.compare_with in by_id:
            compared(one, by_id[project.compare_with])
    said = (feedback(one.project, AS_OF) for one in assessments)
    across(state for state in said if state)
    return len(assessments)


def pages(root: Path) -> Cost:
    """Every page of projects that are read already, as HTML: numbers, figures, templates; no MkDocs."""
    from opsgen import views
    from opsgen.history import Provenance
    from opsgen.portfolio import read
    from opsgen.render import Renderer

    found = read(root)

    def work() -> int:
        of = views.edition(found, as_of=AS_OF, provenance=Provenance(None, None), lang="zh")
        renderer = Renderer(of)
        return sum(bool(renderer.page(page).html) for page in views.pages(of))

    return measured(work)


def cold(root: Path) -> Cost:
    """`opsgen check` in a folder where it never ran."""
    return _checked(root)


def warm(root: Path) -> Cost:
    """`opsgen check` once more, nothing changed."""
    _checked(root)
    return _checked(root)


def cold_unruled(root: Path) -> Cost:
    """A first check that asks no rule, and makes no values for them to look at."""
    return _unruled(root, cold)


def warm_unruled(root: Path) -> Cost:
    """A second check, after one that asked no rule."""
    return _unruled(root, warm)


def _unruled(root: Path, case: Callable[[Path], Cost]) -> Cost:
    from opsgen import rules
    from opsgen.model import Project, structure
    from opsgen.portfolio import reading

    def bare(kind: Any, data: Any) -> Any:
        return SimpleNamespace(**data) if kind is Project else structure(kind, data)

    def unjudged(whole: Any, _house: Any, _sources: Any, problems: Any) -> rules.Verdict:
        return rules.Verdict(whole.source, problems)

    with patch.object(reading, "structure", bare), patch.object(rules, "verdict_of", unjudged):
        return case(root)


def _checked(root: Path) -> Cost:
    from opsgen import check, portfolio

    # What is made once, whatever the number of files: the schemas' validators, the makers of values.
    portfolio.assemble({"projects/a.yaml": lambda: b"title: A\nowner: B\nlifecycle: proposed\n"})

    def work() -> int:
        workspace = check.opened(root)
        check.findings(workspace, AS_OF)
        return workspace.projects

    return measured(work)


def _files(root: Path) -> list[Path]:
    return sorted((root / "projects").glob("*-*.yaml"))


def site(root: Path) -> Cost:
    """The site in one language, without handouts."""
    from opsgen.mkdocs_plugin.run import build_site

    _settings(root, ["search", "opsgen"])

    def work() -> int:
        build_site(root, root / "site", lang="zh", as_of=AS_OF.isoformat())
        return _pages(root / "site")

    return measured(work)


def material(root: Path) -> Cost:
    """MkDocs with Material and its search alone, over as many written pages as `site` made."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    _settings(root, [{"search": {"lang": ["zh"], "pipeline": []}}])
    _write_pages(root, _pages(root / "site"))

    def work() -> int:
        build(load_config(str(root / "mkdocs.yml"), site_dir=str(root / "bare")))
        return _pages(root / "bare")

    return measured(work)


def handouts(root: Path) -> Cost:
    """One-pagers of every project, printed on all cores."""
    from opsgen.build.handouts import print_handouts
    from opsgen.build.showing import Showing
    from opsgen.portfolio import read

    found, folder = read(root), root / "handouts"

    def work() -> int:
        print_handouts(root, found, folder, Showing(("zh",), AS_OF), report="one-pager")
        return sum(1 for _ in folder.glob("*.pdf"))

    return measured(work)


CHECKS = (events, load, gate, peer, cold, cold_unruled, warm, warm_unruled, portfolio)
LARGER = (portfolio, derived, pages)
STAFF = (load, portfolio, resources, cold)
LEARNING = (load, portfolio, improvement, cold)
CASES = {
    case.__name__: case
    for case in (*CHECKS, derived, resources, improvement, pages, site, material, handouts)
}


def _settings(root: Path, plugins: list[object]) -> None:
    # JSON is YAML; and written by us, so that no theme option of a real workspace is measured.
    docs = root / "docs"
    shutil.rmtree(docs, ignore_errors=True)
    docs.mkdir()
    settings = SETTINGS | {"plugins": plugins}
    (root / "mkdocs.yml").write_text(json.dumps(settings), encoding="utf-8")


def _write_pages(root: Path, count: int) -> None:
    """Written pages of 5 KB, about what a person writes on one."""
    sources = sorted((root / "projects").glob("*-*.yaml"))
    for number in range(count):
        lines = sources[number % len(sources)].read_text(encoding="utf-8").splitlines()[:150]
        parts = [f"# Page {number}", *(f"## Part {i}\n\n" + _table(lines[i::10]) for i in range(10))]
        name = "index.md" if number == 0 else f"page-{number}.md"
        (root / "docs" / name).write_text("\n\n".join(parts), encoding="utf-8")


def _table(lines: list[str]) -> str:
    rows = (f"| {i} | {line.strip().replace('|', '/')} |" for i, line in enumerate(lines))
    return "\n".join(("| No | Text |", "|---|---|", *rows))


def _pages(folder: Path) -> int:
    return sum(1 for _ in folder.rglob("*.html"))


# --- running and printing


def run(case: str, root: Path, runs: int) -> Cost:
    """The cheapest of some runs, each in a fresh process with an empty cache."""
    costs = []
    for _ in range(runs):
        cache = root / ".cache"
        shutil.rmtree(cache, ignore_errors=True)
        cache.mkdir()
        line = (sys.executable, "-m", "benchmarks.run", "--case", case, "--folder", str(root))
        # The segmenter of Chinese keeps its dictionary in TMPDIR unless told otherwise: cold for everybody.
        own = {"TMPDIR": str(cache), "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
        done = subprocess.run(line, check=True, stdout=subprocess.PIPE, env=os.environ | own, text=True)
        costs.append(Cost(**json.loads(done.stdout.splitlines()[-1])))
    return min(costs, key=lambda cost: cost.cpu)


def report(costs: dict[str, Cost], floors: dict[str, str]) -> str:
    """A Markdown table: each case beside the one it is compared with."""
    lines = [
        "| case | things | CPU s | ms each | things a second | peak MB | ratio |",
        "|---|--:|--:|--:|--:|--:|---|",
    ]
    for name, cost in costs.items():
        each = 1000 * cost.cpu / cost.made
        floor = floors.get(name)
        ratio = f"{cost.cpu / costs[floor].cpu:.1f} × {floor}" if floor else ""
        rate = cost.made / cost.wall
        lines.append(
            f"| {name} | {cost.made} | {cost.cpu:.2f} | {each:.2f} | {rate:.1f} | {cost.peak:.0f} | {ratio} |"
        )
    return "\n".join(lines)


FLOORS = {
    "load": "events",
    "cold": "gate",
    "cold_unruled": "gate",
    "peer": "cold",
    "portfolio": "gate",
    "derived, large": "portfolio, large",
    "pages, large": "portfolio, large",
    "portfolio, staffed": "load, staffed",
    "resources, staffed": "load, staffed",
    "cold, staffed": "load, staffed",
    "portfolio, improved": "load, improved",
    "improvement, improved": "load, improved",
    "cold, improved": "load, improved",
    "site": "material",
}


def notes(costs: dict[str, Cost], few: Cost) -> str:
    """What no single row says. `few` is a cold check of fewer files: the difference is what a file takes."""
    many = costs["cold"]
    kept = 1024 * (many.peak - few.peak) / max(1, many.made - few.made)
    rules = many.cpu - costs["cold_unruled"].cpu
    return "\n".join(
        (
            f"- all rules and the values they look at: {1000 * rules / many.made:.2f} ms a file",
            f"- warm: cold {many.cpu / costs['warm'].cpu:.1f} × with all rules, "
            f"{costs['cold_unruled'].cpu / costs['warm_unruled'].cpu:.1f} × without",
            f"- memory of a check: {kept:.1f} KB a file",
        )
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure opsgen against its floors.")
    parser.add_argument("--files", type=int, default=1000, help="projects to load")
    parser.add_argument("--projects", type=int, default=100, help="projects on the site")
    parser.add_argument("--people", type=int, default=STAFFED.people, help="people who are planned for")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--checks", action="store_true", help="the checks only, no site and no handouts")
    parser.add_argument("--case", choices=CASES, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.case:
        gc.set_threshold(100_000, 20, 100)  # as the command does; for every case alike
        print(json.dumps(asdict(CASES[given.case](given.folder))))
        return
    with tempfile.TemporaryDirectory(prefix="opsgen-benchmark-") as folder:
        names = ("many", "some", "large", "staffed", "improved")
        many, some, large, staffed, improved = (Path(folder, name) for name in names)
        write(given.files, many)
        write(given.files, large, shape=replace(LARGE, whole=True))
        write(given.files, staffed, shape=replace(STAFFED, people=given.people))
        write(given.files, improved, shape=IMPROVED)
        write(given.projects, some)
        costs = {case.__name__: run(case.__name__, many, given.runs) for case in CHECKS}
        costs |= {f"{case.__name__}, large": run(case.__name__, large, given.runs) for case in LARGER}
        costs |= {f"{case.__name__}, staffed": run(case.__name__, staffed, given.runs) for case in STAFF}
        costs |= {f"{case.__name__}, improved": run(case.__name__, improved, given.runs) for case in LEARNING}
        few = run("cold", some, given.runs)
        if not given.checks:
            costs |= {name: run(name, some, given.runs) for name in ("site", "material", "handouts")}
    print(report(costs, FLOORS), notes(costs, few), sep="\n\n")


if __name__ == "__main__":
    main()
