"""A bounded run of the fuzzer that looks for code not reached yet; in a process of its own, which may die."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent
RUNS = int(os.environ.get("OPSGEN_FUZZ_RUNS", "30000"))
# Where the fuzzer has wheels; the markers in pyproject.toml say the same.
INSTALLABLE = (
    sys.platform == "linux" and platform.machine() == "x86_64" and (3, 11) <= sys.version_info < (3, 15)
)
only_where_installable = pytest.mark.skipif(
    not INSTALLABLE, reason="the fuzzer has wheels for Linux on x86-64 and Python 3.11 to 3.14 only"
)


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        cwd=TOP,
        env={**os.environ, "PYTHONHASHSEED": "0"},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=600,
        check=False,
    )


@only_where_installable
def test_no_input_breaks_a_promise(tmp_path: Path) -> None:
    done = run("-m", "tests.fuzz.loader", str(tmp_path), f"-runs={RUNS}", "-seed=1")
    found = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.name.startswith("crash-")}
    assert done.returncode == 0, f"{found}\n{done.stdout[-4000:]}\n{done.stderr[-2000:]}"
    assert f"Done {RUNS} runs" in done.stderr


@only_where_installable
def test_a_broken_promise_ends_the_run_and_leaves_its_input(tmp_path: Path) -> None:
    broken = """
import sys
from pathlib import Path
from tests.fuzz import loader, promises
promises.LARGEST = 1000
loader.main(Path(sys.argv[1]), ["-runs=5000", "-seed=1"])
"""
    done = run("-c", broken, str(tmp_path))
    assert done.returncode != 0
    assert "AssertionError" in done.stdout
    assert list(tmp_path.glob("crash-*"))
