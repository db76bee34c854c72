"""Values of a file by their paths."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from opsgen.load import Path


def value_at(data: Any, path: Path) -> Any:
    """The value at a path that is there."""
    for step in path:
        data = data[step]
    return data


def put_at(data: Any, path: Path, value: Any) -> None:
    """Put a value in the place of another one."""
    value_at(data, path[:-1])[path[-1]] = value
