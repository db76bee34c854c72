"""Documents against the JSON Schemas: findings in our own sentences, values that mean what was written."""

from opsgen.schema.definitions import read_definitions, without_pairs
from opsgen.schema.extra import FILE, NONE, Extra, merged
from opsgen.schema.fields import OF_THE_TEAM, chinese, kinds, label, marked, schema_text, translated
from opsgen.schema.reading import Read, read

__all__ = [
    "FILE",
    "NONE",
    "OF_THE_TEAM",
    "Extra",
    "Read",
    "chinese",
    "kinds",
    "label",
    "marked",
    "merged",
    "read",
    "read_definitions",
    "schema_text",
    "translated",
    "without_pairs",
]
