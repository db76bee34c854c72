"""What every test may ask for: golden files, rewritten by `pytest --update`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

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
