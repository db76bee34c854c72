"""The colours: one table for the attributes in the SVG, the site's style sheet and the handouts'.

A painted element carries a class and the light colour (`class="f-late" fill="#86001c"`). A style sheet beats
a presentation attribute, so on the site the class wins and follows the colour scheme; WeasyPrint, which does
not apply a document's style sheet to inline SVG, sees the attribute.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Status = Literal["ok", "risk", "late", "done", "todo"]


@dataclass(frozen=True, slots=True)
class Paint:
    """One colour in the light and in the dark scheme."""

    light: str
    dark: str


TOKENS: Mapping[str, Paint] = MappingProxyType(
    {
        "ink": Paint("#1f2328", "#e6e9ef"),
        "muted": Paint("#57606a", "#a9b1bd"),
        "wire": Paint("#9aa4b0", "#6b7688"),
        "frame": Paint("#7b8590", "#7f8a9e"),  # around what can be written into or pressed
        "grid": Paint("#e1e6eb", "#343b49"),
        "band": Paint("#f6f8fa", "#252a35"),
        "surface": Paint("#ffffff", "#1e2129"),
        "today": Paint("#a4006f", "#ff8bd0"),
        # what stands how: every use has a shape and a word beside the colour
        "ok": Paint("#0b7273", "#50bfbe"),
        "risk": Paint("#c67b0c", "#f4af1f"),
        "late": Paint("#86001c", "#e0605f"),
        "done": Paint("#2a2f96", "#7d8be0"),
        "todo": Paint("#868f9b", "#d7e1ec"),
        # series of data
        "d1": Paint("#1b6793", "#4d93f8"),
        "d2": Paint("#a83f0c", "#e8682a"),
        "d3": Paint("#009a9b", "#a6f5d4"),
        "d4": Paint("#5d1278", "#b17aa0"),
        "d5": Paint("#bb8200", "#f0b429"),
        "d6": Paint("#2b3038", "#b3bdd8"),
        # heat: from calm to severe, each a ground on which ink can be read
        "heat1": Paint("#eef2f5", "#272d37"),
        "heat2": Paint("#f9e9b8", "#44402b"),
        "heat3": Paint("#f4c98e", "#654b1e"),
        "heat4": Paint("#e79d7b", "#914840"),
        "heat5": Paint("#d67271", "#ab4261"),
        # the same for what may turn out well
        "gain1": Paint("#eef2f5", "#272d37"),
        "gain2": Paint("#d3e4f1", "#2b3c50"),
        "gain3": Paint("#b0d0e8", "#2d4a67"),
        "gain4": Paint("#8fbadb", "#2f5a82"),
        "gain5": Paint("#70a5cd", "#346b9c"),
    }
)
STATUSES: tuple[Status, ...] = ("ok", "risk", "late", "done", "todo")
SERIES = ("d1", "d2", "d3", "d4", "d5", "d6")
HEAT = ("heat1", "heat2", "heat3", "heat4", "heat5")
GAIN = ("gain1", "gain2", "gain3", "gain4", "gain5")
LOAD = ("gain1", "gain2", "gain3", "heat4", "heat5")
"""What is taken of somebody's time: up to all of it, and more than there is."""

# Faces as wide as labels are measured: a wider one of the system would write one label over the next.
_FACES = (
    "'Source Sans 3',Arial,'Liberation Sans',Helvetica,'PingFang SC','Hiragino Sans GB','Microsoft YaHei',"
    "'Noto Sans CJK SC',sans-serif"
)
_LAYOUT = (
    ".ops-fig{display:block;max-width:100%;height:auto}"
    f"svg.ops-fig{{font-family:{_FACES}}}"
    ".ops-scroll{overflow-x:auto}"
    ".ops-scroll>.ops-fig{max-width:none}"
    ".ops-fig a{text-decoration:none}"
    ".ops-fig a:hover text,.ops-fig a:focus text{text-decoration:underline}"
    ".ops-fig a:focus-visible{outline:2px solid var(--ops-d1);outline-offset:2px}"
)


def css() -> str:
    """The site's style sheet: the colours in light, slate and print, and the paint classes."""
    light, dark = _properties("light"), _properties("dark")
    paints = "\n".join(
        f".ops-fig .f-{name}{{fill:var(--ops-{name})}}.ops-fig .s-{name}{{stroke:var(--ops-{name})}}"
        for name in TOKENS
    )
    return (
        f":root{{{light}}}\n"
        f"[data-md-color-scheme=slate]{{{dark}}}\n"
        f"@media print{{:root,[data-md-color-scheme=slate]{{{light}}}}}\n"
        f"{paints}\n{_LAYOUT}\n"
    )


def root_css() -> str:
    """The colours as custom properties, for the handouts: paper is light."""
    return f":root{{{_properties('light')}}}\n"


def screen_css() -> str:
    """The colours as custom properties for a page alone on a screen, in the scheme of its reader's system."""
    dark = f"@media (prefers-color-scheme: dark) {{:root{{{_properties('dark')}}}}}\n"
    return f"{root_css()}{dark}"


def _properties(scheme: Literal["light", "dark"]) -> str:
    return "".join(f"--ops-{name}:{getattr(paint, scheme)};" for name, paint in TOKENS.items())
