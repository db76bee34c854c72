"""What files are made of to fuzz: pieces that YAML and the schemas care about, and files of people."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import strategies as st

TESTS = Path(__file__).parent.parent
TOP = TESTS.parent

_SYNTAX = (
    *(
        "a: ",
        "b: ",
        "- ",
        "? ",
        ": ",
        ":",
        ",",
        "[",
        "]",
        "{",
        "}",
        "{}",
        "[]",
        "|",
        ">",
        "|2-",
        ">+",
        "#",
        " #",
    ),
    *("&x ", "*x", "*x ", "<<: ", "<<: *x\n", "!!str ", "!!int ", "!x ", "!", "%", "%YAML 1.2\n", "@", "`"),
    *(
        "---",
        "---\n",
        "...\n",
        "--- |\n",
        "'",
        '"',
        "''",
        '\\"',
        "\\",
        "\\x41",
        "\\u202e",
        "\\U0001F600",
        "\\ud800",
    ),
    *(
        "\n",
        "\n\n",
        "\r",
        "\r\n",
        "\t",
        " ",
        "  ",
        "    ",
        "\n  ",
        "\n- ",
        "\n  - ",
        "a\n b\n",
        "<<<<<<< a\n",
    ),
    *(
        "=======\n",
        ">>>>>>> b\n",
        "{a: 1, b}",
        "[a, [b]]",
        "- - - ",
        "? - a\n: b\n",
        "&x [*x]",
        "&x [1]\n",
        "&",
    ),
)
_SCALARS = (
    *(
        "~",
        "null",
        "true",
        "NO",
        "yes",
        "n",
        "0",
        "-1",
        "1.10",
        "0123",
        "1e999",
        ".inf",
        "-.INF",
        ".nan",
        "0x1F",
    ),
    *("0o17", "0xffffffffffffffffff", "9007199254740993", "1" * 41, "12:30", "1_000", "0b1", "2026-02-30"),
    *(
        "2026-11-8",
        "2026/11/08",
        "2026年11月8日",
        "11月8日",
        "2026-W54",
        "0000-01-01",
        "9999-12-31",
        "2026-13",
    ),
    *(
        "800万",
        "1.2亿",
        "12 %",
        "50%",
        "％",
        "-",
        "x",
        "标题",
        "王芳",
        "@王芳",
        "<写标题>",
        "<b>",
        "__proto__",
    ),
    *(
        "\\N",
        "\u202e",
        "\u200b",
        "\ufeff",
        "\u3000",
        "\xa0",
        "\x85",
        "\u2028",
        "\x00",
        "\x07",
        "\x7f",
        "\ufffe",
    ),
    *(
        "：",
        "，",
        "【",
        "】",
        "“",
        "”",
        "－",
        "é",
        "e\u0301",
        "😀",
        "a: b: c",
        "x # y",
        "#5",
        "::error::",
        "\x1b[2J",
    ),
)
_WORDS = (
    *(
        "id: ",
        "title: ",
        "owner: ",
        "start: ",
        "finish: ",
        "lifecycle: ",
        "goals: ",
        "metrics: ",
        "milestones: ",
    ),
    *(
        "risks: ",
        "tasks: ",
        "budget: ",
        "depends_on: ",
        "measurements: ",
        "forecast: ",
        "actual: ",
        "因: ",
        "负责人: ",
    ),
    *(
        "{ref: M1}",
        "[M1, M1]",
        "{id: M1}",
        "status: done",
        "date: 2026-11-22",
        "target: ",
        "baseline: ",
        "- id: K1",
    ),
)
TOKENS = (*_SYNTAX, *_SCALARS, *_WORDS)
BYTES = (
    b"\xff\xfe",
    b"\xfe\xff",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"\xc0\x80",
    b"\xff",
    b"\x00",
    b"\xce\xa2",
)


def seeds() -> tuple[bytes, ...]:
    """Files of people: the demonstration, the test data and the cases of the rules, right and wrong ones."""
    folders = (TOP / "projects", TESTS / "data", TESTS / "rules")
    found = (
        path for folder in folders for path in folder.rglob("*") if path.suffix in (".yaml", ".yml", ".csv")
    )
    return tuple(sorted((path.read_bytes() for path in found), key=lambda content: (len(content), content)))


def texts() -> st.SearchStrategy[bytes]:
    """Text of nasty pieces, such as a grammar without sense would make."""
    return st.lists(st.sampled_from(TOKENS), max_size=40).map(lambda drawn: encoded("".join(drawn)))


def encoded(text: str) -> bytes:
    """UTF-8, with lone surrogates as broken tools write them."""
    return text.encode("utf-8", "surrogatepass")


@st.composite
def mutations(draw: Any, files: st.SearchStrategy[bytes] | None = None) -> bytes:
    """A file of people after a few accidents."""
    content = draw(st.sampled_from(seeds()) if files is None else files)[:20_000]
    for _ in range(draw(st.integers(1, 6))):
        content = draw(st.sampled_from(_ACCIDENTS))(draw, content)
    return bytes(content)


def _flipped(draw: Any, content: bytes) -> bytes:
    at = draw(st.integers(0, max(0, len(content) - 1)))
    return content[:at] + bytes([draw(st.integers(0, 255))]) + content[at + 1 :]


def _deleted(draw: Any, content: bytes) -> bytes:
    at = draw(st.integers(0, len(content)))
    return content[:at] + content[at + draw(st.integers(1, 40)) :]


def _cut(draw: Any, content: bytes) -> bytes:
    return content[: draw(st.integers(0, len(content)))]


def _doubled(draw: Any, content: bytes) -> bytes:
    lines = content.split(b"\n")
    at, length = draw(st.integers(0, len(lines))), draw(st.integers(1, 8))
    return b"\n".join(lines[: at + length] + lines[at:])


def _swapped(draw: Any, content: bytes) -> bytes:
    lines = content.split(b"\n")
    one, other = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def _spliced(draw: Any, content: bytes) -> bytes:
    other = draw(st.sampled_from(seeds()))
    at, start = draw(st.integers(0, len(content))), draw(st.integers(0, len(other)))
    return content[:at] + other[start : start + draw(st.integers(1, 400))] + content[at:]


def _strewn(draw: Any, content: bytes) -> bytes:
    at = draw(st.integers(0, len(content)))
    piece = draw(st.one_of(st.sampled_from(TOKENS).map(encoded), st.sampled_from(BYTES)))
    return content[:at] + piece + content[at:]


def _revalued(draw: Any, content: bytes) -> bytes:
    """One line's value becomes another; what the schemas see most of."""
    lines = content.split(b"\n")
    at = draw(st.integers(0, len(lines) - 1))
    key, colon, _ = lines[at].partition(b": ")
    lines[at] = key + colon + encoded(draw(st.sampled_from(TOKENS)))
    return b"\n".join(lines)


def _indented(draw: Any, content: bytes) -> bytes:
    lines = content.split(b"\n")
    at = draw(st.integers(0, len(lines) - 1))
    lines[at] = draw(st.sampled_from([b" ", b"  ", b"\t", "\u3000".encode()])) + lines[at]
    return b"\n".join(lines)


_ACCIDENTS = (
    *(
        _flipped,
        _deleted,
        _cut,
        _doubled,
        _swapped,
        _spliced,
        _strewn,
        _strewn,
        _revalued,
        _revalued,
        _indented,
    ),
)
