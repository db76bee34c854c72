"""The order of the modules, one door for each library, and what pure modules may not touch."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(__file__).parent.parent / "opsgen"
# A module imports only what stands before it.
ORDER = [
    *(
        "words",
        "problem",
        "shipped",
        "glyphs",
        "system",
        "cache",
        "load",
        "schema",
        "model",
        "tables",
        "portfolio",
    ),
    *(
        "calendar",
        "history",
        "derive",
        "changes",
        "timeline",
        "drafts",
        "rules",
        "check",
        "last_good",
        "explain",
        "edit",
        "workspace",
    ),
    *("demonstration", "text", "figures"),
    *("views", "render", "export", "mkdocs_plugin", "pdf", "build", "cli", "__main__"),
]
DOORS = {
    "babel": {"words"},
    "cattrs": {"model"},
    "click": {"cli"},
    "csv": {"tables", "export"},  # one reads, one writes
    "defusedxml": {"tables"},
    "filelock": {"build"},
    "holidays": {"calendar"},
    "icalendar": {"export"},
    "jieba": {"mkdocs_plugin"},
    "jinja2": {"render", "workspace"},  # new files are YAML and Markdown: an environment without escaping
    "jsonschema": {"schema"},
    "jsonschema_rs": {"schema"},
    "markdown_it": {"text"},
    "mkdocs": {"mkdocs_plugin"},
    "nh3": {"text"},
    "openpyxl": {"tables"},
    "prompt_toolkit": {"cli"},
    "pydyf": {"pdf"},
    "pypdf": {"pdf"},
    "pypdfium2": {"pdf"},
    "referencing": {"schema"},
    "rich": {"cli"},
    "sqlite3": {"cache"},
    "subprocess": {"history", "pdf"},
    "weasyprint": {"pdf"},
    "xlsxwriter": {"export"},
    "yaml": {"load"},
}
PURE = ("model", "derive", "changes", "drafts", "figures")
CLOCKS = {"date.today", "datetime.now", "datetime.today", "datetime.utcnow", "time.time"}
OUTSIDE = {"io", "os", "pathlib", "random", "shutil", "socket", "subprocess", "tempfile", "time", "urllib"}
FILES = sorted(PACKAGE.rglob("*.py"))


def module_of(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imports(tree: ast.AST) -> Iterator[str]:
    """The names of everything that is imported in the tree; `opsgen.load` for `from opsgen import load`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            inside = node.module == "opsgen"
            yield from (f"opsgen.{alias.name}" if inside else node.module for alias in node.names)


def at_run_time(tree: ast.Module) -> ast.Module:
    """The tree without what only type checkers read."""

    class Without(ast.NodeTransformer):
        def visit_If(self, node: ast.If) -> ast.AST | None:
            typing_only = isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
            return None if typing_only else self.generic_visit(node)

    stripped = Without().visit(tree)
    assert isinstance(stripped, ast.Module)
    return stripped


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_what_stands_before_it(path: Path) -> None:
    own = module_of(path)
    if own == "__init__":
        return
    allowed = {*ORDER[: ORDER.index(own) + 1], "__version__"}
    used = {name.split(".")[1] for name in imports(parsed(path)) if name.startswith("opsgen.")}
    assert used <= allowed


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_each_library_has_one_door(path: Path) -> None:
    own = module_of(path)
    used = {name.split(".")[0] for name in imports(at_run_time(parsed(path)))}
    assert {library for library in used & DOORS.keys() if own not in DOORS[library]} == set()


@pytest.mark.parametrize(
    "path", [path for path in FILES if module_of(path) in PURE], ids=lambda path: path.stem
)
def test_pure_modules_read_no_clock_and_no_file(path: Path) -> None:
    tree = parsed(path)
    called = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    asked = {f"{ast.unparse(f.value)}.{f.attr}" for f in called if isinstance(f, ast.Attribute)}
    assert not asked & CLOCKS
    assert not {name.split(".")[0] for name in imports(tree)} & OUTSIDE
    assert not any(isinstance(f, ast.Name) and f.id == "open" for f in called)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_modules_and_functions_stay_small(path: Path) -> None:
    """What grows past this is two things."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 600
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 60, node.name


def test_nothing_is_called_after_what_it_is_not() -> None:
    names = {part for path in FILES for part in path.relative_to(PACKAGE).with_suffix("").parts}
    assert not names & {"utils", "util", "helpers", "common", "manager", "misc"}


def test_every_module_has_its_place_in_the_order() -> None:
    assert {module_of(path) for path in FILES} - {"__init__"} == set(ORDER)


def test_contributing_names_every_module_in_its_place() -> None:
    house = (PACKAGE.parent / "CONTRIBUTING.md").read_text(encoding="utf-8")
    table = house.partition("```text\n")[2].partition("```")[0]
    assert [*(line.split()[0] for line in table.splitlines()), "__main__"] == ORDER


def test_every_module_says_what_it_is() -> None:
    for path in FILES:
        assert ast.get_docstring(parsed(path)) or not path.read_text(encoding="utf-8").strip(), path
