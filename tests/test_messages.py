"""Every text for readers stands in the Chinese catalogue, whole, with the same places for figures."""

from __future__ import annotations

import ast
import re
import string
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tools"))

import messages  # noqa: E402 - a tool, not a module of the package

KNOWN = messages.catalogue(messages.CATALOGUE)
PAIRS = [
    (messages._first(message.id), messages._first(message.string))
    for message in KNOWN
    if message.id and messages.translated(message)
]
_CJK = "[\u3400-\u9fff]"


def test_the_catalogue_is_complete_and_holds_nothing_unused() -> None:
    assert messages.missing(KNOWN, messages.texts()) == []


def test_both_sides_have_the_same_places() -> None:
    for english, chinese in PAIRS:
        assert places(english) == places(chinese), english


def places(text: str) -> set[str]:
    """Names of what is filled in, `{name}` or `%(name)s`; a text with other braces has none of the first."""
    try:
        formatted = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        formatted = set()
    # `%(n)s` is implied by the count, and may be left unsaid in a singular.
    return (formatted | set(re.findall(r"%\((\w+)\)s", text))) - {"n", "num"}


def test_chinese_takes_full_width_punctuation() -> None:
    for english, chinese in PAIRS:
        prose = re.sub("`[^`]*`", "", chinese)
        assert not re.search(f"{_CJK}[,;!?]|{_CJK}:(?! )|[,;!?]{_CJK}", prose), (english, chinese)


def test_sentences_end_alike() -> None:
    for english, chinese in PAIRS:
        if len(english) > 20:
            assert english.endswith((".", "…", "?")) == chinese.endswith(("。", "…", "？")), (
                english,
                chinese,
            )


@pytest.mark.parametrize("path", sorted((ROOT / "opsgen").rglob("*.py")), ids=lambda path: path.stem)
def test_messages_are_written_out_where_they_are_made(path: Path) -> None:
    """Otherwise nobody finds them to translate them."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            texts = {"message": node.args[:1], "plural": node.args[:2]}.get(node.func.id, [])
            assert all(isinstance(text, ast.Constant) for text in texts), f"{path}:{node.lineno}"


def test_texts_of_code_and_templates_are_found(tmp_path: Path) -> None:
    code, template = tmp_path / "a.py", tmp_path / "a.j2"
    code.write_text(
        'x = message("one {n}", n=1)\ny = plural("{n} day", "{n} days", 2)\nw.gettext("two")\n',
        encoding="utf-8",
    )
    template.write_text(
        '<b>{{ _("three") }}</b>{{ ngettext("%(num)s day", "%(num)s days", n) }}', encoding="utf-8"
    )
    found = [text for _, text in messages.of_code(code)]
    assert found == ["one {n}", ("{n} day", "{n} days"), "two"]
    found = [text for _, text in messages.of_template(template)]
    assert found == ["three", ("%(num)s day", "%(num)s days")]


def test_a_variable_inside_a_call_is_no_call_of_gettext(tmp_path: Path) -> None:
    code = tmp_path / "a.py"
    code.write_text(
        'x = plural("{n} day", "{n} days of {b}", sum(n for n, _ in y), b=[b for _, b in y])\n'
        "z = f\"{say.gettext('shown')}: {z}\"\n",
        encoding="utf-8",
    )
    assert [text for _, text in messages.of_code(code)] == [("{n} day", "{n} days of {b}"), "shown"]


def test_a_text_with_one_form_in_a_variable_is_named_by_its_place(tmp_path: Path) -> None:
    code = tmp_path / "a.py"
    code.write_text('\nx = plural("{n} day", several, 2)\n', encoding="utf-8")
    with pytest.raises(SystemExit, match=r"a\.py:2: "):
        list(messages.of_code(code))


def test_a_text_that_got_a_plural_is_translated_anew() -> None:
    known = Catalog(locale="zh")
    known.add(("{n} day", "{n} days"), ("{n} 天",))
    known.add("one", "一")
    made = messages.updated(known, {"{n} day": "a.py:1", ("one", "{n} ones"): "a.py:2"}, [])
    assert {m.id: m.string for m in made if m.id} == {"{n} day": "", ("one", "{n} ones"): ("", "")}


def test_a_fault_leaves_the_catalogue_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "zh.po"
    path.write_text("whole", encoding="utf-8")
    monkeypatch.setattr(messages, "write_po", None)
    with pytest.raises(TypeError):
        messages._write(path, Catalog(locale="zh"))
    assert path.read_text(encoding="utf-8") == "whole"


def test_updating_adds_takes_over_and_drops() -> None:
    known, other = Catalog(locale="zh"), Catalog(locale="zh")
    known.add("kept", "保留")
    known.add("unused", "不再使用")
    known.add("empty", "")
    other.add("kept", "别的译法")
    other.add("empty", "补上")
    wanted: messages.Texts = {
        "kept": "a.py:1",
        "empty": "a.py:2",
        "new": "a.py:3",
        ("{n} day", "{n} days"): "a.py:4",
    }
    made = messages.updated(known, wanted, [other])
    assert {message.id: message.string for message in made if message.id} == {
        "kept": "保留",
        "empty": "补上",
        "new": "",
        ("{n} day", "{n} days"): ("", ""),
    }
    assert messages.missing(made, wanted) == [
        "a.py:3: no Chinese for 'new'",
        "a.py:4: no Chinese for ('{n} day', '{n} days')",
    ]
    assert "zh.po: nobody says 'unused'" in messages.missing(known, wanted)


def test_a_catalogue_is_written_and_read_back(tmp_path: Path) -> None:
    made = Catalog(locale="zh")
    made.add("a", "甲")
    made.add(("{n} day", "{n} days"), ("{n} 天",))
    messages._write(tmp_path / "zh.po", made)
    back = messages.catalogue(tmp_path / "zh.po")
    assert {m.id: m.string for m in back if m.id} == {"a": "甲", ("{n} day", "{n} days"): ("{n} 天",)}
