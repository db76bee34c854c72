"""Nothing that a file holds makes opsgen fall over, and what is promised of a file holds for every file."""

from __future__ import annotations

import json
import os
from datetime import date
from functools import partial
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

import judging
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opsgen.cli.inspect import check
from opsgen.cli.main import opsgen
from opsgen.cli.terminal import ERRORS, FINE
from opsgen.portfolio import assemble
from opsgen.schema.fields import kinds
from opsgen.words import LANGUAGES
from tests.fuzz import promises
from tests.fuzz.files import accidents_in_data, portfolios
from tests.fuzz.pieces import encoded, mutations, seeds, texts

# How many times as many examples; the nightly run sets it.
TIMES = int(os.environ.get("OPSGEN_FUZZ_TIMES", "1"))
FORMATS = next(p.type.choices for p in check.params if p.name == "form")
DAYS = st.dates(date(1990, 1, 1), date(2199, 12, 31))
# What once broke a promise, and whatever of a file once made a check fall over.
FOUND = (
    b"\r\x80",  # the place of a byte that is no UTF-8, after a line end of old systems
    b"? ",  # a value missing where the last line has no end
    b"a: 0xffffffffffffffff",
    "\u3000".encode(),  # a text without anything on its lines
    "\ufeff\ufeffa: ".encode(),  # a second byte order mark, which shifted all columns of the line
    "\ufeff".encode(),  # no data, and nothing said but of the mark
)


def examples(count: int) -> settings:
    return settings(
        max_examples=count * TIMES,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


# The loader


def test_files_of_people_keep_the_promises() -> None:
    assert len(seeds()) > 100
    for content in seeds():
        promises.loaded(content)


@pytest.mark.parametrize("content", FOUND)
def test_what_fuzzing_has_found(content: bytes) -> None:
    promises.read_as(content, "project")


@given(st.one_of(st.binary(max_size=400), st.text(max_size=200).map(encoded)))
@examples(200)
def test_any_bytes(content: bytes) -> None:
    promises.loaded(content)


@given(texts())
@examples(500)
def test_any_text_of_nasty_pieces(content: bytes) -> None:
    promises.loaded(content)


@given(mutations())
@examples(200)
def test_files_after_accidents(content: bytes) -> None:
    promises.loaded(content)


@given(st.one_of(texts(), mutations()))
@examples(50)
def test_the_same_bytes_are_read_the_same_again(content: bytes) -> None:
    promises.same_again(content)


# The road behind it


@given(st.sampled_from(kinds()), st.one_of(texts(), mutations()))
@examples(200)
def test_any_document_is_read_by_any_schema_or_explained(kind: str, content: bytes) -> None:
    promises.read_as(content, kind)


@given(accidents_in_data())
@examples(400)
def test_data_with_accidents_is_read_or_explained(drawn: tuple[str, bytes]) -> None:
    kind, content = drawn
    promises.read_as(content, kind)


@given(portfolios(), DAYS)
@examples(150)
def test_any_portfolio_is_judged(files: dict[str, bytes], as_of: date) -> None:
    portfolio = assemble({name: partial(bytes, content) for name, content in files.items()})
    folders = {str(folder) for name in files for folder in PurePosixPath(name).parents}
    promises.said(judging.findings(portfolio, as_of), files, folders)


@given(portfolios(), st.sampled_from(FORMATS), st.sampled_from(LANGUAGES))
@examples(60)
def test_check_ends_with_a_word_whatever_the_files_hold(
    files: dict[str, bytes], form: str, lang: str
) -> None:
    with TemporaryDirectory() as root:
        for name, content in files.items():
            path = Path(root, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        result = CliRunner().invoke(opsgen, ["-C", root, "--lang", lang, "check", "--format", form])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code in (FINE, ERRORS), result.output
    assert form != "json" or json.loads(result.stdout) is not None
