"""The schemas of what opsgen itself writes for programs."""

from opsgen.shipped import shipped

CHECK_OUTPUT = "check-output"
OUTPUTS = {
    CHECK_OUTPUT: "check",
    "diff-output": "diff",
    "log-output": "log",
    "baseline-output": "baseline",
    "update-output": "update",
    "status-output": "status",
    "register-output": "register",
    "portfolio-output": "portfolio",
}
"""What `opsgen schema` calls them, and the commands that print so, or the files of a site that hold it."""


def check_output_schema() -> str:
    """The JSON Schema of what `opsgen check --format json` prints."""
    return output_schema("check")


def output_schema(command: str) -> str:
    """The JSON Schema of what a command prints with `--format json`, or of a data file of a site."""
    return (shipped("schemas") / "output" / f"{command}.schema.json").read_text(encoding="utf-8")
