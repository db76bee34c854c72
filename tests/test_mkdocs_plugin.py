"""The plugin without a browser: what stands in the built files, and what happens when the data is wrong."""

from __future__ import annotations

import hashlib
import json
import logging
import marshal
import re
import shutil
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from mkdocs.config import load_config
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import InclusionLevel

from opsgen.mkdocs_plugin import OpsgenPlugin, languages, nav, search, source
from opsgen.mkdocs_plugin.page import contents
from opsgen.mkdocs_plugin.policy import meta
from opsgen.mkdocs_plugin.run import SiteError, build_site, plugins
from opsgen.mkdocs_plugin.slim import slim
from opsgen.model import Settings
from opsgen.portfolio import Portfolio
from opsgen.problem import Place, Problem
from opsgen.views.page import site_folder
from opsgen.words import Text, message, words
from tests import sample_site

Site = dict[str, str]


def read(folder: Path) -> Site:
    """The text of every HTML and JSON file of a site, and of its search."""
    kept = (".html", ".json")
    files = (path for path in folder.rglob("*") if path.suffix in kept or path.parent.name == "workers")
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in files}


def digests(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_site.workspace(tmp_path_factory.mktemp("workspace"))


@pytest.fixture(scope="module")
def site(root: Path) -> Site:
    with pytest.MonkeyPatch.context() as patch:
        sample_site.serve_pages(patch)
        return read(sample_site.build(root, root / "site", lang="zh", languages=["zh", "en"]))


@pytest.fixture
def sample(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    sample_site.serve_pages(monkeypatch)
    return monkeypatch


def test_a_generated_page_arrives_as_it_was_made_but_lighter(site: Site) -> None:
    assert slim(sample_site.PROJECT.replace(" data-search-exclude", "")) in site["projects/a.html"]


def test_titles_are_escaped_wherever_the_theme_prints_them(site: Site) -> None:
    page = site["projects/hostile.html"]
    assert "<title>&lt;/title&gt;&lt;script&gt;hit()&lt;/script&gt;" in page
    for name, text in site.items():
        if name.endswith(".html"):
            assert "<script>hit" not in text, name
            assert "<img src=x" not in text, name
    assert "<title>项目总览 - 总览 &lt;甲&gt;</title>" in site["index.html"]


def test_the_search_index_holds_no_markup_of_authors(site: Site) -> None:
    index = json.loads(site["search/search_index.json"])
    assert index["config"]["lang"] == ["zh"]
    assert index["config"]["pipeline"] == []
    texts = [entry["title"] + entry["text"] for entry in index["docs"]]
    assert any("里程碑" in text.replace("\u200b", "") for text in texts)
    assert not any(re.search(r"<(?!/?(p|ul|ol|li|code|pre|sub|sup)>)", text) for text in texts)


def test_the_index_is_also_a_script(root: Path, site: Site) -> None:
    script = (root / "site" / "search" / "search_index.js").read_text(encoding="utf-8-sig")
    assert script == "var __index = " + site["search/search_index.json"]


def test_words_come_from_no_cache_that_anybody_may_have_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jieba = search.segmenter()
    (tmp_path / "jieba.cache").write_bytes(marshal.dumps(({}, 1)))
    for name, value in (("initialized", False), ("FREQ", {}), ("total", 0), ("tmp_dir", str(tmp_path))):
        monkeypatch.setattr(jieba.dt, name, value)
    config = SimpleNamespace(
        plugins={"material/search": SimpleNamespace(config=SimpleNamespace(enabled=True))}
    )
    search.prepare(config, ())  # type: ignore[arg-type]
    assert jieba.lcut("项目里程碑") == ["项目", "里程碑"]


def test_nothing_is_loaded_from_another_host(site: Site) -> None:
    loads = re.compile(
        r"""<(?:script|img|iframe|source)\b[^>]*\bsrc="(?:https?:)?//|<link\b[^>]*\bhref="https?://"""
    )
    assert [name for name, text in site.items() if loads.search(text)] == []


def test_what_the_theme_escapes_is_not_escaped_before(site: Site) -> None:
    assert [path for path, page in site.items() if path.endswith(".html") and "&amp;lt;甲" in page] == []
    assert 'title="总览 &lt;甲&gt;" class="md-header__button md-logo"' in site["index.html"]


def test_each_language_has_its_own_address() -> None:
    assert site_folder("https://a.cn/p/", ["zh", "en"], "zh") == "https://a.cn/p/"
    assert site_folder("https://a.cn/p", ["zh", "en"], "en") == "https://a.cn/p/en/"
    assert site_folder("https://a.cn/p/en/", ["zh", "en"], "en") == "https://a.cn/p/en/"
    assert site_folder("", ["zh", "en"], "en") == ""
    assert site_folder("https://a.cn/p/", [], "en") == "https://a.cn/p/"


def test_every_page_has_a_policy_that_allows_its_own_scripts(site: Site) -> None:
    for name, text in site.items():
        if not name.endswith(".html"):
            continue
        head = text[text.index("<head>") :]
        policy = head[: head.index(">", len("<head>")) + 1]
        assert "default-src 'none'; script-src 'self' 'sha256-" in policy, name
        assert set(re.findall(r"sha256-[^']+", meta(text))) <= set(re.findall(r"sha256-[^']+", policy)), name


def test_a_script_of_an_author_would_not_be_allowed() -> None:
    clean = meta("<head><script>a()</script></head>")
    assert meta("<head><script>b()</script></head>") != clean
    assert meta('<head><script>a()</script><script src="x.js"></script></head>') == clean


def test_projects_stay_out_of_the_navigation(site: Site) -> None:
    assert "projects/a.html" not in re.sub(r"<article.*?</article>", "", site["manual.html"], flags=re.DOTALL)
    assert 'href="risks.html"' in site["manual.html"]
    assert 'data-md-type="navigation" hidden' in site["projects/a.html"]
    assert 'data-md-type="toc" hidden' in site["index.html"]


def test_edit_links_lead_to_the_source(site: Site) -> None:
    edit = re.compile(r'<a href="([^"]+)"[^>]*rel="edit"')
    start = "https://github.com/o/r/edit/master/"
    assert edit.findall(site["projects/a.html"]) == [
        start + "projects/%E5%8F%8C%E5%8D%81%E4%B8%80%E5%A4%A7%E4%BF%83.yaml"
    ]
    assert edit.findall(site["manual.html"]) == [start + "docs/zh/manual.md"]
    assert edit.findall(site["milestones.html"]) == []


def test_the_host_of_the_repository_is_not_asked(site: Site) -> None:
    assert "https://github.com/o/r" in site["index.html"]
    assert 'data-md-component="source"' not in site["index.html"]


def test_links_of_written_pages_to_generated_ones_are_checked(
    root: Path, sample: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    del sample
    with caplog.at_level(logging.WARNING, "mkdocs"):
        sample_site.build(root, tmp_path / "site", lang="en")
    assert [record.getMessage() for record in caplog.records] == []


def test_a_site_built_twice_is_the_same(root: Path, sample: pytest.MonkeyPatch, tmp_path: Path) -> None:
    del sample
    once = digests(sample_site.build(root, tmp_path / "a"))
    assert once == digests(sample_site.build(root, tmp_path / "b"))


def problem(severity: Any) -> Problem:
    return Problem(Place("projects/a.yaml", 3, 5), "late", severity, message("M {id} is late", id="M2"))


def test_an_error_leaves_the_old_site_as_it_was(
    root: Path, sample: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "index.html").write_text("old")
    findings = (problem("warning"), problem("error"), problem("error"))
    sample_site.serve_pages(sample, findings, rendered=pytest.fail)
    with pytest.raises(SiteError):
        sample_site.build(root, tmp_path, lang="en")
    assert (tmp_path / "index.html").read_text() == "old"
    said = [record.getMessage() for record in caplog.records]
    assert said.count("projects/a.yaml:3:5: error[late]: M M2 is late") == 2
    assert said.count("projects/a.yaml:3:5: warning[late]: M M2 is late") == 1


def test_a_warning_does_not_stop_the_site_unless_strict(
    root: Path, sample: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    sample_site.serve_pages(sample, (problem("warning"),))
    assert (sample_site.build(root, tmp_path / "site", lang="en") / "index.html").exists()
    with pytest.raises(SiteError):
        sample_site.build(root, tmp_path / "strict", lang="en", strict=True)


def test_serve_goes_on_with_the_last_good_pages(
    root: Path, sample: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    config = load_config(str(root / "mkdocs.yml"), site_dir=str(tmp_path), plugins=plugins(["opsgen"], {}))
    plugin = config.plugins["opsgen"]
    assert isinstance(plugin, OpsgenPlugin)
    plugin.on_startup(command="serve", dirty=False)
    plugin.good = ()  # MkDocs keeps one plugin for all the sites of a process
    sample_site.serve_pages(sample, (problem("error"),))
    plugin.on_config(config)
    with pytest.raises(PluginError):
        plugin.on_pre_build(config=config)
    for findings, good in (((), True), ((problem("error"),), False), ((), True)):
        sample_site.serve_pages(sample, findings)
        plugin.on_config(config)
        plugin.on_pre_build(config=config)
        assert plugin.pages[0].html.startswith('<div class="ops ops-home">') == good
        assert ("projects/a.yaml:3:5" in plugin.pages[0].html) != good
    assert caplog.messages[-1] == words(plugin.lang).say("The pages stay as they were until this is repaired")


@pytest.mark.parametrize(
    "address", ["javascript:hit()", 'https://a.cn/" onclick="hit()', "https://a.cn/<b>", "//a.cn"]
)
def test_an_address_of_the_portfolio_cannot_break_out_of_an_attribute(
    root: Path, sample: pytest.MonkeyPatch, address: str
) -> None:
    settings = Settings(site_url=address, repo_url=address)
    given = source.Source(root, Portfolio(settings), date(2026, 10, 12), ())
    sample.setattr(source, "read", lambda *_, **__: given)
    config = load_config(str(root / "mkdocs.yml"), plugins=plugins(["opsgen"], {}))
    config.plugins["opsgen"].on_config(config)
    assert (config.site_url, config.repo_url) == (None, None)


def test_a_generated_page_wins_over_a_written_one(
    root: Path, sample: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    del sample
    copy = sample_site.workspace(tmp_path / "w")
    (copy / "docs" / "zh" / "risks.md").write_text("# mine\n", encoding="utf-8")
    site = read(sample_site.build(copy, tmp_path / "site", lang="zh"))
    assert "mine" not in site["risks.html"]
    assert "risks.md: hidden by the generated page of the same name" in caplog.text
    assert root != copy


def test_contents_nest_and_leave_counts_out() -> None:
    top = list(
        contents(
            '<h1 id="top">A &lt;b&gt;</h1>'
            '<h2 id="x">X <span class="ops-count">12</span></h2><h3 id="y">Y</h3>'
            '<h3>no id</h3><h2 class="c" id="z"><a href="#">Z</a></h2>'
        )
    )
    assert [(item.title, item.url, item.level) for item in top] == [("A &lt;b&gt;", "#top", 1)]
    children = [(item.title, item.url, [deep.title for deep in item.children]) for item in top[0].children]
    assert children == [("X", "#x", ["Y"]), ("Z", "#z", [])]


def test_navigation_groups_the_pages_there_are() -> None:
    made = ("index", "quality", "method", "milestones", "issues", "risks", "odd", "projects/a", "status/x")
    assert nav.navigation((f"{name}.md" for name in made), (), words("en")) == [
        "index.md",
        "milestones.md",
        {"Risk": ["risks.md", "issues.md"]},
        "odd.md",
        {"About the data": ["quality.md", "method.md"]},
    ]


def test_a_short_page_has_no_list_of_its_sections(site: Site) -> None:
    assert 'data-md-type="toc" hidden' in site["projects/a.html"]
    assert 'data-md-type="toc" hidden' not in site["projects/long.html"]


def written_page(path: str, text: str = "") -> Any:
    """A hand-written page as far as the navigation looks at it."""
    name = path.rpartition("/")[2].removesuffix(".md")
    return SimpleNamespace(src_uri=path, content_string=text, inclusion=InclusionLevel.UNDEFINED, name=name)


def test_a_folder_that_holds_all_written_pages_is_not_shown() -> None:
    files = [written_page(f"manual/{name}.md") for name in ("start", "index", "more")]
    assert nav.navigation((), files, words("en")) == [
        {"Handbook": ["manual/index.md", "manual/more.md", "manual/start.md"]}
    ]


def test_the_handbook_stands_in_the_order_of_its_first_page() -> None:
    first = written_page("manual/index.md", "[b](b.md), [a](a.md#top), [other](https://example.org/c.md)")
    files = [first, *(written_page(f"manual/{name}.md") for name in "abc")]
    pages = ["manual/index.md", "manual/b.md", "manual/a.md", "manual/c.md"]
    assert nav.navigation((), files, words("en")) == [{"Handbook": pages}]


def test_pages_that_a_first_page_lists_below_headings_stand_together() -> None:
    text = "[d](d.md)\n\n## Learn\n\n- [b](b.md): first, then [a](a.md)\n"
    text += "\n## Look up\n\n1. [c](c.md#x)\n2. [a](a.md)\n"
    files = [written_page("m/index.md", text), *(written_page(f"m/{name}.md") for name in "abcde")]
    below = ["m/index.md", "m/d.md", {"Learn": ["m/b.md"]}, {"Look up": ["m/a.md", "m/c.md"]}, "m/e.md"]
    assert nav.navigation((), files, words("en")) == [{"Handbook": below}]


def test_options_are_laid_over_those_of_mkdocs_yml() -> None:
    written = {"search": {"lang": "en"}, "opsgen": {"lang": "zh", "handouts": True}}
    assert plugins(written, {"lang": "en", "as_of": None}) == {
        "search": {"lang": "en"},
        "opsgen": {"lang": "en", "handouts": True},
    }
    assert list(plugins(["search", {"blog": {}}, "opsgen"], {})) == ["search", "blog", "opsgen"]


def test_the_worker_of_the_search_is_mended_as_long_as_it_needs_to_be(site: Site) -> None:
    workers = [text for name, text in site.items() if re.search(r"workers/search[.\w]*\.js$", name)]
    assert workers
    for worker in workers:
        assert re.search(r"\+1;\w+<=\w+\.length", worker)
        assert search.mended(worker) == worker


@pytest.mark.parametrize("listed", [5, "search", [5], [{}], {"search": 5}, [["search"]]])
def test_plugins_that_are_none_are_for_mkdocs_to_refuse(tmp_path: Path, listed: Any) -> None:
    (tmp_path / "projects").mkdir()
    (tmp_path / "mkdocs.yml").write_text(json.dumps({"plugins": listed, "theme": "material"}))
    with pytest.raises(SiteError):
        build_site(tmp_path, tmp_path / "site")


def test_serve_may_read_the_same_options_again(root: Path) -> None:
    chosen = plugins(["search", "opsgen"], {"lang": "en"})
    for _ in range(2):
        config = load_config(str(root / "mkdocs.yml"), plugins=chosen)
        assert config.plugins["opsgen"].config["lang"] == "en"


def test_a_workspace_needs_no_mkdocs_yml_and_no_pages_of_its_own(tmp_path: Path) -> None:
    shutil.copytree(Path(__file__).parent / "data" / "small" / "projects", tmp_path / "projects")
    build_site(tmp_path, tmp_path / "site", lang="zh", as_of="2026-11-22", reported=True)
    assert "会员礼包上线" in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")


def test_registers_lie_as_files_beside_their_pages(tmp_path: Path) -> None:
    shutil.copytree(Path(__file__).parent / "data" / "small" / "projects", tmp_path / "projects")
    for lang, folder, heading in (("zh", "site", "里程碑"), ("en", "site/en", "Milestone")):
        build_site(
            tmp_path, tmp_path / folder, lang=lang, languages=["zh", "en"], as_of="2026-11-22", reported=True
        )
        page = (tmp_path / folder / "milestones.html").read_text(encoding="utf-8")
        for form in ("csv", "xlsx", "json"):
            assert f'<a href="milestones.{form}" download' in page
            assert (tmp_path / folder / f"milestones.{form}").is_file()
        content = (tmp_path / folder / "milestones.csv").read_bytes()
        assert content.startswith(b"\xef\xbb\xbfproject_id,item_id," + heading.encode())
        assert content.count(b"\r\n") == 2
    assert not (tmp_path / "site" / "risks.csv").exists(), "an empty register has none"
    assert '" download' not in (tmp_path / "site" / "risks.html").read_text(encoding="utf-8")


def test_edit_links_of_a_workspace_without_pages_of_its_own(tmp_path: Path) -> None:
    shutil.copytree(Path(__file__).parent / "data" / "small" / "projects", tmp_path / "projects")
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: x\nrepo_url: https://github.com/o/r\n"
        "theme: {name: material, features: [content.action.edit]}\n"
    )
    build_site(tmp_path, tmp_path / "site", lang="zh", as_of="2026-11-22", reported=True)
    (page, *_) = (tmp_path / "site" / "projects").glob("*.html")
    assert 'href="https://github.com/o/r/edit/master/projects/' in page.read_text(encoding="utf-8")


def test_no_policy_under_live_reload() -> None:
    plugin = OpsgenPlugin()
    plugin.on_startup(command="serve", dirty=False)
    env: Any = object()
    plugin.on_env(env, config=SimpleNamespace(), files=SimpleNamespace())  # type: ignore[arg-type]
    page: Any = SimpleNamespace(meta={}, file=SimpleNamespace(url="index.html"))
    assert plugin.on_post_page("<head></head>", page=page) == "<head></head>"


def test_serve_watches_what_pages_are_made_of(root: Path, caplog: pytest.LogCaptureFixture) -> None:
    plugin = OpsgenPlugin()
    plugin.root = root
    plugin.lang = "en"
    watched: list[str] = []
    server: Any = SimpleNamespace(watch=watched.append, url="http://127.0.0.1:8000/")
    with caplog.at_level("INFO", "mkdocs.plugins.opsgen"):
        plugin.on_serve(server)
    assert watched == [str(root / "projects")]
    assert "http://127.0.0.1:8000/" in caplog.text
    assert hasattr(LiveReloadServer, "watch")
    assert "url" in LiveReloadServer.__init__.__code__.co_names


def test_written_pages_stand_in_a_folder_of_their_language(root: Path, tmp_path: Path) -> None:
    assert languages.folder(str(root / "docs"), "en") == str(root / "docs" / "en")
    assert languages.folder(str(tmp_path), "en") == str(tmp_path)


def test_a_site_named_as_its_portfolio_is_named_so_in_every_language() -> None:
    plugin, title = OpsgenPlugin(), Text(zh="项目总览", en="Our <projects>")
    plugin.lang = "en"
    assert plugin._name("项目总览", title) == plugin._name("", title) == "Our &lt;projects&gt;"
    assert plugin._name("Something else", title) == "Something else"
