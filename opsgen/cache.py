"""What was computed before, by a digest of all it was computed from; in `.cache/opsgen/` of the workspace.

Values are bytes of JSON, never pickles: a cache that others can write must not be able to run code. What is
damaged is thrown away and made again; so is a database that holds anything but the one table, since views and
triggers are programs too. Nobody has to be able to write here: then nothing is kept.
"""

from __future__ import annotations

import hashlib
import sqlite3
import sys
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from opsgen.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

T = TypeVar("T")

FOLDER = ".cache/opsgen"
_CHECK = 16
_SPARE = 4
"""So many entries are kept for each that was used, where nobody says less: the rest is of old states."""
_BATCH = 100
_PATIENCE = 5.0
"""Seconds to wait for another check to finish writing."""
_TABLE = "CREATE TABLE entry (key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID"
_SETTINGS = ("trusted_schema = OFF", "cell_size_check = ON", "synchronous = OFF", "journal_mode = MEMORY")
_LEFTOVERS = ("-journal", "-wal", "-shm")
"""Files beside a database that SQLite believes; this one never has them, as its loss is no harm."""


def digest(parts: Iterable[bytes]) -> bytes:
    """32 bytes that stand for the parts; other parts, or others in length or order, give other bytes."""
    made = hashlib.blake2b(digest_size=32)
    for part in parts:
        made.update(len(part).to_bytes(8, "big"))
        made.update(part)
    return made.digest()


@cache
def program() -> bytes:
    """What everything computed rests on besides the files: this program, its Python and the schemas."""
    package = Path(__file__).parent
    sources = sorted((*package.rglob("*.py"), *shipped("schemas").rglob("*.json")))
    return digest((sys.version.encode(), *(path.read_bytes() for path in sources)))


class Store:
    """One table of a workspace's cache, open as long as it is used: `with Store(root, "name") as store`."""

    def __init__(self, root: Path, name: str, spare: int = _SPARE) -> None:
        self._spare = spare
        self.path = root.resolve() / FOLDER / f"{name}.sqlite"
        self.used: set[bytes] = set()
        self.new: dict[bytes, bytes] = {}
        self.connection: sqlite3.Connection | None = None
        self.was_empty = False
        """Then nothing is looked for, which costs more than to keep it."""

    def __enter__(self) -> Store:
        self._attempt(self._open)
        return self

    def __exit__(self, *_: object) -> None:
        self._write()
        self._attempt(self._forget)
        self._close()

    def get(self, key: bytes) -> bytes | None:
        """What was kept under the key, if it is whole."""
        self.used.add(key)
        entry = self.new.get(key) or self._attempt(partial(self._read, key))
        if not isinstance(entry, bytes) or _sum(key, entry[_CHECK:]) != entry[:_CHECK]:
            return None
        return entry[_CHECK:]

    def put(self, key: bytes, value: bytes) -> None:
        """Keep a value; does nothing where nothing can be written."""
        self.new[key] = _sum(key, value) + value
        if len(self.new) >= _BATCH:
            self._write()

    def _attempt(self, work: Callable[[], T]) -> T | None:
        """What the work gives, None where it cannot be done; a damaged file is thrown away."""
        try:
            return work()
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY:
                self._close()  # waited for once, not again for each entry
        except sqlite3.DatabaseError:
            self._close()
            with suppress(OSError, sqlite3.Error):
                self.path.unlink()
                self._open()
        except OSError:
            pass
        return None

    def _open(self) -> None:
        self._make_way()
        # Who shares it among threads guards it: SQLite's own check knows of no lock.
        connection = sqlite3.connect(self.path, timeout=_PATIENCE, check_same_thread=False)
        try:
            _prepare(connection)
        except BaseException:
            connection.close()
            raise
        self.connection = connection
        self.was_empty = connection.execute("SELECT 1 FROM entry LIMIT 1").fetchone() is None

    def _make_way(self) -> None:
        """A folder that git passes over, and nothing in it by which the database could be another one."""
        if any(folder.is_symlink() for folder in (self.path.parent, self.path.parent.parent)):
            raise OSError("a linked folder may lead anywhere")
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError), (self.path.parent / ".gitignore").open("x", encoding="ascii") as file:
            file.write("*\n")
        for beside in _LEFTOVERS:
            self.path.with_name(self.path.name + beside).unlink(missing_ok=True)
        if self.path.is_symlink():
            self.path.unlink()

    def _close(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def _read(self, key: bytes) -> object:
        if self.connection is None or self.was_empty:
            return None
        row = self.connection.execute("SELECT value FROM entry WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def _write(self) -> None:
        self._attempt(self._insert)
        self.new.clear()

    def _insert(self) -> None:
        if self.connection is not None:
            with self.connection:
                self.connection.executemany("INSERT OR REPLACE INTO entry VALUES (?, ?)", self.new.items())

    def _forget(self) -> None:
        """Let go what was not used, once there is much of it."""
        if self.connection is None:
            return
        keys = {key for (key,) in self.connection.execute("SELECT key FROM entry")}
        if len(keys) > self._spare * len(self.used):
            with self.connection:
                unused = ((key,) for key in keys - self.used)
                self.connection.executemany("DELETE FROM entry WHERE key = ?", unused)


def _prepare(connection: sqlite3.Connection) -> None:
    """Make the table where there is none yet.

    Raises:
        sqlite3.DatabaseError: when the file is damaged, or holds anything else.
    """
    connection.text_factory = bytes  # a damaged schema need not be text
    for setting in _SETTINGS:
        connection.execute(f"PRAGMA {setting}")
    if not _tables(connection):
        with connection:
            connection.execute(_TABLE.replace("TABLE", "TABLE IF NOT EXISTS", 1))
    if _tables(connection) != [(_TABLE.encode(),)]:
        raise sqlite3.DatabaseError("not made by opsgen")


def _tables(connection: sqlite3.Connection) -> list[tuple[bytes]]:
    return connection.execute("SELECT sql FROM sqlite_schema").fetchall()


def _sum(key: bytes, value: bytes) -> bytes:
    return hashlib.blake2b(value, digest_size=_CHECK, key=key).digest()
