"""What the codes of money and resources mean: budget, vendors, people's time, equipment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.words import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

MEANINGS: Mapping[str, Text] = {
    # "risk.raised": Text(en="A risk is new in the register.", zh="登记了一条新风险。"),
}
