"""The worst megabyte costs seconds: no heuristic, limit or rule takes time by the square of its input."""

from __future__ import annotations

from functools import partial
from time import process_time
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from opsgen.cli.inspect import check
from opsgen.cli.main import opsgen
from opsgen.load import parse
from opsgen.schema import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FULL = 1 << 20
STEPS = (FULL >> 4, FULL >> 2, FULL)
# Four times the input may cost this much more: by the square it would be sixteen times.
GROWTH, NOISE = 7, 0.8
LIMIT = 15.0  # CPU seconds; most take a tenth of one
FORMATS = next(option.type.choices for option in check.params if option.name == "form")
HEAD = "title: 标题\nowner: 王芳\nstart: 2026-01-01\nfinish: 2026-12-31\nlifecycle: executing\n"


def filled(unit: str | Callable[[int], str], size: int, begin: str = "", end: str = "") -> bytes:
    """A file of at most `size` bytes of one thing again and again."""
    piece = unit if callable(unit) else lambda number: unit
    room = size - len((begin + end).encode())
    pieces, number = [], 0
    while (room := room - len((made := piece(number)).encode())) >= 0:
        pieces.append(made)
        number += 1
    return (begin + "".join(pieces) + end).encode()


def grows_in_line(work: Callable[[bytes], object], made: Callable[[int], bytes]) -> None:
    """Fails where the CPU time grows faster than the input, at the smallest step where that shows."""
    before = None
    for size in STEPS:
        content = made(size)
        allowed = LIMIT if before is None else GROWTH * before + NOISE
        spent = quickest(partial(work, content), allowed)
        assert spent <= allowed, (size, before, spent)
        before = spent
    assert before is not None
    assert before < LIMIT


def quickest(work: Callable[[], object], enough: float) -> float:
    """The least CPU time of a few attempts, up to the first that took no more than enough.

    Neighbours on the machine cost time too; what grows too fast does so in every attempt.
    """
    spent = []
    for _ in range(3):
        start = process_time()
        work()
        spent.append(process_time() - start)
        if spent[-1] <= enough:
            break
    return min(spent)


def load(content: bytes) -> None:
    document = parse("f.yaml", content)
    for kind in ("project", "risks"):
        read(document, kind)


# For each heuristic of the loader and each limit what it likes least: the unit that repeats, begin and end.
TEXTS: dict[str, tuple[str | Callable[[int], str], str, str]] = {
    # source.py
    "old line ends": ("a: b\r", "", ""),
    "byte order marks": ("\ufeff", "", ""),
    "wrong encoding at the end": ("a: b\n", "", "\ud800"),
    "control characters": ("\x07", "a: ", ""),
    "NUL characters": ("\0", "a: ", ""),
    "conflict markers, almost": ("<<<<<<<", "", ""),
    "conflict marker lines": ("=======\n", "", ""),
    "odd spaces": ("\u3000", "", ""),
    "odd spaces in every line": ("\u3000a: b\n", "", ""),
    "invisible characters": ("\u200b", "a: ", ""),
    "turning characters in names": (lambda n: f"\u202e{n}: x\n", "", ""),
    # doubts.py
    "hashes in one line": (" #x", "a: b", ""),
    "hashes in values": (lambda n: f"k{n}: b #x\n", "", ""),
    "hashes in flow": ("a #x\n, ", "[", "]"),
    "curly quotes": (lambda n: f"k{n}: “a”\n", "", ""),
    "curly quotes in one line": ("“a”, ", "[", "]"),
    "wide digits": (lambda n: f"k{n}: １２\n", "", ""),
    "wide digits in one value": ("１", "a: ", ""),
    "wide commas": (lambda n: f"k{n}: [甲，乙]\n", "", ""),
    "wide commas in one line": (lambda n: f"k{n}: [甲，乙],", "{", "}"),
    "wide commas in one value": ("甲，", "a: [", "]"),
    "spaces before a hash": (" ", "a: b", "#x"),
    # flow.py
    "names without colon": (lambda n: f"k{n},", "{", "}"),
    "names without colon and space": (lambda n: f"k{n}, ", "{a: b, ", "}"),
    "commas in values": (lambda n: f"{{a: b, c{n}}},\n", "[", "]"),
    "wide colons in flow": (lambda n: f"k{n}：v,", "{", "}"),
    "glued names in flow": (lambda n: f"k{n}:v,", "{", "}"),
    "numbers with commas": ("1,234", "{a: ", "}"),
    # typed.py and syntax.py, which explain an error at the end
    "wide keys and an error": (lambda n: f"k{n}：v\n", "", "a: b: c\n"),
    "tabs": ("\t", "a:\n", "b: c\n"),
    "tabs in every line": ("\ta: b\n", "a:\n", ""),
    "wide dashes": ("－ a\n", "a:\n", "b: c: d\n"),
    "wide braces": ("｛a: b｝\n", "a:\n", "b: c: d\n"),
    "wide brackets in one line": ("【", "a: {", ""),
    "wide hashes": ("＃ a\n", "", "a: b: c\n"),
    "wide commas in an open bracket": ("，", "a: [", ""),
    "dashes without space": ("-a\n", "", "b: c: d\n"),
    "colons in a value": (": a", "a: b", ""),
    "colons in many values": ("a: b: c\n", "", ""),
    "glued keys": ("a:b\n", "", "c: d\n"),
    "indentation": (lambda n: f"{' ' * (n % 30)}k{n}: a\n", "", ""),
    "at signs": (lambda n: f"k{n}: @a\n", "", ""),
    "at signs in one line": ("@a ", "a: ", ""),
    "escapes": ("\\z", 'a: "', '"'),
    "open quotes": ("'", "a: ", ""),
    "an open quote": ("a: b\n", "a: '", ""),
    "an open bracket": ("a,\n", "a: [", ""),
    "an open brace": (lambda n: f"k{n}: v,\n", "a: {", ""),
    "brackets closed too often": ("]", "a: [", ""),
    "tags": (lambda n: f"k{n}: !a b\n", "", ""),
    "a long tag": ("a", "a: !", " b"),
    "percent signs": (lambda n: f"k{n}: %a\n", "", ""),
    "directives": ("%A b\n", "", "---\na: b\n"),
    "documents": ("---\na: b\n", "", ""),
    "one text": ("text ", "", ""),
    "one text of many lines": ("text\n", "", ""),
    "comments": ("# a\n", "", "text"),
    "block text": ("  text\n", "a: |\n", ""),
    "block text, folded": ("  text\n\n", "a: >\n", ""),
    "missing commas": ("a b\n", "a: {", "}"),
    "question marks": ("? a\n", "", ""),
    # recovery.py, which reads again
    "at signs behind much else": ("- a\n", "", "- @b\n" * 30),
    # the fields of a schema under other names
    "fields under other names": ("  - {编号: 1, 标题: 2, 依赖: [{引用: 3}]}\n", "里程碑:\n", ""),
    # events.py and scalars.py
    "duplicate keys": ("a: b\n", "", ""),
    "nested lists": ("[", "", ""),
    "nested mappings": ("{a: ", "", ""),
    "nested dashes": ("- ", "", ""),
    "anchors": (lambda n: f"- &a{n} b\n", "", ""),
    "aliases": ("*a,", "[&a [b],", "]"),
    "aliases of mappings": (lambda n: f"k{n}: *a\n", "k: &a {title: b}\n", ""),
    "unknown aliases": (lambda n: f"k{n}: *a{n}\n", "", ""),
    "merge keys": ("<<: a\n", "", ""),
    "number keys": (lambda n: f"{n}: a\n", "", ""),
    "digits": ("1", "a: ", ""),
    "digits of many lengths": (lambda n: f"k{n}: {'1' * (n % 60)}\n", "", ""),
    "underscored digits": ("1_", "a: ", ""),
    "sexagesimal numbers": (":1", "a: 1", ""),
    "a long fraction": ("0", "a: 1.", ""),
    "long exponents": ("9", "a: 1e", ""),
    "list items": ("a,", "[", "]"),
    "long texts": ("x", "a: ", ""),
    "values": (lambda n: f"k{n}: {n}\n", "", ""),
}


@pytest.mark.parametrize("name", TEXTS)
def test_loading_grows_in_line_with_the_file(name: str) -> None:
    unit, begin, end = TEXTS[name]
    surrogate = end == "\ud800"

    def made(size: int) -> bytes:
        return filled(unit, size, begin, "" if surrogate else end)[: FULL - 1] + b"\xff" * surrogate

    grows_in_line(load, made)


# The whole check: what the schemas and rules like least.
PROJECTS: dict[str, tuple[str | Callable[[int], str], str]] = {
    "unknown fields": (lambda n: f"mile{n}: a\n", ""),
    "unknown fields, long": (lambda n: f"{'milestones' * 40}{n}: a\n", ""),
    "wrong values": ("  - {id: x, title: 1, status: maybe, forecast: soon}\n", "milestones:\n"),
    "wrong types": ("  - a\n", "milestones:\n"),
    "missing fields": ("  - {status: done}\n", "milestones:\n"),
    "placeholders": ("  - <写标题>\n", "tags:\n"),
    "placeholders in one line": ("<写标题>,", "tags: ["),
    "near misses of a choice": ("  - {id: A1, title: a, status: dnoe}\n", "actions:\n"),
    "long words for a choice": (f"  - {{id: A1, title: a, status: {'doen' * 200}}}\n", "actions:\n"),
    "the same id": ("  - {id: M1, title: a, forecast: 2026-05-01}\n", "milestones:\n"),
    "milestones": (lambda n: f"  - {{id: M{n}, title: a, forecast: 2026-05-01}}\n", "milestones:\n"),
    "milestones without id": ("  - {title: a, forecast: 2026-05-01}\n", "milestones:\n"),
    "a chain": (lambda n: f"  - {{id: T{n}, title: a, depends_on: [T{n + 1}]}}\n", "tasks:\n"),
    "a chain backwards": (lambda n: f"  - {{id: T{n}, title: a, depends_on: [T{n - 1}]}}\n", "tasks:\n"),
    "many dependencies": (
        lambda n: f"  - {{id: T{n}, title: a, depends_on: [T0, T1, T2, T3]}}\n",
        "tasks:\n",
    ),
    "one with all dependencies": (lambda n: f"T{n},", "tasks:\n  - {id: X1, title: a, depends_on: ["),
    "references to nothing": (lambda n: f"  - {{id: R{n}, title: a, affects: [G{n}]}}\n", "risks:\n"),
    "strangers": (lambda n: f"  - {{id: A{n}, title: a, owner: 王{n}}}\n", "actions:\n"),
    "risks": (lambda n: f"  - {{id: R{n}, title: a, probability: 5, impact: 5}}\n", "risks:\n"),
    "goals": (lambda n: f"  - {{id: G{n}, title: a, metrics: [K{n}]}}\n", "goals:\n"),
    "metrics": (lambda n: f"  - {{id: K{n}, title: a, target: {n}}}\n", "metrics:\n"),
    "measurements": (
        lambda n: f"  2026-{n % 12 + 1:02}-{n % 28 + 1:02}: {{K{n}: 1}}\n",
        "metrics: [{id: K1, title: a}]\nmeasurements:\n",
    ),
    "measurements of a metric": (
        lambda n: f"      - {{date: 2026-{n % 12 + 1:02}-{n % 28 + 1:02}, value: {n}}}\n",
        "metrics:\n  - id: K1\n    title: a\n    measurements:\n",
    ),
    "budget lines": (lambda n: f"  - {{id: B{n}, title: a, planned: 800万}}\n", "budget:\n"),
    "decisions": (lambda n: f"  - {{id: D{n}, title: a, status: requested}}\n", "decisions:\n"),
    "allowing comments": ("# opsgen: allow milestone-overdue — x\n", ""),
    "allowing comments, almost": ("# opsgen: allow a-", ""),
    "allowing nothing": ("# opsgen: allow milestone-overdue", ""),
    "allowing line by line": (
        lambda n: (
            f"  - {{id: M{n}, title: a, baseline: 2026-01-02}}  # opsgen: allow milestone-overdue — x\n"
        ),
        "milestones:\n",
    ),
}


@pytest.mark.parametrize("name", PROJECTS)
def test_checking_grows_in_line_with_the_project(name: str, tmp_path: Path) -> None:
    unit, begin = PROJECTS[name]
    check_grows(tmp_path, "text", lambda size: filled(unit, size, HEAD + begin))


TABLES: dict[str, tuple[str | Callable[[int], str], str]] = {
    "numbers": (lambda n: f"2026-{n % 12 + 1:02}-{n % 28 + 1:02},{n}\n", "date,K1\n"),
    "unknown metrics": (lambda n: f"K{n},2026-01-01,1\n", "metric,date,value\n"),
    "wrong values": ("2026-01-01,x\n", "date,K1\n"),
    "wrong dates": ("x,1\n", "date,K1\n"),
    "columns": (lambda n: f",K{n}", "date"),
    "columns and short rows": ("\n1", "date" + ",K1" * 1000),
    "quotes": ('"', "date,K1\n"),
    "an open quote": ("a\n", 'date,K1\n"'),
    "commas": (",", "date,K1\n"),
    "digits": ("1", "date,K1\n2026-01-01,"),
    "empty lines": ("\n", "date,K1\n"),
    "other encodings": ("\xff", "date,K1\n"),
    "sections": ("#\nK1,b\n", "# End date: 20260131\n"),
    "sections with rows": ("\ndate,K1\n2026-01-01,1\n", ""),
    "rows that are no header": ("a,b\n" * 29 + "#\n", ""),
    "parts": (lambda n: f"2026-{n % 12 + 1:02}-{n % 28 + 1:02},p{n},{n}\n", "date,channel,K1\n"),
    "days across": (lambda n: f",2026-{n % 12 + 1:02}-{n % 28 + 1:02}", "x"),
}


@pytest.mark.parametrize("name", TABLES)
def test_checking_grows_in_line_with_a_table(name: str, tmp_path: Path) -> None:
    unit, begin = TABLES[name]
    metric = "{id: K1, title: a, target: 5, cumulative: true, breakdown: channel}"
    write(tmp_path, "a/project.yaml", (HEAD + f"metrics: [{metric}]\n").encode())
    check_grows(tmp_path, "text", lambda size: filled(unit, size, begin), "a/data/numbers.csv")


SETTINGS: dict[str, tuple[str, str | Callable[[int], str], str]] = {
    "people": ("people", lambda n: f"  - {{id: p{n}, name: 王芳}}\n", "people:\n"),
    "teams": ("people", lambda n: f"  - {{id: t{n}, title: a, members: [p{n}]}}\n", "people: []\nteams:\n"),
    "programmes": ("portfolio", lambda n: f"  - {{id: p{n}, title: a, projects: [x{n}]}}\n", "programmes:\n"),
    "allows": (
        "portfolio",
        lambda n: f"    - {{rule: milestone-overdue, project: x{n}, reason: a}}\n",
        "rules:\n  allow:\n",
    ),
    "severities": ("portfolio", lambda n: f"    milestone-overdue-{n}: error\n", "rules:\n  severity:\n"),
    "holidays": ("portfolio", lambda n: f"  h{n}: a\n", "calendars:\n"),
}


@pytest.mark.parametrize("name", SETTINGS)
def test_checking_grows_in_line_with_the_settings(name: str, tmp_path: Path) -> None:
    kind, unit, begin = SETTINGS[name]
    strangers = "".join(f"  - {{id: A{n}, title: a, owner: 王{n}}}\n" for n in range(50))
    write(tmp_path, "a.yaml", (HEAD + "actions:\n" + strangers).encode())
    check_grows(tmp_path, "text", lambda size: filled(unit, size, begin), f"{kind}.yaml")


@pytest.mark.parametrize("form", FORMATS)
def test_every_output_grows_in_line_with_a_line(form: str, tmp_path: Path) -> None:
    check_grows(
        tmp_path,
        form,
        lambda size: filled("甲乙丙\u200b <写>::error:: ", size, HEAD + "tags: [", "no, <写>]"),
    )


def check_grows(root: Path, form: str, made: Callable[[int], bytes], name: str = "b.yaml") -> None:
    def work(content: bytes) -> None:
        write(root, name, content)
        result = CliRunner().invoke(
            opsgen, ["-C", str(root), "check", "--format", form, "--as-of", "2026-11-22"]
        )
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception

    grows_in_line(work, made)


def write(root: Path, name: str, content: bytes) -> None:
    path = root / "projects" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
