"""A small site for the tests of the plugin and of the browser: a few finished pages, one of them hostile."""

from __future__ import annotations

import html
import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from opsgen.mkdocs_plugin import source
from opsgen.mkdocs_plugin.run import build_site
from opsgen.mkdocs_plugin.source import Source
from opsgen.model import Settings
from opsgen.portfolio import Portfolio
from opsgen.render import LONG, Rendered
from opsgen.text import inline, plain, rich
from opsgen.words import Text

if TYPE_CHECKING:
    import pytest

    from opsgen.problem import Problem

PAYLOADS: list[str] = [
    payload["text"]
    for payload in yaml.safe_load(
        (Path(__file__).parent / "data" / "payloads.yaml").read_text(encoding="utf-8")
    )
]
REPOSITORY = Path(__file__).parents[1]
HOSTILE_TITLE = "</title><script>hit()</script> & <img src=x onerror=hit()>"
AS_OF = "2026-10-12"
DEMO_AS_OF = "2026-11-20"


HOME = """<div class="ops ops-home"><header class="ops-head"><h1 id="top">项目总览</h1>
<p class="ops-lead">8 个项目：红 1，绿 7。</p></header>
<section class="ops-section"><h2 id="next">里程碑 <span class="ops-count">2</span></h2>
<div class="ops-scroll"><table class="ops-table ops-table--cards"><caption class="ops-sr">里程碑</caption>
<thead><tr><th scope="col">里程碑</th><th scope="col" class="ops-num">偏差</th>
<th scope="col">原因</th></tr></thead>
<tbody><tr id="M2" class="ops-red"><th scope="row"><a href="projects/a.html#M2">压测通过</a></th>
<td data-label="偏差" class="ops-num">+30 天</td>
<td data-label="原因" class="ops-text">短信接口延期</td></tr></tbody>
</table></div>
<p>The next milestone is the load test, 供应商交付 follows.</p></section>
<footer class="ops-foot"><p>数据截至 2026-10-12</p></footer></div>"""
PROJECT = """<div class="ops ops-project"><header class="ops-head"><h1 id="top">双十一大促</h1></header>
<section class="ops-section"><h2 id="milestones">里程碑</h2><p id="M2">M2 压测通过</p>
<table class="ops-table"><tbody>
<tr id="M7"><th scope="row"><a class="ops-id" href="#M7">M7</a> 供应商交付</th>
<td data-label="负责人" class="ops-who">王芳</td></tr>
<tr id="K3"><th scope="row"><a class="ops-id" href="#K3">K3</a> Conversion at the milestone</th></tr>
</tbody></table>
<figure class="ops-fig" data-search-exclude><div class="ops-scroll">
<svg class="ops-fig" width="1600" height="40" viewBox="0 0 1600 40" role="img"><title>t</title>
<rect class="f-late" fill="#86001c" width="1500" height="20"/></svg>
</div></figure></section></div>"""
LONG_PAGE = (
    '<div class="ops ops-project"><h1 id="_top">长</h1>'
    + "".join(f'<h2 id="_{n}">{n}</h2>' for n in range(LONG))
    + "</div>"
)


DONE = ", status: done, done: 2026-11-02"
HEAD = "title: Long\nowner: 兰青\nstart: 2026-09-01\nfinish: 2026-12-31\ngoals: [{id: G1, title: Go}]\n"
LONG_PROJECT = f"{HEAD}actions:\n" + "".join(
    f"- {{id: A{n}, title: act {n}, owner: 兰青, due: 2026-12-01{DONE if n > 9 else ''}}}\n"
    for n in range(1, 13)
)
"""A project of nine open actions, and of three that are done."""


def hostile() -> str:
    """Each payload the way a page shows author text: as text, in an attribute, as a line and as Markdown."""
    shown = (
        f'<p title="{html.escape(plain(text))}">{html.escape(plain(text))}</p>\n'
        f"<h3>{inline(text)}</h3>\n<div class='ops-prose'>{rich(text)}</div>"
        for text in PAYLOADS
    )
    return (
        f'<div class="ops ops-project"><h1 id="top">{html.escape(HOSTILE_TITLE)}</h1>{"".join(shown)}</div>'
    )


PAGES = (
    Rendered("index.md", "项目总览", HOME, "一句话", "projects/portfolio.yaml", wide=True),
    Rendered("milestones.md", "里程碑", HOME.replace("项目总览", "里程碑"), "", None, wide=False),
    Rendered("risks.md", "风险 <b>", HOME.replace("项目总览", "风险 &lt;b&gt;"), "", None, wide=False),
    Rendered("projects/a.md", "双十一大促", PROJECT, "", "projects/双十一大促.yaml", wide=False),
    Rendered("projects/long.md", "长", LONG_PAGE, "", None, wide=False),
    Rendered("projects/hostile.md", HOSTILE_TITLE, hostile(), HOSTILE_TITLE, None, wide=False),
)
DOC = (
    "# Manual\n\nSee [the project](projects/a.md#M2).\n\n```yaml\ntitle: x\n```\n\n"
    "```console\n$ opsgen check\n```\n\n!!! note\n    A note.\n"
)


def workspace(root: Path) -> Path:
    """A workspace with hand-written pages in two languages; its data is never read."""
    for lang in ("zh", "en"):
        (root / "docs" / lang).mkdir(parents=True)
        (root / "docs" / lang / "manual.md").write_text(DOC, encoding="utf-8")
    (root / "docs" / "zh" / "only-here.md").write_text("# 只有中文\n", encoding="utf-8")
    (root / "projects").mkdir()
    (root / "mkdocs.yml").write_text(
        (REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    return root


def serve_pages(
    patch: pytest.MonkeyPatch, problems: tuple[Problem, ...] = (), rendered: Any = lambda *_, **__: PAGES
) -> None:
    """Lets the plugin read the sample instead of the workspace's data."""
    title = Text(zh="总览 <甲>", en="Overview <a>")
    settings = Settings(title=title, languages=("zh", "en"), repo_url="https://github.com/o/r")
    patch.setattr(
        source,
        "read",
        lambda root, as_of, *_, **__: Source(
            root, Portfolio(settings), as_of or date(2026, 10, 12), problems
        ),
    )
    patch.setattr(source, "rendered", rendered)


def build(root: Path, site: Path, **options: object) -> Path:
    """Builds the sample's site."""
    build_site(root, site, **{"as_of": AS_OF, **options})
    return site


def build_complete(root: Path) -> None:
    """Builds the portfolio that uses every field, with a project of many actions, in both languages."""
    shutil.copytree(REPOSITORY / "tests" / "data" / "complete" / "projects", root / "projects")
    (root / "projects" / "long.yaml").write_text(LONG_PROJECT, encoding="utf-8")
    for lang, folder in (("zh", "site"), ("en", "site/en")):
        build_site(root, root / folder, lang=lang, languages=["zh", "en"], as_of="2026-11-22", reported=True)


def build_demo(root: Path) -> Path:
    """Builds the repository's own portfolio and its manual in both languages."""
    for folder in ("projects", "docs"):
        shutil.copytree(REPOSITORY / folder, root / folder)
    shutil.copy(REPOSITORY / "mkdocs.yml", root)
    for lang, folder in (("zh", "site"), ("en", "site/en")):
        build_site(root, root / folder, lang=lang, languages=["zh", "en"], as_of=DEMO_AS_OF)
    return root / "site"
