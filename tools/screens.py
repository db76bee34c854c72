"""Draw the screens of the page on editing in the browser: plain boxes with the names on their buttons.

They are schemes, not likenesses: no colours, signs or faces of the services are used. One file each in
`docs/<lang>/manual/screens/`; a reader's dark scheme is followed.

Usage: python tools/screens.py [--check]
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from opsgen.figures.canvas import Canvas
from opsgen.figures.lettering import text_width
from opsgen.figures.tokens import TOKENS
from opsgen.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

DOCS = Path(__file__).parent.parent / "docs"
WIDTH = 480.0  # a phone shows it at three quarters: the letters stay legible
_SIZE = 13.0
_USED = "ink muted wire frame grid band surface today d1 gain2 ok risk late done"
_MONO = "ui-monospace,Menlo,Consolas,'Liberation Mono',monospace"
_CODE = {
    "en": (
        "milestones:",
        "  - {id: M1, title: Gift in stock,",
        "     baseline: 2026-12-23, forecast: 2026-12-23}",
    ),
    "zh": (
        "milestones:",
        "  - {id: M1, title: 礼品到货,",
        "     baseline: 2026-12-23, forecast: 2026-12-23}",
    ),
}
_NEW = {
    "en": ("     baseline: 2026-12-23, forecast: 2027-01-08,", "     reason: The printer is closed}"),
    "zh": ("     baseline: 2026-12-23, forecast: 2027-01-08,", "     reason: 印刷厂元旦停工}"),
}
_WHY = {"en": "Gift sixteen days later: the printer is closed", "zh": "礼品晚 16 天：印刷厂元旦停工"}
_FILE = "projects/first.yaml"


@dataclass(slots=True)
class Screen:
    """A window of a browser on which something is drawn, in one language."""

    canvas: Canvas
    lang: str

    def one(self, english: str, chinese: str) -> str:
        """The one of two texts that this reader reads."""
        return english if self.lang == "en" else chinese

    def window(self, address: str) -> None:
        """The frame, three dots and the line for the address."""
        canvas = self.canvas
        canvas.rect(0.5, 0.5, WIDTH - 1, canvas.height - 1, "surface", stroke="wire", rx=8)
        canvas.line(1, 34, WIDTH - 1, 34, "grid")
        for i in range(3):
            canvas.circle(18 + 14 * i, 18, 4, "grid")
        canvas.rect(66, 8, WIDTH - 90, 20, "band", rx=10)
        canvas.text(78, 18, address, "muted", room=WIDTH - 120)

    def says(self, x: float, y: float, text: str, fill: str = "ink", *, bold: bool = False) -> None:
        self.canvas.text(x, y, text, fill, size=_SIZE, bold=bold)

    def button(self, x: float, y: float, label: str, *, strong: bool = False, number: int = 0) -> float:
        """A button; where the next thing beside it may begin."""
        width = text_width(label, _SIZE, bold=strong) + 28
        self.canvas.rect(x, y - 14, width, 28, "d1" if strong else "band", stroke="frame", rx=5)
        fill = "surface" if strong else "ink"
        self.canvas.text(x + width / 2, y, label, fill, anchor="middle", size=_SIZE, bold=strong)
        if number:
            self.number(x + width + 16, y, number)
        return x + width + (40 if number else 12)

    def number(self, x: float, y: float, number: int) -> None:
        """The number by which the text below speaks of a place."""
        self.canvas.circle(x, y, 11, "today")
        self.canvas.text(x, y, str(number), "surface", anchor="middle", size=_SIZE, bold=True)

    def pencil(self, x: float, y: float, number: int) -> None:
        self.canvas.rect(x, y - 14, 30, 28, "band", stroke="frame", rx=5)
        self.canvas.path(
            f"M{x + 8:g} {y + 8:g}l2 -6l10 -10l4 4l-10 10z", "none", stroke="ink", stroke_width=1.6
        )
        self.number(x + 46, y, number)

    def field(self, x: float, y: float, width: float, label: str, value: str, number: int = 0) -> None:
        """A line to write into, with its name above it."""
        self.says(x, y, label, "muted")
        self.canvas.rect(x, y + 12, width, 28, "surface", stroke="frame", rx=5)
        self.canvas.text(x + 10, y + 26, value, "ink", size=_SIZE, room=width - 20)
        if number:
            self.number(x + width + 16, y + 26, number)

    def choice(
        self, x: float, y: float, label: str, *, chosen: bool, number: int = 0, box: bool = False
    ) -> None:
        """One of several, or a box to tick."""
        if box:
            self.canvas.rect(x - 7, y - 7, 14, 14, "surface", stroke="frame", rx=3)
            if chosen:
                self.canvas.mark(x, y, "done", 5)
        else:
            self.canvas.circle(x, y, 7, "surface", stroke="frame")
            if chosen:
                self.canvas.circle(x, y, 4, "d1")
        self.says(x + 16, y, label)
        if number:
            self.number(x + 34 + text_width(label, _SIZE), y, number)

    def code(self, y: float, lines: Sequence[str], fresh: int = 99, number: int = 0) -> None:
        """Lines of a file; those from the fresh one on stand on a ground of their own."""
        for i, line in enumerate(lines):
            middle = y + 22 * i
            if i >= fresh:
                self.canvas.rect(58, middle - 11, WIDTH - 86, 22, "gain2")
            self.canvas.text(48, middle, str(12 + i), "muted", anchor="end", size=12)
            place: dict[str, str | float | None] = {"x": 64, "y": middle + 4.5, "font-size": 12.5}
            place |= {"font-family": _MONO, "xml:space": "preserve"}
            self.canvas.element("text", place, "ink", body=line)
            if fresh < len(lines) - 1 == i and number:
                self.number(WIDTH - 46, middle, number)

    def result(self, y: float, text: str, *, good: bool, number: int = 0) -> None:
        """A line with the result of a check."""
        self.canvas.mark(40, y, "done" if good else "late", 6)
        self.says(56, y, text)
        if number:
            self.number(74 + text_width(text, _SIZE), y, number)

    def comment(self, y: float, lines: Sequence[tuple[str, str]], number: int) -> None:
        """What the machine writes below a proposal: a status and a sentence in each line."""
        self.canvas.rect(28, y, WIDTH - 90, 24 * len(lines) + 16, "band", stroke="grid", rx=6)
        for i, (status, line) in enumerate(lines):
            middle = y + 20 + 24 * i
            if status in ("risk", "late", "ok", "done"):
                self.canvas.mark(46, middle, status, 5)  # type: ignore[arg-type]
            self.canvas.text(62, middle, line, "ink", size=_SIZE, bold=not status, room=WIDTH - 140)
        self.number(WIDTH - 40, y + 20, number)


def site(screen: Screen) -> None:
    """A page of the site, with the pencil at its head and one at an item."""
    one = screen.one
    screen.window("https://projects.example.org/projects/first.html")
    screen.says(28, 62, one("Welcome gift for new members", "新会员礼包"), bold=True)
    screen.canvas.mark(36, 92, "ok", 6)
    screen.says(52, 92, one("Green: nothing is expected later than planned", "绿：没有晚于原计划的事项"))
    screen.pencil(WIDTH - 100, 62, 1)
    screen.canvas.line(28, 118, WIDTH - 28, 118, "grid")
    screen.says(28, 142, "M1", "muted")
    screen.says(64, 142, one("Gift chosen and in stock", "礼品选定并到货"))
    screen.says(230, 142, one("23 Dec 2026", "2026年12月23日"))
    screen.pencil(WIDTH - 100, 142, 2)


def github_file(screen: Screen) -> None:
    screen.window("https://github.com/example/our-projects/blob/main/" + _FILE)
    screen.says(28, 58, _FILE, bold=True)
    screen.pencil(WIDTH - 100, 58, 1)
    screen.canvas.line(28, 84, WIDTH - 28, 84, "grid")
    screen.code(106, _CODE[screen.lang])


def github_edit(screen: Screen) -> None:
    screen.window("https://github.com/example/our-projects/edit/main/" + _FILE)
    screen.says(28, 58, _FILE, bold=True)
    screen.button(WIDTH - 210, 58, "Commit changes...", strong=True, number=2)
    screen.canvas.line(28, 84, WIDTH - 28, 84, "grid")
    screen.code(106, (*_CODE[screen.lang][:2], *_NEW[screen.lang]), fresh=2, number=1)


def github_propose(screen: Screen) -> None:
    screen.window("https://github.com/example/our-projects/edit/main/" + _FILE)
    screen.says(28, 58, "Commit changes", bold=True)
    screen.field(28, 86, WIDTH - 90, "Commit message", _WHY[screen.lang], number=1)
    screen.choice(36, 152, "Commit directly to the main branch", chosen=False)
    label = "Create a new branch for this commit and start a pull request"
    screen.choice(36, 180, label, chosen=True, number=2)
    screen.button(28, 220, "Propose changes", strong=True, number=3)


def _sentences(screen: Screen) -> tuple[tuple[str, str], ...]:
    one = screen.one
    return (
        ("", one("Since main: 2 changes", "相比 main：2 处变更")),
        ("risk", one("attention: You moved “Gift in stock”", "关注  你把「礼品到货」推迟了 16 天，")),
        (" ", one("16 days later; the project turns from green", "项目由绿转红，")),
        (" ", one("to red: The printer is closed", "原因：印刷厂元旦停工")),
    )


def github_request(screen: Screen) -> None:
    screen.window("https://github.com/example/our-projects/pull/7")
    screen.says(28, 58, _WHY[screen.lang] + "  #7", bold=True)
    at = screen.button(28, 92, "Conversation")
    screen.button(at, 92, "Files changed", number=3)
    screen.comment(116, _sentences(screen), 1)
    screen.result(250, "All checks have passed", good=True, number=2)
    screen.button(28, 286, "Merge pull request", strong=True, number=4)


def github_red(screen: Screen) -> None:
    one = screen.one
    screen.window("https://github.com/example/our-projects/pull/8")
    title = one("1 error has to be mended before this can be merged", "合并之前，还有 1 个错误要改")
    wrong = one("Line 18: 2026/11/23 is not a date", "第 18 行：2026/11/23 不是日期")
    right = one(
        "Write this instead of line 18:  reviewed: 2026-11-23}", "把第 18 行换成：reviewed: 2026-11-23}"
    )
    screen.comment(52, (("", title), ("late", wrong), ("done", right)), 1)
    screen.result(166, "Some checks were not successful", good=False, number=2)
    screen.canvas.rect(28, 186, 176, 28, "band", stroke="grid", rx=5)
    screen.canvas.text(116, 200, "Merge pull request", "muted", anchor="middle", size=_SIZE)


def gitlab_file(screen: Screen) -> None:
    one = screen.one
    screen.window("https://gitlab.example/team/our-projects/-/blob/main/" + _FILE)
    screen.says(28, 58, _FILE, bold=True)
    screen.button(WIDTH - 190, 58, one("Edit ▾", "编辑 ▾"), number=1)
    screen.canvas.line(28, 84, WIDTH - 28, 84, "grid")
    screen.code(170, _CODE[screen.lang])
    screen.canvas.rect(WIDTH - 220, 76, 192, 66, "surface", stroke="frame", rx=5)
    screen.says(WIDTH - 206, 94, one("Edit single file", "编辑单个文件"))
    screen.number(WIDTH - 48, 94, 2)
    screen.says(WIDTH - 206, 122, "Web IDE", "muted")


def gitlab_edit(screen: Screen) -> None:
    one = screen.one
    screen.window("https://gitlab.example/team/our-projects/-/edit/main/" + _FILE)
    screen.says(28, 58, _FILE, bold=True)
    screen.button(WIDTH - 200, 58, one("Commit changes", "提交更改"), strong=True, number=2)
    screen.canvas.line(28, 84, WIDTH - 28, 84, "grid")
    screen.code(106, (*_CODE[screen.lang][:2], *_NEW[screen.lang]), fresh=2, number=1)


def gitlab_propose(screen: Screen) -> None:
    one = screen.one
    screen.window("https://gitlab.example/team/our-projects/-/edit/main/" + _FILE)
    screen.says(28, 58, one("Commit changes", "提交更改"), bold=True)
    screen.field(28, 86, WIDTH - 90, one("Commit message", "提交消息"), _WHY[screen.lang], number=1)
    screen.choice(36, 152, one("Commit to a new branch", "提交到新分支"), chosen=True, number=2)
    label = one("Create a merge request for this change", "为此更改创建合并请求")
    screen.choice(60, 180, label, chosen=True, number=3, box=True)
    screen.button(28, 220, one("Commit changes", "提交更改"), strong=True, number=4)


def gitlab_request(screen: Screen) -> None:
    one = screen.one
    screen.window("https://gitlab.example/team/our-projects/-/merge_requests/7")
    screen.says(28, 58, _WHY[screen.lang], bold=True)
    at = screen.button(28, 92, one("Overview", "概览"))
    screen.button(at, 92, one("Changes", "更改"), number=3)
    screen.comment(116, _sentences(screen), 1)
    screen.result(250, one("Pipeline passed", "流水线已通过"), good=True, number=2)
    at = screen.button(28, 286, one("Approve", "批准"))
    screen.button(at, 286, one("Merge", "合并"), strong=True, number=4)


SCREENS: dict[str, tuple[Callable[[Screen], None], float, str, str]] = {
    "site": (site, 176, "The pencils on a page of the site", "网站页面上的铅笔"),
    "github-file": (github_file, 176, "A file on GitHub with the pencil", "GitHub 上的文件和铅笔按钮"),
    "github-edit": (github_edit, 198, "The editor of GitHub", "GitHub 的编辑页面"),
    "github-propose": (github_propose, 250, "Saying what was changed, on GitHub", "在 GitHub 上说明改了什么"),
    "github-request": (
        github_request,
        316,
        "A pull request with comment and checks",
        "合并请求、评论和检查结果",
    ),
    "github-red": (github_red, 230, "A pull request with an error", "有错误的合并请求"),
    "gitlab-file": (gitlab_file, 236, "A file on GitLab with its menu", "GitLab 上的文件和编辑菜单"),
    "gitlab-edit": (gitlab_edit, 198, "The editor of GitLab", "GitLab 的编辑页面"),
    "gitlab-propose": (gitlab_propose, 250, "Saying what was changed, on GitLab", "在 GitLab 上说明改了什么"),
    "gitlab-request": (
        gitlab_request,
        316,
        "A merge request with comment and pipeline",
        "合并请求、评论和流水线",
    ),
}


def drawn(name: str, lang: str) -> str:
    """The screen as the text of an SVG file."""
    draw, height, english, chinese = SCREENS[name]
    title = english if lang == "en" else chinese
    canvas = Canvas("screen", f"screen-{name}", title, lang, WIDTH, height)
    draw(Screen(canvas, lang))
    head, tail = canvas.svg().split("</desc>", 1)
    return f"{head}</desc><style>{_dark()}</style>{tail}\n"


def _dark() -> str:
    """The colours of the dark scheme, for a picture that no style sheet reaches."""
    paints = "".join(
        f".f-{name}{{fill:{paint.dark}}}.s-{name}{{stroke:{paint.dark}}}"
        for name, paint in TOKENS.items()
        if name in _USED.split()
    )
    return f"@media(prefers-color-scheme:dark){{{paints}}}"


def pages() -> dict[Path, str]:
    """Each file with its text."""
    return {
        DOCS / lang / "manual" / "screens" / f"{name}.svg": drawn(name, lang)
        for lang in LANGUAGES
        for name in SCREENS
    }


def main() -> None:
    """Write the files, or with --check say which are stale."""
    stale = [path for path, text in pages().items() if not path.is_file() or path.read_text("utf-8") != text]
    if "--check" in sys.argv:
        raise SystemExit("; ".join(map(str, stale)) and f"stale: {stale}; run python tools/screens.py")
    for path, text in pages().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
