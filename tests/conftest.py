"""For every test: golden files, rewritten by `pytest --update`, and the site of the repository."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

GOLDEN = Path(__file__).parent / "golden"

Golden = Callable[[str, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the files of tests/golden/")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """`golden(text, name)`: the text equals the file `tests/golden/<name>`."""
    update = bool(request.config.getoption("--update"))

    def check(text: str, name: str) -> None:
        path = GOLDEN / name
        if update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            return
        assert path.is_file(), f"tests/golden/{name} is missing; write it with: pytest --update"
        assert text == path.read_text(encoding="utf-8"), f"tests/golden/{name} differs; see: pytest --update"

    return check


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the repository's own portfolio with its manual, built once for all workers."""
    from tests.sample_site import build_demo  # brings MkDocs, which few tests need

    return _once("demo", tmp_path_factory, build_demo) / "site"


@pytest.fixture(scope="session")
def complete_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the portfolio that uses every field, built once too."""
    from tests.sample_site import build_complete

    return _once("complete", tmp_path_factory, build_complete) / "site"


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a payload in every text, its site and its one-pagers for phones, built once too."""
    from tests.hostile import published

    return _once("hostile", tmp_path_factory, published)


def _once(name: str, factory: pytest.TempPathFactory, make: Callable[[Path], object]) -> Path:
    """The folder that `make` fills, the same for all workers."""
    alone = "PYTEST_XDIST_WORKER" not in os.environ
    own = factory.getbasetemp()
    root = (own if alone else own.parent) / name
    with FileLock(f"{root}.lock"):
        if not root.exists():
            whole = factory.mktemp(name)
            make(whole)
            whole.rename(root)
    return root
