"""A handout can be made again years later: the same bytes, the same text, or a plain word about why not."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pytest

from opsgen import check
from opsgen.build.handouts import print_handouts
from opsgen.build.showing import Showing
from opsgen.build.verify import Verdict, verify
from opsgen.pdf.imprint import Imprint, imprint
from opsgen.pdf.reading import text_of
from opsgen.words import words
from tests.repository import Repository

if TYPE_CHECKING:
    from pathlib import Path

GIFT = """title: Gift
owner: Ann
start: 2026-07-01
finish: 2026-12-31
milestones: [{id: M1, title: Launch, forecast: 2026-12-01}]
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> tuple[Repository, bytes]:
    """A repository that went on after the handout was printed, and the handout."""
    made = Repository(tmp_path_factory.mktemp("shop"))
    made.commit(gift=GIFT)
    handout = printed(made)
    made.commit(gift=GIFT.replace("2026-12-01", "2027-02-01"))
    made.write("projects/gift.yaml", GIFT.replace("Gift", "Draft"))
    return made, handout


def printed(made: Repository) -> bytes:
    folder = made.path.parent / "out"
    portfolio = check.read(made.path).portfolio
    showing = Showing(("en",), date(2026, 11, 8))
    problems = print_handouts(made.path, portfolio, folder, showing, report="one-pager")
    assert not problems
    return (folder / "gift.one-pager.en.pdf").read_bytes()


def changed(handout: bytes, **entries: object) -> bytes:
    """The handout with another imprint."""
    with pikepdf.open(BytesIO(handout)) as pdf:
        said = json.loads(str(pdf.docinfo["/opsgen"]))
        pdf.docinfo["/opsgen"] = json.dumps(said | entries)
        found = BytesIO()
        pdf.save(found)
    return found.getvalue()


def details(verdict: Verdict) -> str:
    return "; ".join(words("en").say(detail) for detail in verdict.details)


def test_it_is_the_same_whatever_was_done_since(shop: tuple[Repository, bytes]) -> None:
    made, handout = shop
    found = verify(made.path, handout)
    assert (found.finding, found.details) == ("same", ())
    assert found.imprint is not None
    assert (found.imprint.project, found.imprint.as_of) == ("gift", "2026-11-08")


def test_other_versions_print_the_same_text(shop: tuple[Repository, bytes]) -> None:
    made, handout = shop
    with pikepdf.open(BytesIO(handout)) as pdf:
        engines = json.loads(str(pdf.docinfo["/opsgen"]))["engines"]
    found = verify(made.path, changed(handout, engines=engines | {"weasyprint": "69.0"}))
    assert found.finding == "same-text"
    assert details(found) == f"made with weasyprint 69.0, here is {engines['weasyprint']}"


def test_a_handout_that_says_something_else_is_found(shop: tuple[Repository, bytes]) -> None:
    made, handout = shop
    later = made.git("rev-parse", "HEAD").strip()
    found = verify(made.path, changed(handout, commit=later))
    assert found.finding == "differs"
    assert "page 1" in details(found)
    assert "“✕ Red M1 “Launch” is 62 days later" in details(found)


def test_what_was_never_committed_cannot_be_made_again(shop: tuple[Repository, bytes]) -> None:
    made, _ = shop
    found = verify(made.path, printed(made))
    assert found.finding == "draft"


@pytest.mark.parametrize(
    ("entries", "finding"),
    [
        ({"commit": "0" * 40}, "unknown-commit"),
        ({"commit": "--output=x"}, "unknown-commit"),
        ({"commit": "HEAD"}, "unknown-commit"),
        ({"report": "../../etc"}, "foreign"),
        ({"lang": "xx"}, "foreign"),
        ({"as_of": "soon"}, "foreign"),
        ({"project": "elsewhere"}, "failed"),
        ({"commit": 1}, "foreign"),
    ],
)
def test_an_imprint_that_leads_nowhere(
    entries: dict[str, object], finding: str, shop: tuple[Repository, bytes]
) -> None:
    made, handout = shop
    assert verify(made.path, changed(handout, **entries)).finding == finding


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7\n", b"%PDF-1.7\nxref\n0 1\ntrailer<</Root 1 0 R>>", b"text"]
)
def test_what_is_no_pdf_is_said_to_be_none(data: bytes, tmp_path: Path) -> None:
    assert verify(tmp_path, data).finding in ("unreadable", "foreign")


def test_a_pdf_of_others_says_nothing(tmp_path: Path) -> None:
    pdf, found = pikepdf.new(), BytesIO()
    pdf.add_blank_page()
    pdf.save(found)
    assert verify(tmp_path, found.getvalue()).finding == "foreign"
    assert text_of(found.getvalue()) == ("",)


def test_an_imprint_reads_back() -> None:
    made = Imprint("review", "zh", "board", "2026-11-08", project="双十一", engines={"weasyprint": "70.0"})
    assert made.said().isascii()
    assert imprint(made.said()) == made
    assert imprint("{}") is None
    assert imprint('{"report": 1}') is None
