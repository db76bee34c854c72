"""The files of a portfolio: which there are, which are refused, and their bytes."""

from __future__ import annotations

import os
import stat
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from opsgen.load.source import most_bytes
from opsgen.problem import Place, Problem
from opsgen.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_SUFFIXES = (".yaml", ".yml", ".csv", ".tsv", ".json")
# Files that somebody takes for data: how Windows hides an ending, and a sheet that was not exported.
_MISTAKEN = (".yaml.txt", ".yml.txt", ".csv.txt", ".xlsx", ".xls", ".xlsm", ".xlsb", ".ods")
DEVICE_NAMES = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{n}{i}" for n in ("com", "lpt") for i in range(1, 10)}
)
_UNSAFE = frozenset('<>:"/\\|?*')
_MAX_DEPTH = 6
_LINK = message("a symbolic link is not read")
_DEEP = message("folders stand more than {limit} levels deep", limit=_MAX_DEPTH)


@dataclass(frozen=True, slots=True)
class Found:
    """The readable files of a folder, with forward slashes in a stable order, and the refused ones."""

    files: tuple[str, ...]
    problems: tuple[Problem, ...]


def find(root: Path, folder: str) -> Found:
    """The data files below `root/folder`; links, devices and unsafe names are refused with a finding."""
    if (root / folder).is_symlink():
        return Found(
            (), (Problem(Place(folder), "unsafe-file", "error", _LINK, message("rename or remove it")),)
        )
    return _sorted_out(_walk(root / folder, folder, 0))


def listed(modes: Mapping[str, int]) -> Found:
    """The same for the files of a commit, each by name with its mode as a file system has it."""
    return _sorted_out(dict(_judged(name, mode) for name, mode in modes.items()).items())


def _sorted_out(judged: Iterable[tuple[str, Message | None]]) -> Found:
    files: list[str] = []
    problems: list[Problem] = []
    for name, reason in judged:
        if reason is not None:
            problems.append(
                Problem(Place(name), "unsafe-file", "error", reason, message("rename or remove it"))
            )
        elif _is_data(name):
            files.append(name)
    files.sort()
    return Found(tuple(files), tuple(problems) + tuple(_twins(files)))


def _judged(name: str, mode: int) -> tuple[str, Message | None]:
    """The file, or the outermost folder above it that is refused, and why."""
    _, *parts = name.split("/")
    for depth, part in enumerate(parts):
        inner = depth < len(parts) - 1
        reason = _reason(part, stat.S_IFDIR if inner else mode)
        if reason is None and inner and depth >= _MAX_DEPTH:
            reason = _DEEP
        if reason is not None:
            return "/".join(name.split("/")[: depth + 2]), reason
    return name, None


def _walk(directory: Path, prefix: str, depth: int) -> Iterator[tuple[str, Message | None]]:
    try:
        entries = sorted(os.scandir(directory), key=lambda entry: entry.name)
    except OSError as error:
        yield prefix, message("the folder cannot be read: {error}", error=error.strerror or "")
        return
    for found in entries:
        if found.name.startswith("."):
            continue
        name = f"{prefix}/{found.name}"
        try:
            reason = _refusal(found)
        except FileNotFoundError:
            continue  # it went away while we looked
        except OSError as error:  # a folder whose names can be listed, and nothing else
            reason = message("the file cannot be read: {error}", error=error.strerror or "")
        if reason is not None:
            yield name, reason
        elif found.is_dir(follow_symlinks=False):
            if depth < _MAX_DEPTH:
                yield from _walk(Path(found.path), name, depth + 1)
            else:
                yield name, _DEEP
        else:
            yield name, None


def _is_data(name: str) -> bool:
    opened = name.rpartition("/")[2].startswith("~$")  # what Excel writes beside a workbook that is open
    return name.lower().endswith(_SUFFIXES + _MISTAKEN) and not opened


def _refusal(found: os.DirEntry[str]) -> Message | None:
    return _reason(found.name, found.stat(follow_symlinks=False).st_mode)


def _reason(name: str, mode: int) -> Message | None:
    if stat.S_ISLNK(mode):
        return _LINK
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        return message("this is not a plain file")
    stem = name.split(".")[0].lower()
    if stem in DEVICE_NAMES or name != name.rstrip(" .") or not _UNSAFE.isdisjoint(name):
        return message("this name cannot exist on every system")
    if any("\ud800" <= c <= "\udfff" for c in name):
        return message("the name is not text in {encoding}", encoding=sys.getfilesystemencoding())
    if not name.isprintable():
        return message("the name holds invisible characters")
    return None


def _twins(files: list[str]) -> Iterator[Problem]:
    """Names that some systems take for one: they differ in case or in Unicode normalisation only."""
    seen: dict[str, str] = {}
    for name in files:
        folded = unicodedata.normalize("NFC", name).casefold()
        if folded in seen:
            sentence = message(
                "the name differs from `{other}` only in case or normalisation", other=seen[folded]
            )
            yield Problem(Place(name), "unsafe-file", "error", sentence, message("rename one of them"))
        seen[folded] = name


def read(root: Path, name: str) -> bytes | Problem:
    """The bytes of one file (one byte over the limit at most), or the finding why it cannot be read."""
    try:
        descriptor = os.open(
            root / name, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        )
        with os.fdopen(descriptor, "rb") as file:
            return file.read(most_bytes(name) + 1)
    except OSError as error:
        sentence = message("the file cannot be read: {error}", error=error.strerror or "")
        return Problem(Place(name), "unreadable-file", "error", sentence)
