"""What a real validator says of handouts, by PDF/A-3a and PDF/UA-1; the nightly task asks it about all."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pikepdf

from opsgen import check
from opsgen.build.handouts import print_handouts
from opsgen.build.showing import Showing

TOP = Path(__file__).parent.parent.parent
VALIDATOR = TOP / "tools" / "validate_pdf.py"
SAMPLES = {
    "one-pager": ("zh", "双十一大促-2026.one-pager.zh.pdf"),
    "review": ("en", "双十一大促-2026.review.en.pdf"),
    "risk-register": ("zh", "risk-register.zh.pdf"),
}


def test_samples_keep_to_both_standards(tmp_path: Path) -> None:
    portfolio = check.read(TOP).portfolio
    files = []
    for report, (lang, name) in SAMPLES.items():
        projects = ("双十一大促-2026",) if name.startswith("双") else ()
        print_handouts(
            TOP,
            portfolio,
            tmp_path,
            Showing((lang,), date(2026, 11, 23)),
            report=report,
            projects=projects,
        )
        files.append(str(tmp_path / name))
    done = subprocess.run([sys.executable, VALIDATOR, *files], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("passes") == 2 * len(SAMPLES)


def test_the_validator_finds_what_is_wrong(tmp_path: Path) -> None:
    plain = tmp_path / "plain.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(plain)
    done = subprocess.run(
        [sys.executable, VALIDATOR, str(plain)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "fails" in done.stdout
