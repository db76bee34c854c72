"""The shipped faces: ours by name, free to embed, with every character a page of ours needs."""

from __future__ import annotations

from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from opsgen import glyphs
from opsgen.pdf import faces
from opsgen.shipped import shipped

FILES = sorted(path.name for path in shipped("fonts").glob("*.ttf"))
MARKS = "●▲✕✓○◆→±−–·≤≥≈×¥€%…“”‘’"
CHINESE = "，。：；！？（）《》「」、…—％“”"


def font(name: str) -> TTFont:
    return TTFont(BytesIO((shipped("fonts") / name).read_bytes()), lazy=True)


def test_every_face_has_its_file_and_every_file_its_face() -> None:
    assert {face.file for face in faces.FACES} == set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_names_are_our_own(name: str) -> None:
    names = {entry.nameID: str(entry) for entry in font(name)["name"].names}
    assert names[16 if 16 in names else 1] in faces.FAMILIES
    assert names[6] == name.removesuffix(".ttf")
    for number in (1, 3, 4, 6, 16):
        assert "Source" not in names.get(number, "")  # reserved by the licence
        assert "Noto" not in names.get(number, "")
    assert "SIL Open Font License" in names[13]


@pytest.mark.parametrize("name", FILES)
def test_outlines_are_truetype_unhinted_and_free_to_embed(name: str) -> None:
    face = font(name)
    assert "glyf" in face
    assert not {"fpgm", "prep", "cvt "} & set(face.keys())
    assert face["OS/2"].fsType == 0


def test_weights_match_the_rules() -> None:
    for face in faces.FACES:
        assert font(face.file)["OS/2"].usWeightClass == face.weight


def test_licences_lie_beside_the_faces() -> None:
    for name in ("OFL-OpsgenSans.txt", "OFL-OpsgenSansSC.txt"):
        assert "SIL OPEN FONT LICENSE Version 1.1" in (shipped("fonts") / name).read_text("utf-8")


@pytest.mark.parametrize("name", FILES)
def test_our_reader_finds_what_fonttools_finds(name: str) -> None:
    assert glyphs.characters(shipped("fonts") / name) == set(font(name).getBestCmap())


def test_all_weights_of_a_family_cover_the_same() -> None:
    for family in ("OpsgenSans-", "OpsgenSansSC-"):
        covered = {glyphs.characters(shipped("fonts") / name) for name in FILES if name.startswith(family)}
        assert len(covered) == 1


def test_all_of_gb2312_is_covered() -> None:
    codes = (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    text = "".join(code.decode("gb2312", "ignore") for code in codes)
    assert len(text) == 7445
    assert glyphs.uncovered(text) == ""


def test_marks_names_and_punctuation_are_covered() -> None:
    assert glyphs.uncovered(MARKS + CHINESE + "Ærøskøbing Łódź Đặng Ελλάδα Москва") == ""
    assert glyphs.uncovered("喆堃玥骉嫄翯犇祎昇珺") == ""  # given names outside GB 2312


def test_what_no_face_has_is_told_once_and_in_order() -> None:
    assert glyphs.uncovered("会员🎉日🎉𪚥") == "🎉𪚥"


def test_what_takes_no_ink_is_not_missing() -> None:
    assert glyphs.uncovered("a\n\tb\u200b\u2060c\ufe0f\u202e") == ""


def test_digits_are_of_one_width() -> None:
    for name in FILES:
        face = font(name)
        widths = {face["hmtx"][face.getBestCmap()[ord(digit)]][0] for digit in "0123456789"}
        assert len(widths) == 1
