"""Portfolios to fuzz: files of every kind under every sort of name, right ones, broken ones and nonsense."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from opsgen.schema.fields import kinds
from tests.drawn import documents
from tests.fuzz.pieces import TOKENS, encoded, mutations, texts

_LISTS = (
    "adjustments",
    "allocations",
    "benefits",
    "budget",
    "conflicts",
    "decisions",
    "equipment",
    "feedback",
    "goals",
    "lessons",
    "measurements",
    "metrics",
    "milestones",
    "retrospectives",
    "risks",
    "tasks",
    "vendors",
)
_NAMES = (
    *(
        "portfolio.yaml",
        "people.yaml",
        "a.yaml",
        "b.yml",
        "A.yaml",
        "CON.yaml",
        "双十一.yaml",
        "a/project.yaml",
    ),
    *("c/project.yaml", *(f"c/{name}.yaml" for name in _LISTS), "c/risks.yml", "c/updates/2026-W41.yaml"),
    *("c/updates/x.yml", "c/data/measurements.csv", "c/data/wide.CSV", "c/data/x.xlsx", "c/nothing.yaml"),
    *("c/retrospectives/2026-11-20.yaml", "c/retrospectives/x.yml", "c/data/渠道.csv"),
    *(
        "d/risks.yaml",
        "c/meetings/x.yaml",
        "c/project.yaml.txt",
        "x.csv",
        "data/x.csv",
        "data/actuals.csv",
        "data/actuals.xlsx",
        "e/f/g/h.yaml",
        ".yaml",
    ),
)
_CELLS = (
    *(
        "date",
        "日期",
        "metric",
        "value",
        "指标",
        "数值",
        "note",
        "K1",
        "K2",
        "2026-10-01",
        "2026/10/2",
        "2026-W41",
    ),
    *(
        "12",
        "1,200",
        "21.6%",
        "-3",
        "x",
        "",
        " ",
        '"',
        '""',
        "'",
        ",",
        "\t",
        "\n",
        "\r",
        "\x00",
        "=1+1",
        "\ufeff",
    ),
    *("项目", "科目", "月份", "金额", "project", "line", "month", "amount"),
    *("a", "B1", "30万", "2026-10", "合计", "渠道", "小程序", "第 N 天", "0000", "0001"),
    *("# 开始日期: 20261001", "# Start date: 2026-10-01", "# 结束日期: 20261031", "#", "# ----"),
    *("1e999", "nan", "9" * 50, "0000-00-00", "2026-02-30", "\u202e", "０１", "2026-10-01 00:00:00"),
)
_ODD: st.SearchStrategy[Any] = st.one_of(
    *(
        st.none(),
        st.booleans(),
        st.integers(-(2**53), 2**53),
        st.floats(allow_nan=False, allow_infinity=False),
    ),
    *(
        st.sampled_from(TOKENS),
        st.text(max_size=5),
        st.just([]),
        st.just({}),
        st.just([[]]),
        st.just({"": None}),
    ),
)


@st.composite
def accidents_in_data(draw: Any, kind: str | None = None) -> tuple[str, bytes]:
    """A kind, and data that fits its schema but for a few accidents, as JSON (which is YAML)."""
    kind = kind or draw(st.sampled_from(kinds()))
    data = draw(documents(kind))
    for _ in range(draw(st.integers(0, 4))):
        data = _accident(draw, data)
    return kind, encoded(
        json.dumps(data, ensure_ascii=draw(st.booleans()), indent=draw(st.sampled_from([None, 1])))
    )


def _accident(draw: Any, data: Any) -> Any:
    """The data with one value replaced, left out, doubled, wrapped or renamed, somewhere."""
    if not isinstance(data, dict | list) or not data or draw(st.integers(0, 5)) == 0:
        return draw(st.one_of(_ODD, st.just([data]), st.just({"id": data}), st.just([data, data])))
    keys = list(data) if isinstance(data, dict) else range(len(data))
    at = draw(st.sampled_from(keys))
    match draw(st.integers(0, 6)), data:
        case 0, dict():
            return {key: value for key, value in data.items() if key != at}
        case 1, dict():
            return data | {draw(st.one_of(st.sampled_from(TOKENS), st.just(f"{at}s"))): data[at]}
        case 2, list():
            return [*data, data[at]]
        case _, dict():
            return data | {at: _accident(draw, data[at])}
    return [_accident(draw, value) if i == at else value for i, value in enumerate(data)]


def tables() -> st.SearchStrategy[bytes]:
    """CSV of nasty cells, in the encodings that sheets export."""
    row = st.lists(st.sampled_from(_CELLS), max_size=4)
    text = st.tuples(st.sampled_from([",", "\t", ";"]), st.lists(row, max_size=6)).map(_joined)
    return st.one_of(
        st.tuples(text, st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"])).map(
            lambda t: t[0].encode(t[1])
        ),
        st.binary(max_size=100),
    )


def _joined(drawn: tuple[str, list[list[str]]]) -> str:
    delimiter, rows = drawn
    return "\n".join(delimiter.join(row) for row in rows)


@st.composite
def portfolios(draw: Any) -> dict[str, bytes]:
    """Files by name, at least one."""
    names = draw(st.lists(st.sampled_from(_NAMES), min_size=1, max_size=6, unique=True))
    return {f"projects/{name}": draw(_content(name)) for name in names}


def _content(name: str) -> st.SearchStrategy[bytes]:
    if name.lower().endswith(".csv"):
        return st.one_of(tables(), mutations(tables()))
    stem = name.rsplit("/", 1)[-1].partition(".")[0]
    folders = {"updates/": "update", "meetings/": "meeting", "retrospectives/": "retrospective"}
    kind = next(
        (one for part, one in folders.items() if part in name), stem if stem in kinds() else "project"
    )
    fitting = accidents_in_data(kind).map(lambda drawn: drawn[1])
    return st.one_of(fitting, fitting, mutations(fitting), mutations(), texts())
