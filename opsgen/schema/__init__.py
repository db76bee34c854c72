"""Documents against the JSON Schemas: findings in our own sentences, values that mean what was written."""

from opsgen.schema.fields import chinese, kinds, label, marked, schema_text
from opsgen.schema.reading import Read, read

__all__ = ["Read", "chinese", "kinds", "label", "marked", "read", "schema_text"]
