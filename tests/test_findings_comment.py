"""The errors as a comment on a pull request: what to paste is right, and nothing breaks out."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from opsgen import load
from opsgen.cli.main import opsgen
from opsgen.export.findings import MARKER, findings_comment
from opsgen.problem import Place, Problem, Repair
from opsgen.words import LANGUAGES, message, words

MISTAKES = Path(__file__).parent / "data" / "mistakes"
SMALL = "title: Gift\nowner: Wang Fang\nstart: 2026-07-01\nfinish: 2026-12-31\n"
PASTED = re.compile(r"<p>[^<]*?(\d+)[^<]*</p><pre><code>(.*?)</code></pre>", re.DOTALL)
HOSTILE = (
    "```", "~~~", "</code></pre><img src=x onerror=hit()>", "<!-- opsgen check -->", "-->", "@everyone",
    "::error file=x::boo", "##[error]boo", "##vso[task.complete]", "#1 !2 ~3", "https://example.org/",
    "`` ` ``", "| a | b |", "<script>hit()</script>", "{{config}}", "[x](javascript:hit())", "&lt;b&gt;",
)  # fmt: skip


def comment(root: Path, *options: str, lang: str = "en") -> str:
    arguments = ["-C", str(root), "--lang", lang, "check", "--as-of", "2026-11-22", "--format", "comment"]
    return CliRunner().invoke(opsgen, [*arguments, *options]).stdout


def project(root: Path, text: str) -> Path:
    path = root / "projects" / "gift.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
    return path


def codes(file: str, content: bytes) -> list[tuple[str, int]]:
    return [(one.code, one.line) for one in load.parse(file, content).problems]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_comment_says_what_where_why_and_what_to_write(tmp_path: Path, lang: str) -> None:
    project(tmp_path, SMALL.replace("owner: ", "owner：").replace("2026-07-01", "2026/7/1"))
    said = comment(tmp_path, lang=lang)
    assert said.startswith(f"{MARKER}\n")
    assert "<code>projects/gift.yaml</code>" in said
    assert "<pre><code>owner: Wang Fang</code></pre>" in said
    assert "opsgen fix" in said
    assert len(said) < 60_000


def test_what_helps_at_once_comes_before_what_is_good_to_know(tmp_path: Path) -> None:
    project(tmp_path, SMALL.replace("2026-07-01", "2026/7/1"))
    said = comment(tmp_path)
    order = ("is not a date", "What to do:", "<pre><code>start: 2026-07-01</code></pre>", "Good to know:")
    assert sorted(order, key=said.index) == list(order)


def test_without_errors_there_is_no_comment(tmp_path: Path) -> None:
    project(tmp_path, SMALL + "milestones:\n  - {title: Go, forecast: 2026-12-01}\n")
    assert comment(tmp_path) == ""


def test_several_repairs_of_a_line_make_one_line(tmp_path: Path) -> None:
    project(tmp_path, SMALL + "里程碑:\n  - {编号: M1, 标题: 618, forecast: 2026/12/1}\n")
    assert "<pre><code>  - {编号: M1, title: &#x27;" not in comment(tmp_path)
    assert "forecast: 2026" in comment(tmp_path)
    assert comment(tmp_path).count("<pre>") == 2


def test_what_is_pasted_makes_the_finding_vanish() -> None:
    output = (
        CliRunner()
        .invoke(opsgen, ["-C", str(MISTAKES), "check", "--as-of", "2026-11-22", "--format", "json"])
        .stdout
    )
    found = [one for one in json.loads(output)["findings"] if one["severity"] == "error"]
    of_files: dict[str, list[dict[str, object]]] = {}
    for one in found:
        of_files.setdefault(str(one["file"]), []).append(one)
    pasted = 0
    for part in re.findall(r"<li>.*?</li>", comment(MISTAKES), re.DOTALL):
        name = re.search(r"<code>([^<]*)</code>", part)
        for number, line in PASTED.findall(part):
            assert name is not None
            file = name[1][name[1].index("projects/") :]
            pasted += 1
            _vanishes(MISTAKES, file, int(number), html.unescape(line))
    assert pasted > 35


def _vanishes(root: Path, file: str, number: int, line: str) -> None:
    from functools import partial

    from opsgen import check, portfolio

    contents, refused = portfolio.files(root)

    def errors_in(content: bytes) -> set[str]:
        given = {**contents, file: partial(bytes, content)}
        for other in [name for name in given if name != file and "people" not in name and "port" not in name]:
            del given[other]
        from datetime import date

        every = check.findings(check.workspace_of(root, given, refused), date(2026, 11, 22))
        return {
            one.code for one in every if one.line == number and one.severity == "error" and one.file == file
        }

    content = (root / file).read_bytes()
    lines = content.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    before = errors_in(content)
    lines[number - 1] = line
    assert before, file
    assert not before & errors_in("\n".join(lines).encode()), (file, line)


@pytest.mark.parametrize("payload", HOSTILE)
def test_nothing_that_authors_write_breaks_out(payload: str) -> None:
    line = f"title: {payload}"
    place = Place("projects/x.yaml", 1, 8, 1, 8 + len(payload))
    mend = Repair(place, f'"{payload}"')
    said = findings_comment(
        [
            Problem(
                place,
                "unquoted-colon",
                "error",
                message("a {x} b", x=payload),
                message("{x}", x=payload),
                mend,
            )
        ],
        words("en"),
        lambda _: line,
    )
    bare = re.sub(
        r"<code>.*?</code>|<(/?(h3|p|ol|li|b|pre)|br)>", "", said.removeprefix(MARKER), flags=re.DOTALL
    )
    assert not re.search("[<>]", bare), bare
    assert not re.search(r"@\w|://|#\d|!\d|~\d", html.unescape(bare)), bare
    assert said.count(MARKER) == 1
    assert "::" not in said
    assert "##[" not in said
    code = re.findall(r"<pre><code>(.*?)</code></pre>", said, re.DOTALL)
    assert [html.unescape(one) for one in code] == [f'title: "{payload}"']


def test_a_long_comment_ends_in_time() -> None:
    wrong = [
        Problem(Place("projects/x.yaml", n, 1, n, 5), "not-a-date", "error", message("{x}", x="y" * 500))
        for n in range(1, 400)
    ]
    said = findings_comment(wrong, words("zh"), lambda _: None)
    assert len(said) <= 60_000
    assert said.rstrip().endswith("</p>")


def test_one_line_with_very_many_errors_does_not_hide_all_others() -> None:
    text = "&" * 500
    many = [
        Problem(Place("a.yaml", 1, n, 1, n + 1), "x", "error", message("{t}", t=text)) for n in range(1, 80)
    ]
    other = Problem(Place("b.yaml", 2, 1, 2, 2), "x", "error", message("told all the same"))
    made = findings_comment([*many, other], words("en"), lambda place: None)
    assert "told all the same" in made
    assert "79 more errors" in made
    assert len(made) < 65_536
