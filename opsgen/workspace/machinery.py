"""What opsgen lays down for machines and renews itself: `.opsgen/`."""

from __future__ import annotations

import json
from typing import Any

from opsgen import schema
from opsgen.shipped import shipped_lock

FOLDER = ".opsgen"
REQUIREMENTS = f"{FOLDER}/requirements.txt"
LOCK = f"{FOLDER}/requirements.lock"
SCHEMAS = f"{FOLDER}/schemas"


def machinery(package: str, lang: str) -> dict[str, str]:
    """File name to text of `.opsgen/`: where CI gets opsgen, what opsgen itself needs, schemas for editors.

    `package` is the one line of its `requirements.txt`; `lang` the main language of the workspace.
    """
    kinds = (*schema.kinds(), schema.OF_THE_TEAM)
    return {
        REQUIREMENTS: f"{package}\n",
        LOCK: shipped_lock().read_text(encoding="utf-8"),
        **{schema_file(kind): f"{_text(_of(kind, lang))}\n" for kind in kinds},
    }


def schema_file(kind: str) -> str:
    """Where the schema of files of this kind is laid down."""
    return f"{SCHEMAS}/{kind}.schema.json"


def _of(kind: str, lang: str) -> Any:
    made = json.loads(schema.schema_text(kind))
    return schema.translated(made) if lang == "zh" else made


def _text(made: Any) -> str:
    return json.dumps(made, ensure_ascii=False, indent=1)
