"""What an audience may not see is in no handout: not in its text, its files, its metadata or its bookmarks.

Three projects tied to each other in every way there is, with a history whose messages name them, printed in
every kind.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from repository import Repository
from test_audience import AMOUNTS, AS_OF, DATA, OF_ALL, PROJECTS, made

from opsgen.mkdocs_plugin.source import read
from opsgen.pdf.handouts import handouts
from opsgen.pdf.jobs import print_all
from opsgen.pdf.reading import text_of
from opsgen.render import Renderer
from opsgen.timeline.moment import origin
from opsgen.views import Audience, edition
from opsgen.views.handouts import KINDS, USUAL
from opsgen.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from opsgen.mkdocs_plugin.source import Source

Said = dict[str, str]
"""What each file says, by its name."""
NAMES = tuple(kind.name for kind in KINDS)
SHARED = ("people.yaml", "portfolio.yaml", "extra.schema.json")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Source:
    """The portfolio with a commit of all, and for each project one of its own that tells of it."""
    repository = Repository(tmp_path_factory.mktemp("entangled"))
    for name in SHARED:
        repository.write(f"projects/{name}", (DATA / name).read_bytes())
    for name in ("board-meeting", "later"):
        repository.write(f"projects/meetings/{name}.yaml", (DATA / f"{name}.yaml").read_bytes())
    files = {name: made(name, "executing") for name in PROJECTS}
    files |= {"openproj": made("openproj", "closed\nclosed: 2026-11-20")}
    repository.commit(**{name: _earlier(text) for name, text in files.items()})
    for name, text in files.items():
        word, first, *_ = PROJECTS[name]
        repository.write(f"projects/{name}.yaml", text)
        said = f"{word}-said of {word}-title\n\nApproved-by: {word}-Sponsor\n"
        author, day = f"{word}-Person <{first.lower()}person@secret.example>", "2026-11-20T08:00:00+08:00"
        repository.say(said, f"notes/{name}", author=author, authored=day, committed=day)
    return read(repository.path, AS_OF)


def _earlier(text: str) -> str:
    """The project before its last commit: other dates, other amounts, another risk."""
    pairs = (("2026-12-05", "2026-11-01"), ("133337", "123457"), ("probability: 4", "probability: 2"))
    for now, then in pairs:
        text = text.replace(now, then)
    return text


def renderer(source: Source, audience: Audience, lang: str) -> Renderer:
    return Renderer(
        edition(
            source.portfolio,
            as_of=AS_OF,
            provenance=origin(source.root, None),
            lang=lang,
            audience=audience,
            handouts=True,
            problems=source.problems,
            allowed=dict.fromkeys(PROJECTS, 3),
            timeline=source.timeline,
            snapshots=source.snapshots,
        )
    )


def to_print(source: Source, audience: Audience, lang: str) -> Said:
    """All that is given to the press, at every level of a handout that has several."""
    given = {}
    for one in handouts(renderer(source, audience, lang), NAMES):
        texts = [*map(one.html, range(one.levels)), one.title, one.author, one.path, one.source]
        texts += [data.decode() for data in (*one.attached.values(), *one.assets.values())]
        texts += [*one.attached, one.imprint.said() if one.imprint else ""]
        given[one.path] = "\n".join(texts)
    return given


def printed(source: Source, audience: Audience, lang: str, folder: Path) -> Said:
    """All that can be read out of the files."""
    outcomes = print_all(handouts(renderer(source, audience, lang), NAMES), folder)
    assert [outcome.problems for outcome in outcomes if outcome.file is None] == []
    return {outcome.handout.path: _read(outcome.file) for outcome in outcomes if outcome.file}


def _read(file: Path) -> str:
    data = file.read_bytes()
    with pikepdf.open(file) as pdf:
        said = [*text_of(data), *pdf.attachments, *(str(said) for _, said in pdf.docinfo.items())]
        said += [pdf.attachments[name].get_file().read_bytes().decode() for name in pdf.attachments]
        said += [str(said) for said in _strings(pdf)]
        said.append(pdf.open_metadata().__str__())
    return "\n".join(said)


def _strings(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every text of the file's objects: titles of bookmarks, alternative texts, names of files, addresses."""
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
            yield from (value for _, value in item.items() if isinstance(value, pikepdf.String))


def hidden_from(audience: Audience) -> re.Pattern[str]:
    names = {"public": ("hushproj", "midproj"), "internal": ("hushproj",), "board": ()}[audience]
    words = [re.escape(word) for name in names for word in (name, *PROJECTS[name][:2])]
    if audience == "public":
        words += [rf"(?<!\d){n}(?!\d)|{n:,}|(?<![\d.]){n / 10_000:.1f} ?万" for n in AMOUNTS]
        words += ["secret\\.example", "OPENTOK-Person", "SHAREDNAME", "opnperson", "sharedperson"]
        words += ["OPENTOK-(?:stakeholder|needs|strategy|audience|what|how|cad|tatt|desk|md1|ownminutes)"]
        words += ["OPENTOK-(?:equipment|bookedfor|conflict|contact|service|delivery2|payment|sla|no\\b)"]
        words += ["OPENTOK-(?:quote\\d?|channel|till)\\b", "COMMON", "PORTFOLIODEC"]
    return re.compile("|".join(words))


def leaks(said: Mapping[str, str], audience: Audience) -> set[tuple[str, str, str]]:
    """Where something stands that this audience may not see, with what stands around it."""
    pattern = hidden_from(audience)
    return {
        (path, match[0], text[max(0, match.start() - 70) : match.end() + 30])
        for path, text in said.items()
        for match in pattern.finditer(OF_ALL.sub("", text))
    }


def kinds(said: Said) -> set[str]:
    return {name for name in NAMES for path in said if f".{name}." in f".{path}"}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("audience", ["public", "internal"])
def test_nothing_hidden_is_given_to_the_press(source: Source, audience: Audience, lang: str) -> None:
    said = to_print(source, audience, lang)
    assert leaks(said, audience) == set()
    assert set(USUAL) | {"review"} <= kinds(said)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_board_reads_what_the_others_may_not(source: Source, lang: str) -> None:
    said = to_print(source, "board", lang)
    assert kinds(said) == set(NAMES)
    for name, (word, first, *_) in PROJECTS.items():
        review = said[f"{name}.review.{lang}.pdf"]
        told = (">2026-11-20<", f"{first}R1", f"{word}-rec", f"{word}-reason", "133337")
        assert [one for one in told if one not in review] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("audience", ["public", "internal"])
def test_nothing_hidden_is_in_the_files(
    source: Source, audience: Audience, lang: str, tmp_path: Path
) -> None:
    said = printed(source, audience, lang, tmp_path)
    assert leaks(said, audience) == set()
    assert "OPENTOK-title" in said[f"openproj.review.{lang}.pdf"]
