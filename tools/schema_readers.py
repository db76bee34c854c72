"""Whether readers that are not ours understand the shipped schemas as the check does: one table.

Usage: python -m tools.schema_readers [--server YAML-LANGUAGE-SERVER] [--each N]

From the folder of the repository. Nothing is installed: without --server the language server is left out
(`npm install --prefix FOLDER yaml-language-server` brings FOLDER/node_modules/.bin/yaml-language-server).
A reader may be milder than the check in what `MILDER` names, and never stricter. Exit code 1 where one is.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema_rs
from jsonschema import ValidationError

from opsgen.schema.fields import chinese, kinds, schema, schema_text
from opsgen.schema.validate import explained
from opsgen.schema.values import READERS, fits
from tools import schema_corpus
from tools.language_server import LanguageServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tools.schema_corpus import Case

SCHEMAS = schema_corpus.ROOT / "schemas"
# What a reader lets pass that the check refuses: formats that only we know; lists of equal mappings.
MILDER = {
    "jsonschema": frozenset[str](),
    "jsonschema-rs": frozenset[str](),
    "check-jsonschema": frozenset({"wrong format"}),
    "yaml-language-server": frozenset({"wrong format", "twice the same"}),
}
Found = set[tuple[str, str]]
"""JSON path and broken keyword of every finding."""

# check-jsonschema as its command runs it, in a process that cannot reach the network.
_OFFLINE = """
import socket
def unreachable(*_, **__): raise OSError("this process has no network")
socket.socket.connect = socket.getaddrinfo = unreachable
from check_jsonschema import main
main()
"""
_AT_ONCE = 50  # documents open in the language server: it looks at each a while after it was opened


# The validators: findings, not only a verdict


def by_jsonschema(case: Case) -> Found:
    """What the check's slow validator finds."""
    found = explained(case.kind, case.data)
    return {(_json_path(one.path[:-1] if one.of_key else one.path), one.keyword) for one in found}


def by_jsonschema_rs(case: Case) -> Found:
    """What the fast one finds."""
    known: dict[str, Callable[..., bool]] = {name: partial(fits, name) for name in READERS}
    made = jsonschema_rs.Draft202012Validator(schema(case.kind), formats=known, validate_formats=True)
    return {(_json_path(e.instance_path), str(e.schema_path[-1])) for e in made.iter_errors(case.data)}


def _json_path(place: Sequence[str | int]) -> str:
    return str(ValidationError("", path=place).json_path)


def by_check_jsonschema(kind: str, cases: Sequence[Case], folder: Path) -> list[set[str]]:
    """The JSON paths at which check-jsonschema finds each document wrong, in one call of its command.

    Raises:
        RuntimeError: when it could not read a document or the schema.
    """
    names = [str(_write(folder / f"{i}{_suffix(case)}", case.text)) for i, case in enumerate(cases)]
    done = check_jsonschema(SCHEMAS / f"{kind}.schema.json", names)
    said = json.loads(done.stdout) if done.stdout.startswith("{") else {}
    if done.returncode not in (0, 1) or "errors" not in said or said.get("parse_errors"):
        raise RuntimeError(done.stdout + done.stderr)
    found: dict[str, set[str]] = {name: set() for name in names}
    for error in said["errors"]:
        found[error["filename"]].add(error["path"])
    return list(found.values())


def check_jsonschema(schema_file: Path, names: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Its command over files, without network; whether one fits is in the exit code, why in the output."""
    options = ["--schemafile", str(schema_file), "--output-format", "json", "--no-cache"]
    command = [sys.executable, "-c", _OFFLINE, *options, *names]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def _suffix(case: Case) -> str:
    return ".yaml" if case.change == "as written" else ".json"


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


# The language server


def by_language_server(cases: Sequence[Case], command: str, folder: Path) -> list[bool]:
    """Whether the server finds nothing wrong with each document, told by settings which schema is whose."""
    ours = {(SCHEMAS / f"{kind}.schema.json").as_uri(): [f"**/{kind}/*.yaml"] for kind in kinds()}
    names = [(folder / case.kind / f"{i}.yaml").as_uri() for i, case in enumerate(cases)]
    verdicts = []
    with _server(command, folder, {"schemas": ours}) as server:
        for start in range(0, len(cases), _AT_ONCE):
            batch = range(start, min(start + _AT_ONCE, len(cases)))
            for i in batch:
                server.open(names[i], cases[i].text)
            verdicts += [not server.findings(names[i]) for i in batch]
            for i in batch:
                server.close(names[i])
    return verdicts


def _server(command: str, folder: Path, settings: dict[str, Any]) -> LanguageServer:
    quiet = {"validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False}}
    return LanguageServer([command, "--stdio"], folder.as_uri(), {"yaml": quiet | settings})


_MODELINE = "# yaml-language-server: $schema=project.schema.json\n"
_WHOLE = (
    _MODELINE
    + """\
title: 双十一大促
owner: 王芳
start: 2026-01-01
finish: 2026-12-31
lifecycle: 执行中
tasks:
  - {id: T1, title: 压测, status: 进行中}
"""
)
# `type: ` ends in the blank after which words are offered; editors take blanks at the end of a line away.
_BEGUN = f"""{_MODELINE}title: 双十一大促
milestones:
  - id: M1
    forecast: 2026-07-31
    type: {""}
    bas
"""


def help_while_typing(command: str, folder: Path) -> Iterator[tuple[str, bool]]:
    """What an editor shows in both languages for files that name their schema in the first line."""
    for lang, made in (("en", schema("project")), ("zh", chinese("project"))):
        text = schema_text("project") if lang == "en" else json.dumps(made, ensure_ascii=False)
        _write(folder / lang / "project.schema.json", text)
        whole, begun = ((folder / lang / f"{name}.yaml").as_uri() for name in ("whole", "begun"))
        with _server(command, folder / lang, {}) as server:
            server.open(whole, _WHOLE)
            server.open(begun, _BEGUN)
            yield f"{lang}: words of both languages are accepted", server.findings(whole) == []
            name = made["properties"]["owner"]["title"]
            yield f"{lang}: the name of a field is shown", name in server.hover(whole, 2, 1)
            about = made["$defs"]["milestone"]["properties"]["forecast"]["description"]
            yield f"{lang}: its description is shown", about in server.hover(begun, 4, 6)
            yield f"{lang}: fields are offered", "baseline" in server.completions(begun, 6, 7)
            words = set(server.completions(begun, 5, 10))
            yield f"{lang}: words are offered in both languages", {"gate", "Gate", "评审点"} <= words


# The table


def compared(name: str, cases: Sequence[Case], accepted: Sequence[bool]) -> tuple[str, bool]:
    """A line of the table, and whether the reader is nowhere stricter and milder only where it may be."""
    fitting = [yes for case, yes in zip(cases, accepted, strict=True) if case.fits]
    passed = Counter(case.change for case, yes in zip(cases, accepted, strict=True) if yes and not case.fits)
    wrong = len(cases) - len(fitting)
    line = f"{name:<30} {sum(fitting):>5} of {len(fitting):<5} {wrong - passed.total():>5} of {wrong:<5}"
    milder = ", ".join(f"{change} ({n})" for change, n in passed.items())
    return f"{line} {milder}".rstrip(), all(fitting) and set(passed) <= MILDER[name.split()[0]]


def _verdicts(cases: Sequence[Case], server: str | None, folder: Path) -> Iterator[tuple[str, list[bool]]]:
    validators: dict[str, Callable[[Case], Found]] = {
        "jsonschema": by_jsonschema,
        "jsonschema-rs": by_jsonschema_rs,
    }
    for name, findings in validators.items():
        yield f"{name} {version(name)}", [not findings(case) for case in cases]
    found: dict[int, bool] = {}
    for kind in kinds():
        of_kind = [i for i, case in enumerate(cases) if case.kind == kind]
        paths = by_check_jsonschema(kind, [cases[i] for i in of_kind], folder / "check" / kind)
        found |= {i: not at for i, at in zip(of_kind, paths, strict=True)}
    yield f"check-jsonschema {version('check-jsonschema')}", [found[i] for i in range(len(cases))]
    if server:
        its = subprocess.run([server, "--version"], capture_output=True, text=True, check=True).stdout.strip()
        yield f"yaml-language-server {its}", by_language_server(cases, server, folder / "server")


def main() -> int:
    """Print the table; exit code 1 where a reader differs more than it may."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--server", help="the command yaml-language-server")
    parser.add_argument("--each", type=int, default=4, help="documents a change and schema (default 4)")
    options = parser.parse_args()
    cases = schema_corpus.written() + schema_corpus.changed(options.each)
    print(f"{'reader':<30} {'fits, accepted':<14} {'wrong, refused':<14} milder")
    agreed = []
    with tempfile.TemporaryDirectory() as folder:
        for name, accepted in _verdicts(cases, options.server, Path(folder)):
            line, agrees = compared(name, cases, accepted)
            print(line, flush=True)
            agreed.append(agrees)
        for what, seen in help_while_typing(options.server, Path(folder)) if options.server else ():
            print(f"{'yes' if seen else 'NO':<4} {what}")
            agreed.append(seen)
    return 0 if all(agreed) else 1


if __name__ == "__main__":
    sys.exit(main())
