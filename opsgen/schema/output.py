"""The schema of what opsgen itself prints for programs."""

from opsgen.shipped import shipped

CHECK_OUTPUT = "check-output"


def check_output_schema() -> str:
    """The JSON Schema of what `opsgen check --format json` prints."""
    return (shipped("schemas") / "output" / "check.schema.json").read_text(encoding="utf-8")
