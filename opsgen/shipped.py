"""Where the files that come with opsgen lie: inside the installed package, else beside it in a checkout."""

from pathlib import Path
from typing import Literal

Kind = Literal["schemas", "templates", "fonts", "projects"]


def shipped(kind: Kind) -> Path:
    """The folder of this kind: a wheel carries it inside the package, a checkout keeps it beside the package.

    Not `importlib.resources`: an editable install leaves a second, stale copy where that would look.
    """
    package = Path(__file__).resolve().parent
    inside = package / kind
    return inside if inside.is_dir() else package.parent / kind


def shipped_lock() -> Path:
    """The versions and hashes of what opsgen itself needs, as pip and uv read them."""
    package = Path(__file__).resolve().parent
    inside = package / "requirements.lock"
    return inside if inside.is_file() else package.parent / "requirements.lock"
