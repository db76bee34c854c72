"""What was computed before, by a digest of all it was computed from; in `.cache/opsgen/` of the workspace.

Values are bytes of JSON, never pickles: a cache that others can write must not be able to run code. What is
damaged is thrown away and made again. Nobody has to be able to write here: then nothing is kept.
"""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FOLDER = ".cache/opsgen"
_CHECK = 16
_SPARE = 4
"""So many entries are kept for each that was used; the rest belongs to old states of the files."""
_TABLE = "CREATE TABLE IF NOT EXISTS entry (key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID"


def digest(parts: Iterable[bytes]) -> bytes:
    """32 bytes that stand for the parts; other parts, or others in length or order, give other bytes."""
    made = hashlib.blake2b(digest_size=32)
    for part in parts:
        made.update(len(part).to_bytes(8, "big"))
        made.update(part)
    return made.digest()


class Store:
    """One table of a workspace's cache, read at once and written at the end."""

    def __init__(self, root: Path, name: str) -> None:
        self.path = root.resolve() / FOLDER / f"{name}.sqlite"
        self.used: set[bytes] = set()
        self.new: dict[bytes, bytes] = {}
        self.entries = self._read()

    def get(self, key: bytes) -> bytes | None:
        """What was kept under the key, if it is whole."""
        self.used.add(key)
        entry = self.entries.get(key)
        if entry is None or _sum(key, entry[_CHECK:]) != entry[:_CHECK]:
            return None
        return entry[_CHECK:]

    def put(self, key: bytes, value: bytes) -> None:
        """Keep a value; `save` writes it."""
        self.new[key] = _sum(key, value) + value

    def save(self) -> None:
        """Write what is new and let go what nobody used for long; nothing where nothing can be written."""
        stale = len(self.entries) + len(self.new) > _SPARE * len(self.used)
        if not self.new and not stale:
            return
        with suppress(OSError, sqlite3.Error):
            self._prepare()
            connection = sqlite3.connect(self.path, timeout=5)
            with connection:
                connection.execute(_TABLE)
                if stale:
                    gone = ((key,) for key in self.entries.keys() - self.used)
                    connection.executemany("DELETE FROM entry WHERE key = ?", gone)
                connection.executemany("INSERT OR REPLACE INTO entry VALUES (?, ?)", self.new.items())
            connection.close()

    def _read(self) -> dict[bytes, bytes]:
        if not self.path.is_file():
            return {}
        try:
            connection = sqlite3.connect(f"{self.path.as_uri()}?mode=ro", uri=True, timeout=5)
            try:
                return dict(connection.execute("SELECT key, value FROM entry"))
            finally:
                connection.close()
        except sqlite3.DatabaseError:
            with suppress(OSError):
                self.path.unlink()
            return {}

    def _prepare(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        ignore = self.path.parent / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="ascii")


def _sum(key: bytes, value: bytes) -> bytes:
    return hashlib.blake2b(value, digest_size=_CHECK, key=key).digest()
