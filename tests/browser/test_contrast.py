"""The colours as a browser paints them: text at 4.5:1 against its ground, frames of fields at 3:1."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SAMPLE = {
    "index": "h1, h2, .ops-lead, .ops-light, .ops-muted, .ops-note, .ops-table :is(th, td), a",
    "milestones": "h1, .ops-id, .ops-delta, .ops-under, .ops-chip, .ops-button, .ops-sort, label, .ops-foot",
    "manual/settings": "h1, h2, p, p a, th, td, code, .md-nav__link, .md-tabs__link, .highlight span",
}
FIELDS = ".ops-tools input, .ops-tools select"
PAINTED = """([wanted, what]) => {
  const opaque = colour => !/, 0\\)$|transparent/.test(colour);
  const ground = part => {
    for (let at = part; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (opaque(colour)) return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  return [...document.querySelectorAll(wanted)].filter(
    part => part.checkVisibility({opacityProperty: true, visibilityProperty: true}) && part.innerText !== ''
  ).map(part => [getComputedStyle(part)[what], ground(part), part.outerHTML.slice(0, 80)]);
}"""


def light(channel: str) -> float:
    part = float(channel) / 255
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def luminance(colour: str) -> float:
    channels = re.findall(r"[\d.]+", colour)[:3]
    return sum(share * light(each) for share, each in zip((0.2126, 0.7152, 0.0722), channels, strict=True))


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_figures_are_those_of_the_guidelines() -> None:
    assert round(contrast("rgb(0, 0, 0)", "rgb(255, 255, 255)"), 2) == 21
    assert round(contrast("rgb(118, 118, 118)", "rgb(255, 255, 255)"), 2) == 4.54


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", SAMPLE)
def test_text_can_be_read_as_it_is_painted(chromium: Browser, demo: str, kind: str, scheme: str) -> None:
    context = chromium.new_context(
        color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(f"{demo}en/{kind}.html")
    painted = page.evaluate(PAINTED, [SAMPLE[kind], "color"])
    assert len(painted) > 30
    assert [(of, a, b) for a, b, of in painted if not a.startswith("rgba") and contrast(a, b) < 4.5] == []
    frames = page.evaluate(PAINTED, [FIELDS, "borderTopColor"])
    assert [(of, a, b) for a, b, of in frames if contrast(a, b) < 3] == []
    context.close()
