"""What was printed before: an unchanged handout is not rendered again."""

from __future__ import annotations

import json
from functools import cache
from importlib.metadata import version
from threading import Lock
from typing import TYPE_CHECKING, Any

from opsgen.cache import Store, digest, program
from opsgen.pdf import faces

if TYPE_CHECKING:
    from pathlib import Path

    Answer = tuple[dict[str, Any], bytes]

_ENGINES = ("weasyprint", "pydyf", "tinycss2", "tinyhtml5", "fonttools", "pillow")
_KEPT = 2
"""A handout is far bigger than what else is kept: of old ones no more than that for each that is used."""


class Shelf:
    """Printed handouts by all that they were made from; for many threads, open as long as it is used."""

    def __init__(self, root: Path) -> None:
        self._store = Store(root, "handouts", spare=_KEPT)
        self._lock = Lock()

    def __enter__(self) -> Shelf:
        self._store.__enter__()
        return self

    def __exit__(self, *exc: object) -> None:
        self._store.__exit__(*exc)

    def key(self, job: dict[str, Any], data: bytes) -> bytes:
        """What stands for a job: its text, its files, this program, the engines and the faces."""
        return digest((_press(), json.dumps(job, sort_keys=True).encode(), data))

    def get(self, key: bytes) -> Answer | None:
        """The answer that was put there."""
        with self._lock:
            kept = self._store.get(key)
        if kept is None:
            return None
        figures, _, data = kept.partition(b"\n")
        return json.loads(figures), data

    def put(self, key: bytes, answer: Answer) -> None:
        """Keep an answer."""
        figures, data = answer
        with self._lock:
            self._store.put(key, json.dumps(figures).encode() + b"\n" + data)


@cache
def _press() -> bytes:
    engines = " ".join(f"{name} {version(name)}" for name in _ENGINES)
    return digest((program(), engines.encode(), *(part for _, part in sorted(faces.files().items()))))
