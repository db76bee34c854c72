"""What takes too long for every change: `.venv/bin/python tools/nightly.py [--minutes N]`.

Fuzzes by chance and towards code not reached yet, about N minutes each; draws portfolios from the schemas;
prints every handout in every language and asks a validator about them; tries the schemas with other readers;
looks at every page for what keeps somebody out; walks a long history; reads the reports of a year; judges
every version of the demonstration; measures what handouts and the search cost; installs the hooks for
pre-commit.
`.venv` is the one of the tests. Each step's result stands at the end; exit code 1 where one failed. What a
step needs and this machine lacks is named, and the step left out. What the fuzzer has learnt stays in
`.cache/fuzz/` for the next night.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TOP = Path(__file__).resolve().parent.parent
LEARNT = TOP / ".cache" / "fuzz"
PORTFOLIOS = (TOP, TOP / "tests" / "data" / "complete")
LANGUAGES = ("en", "zh")
OPSGEN = (sys.executable, "-m", "opsgen")
MINUTES = 20
DRAWN = ("tests/test_properties.py", "tests/test_derive_properties.py")
PAYLOADS = "tests/browser/each_payload.py"
DEMONSTRATION = "tests/test_demonstration.py"
ROUNDS = 4  # times as many examples as in the tests, for each minute

Result = tuple[str, str, float]
"""A step, how it ended, and the seconds it took."""


def main(arguments: Sequence[str]) -> int:
    """Exit code: 0 where no step failed, else 1."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=int, default=MINUTES, help="how long each fuzzer runs")
    minutes = parser.parse_args(arguments).minutes
    with tempfile.TemporaryDirectory() as folder:
        results = list(steps(minutes, Path(folder)))
    print()
    for step, end, seconds in results:
        print(f"{end:<9} {seconds:6.0f} s  {step}")
    return int(any(end == "failed" for _, end, _ in results))


def steps(minutes: int, folder: Path) -> Iterator[Result]:
    """Every step, done one after the other."""
    yield done("fuzzing by chance", pytest("tests/test_fuzz.py"), OPSGEN_FUZZ_TIMES=str(ROUNDS * minutes))
    yield done("drawn portfolios", pytest(*DRAWN), OPSGEN_FUZZ_TIMES=str(max(1, minutes // 2)))
    yield from fuzzed(minutes)
    yield done("the worst megabytes", pytest("tests/test_fuzz_worst.py"))
    yield from printed(folder)
    yield done("other readers of the schemas", readers())
    yield done("every page by axe", pytest("tests/browser/test_axe.py"), OPSGEN_EVERY_PAGE="1")
    yield done("every version of the demonstration", pytest(DEMONSTRATION), OPSGEN_EACH_COMMIT="1")
    yield done("every payload in every text", [*pytest(PAYLOADS), "-s"])
    yield done("a history of 150,000 versions", [sys.executable, "-m", "benchmarks.history"])
    yield done("the changes of a long history", [sys.executable, "-m", "benchmarks.timeline"])
    yield done("former reports of a large portfolio", [sys.executable, "-m", "benchmarks.snapshots"])
    yield done("what handouts cost", [sys.executable, "-m", "benchmarks.handouts"])
    yield from hooked(folder)
    yield searched()


def hooked(folder: Path) -> Iterator[Result]:
    """The hooks for pre-commit, which installs an opsgen for each: as a workspace and as others have them."""
    plans, keep = folder / "plans", {"PRE_COMMIT_HOME": str(folder / "pre-commit")}
    package = ["--package", f"opsgen @ {TOP.as_uri()}"]
    yield done("a workspace with hooks", [*OPSGEN, "init", *package, str(plans)])
    for command in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", *command], cwd=plans, check=True)
    hooks = [sys.executable, "-m", "pre_commit"]
    yield done("the hooks of a workspace", [*hooks, "run", "--all-files"], plans, **keep)
    yield done("the hooks of this repository", [*hooks, "try-repo", str(TOP), "--all-files"], plans, **keep)


def searched() -> Result:
    """What the search of a large site costs its readers, where there is a browser."""
    step = "what the search costs"
    if not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        return left_out(step, "Chromium")
    return done(step, [sys.executable, "-m", "benchmarks.search"])


def fuzzed(minutes: int) -> Iterator[Result]:
    """The fuzzer that looks for code not reached yet, where it has wheels; it dies with the first crash."""
    step = "fuzzing towards code not reached yet"
    LEARNT.mkdir(parents=True, exist_ok=True)
    options = (f"-max_total_time={60 * minutes}", "-print_final_stats=1", "-verbosity=0")
    if not there("atheris"):
        yield left_out(step, "atheris, which has wheels for Linux on x86-64 only")
        return
    yield done(step, [sys.executable, "-m", "tests.fuzz.loader", str(LEARNT), *options], PYTHONHASHSEED="0")


def printed(folder: Path) -> Iterator[Result]:
    """Every kind of handout in every language, and what a validator says of the files."""
    shown = folder / "demonstration"
    yield done("a demonstration", [*OPSGEN, "init", "--demo", str(shown)])
    for number, root in enumerate((*PORTFOLIOS, shown)):
        for lang in LANGUAGES:
            into = ["-o", str(folder / f"{number}-{lang}")]
            for kind in kinds():
                command = [*OPSGEN, "-C", str(root), "--lang", lang, "pdf", "--report", kind, *into]
                yield done(f"{kind} of {root.name}, {lang}", command)
    step = "PDF/A and PDF/UA by a validator"
    if shutil.which("java") is None:
        yield left_out(step, "a Java runtime")
        return
    files = sorted(str(file) for file in folder.glob("*-*/*.pdf"))
    yield done(step, [sys.executable, str(TOP / "tools" / "validate_pdf.py"), *files])


def kinds() -> list[str]:
    """The names of the handouts that come with opsgen."""
    asked = "from opsgen.views.handouts import KINDS; print(*(kind.name for kind in KINDS))"
    line = [sys.executable, "-c", asked]
    return subprocess.run(line, cwd=TOP, capture_output=True, text=True, check=True).stdout.split()


def readers() -> list[str]:
    """The readers of the schemas that this machine has."""
    server = shutil.which("yaml-language-server")
    return [sys.executable, "-m", "tools.schema_readers", *(("--server", server) if server else ())]


def pytest(*files: str) -> list[str]:
    """The command that runs these tests."""
    return [sys.executable, "-m", "pytest", "-q", *files]


def there(module: str) -> bool:
    """Whether a module can be imported; asked elsewhere, since atheris changes the process it is in."""
    return (
        subprocess.run(
            [sys.executable, "-c", f"import {module}"], capture_output=True, check=False
        ).returncode
        == 0
    )


def done(step: str, command: Sequence[str], at: Path = TOP, **settings: str) -> Result:
    """Run a step whose output the reader sees, at a folder."""
    print(f"\n{step}", flush=True)
    start = time.monotonic()
    code = subprocess.run(command, cwd=at, env={**os.environ, **settings}, check=False).returncode
    return step, "failed" if code else "passed", time.monotonic() - start


def left_out(step: str, needed: str) -> Result:
    """A step that cannot be done here."""
    return f"{step} (needs {needed})", "left out", 0.0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
