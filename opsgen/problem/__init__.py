"""What is wrong in the users' files, as values: one `Problem` a finding, and the forms to say it in."""

from opsgen.problem.data import render_json
from opsgen.problem.finding import Place, Problem, Repair, Severity, counts, errors
from opsgen.problem.plain import render_text, visible

__all__ = [
    "Place",
    "Problem",
    "Repair",
    "Severity",
    "counts",
    "errors",
    "render_json",
    "render_text",
    "visible",
]
