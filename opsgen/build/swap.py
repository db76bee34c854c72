"""Puts a new folder in the place of an old one so that readers see the whole old one or the whole new one.

Beside `site/` may lie, during a build or after one that was killed:

- `.site-new`: the site being made; after the exchange, the one it replaced. Never needed again.
- `.site-old`: the whole old site, aside for the moment between two renames. Put back if `site/` is missing.
- `.site-trash`: an old site being deleted. Never needed again.

Whoever calls these functions holds the lock of the build.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_AT_FDCWD = -100
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux and RENAME_SWAP of macOS


@contextmanager
def staging(site: Path) -> Iterator[Path]:
    """An empty folder that takes the place of `site` when the block ends well; else the old one stays."""
    _refuse_what_cannot_be_replaced(site)
    recover(site)
    new = _beside(site, "new")
    try:
        new.mkdir()
        yield new
        swap(new, site)
    finally:
        # What cannot be deleted now is tried again by the next build, which has nothing else to report.
        with suppress(OSError):
            recover(site)


def swap(new: Path, site: Path) -> None:
    """Put `new` in the place of `site`, on disk to the last byte; the old one stays beside it."""
    _flush(new)
    if not os.path.lexists(site):
        new.rename(site)
    elif not exchange(new, site):
        site.rename(_beside(site, "old"))
        new.rename(site)
    with suppress(OSError):  # the new site stands; that its name is on disk too is all that could be missing
        _flush_entry(site.parent)


def recover(site: Path) -> None:
    """Undo what a killed build left: afterwards nothing lies beside `site`, and `site` is whole."""
    old, trash = _beside(site, "old"), _beside(site, "trash")
    if not os.path.lexists(site) and old.exists():
        old.rename(site)
    _delete(trash)
    # Renamed before it is deleted: half an old site must never look like one to put back.
    if old.exists():
        old.rename(trash)
    _delete(trash)
    _delete(_beside(site, "new"))


def exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step, with no moment between; False where the system did not."""
    a, b = os.fsencode(one), os.fsencode(other)
    with suppress(OSError, AttributeError):  # a C library without the call
        library = ctypes.CDLL(None)
        if sys.platform == "linux":
            return bool(library.renameat2(_AT_FDCWD, a, _AT_FDCWD, b, _EXCHANGE) == 0)
        if sys.platform == "darwin":
            return bool(library.renamex_np(a, b, _EXCHANGE) == 0)
    return False


def _beside(site: Path, role: str) -> Path:
    return site.with_name(f".{site.name}-{role}")


def _refuse_what_cannot_be_replaced(site: Path) -> None:
    if site.is_symlink() or (site.exists() and not site.is_dir()):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(site))
    if os.path.ismount(site):
        raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(site))


def _delete(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


def _flush(folder: Path) -> None:
    for outer, _, names in os.walk(folder):
        for name in names:
            _flush_entry(os.path.join(outer, name))
        _flush_entry(outer)


def _flush_entry(path: str | Path) -> None:
    """Wait until the file, or the list of names in the folder, is on the disk."""
    if os.name == "nt":  # cannot open folders, and orders renames itself
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # a file system that has no such thing
            raise
    finally:
        os.close(descriptor)
