"""Make the pictures of the README from a site that `opsgen build` has made, handouts included.

Usage: python tools/pictures.py [site]

Needs Chromium and pdftoppm (poppler-utils). The pages are drawn with the handouts' own face, so that the
pictures look the same wherever they are made.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps
from playwright.sync_api import sync_playwright

from opsgen.shipped import shipped

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_WIDTH, _HEIGHT = 1440, 1100
_WEIGHTS = {"Regular": 400, "SemiBold": 600, "Bold": 700}
_BORDER = "#d5dbe1"


def home(site: Path) -> Image.Image:
    """The upper part of the English overview, light, at 1440 pixels."""
    browser = next(found for name in _BROWSERS if (found := shutil.which(name)))
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        page = chromium.new_page(
            viewport={"width": _WIDTH, "height": _HEIGHT}, color_scheme="light", bypass_csp=True
        )
        page.goto((site / "en" / "index.html").resolve().as_uri())
        page.add_style_tag(content=_faces())
        page.evaluate("document.fonts.ready")
        drawn = page.screenshot()
        chromium.close()
    return Image.open(BytesIO(drawn))


def _faces() -> str:
    """The style sheet's first choice of a face, which few systems have."""
    return "".join(
        f"@font-face{{font-family:'Source Sans 3';font-weight:{weight};"
        f"src:url({(shipped('fonts') / f'OpsgenSans-{name}.ttf').as_uri()})}}"
        for name, weight in _WEIGHTS.items()
    )


def one_pager(site: Path, project: str = "crm-migration") -> Image.Image:
    """A project's English one-pager at 110 dots per inch with a thin border."""
    handout = site / "handouts" / f"{project}.one-pager.en.pdf"
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "page"
        command = ["pdftoppm", "-r", "110", "-png", "-singlefile", str(handout), str(target)]
        subprocess.run(command, check=True)
        drawn = Image.open(target.with_suffix(".png")).convert("RGB")
    return ImageOps.expand(drawn, border=1, fill=_BORDER)


def main(site: Path) -> None:
    """Write both pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, picture in (("site", home(site)), ("one-pager", one_pager(site))):
        target = PICTURES / f"{name}.png"
        # 256 colours keep the files small, and the widest cover keeps the few dots of a status colour.
        small = picture.convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        small.save(target, optimize=True)
        print(f"{target.relative_to(ROOT)}: {target.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "site")
