"""Every derived number, as pure functions of data and a day; no clock, no files.

`assess` gives all of one project, `summarise` all projects together, `method.FORMULAS` the rules in words.
"""

from opsgen.derive.assessment import Assessment, assess
from opsgen.derive.portfolio import Summary, summarise

__all__ = ["Assessment", "Summary", "assess", "summarise"]
