"""A folder of files as one portfolio: both forms of a project, its lists and numbers, and what goes wrong."""

from __future__ import annotations

import os
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from opsgen.portfolio import Portfolio, assemble, read
from opsgen.words import Text, words

DATA = Path(__file__).parent / "data"
HEAD = "title: 双十一\nowner: 王芳\nstart: 2026-08-01\nfinish: 2026-12-15\n"
GOOD = HEAD + "milestones:\n  - {id: M1, title: 上线, forecast: 2026-12-01}\n"
METRICS = "metrics:\n  - {id: K1, title: 成交额, aliases: [K0]}\n  - {id: K2, title: 复购率}\n"


def portfolio(**texts: str | bytes) -> Portfolio:
    """The portfolio of `projects/<name>` files; `__` in a name stands for `/`, `_yaml` for the ending."""
    contents = {}
    for name, text in texts.items():
        stem, _, suffix = name.replace("__", "/").rpartition("_")
        content = text if isinstance(text, bytes) else text.encode()
        contents[f"projects/{stem}.{suffix}"] = partial(bytes, content)
    return assemble(contents)


def said(found: Portfolio) -> list[str]:
    return [
        f"{p.file.removeprefix('projects/')}:{p.line} {p.code}: {words('en').say(p.message)}"
        for p in found.problems
    ]


def test_a_project_in_one_file() -> None:
    found = portfolio(双十一_yaml=GOOD)
    (project,) = found.projects
    assert said(found) == []
    assert (project.id, project.title, project.start) == ("双十一", Text("双十一"), date(2026, 8, 1))
    assert found.source_file(project) == "projects/双十一.yaml"
    assert found.project("双十一") is project
    assert found.project("nobody") is None


def test_the_file_of_a_project_is_known_without_reading_it_again(monkeypatch: pytest.MonkeyPatch) -> None:
    found = portfolio(双十一_yaml=GOOD)
    monkeypatch.setattr("opsgen.load.sources.parse", None)
    assert found.source_file(found.projects[0]) == "projects/双十一.yaml"


def test_a_project_in_a_folder_with_lists_of_their_own() -> None:
    found = portfolio(
        promo__project_yml=HEAD,
        promo__milestones_yaml="- {id: M1, title: 上线, forecast: 2026-12-01}\n",
        promo__risks_yml="\n- {id: R1, title: 缺货, probability: 2, impact: 3}\n",
        promo__measurements_yaml="2026-11-01: {K1: 5}\n",
        promo__metrics_yaml="- {id: K1, title: 成交额}\n",
    )
    assert said(found) == []
    (project,) = found.projects
    assert project.id == "promo"
    assert [item.id for item in (*project.milestones, *project.risks)] == ["M1", "R1"]
    assert project.metrics[0].measurements[0].value == 5
    place = found.sources["promo"].place(("risks", 0, "title"))
    assert (place.file, place.line, place.column) == ("projects/promo/risks.yml", 2, 19)
    assert found.sources["promo"].place(("title",)).file == "projects/promo/project.yml"


def test_one_file_an_entry() -> None:
    found = portfolio(
        promo__project_yaml=GOOD,
        **{
            "promo__updates__2026-W41_yaml": "period: 2026-W41\nsummary: 正常\n",
            "promo__updates__2026-W42_yaml": "id: second\nperiod: 2026-W42\nsummary: 落后\n",
        },
    )
    assert said(found) == []
    assert [update.id for update in found.projects[0].updates] == ["2026-W41", "second"]
    place = found.sources["promo"].place(("updates", 1, "summary"))
    assert (place.file, place.line) == ("projects/promo/updates/2026-W42.yaml", 3)


def test_a_written_id_is_stronger_than_the_name_of_the_file() -> None:
    found = portfolio(file_yaml="id: e\u0301te\naliases: [old]\n" + GOOD)
    assert found.projects[0].id == "éte"
    assert found.project("old") is found.projects[0]


def test_settings_people_and_their_defaults() -> None:
    found = portfolio(a_yaml=GOOD)
    assert (found.settings.currency, found.settings.timezone, found.has_people) == (
        "CNY",
        "Asia/Shanghai",
        False,
    )
    assert [band.from_ for band in found.settings.scales.bands] == [1, 5, 10, 15]
    found = portfolio(
        a_yaml=GOOD,
        portfolio_yml="title: 组合\ncurrency: EUR\ntolerance: {schedule_days: 5}\n",
        people_yaml="people: [{id: w, name: {zh: 王芳, en: Wang Fang}, active: {from: 2026-01-01}}]\n",
    )
    assert said(found) == []
    assert (found.settings.currency, found.settings.tolerance.schedule_days) == ("EUR", 5)
    assert found.has_people
    assert found.people.find("") is None
    person = found.people.find("Wang Fang")
    assert person is not None
    assert person.active.from_ == date(2026, 1, 1)


def test_a_broken_settings_file_is_a_finding_and_the_rest_is_read() -> None:
    found = portfolio(a_yaml=GOOD, portfolio_yaml="titel: x\n", people_yaml="people: [\n")
    assert [line.partition(" ")[0] for line in said(found)] == ["people.yaml:1", "portfolio.yaml:1"]
    assert [project.id for project in found.projects] == ["a"]
    assert found.unread == ("portfolio", "people")
    assert not found.has_people


def test_one_broken_project_does_not_hide_the_others() -> None:
    found = portfolio(
        a_yaml=GOOD,
        b_yaml="title: [\n",
        c_yaml=HEAD + "milestones:\n  - {id: M1, forecast: soon}\n",
        d__project_yaml=HEAD,
        d__risks_yaml="- {id: R1, title: x, probability: 9.5, impact: 3}\n",
        d__goals_yaml="- {titel: x}\n",
        e_yaml=GOOD,
    )
    assert said(found) == [
        "b.yaml:1 unclosed: a bracket or quote that opens here is never closed",
        "c.yaml:6 missing-field: the field `title` is missing",
        "c.yaml:6 not-a-date: `soon` is not a date",
        "d/goals.yaml:1 unknown-field: unknown field `titel`",
        "d/risks.yaml:1 wrong-type: `probability` must be a whole number, and this is a number",
    ]
    assert [project.id for project in found.projects] == ["a", "e"]
    assert found.broken == ("b", "c", "d")


def test_a_list_stands_in_one_place() -> None:
    found = portfolio(a__project_yaml=GOOD, a__milestones_yaml="- {id: M2, title: x, forecast: 2026-12-01}\n")
    assert said(found) == [
        "a/milestones.yaml:1 list-in-two-places: "
        "`milestones` also stands in `projects/a/project.yaml` at line 5"
    ]
    assert found.broken == ("a",)


def test_two_files_of_the_same_thing() -> None:
    found = portfolio(
        a_yaml=GOOD,
        a__project_yaml=GOOD,
        b_yaml=GOOD,
        b_yml=GOOD,
        c__project_yaml=GOOD,
        c__risks_yaml="[]\n",
        c__risks_yml="[]\n",
        portfolio_yaml="title: x\n",
        portfolio_yml="title: x\n",
    )
    assert [line.partition(":")[0] for line in said(found)] == [
        "a/project.yaml",
        "b.yml",
        "c/risks.yml",
        "portfolio.yml",
    ]
    assert {problem.code for problem in found.problems} == {"file-twice"}


def test_ids_that_somebody_takes_for_one_another() -> None:
    found = portfolio(a_yaml=GOOD, b_yaml="id: A\n" + GOOD, c_yaml=GOOD)
    assert said(found) == [
        "b.yaml:1 duplicate-project-id: the project id `A` is taken by `projects/a.yaml`; "
        "upper and lower case count as the same"
    ]
    assert [project.id for project in found.projects] == ["a", "c"]


@pytest.mark.parametrize("name", ["../x", "/x", "a b", "con", "portfolio", "x.html", "~", "a\\\\b"])
def test_no_setting_lets_a_project_be_called_by_a_path(name: str) -> None:
    """Pages and handouts are written to files of this name."""
    found = portfolio(
        a_yaml=GOOD + f'id: "{name}"\n',
        b_yaml=GOOD,
        portfolio_yaml="title: t\nrules: {severity: {malformed-project-id: ignore}}\n",
    )
    assert [p.code for p in found.problems] == ["malformed-project-id"]
    assert [project.id for project in found.projects] == ["b"]
    assert found.broken == ("a",)


def test_a_folder_without_a_header() -> None:
    found = portfolio(a__risks_yaml="[]\n")
    assert said(found) == [
        "a/risks.yaml:1 no-project-file: the folder `projects/a` has no `project.yaml`",
    ]


def test_an_empty_folder_is_said_once() -> None:
    assert said(assemble({})) == ["projects:1 no-projects: there is no project in `projects/`"]


def test_files_nobody_knows_are_warnings_with_a_suggestion() -> None:
    found = portfolio(
        a__project_yaml=GOOD,
        a__risk_yaml="[]\n",
        a__deep__deeper__x_yaml="a: 1\n",
        a__sheet_csv="x\n",
        a__data__sheet_ods=b"PK",
        b_csv="x\n",
        extra_yaml="x: 1\n",
    )
    assert [(p.file, p.severity) for p in found.problems] == [
        ("projects/a/data/sheet.ods", "warning"),
        ("projects/a/deep/deeper/x.yaml", "warning"),
        ("projects/a/risk.yaml", "warning"),
        ("projects/a/sheet.csv", "warning"),
        ("projects/b.csv", "warning"),
        ("projects/extra.yaml", "warning"),
    ]
    assert [problem.hint and words("en").say(problem.hint) for problem in found.problems] == [
        "save it as an Excel workbook (.xlsx), or as CSV",
        None,
        "did you mean `risks.yaml`?",
        "measured numbers stand in `projects/a/data/`: move it there",
        "measured numbers stand in `projects/ID/data/`: move it there",
        "did you mean `extra.schema.json`?",
    ]
    assert [project.id for project in found.projects] == ["a"]


# Numbers


LONG = '指标,日期,值,备注\nK1,2026-11-01,1850,首日\n成交额,2026-11-08,"4,450",\nK0,2026-11-15,5000,\n'
WIDE = "date,K1,K2,\n2026-11-01,1850,21.2%,\n2026-11-08,4450,,\n"
ENCODINGS = {
    "utf-8": lambda text: text.encode(),
    "with a byte order mark": lambda text: text.encode("utf-8-sig"),
    "gb18030": lambda text: text.encode("gb18030"),
    "utf-16": lambda text: text.encode("utf-16"),
    "windows line ends": lambda text: text.replace("\n", "\r\n").encode(),
    "semicolons": lambda text: text.replace('"4,450"', "4450").replace(",", ";").encode(),
    "tabs": lambda text: text.replace('"4,450"', "4450").replace(",", "\t").encode("utf-16"),
}


def values(found: Portfolio, metric: int = 0) -> list[tuple[str, float]]:
    return [(m.date.isoformat(), m.value) for m in found.projects[0].metrics[metric].measurements]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_long_table(encoding: str) -> None:
    found = portfolio(a__project_yaml=GOOD + METRICS, a__data__sales_csv=ENCODINGS[encoding](LONG))
    assert said(found) == []
    assert values(found) == [("2026-11-01", 1850), ("2026-11-08", 4450), ("2026-11-15", 5000)]
    assert found.projects[0].metrics[0].measurements[0].note == Text("首日")


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_wide_table(encoding: str) -> None:
    found = portfolio(a__project_yaml=GOOD + METRICS, a__data__sales_csv=ENCODINGS[encoding](WIDE))
    assert said(found) == []
    assert values(found) == [("2026-11-01", 1850), ("2026-11-08", 4450)]
    assert values(found, 1) == [("2026-11-01", 21.2)]


def test_a_column_for_no_metric_is_said_once() -> None:
    found = portfolio(a__project_yaml=GOOD + METRICS, a__data__b_csv="date,K7\n2026-11-01,1\n2026-11-08,2\n")
    assert said(found) == ["a/data/b.csv:1 unknown-reference: there is no metric `K7` in this project"]
    assert found.problems[0].column == 6


def test_a_list_in_a_file_of_its_own_goes_without_its_name() -> None:
    found = portfolio(a__project_yaml=GOOD, a__risks_yaml="risks:\n  - {id: R1}\n")
    (hint,) = (problem.hint for problem in found.problems)
    assert hint is not None
    assert words("en").say(hint) == "the file is the list itself: delete the line `risks:`"


def test_numbers_from_everywhere_meet_at_their_metric() -> None:
    text = GOOD + METRICS.replace("aliases: [K0]", "measurements: [{date: 2026-10-01, value: 1}]")
    found = portfolio(
        a__project_yaml=text + "measurements:\n  2026-10-02: {K1: 2}\n",
        a__data__b_csv="metric,date,value\nK1,2026-10-03,3\nK1,2026-10-02,2\n",
    )
    assert said(found) == []
    assert [value for _, value in values(found)] == [1, 2, 3]
    sources = found.sources["a"]
    assert sources.place(("metrics", 0, "measurements", 0)).file == "projects/a/project.yaml"
    assert sources.place(("metrics", 0, "measurements", 1, "date")).line == 11
    last = sources.place(("metrics", 0, "measurements", 2, "date"))
    assert (last.file, last.line) == ("projects/a/data/b.csv", 2)


def test_findings_of_a_table_stand_on_its_cells() -> None:
    table = (
        "metric,date,value\n\nK1,8月2日,3\nK1,2026-11-01,many\nK9,2026-11-01,3\n"
        "K1,2026-11-02,1\nK1,2026-11-02,2\n"
    )
    found = portfolio(a__project_yaml=GOOD + METRICS, a__data__b_csv=table)
    assert [(p.line, p.column, p.code) for p in found.problems] == [
        (3, 4, "not-a-date"),
        (4, 15, "not-a-number"),
        (5, 1, "unknown-reference"),
        (7, 15, "measured-twice"),
    ]


@pytest.mark.parametrize("day", ["2026/11/1", "2026-11-1", "2026.11.01", "2026年11月1日", "2026/11/1 0:00"])
def test_dates_of_a_table_as_sheets_export_them(day: str) -> None:
    found = portfolio(a__project_yaml=GOOD + METRICS, a__data__b_csv=f"日期,K1\n{day},3\n")
    assert said(found) == []
    assert values(found) == [("2026-11-01", 3)]


def hints(found: Portfolio) -> list[str]:
    return [words("en").say(problem.hint) for problem in found.problems if problem.hint]


@pytest.mark.parametrize(
    "table", ["日期,K1\n2026-11-01,3\n合计,3\n", "metric,date,value\nK1,2026-11-01,3\nTotal:,,3\n"]
)
def test_a_row_of_sums_is_left_out(table: str) -> None:
    found = portfolio(a__project_yaml=GOOD + METRICS, a__data__b_csv=table)
    assert said(found) == []
    assert values(found) == [("2026-11-01", 3)]


def test_a_comma_between_semicolons_is_no_thousand() -> None:
    table = "date;K1\n2026-11-01;1,234\n"
    found = portfolio(a__project_yaml=GOOD + METRICS, a__data__b_csv=table)
    assert said(found) == ["a/data/b.csv:2 not-a-number: `1,234` is not a number"]
    assert hints(found) == ["write the number with a point and without commas, for example 1234.5"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-file"),
        (b"PK\x03\x04\x14\x00\x06\x00 a workbook", "not-text"),
        (b"a,b\n1,2\n", "malformed-table"),
        (b"\xff\xff\xff\xff", "encoding"),
        (b"date,K1\n2026-11-01,\x00\n", "encoding"),
        (b'date,K1\n2026-11-01,"' + b"x" * 200_000 + b'"\n', "malformed-table"),
        (b"date,K1\n" + b"2026-11-01,\n" * 80_000, ""),
    ],
)
def test_tables_that_cannot_be_read(content: bytes, code: str) -> None:
    found = portfolio(a__project_yaml=GOOD + METRICS, a__data__b_csv=content)
    assert [problem.code for problem in found.problems] == ([code] if code else [])


def test_a_number_for_no_metric_at_all() -> None:
    found = portfolio(a_yaml=GOOD + "measurements:\n  2026-11-01: {K1: 3}\n")
    (problem,) = found.problems
    assert (problem.code, problem.line, problem.column) == ("unknown-reference", 8, 16)


# On disk


def write(root: Path, name: str, content: str = GOOD) -> Path:
    path = root / "projects" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def test_an_ending_that_windows_hides_is_noticed(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml")
    write(tmp_path, "gift.yaml.txt")
    write(tmp_path, "notes.txt", "not for opsgen")
    (problem,) = read(tmp_path).problems
    assert problem.file == "projects/gift.yaml.txt"
    assert problem.hint is not None
    assert words("en").say(problem.hint) == "rename it to `gift.yaml`"


def test_reading_a_folder(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml")
    write(tmp_path, "b/project.yaml")
    found = read(tmp_path)
    assert said(found) == []
    assert [project.id for project in found.projects] == ["a", "b"]


def test_what_is_not_a_plain_file_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    good = write(tmp_path, "a.yaml")
    (tmp_path / "projects" / "link.yaml").symlink_to(good)
    (tmp_path / "projects" / "b").symlink_to("/etc")
    os.mkfifo(tmp_path / "projects" / "pipe.yaml")
    found = read(tmp_path)
    assert [(p.file, p.code) for p in found.problems] == [
        ("projects/b", "unsafe-file"),
        ("projects/link.yaml", "unsafe-file"),
        ("projects/pipe.yaml", "unsafe-file"),
    ]
    assert [project.id for project in found.projects] == ["a"]


def test_a_file_that_vanishes_is_a_finding(tmp_path: Path) -> None:
    from opsgen import load

    write(tmp_path, "a.yaml")
    found = assemble({"projects/a.yaml": partial(load.read, tmp_path, "projects/gone.yaml")})
    assert [problem.code for problem in found.problems] == ["unreadable-file"]
    assert found.broken == ("a",)


def test_no_folder_at_all(tmp_path: Path) -> None:
    found = read(tmp_path)
    assert [problem.code for problem in found.problems] == ["unsafe-file"]


def test_the_shipped_portfolios_are_read_whole() -> None:
    for root in (DATA / "complete", DATA / "small", Path(__file__).parent.parent):
        found = read(root)
        assert said(found) == []
        assert found.projects


def test_the_order_of_the_files_changes_nothing() -> None:
    files = {f"p{i}": GOOD for i in range(5)} | {"bad": "title: 3\n"}
    forwards = portfolio(**{f"{name}_yaml": text for name, text in files.items()})
    backwards = portfolio(**{f"{name}_yaml": text for name, text in reversed(files.items())})
    assert forwards.projects == backwards.projects
    assert forwards.problems == backwards.problems


def test_findings_of_a_table_end_at_a_hundred() -> None:
    head = GOOD + "metrics:\n  - {id: K1, title: x}\n"
    broken = portfolio(a__project_yaml=head, a__data__x_csv="date,K1\n" + "x,y\n" * 300)
    twice = portfolio(
        a__project_yaml=head, a__data__x_csv="date,K1\n" + "".join(f"2026-01-01,{i}\n" for i in range(300))
    )
    strange = portfolio(
        a__project_yaml=head,
        a__data__x_csv="date," + ",".join(f"Q{i}" for i in range(300)) + "\n2026-01-01" + ",1" * 300,
    )
    assert [len(found.problems) for found in (broken, twice, strange)] == [100, 100, 100]


@pytest.mark.parametrize(("file", "text"), [("ReadMe", ""), ("may", "id: index\n"), ("index", "")])
def test_no_meeting_is_called_like_the_page_of_a_folder(file: str, text: str) -> None:
    content = f"title: May\ndate: 2026-05-20\n{text}".encode()
    found = assemble({f"projects/meetings/{file}.yaml": lambda: content})
    assert found.meetings == ()
    assert "malformed-value" in {problem.code for problem in found.problems if problem.severity == "error"}
