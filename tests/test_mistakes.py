"""The mistakes people and programs make, one a file, and what the check says: read it as such a person would.

`tests/data/mistakes/projects/NAME.yaml` holds the mistake NAME; the golden files hold the sentences.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from opsgen.cli.main import opsgen

if TYPE_CHECKING:
    from conftest import Golden

MISTAKES = Path(__file__).parent / "data" / "mistakes"
NAMES = sorted(path.stem for path in (MISTAKES / "projects").iterdir() if path.suffix == ".yaml")
# Several places have to be changed; nothing at all is wrong.
SEVERAL = {"chinese-fields": 7, "several-in-one-file": 4}
RIGHT = {"line-ends-of-windows", "people", "portfolio"}


def check(*options: str, lang: str) -> Result:
    return CliRunner().invoke(
        opsgen, ["-C", str(MISTAKES), "--lang", lang, "check", "--as-of", "2026-11-22", *options]
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_said_about_the_mistakes_of_people(lang: str, golden: Golden) -> None:
    result = check(lang=lang)
    assert result.exit_code == 1
    golden(result.output, f"cli/mistakes.{lang}.txt")


def test_one_mistake_gives_one_finding_and_a_hint() -> None:
    findings = json.loads(check("--format", "json", lang="en").output)["findings"]
    found = Counter(Path(finding["file"]).stem for finding in findings)
    assert found == {name: SEVERAL.get(name, 1) for name in NAMES if name not in RIGHT}
    assert [finding for finding in findings if not finding["hint"]] == []
