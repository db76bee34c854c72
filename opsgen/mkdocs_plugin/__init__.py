"""The portfolio as a site of MkDocs: finished pages in memory, our look, a strict security policy.

What can go wrong in the users' files goes wrong in `on_pre_build`, before MkDocs empties the old site.
"""

from __future__ import annotations

import logging
import os
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote, urlsplit

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError, PluginError
from mkdocs.plugins import BasePlugin, event_priority

from opsgen import history
from opsgen.mkdocs_plugin import assets, languages, look, nav, search, source
from opsgen.mkdocs_plugin.page import OpsPage, banner, escaped, file_of, files_of, once
from opsgen.mkdocs_plugin.policy import Policy
from opsgen.mkdocs_plugin.source import Source
from opsgen.problem import errors, render_text
from opsgen.text import safe_url
from opsgen.views import AUDIENCES
from opsgen.views.page import site_folder
from opsgen.views.past.hosts import edit_folder
from opsgen.words import LANGUAGES, Text, message, plural, words

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

    from opsgen.problem import Problem
    from opsgen.render import Rendered

log = logging.getLogger("mkdocs.plugins.opsgen")
_USUAL_EDITS = (None, "", "edit/master/docs/", "src/default/docs/")
"""Where MkDocs edits files when nobody tells it: on a branch that few repositories still have."""


class OpsgenConfig(Config):  # type: ignore[no-untyped-call]
    """The options under `plugins: - opsgen:`; all of them have a default."""

    lang = config_options.Optional(config_options.Choice(LANGUAGES))
    """Language of the site; default: the portfolio's first."""
    languages = config_options.ListOfItems(config_options.Choice(LANGUAGES), default=[])
    """Languages this site is built in, the one at the root first; links between them stand in the header."""
    as_of = config_options.Optional(config_options.Type(str))
    """Status date, YYYY-MM-DD; default: today in the portfolio's time zone."""
    source = config_options.Optional(config_options.Type(Source))
    """The workspace where it has been read already, so that languages share it."""
    keep_going = config_options.Type(bool, default=False)
    """Whether the projects that can be read are published although others cannot."""
    last_good = config_options.Type(bool, default=False)
    """Whether what cannot be read is shown as of its last good version."""
    reported = config_options.Type(bool, default=False)
    """Whether the reader has seen the findings already, so that they need not be logged."""
    audience = config_options.Choice(AUDIENCES, default="internal")
    """Who will read the site; what an audience may not see stands in no file of it."""
    handouts = config_options.Type(bool, default=False)
    """Whether the PDF handouts are built too, so that pages may link to them."""


class OpsgenPlugin(BasePlugin[OpsgenConfig]):  # type: ignore[no-untyped-call]
    """Events in the order in which MkDocs calls them."""

    def __init__(self) -> None:
        self.serving = False
        self.root = Path()
        self.lang = LANGUAGES[0]
        self.source: Source | None = None
        self.pages: tuple[Rendered, ...] = ()
        self.good: tuple[Rendered, ...] = ()
        self.written = ""
        self.address = ""
        self.policy: Policy | None = None
        self.shown = False

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Being defined keeps the plugin over the rebuilds of `serve`."""
        self.serving = command == "serve"

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Reads the portfolio and sets what follows from it, before the search plugin reads its settings."""
        self.root = Path(config.config_file_path).resolve().parent
        self.source = self._read()
        settings = self.source.portfolio.settings
        self.lang = self.config.lang or settings.languages[0]
        self.written = config.docs_dir
        self._addresses(config, settings.site_url, settings.repo_url)
        self._edit_links(config)
        self.address = config.site_url or ""
        config.site_url = site_folder(self.address, self.config.languages, self.lang) or None
        config.site_name = self._name(config.site_name, settings.title)
        config.docs_dir = languages.folder(config.docs_dir, self.lang)
        config.use_directory_urls = False
        look.dress(config, words(self.lang))
        assets.announce(config)
        search.configure(config)
        return config

    def _read(self) -> Source:
        return self.config.source or source.read(
            self.root,
            self._status_date(),
            last_good_too=self.config.last_good,
        )

    def _status_date(self) -> date | None:
        try:
            return date.fromisoformat(self.config.as_of) if self.config.as_of else None
        except ValueError as error:
            raise ConfigurationError(f"opsgen: as_of: {error}") from error

    def _name(self, written: str, title: Text) -> str:
        """The site's name: as mkdocs.yml has it; the portfolio's title, in whatever language, in this one."""
        return written if written and written not in title.forms else escaped(words(self.lang).pick(title))

    @staticmethod
    def _addresses(config: MkDocsConfig, site_url: str, repo_url: str) -> None:
        """The portfolio's addresses where mkdocs.yml has none."""
        config.site_url = config.site_url or _web(site_url)
        if not config.repo_url and (address := _web(repo_url)):
            config.repo_url = address
            MkDocsConfig.repo_name.post_validation(config, "repo_name")
            MkDocsConfig.edit_uri.post_validation(config, "edit_uri")

    def _edit_links(self, config: MkDocsConfig) -> None:
        """Lets the pencils of pages lead to the branch there is, where mkdocs.yml says nothing of it."""
        said = config.edit_uri_template or config.edit_uri not in _USUAL_EDITS
        trunk = None if said or not config.repo_url else history.trunk(self.root)
        if trunk and (folder := edit_folder(config.repo_url or "", trunk)):
            written = Path(self.written)
            below = written.relative_to(self.root).as_posix() if written.is_relative_to(self.root) else "docs"
            config.edit_uri = f"{folder}{'docs' if below.startswith('.cache') else quote(below)}/"

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Reports every problem and renders every page while the old site still stands."""
        assert self.source is not None
        self._report(self.source.problems)
        if errors(self.source.problems) and not self.config.keep_going:
            self.pages = self._last_good(self.source.problems)
            return
        self.good = self.pages = source.rendered(
            self.source,
            self.lang,
            handouts=self.config.handouts,
            audience=self.config.audience,
            site_url=self.address,
        )
        search.prepare(config, (page.title for page in self.pages))

    def _report(self, problems: tuple[Problem, ...]) -> None:
        say = words(self.lang)
        levels = {"error": logging.ERROR, "warning": logging.WARNING, "info": logging.INFO}
        for problem in () if self.config.reported else problems:
            text = render_text(problem, say)
            log.log(levels[problem.severity], text, extra={"problem": problem})  # for who can show the line

    def _last_good(self, problems: tuple[Problem, ...]) -> tuple[Rendered, ...]:
        """While serving, the pages of the last good data under a banner that names the errors.

        Raises:
            PluginError: when there are none, or nobody is watching.
        """
        say = words(self.lang)
        if not (self.serving and self.good):
            found = plural(
                "{n} error in the data; the site was left as it was",
                "{n} errors in the data; the site was left as it was",
                errors(problems),
            )
            raise PluginError(say.say(found))
        log.warning(say.say(message("The pages stay as they were until this is repaired")))
        above = banner((problem for problem in problems if problem.severity == "error"), say)
        return tuple(replace(page, html=above + page.html) for page in self.good)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Adds the generated pages and our assets; a generated page wins over a file of the same name."""
        up = self._up()
        languages.point_edit_links(files, self.written, config.docs_dir)
        for rendered in self.pages:
            if (hidden := files.get_file_from_path(rendered.path)) is not None:
                log.warning("%s: hidden by the generated page of the same name", hidden.src_uri)
                files.remove(hidden)
        written = list(files.documentation_pages())
        beside = (file for page in self.pages for file in files_of(page, config))
        for file in (*(file_of(page, config, up) for page in self.pages), *beside, *assets.files(config)):
            files.append(file)
        search.mend(files)
        if config.nav is None:
            config.nav = nav.navigation((page.path for page in self.pages), written, words(self.lang))
        return files

    def _up(self) -> str:
        """From where edit links count, the folder of written pages, to the workspace."""
        if Path(self.written).is_relative_to(
            self.root / ".cache"
        ):  # a stand-in: links still count from docs/
            return ".."
        return os.path.relpath(self.root, self.written).replace(os.sep, "/")

    def on_pre_page(self, page: Page, *, config: MkDocsConfig, files: Files) -> Page:
        """Dates the page by the data, so that a page built twice is the same page."""
        assert self.source is not None
        page.update_date = self.source.as_of.isoformat()
        return page

    def on_page_content(self, html: str, *, page: Page, **_: Any) -> str:
        """Written pages keep each id once, also where a heading has by itself the id given by hand."""
        return html if isinstance(page, OpsPage) else once(html)

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Keeps the theme's environment for the security policy, which live reload could not live under."""
        self.policy = None if self.serving else Policy(env, config)
        return env

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, **_: Any
    ) -> TemplateContext:
        """Lets the language links of the header lead to this very page."""
        languages.link(config, self.config.languages, self.lang, page, Path(self.written))
        return context

    def on_post_page(self, output: str, *, page: Page, **_: Any) -> str:
        """Puts the security policy into the page's head."""
        template = str(page.meta.get("template", "main.html"))
        return self.policy.add(output, template, page.file.url) if self.policy else output

    def on_post_template(self, output_content: str, *, template_name: str, **_: Any) -> str:
        """The same for 404.html."""
        if self.policy is None or not template_name.endswith(".html"):
            return output_content
        return self.policy.add(output_content, template_name, None)

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Adds the generated pages to the search index, after the search plugin wrote it."""
        search.write_index(Path(config.site_dir), self.pages, self.lang)
        if self.shown and self.pages is self.good:
            log.info(words(self.lang).say(message("The pages are up to date")))

    def on_serve(self, server: LiveReloadServer, **_: Any) -> LiveReloadServer:
        """Watches what the pages are made of, and tells where to look at them."""
        self.shown = True
        said = message("Look at {url}: every saved file renews the page; Ctrl-C ends it", url=server.url)
        log.info(words(self.lang).say(said))
        for name in ("projects", "templates"):
            if (self.root / name).is_dir():
                server.watch(str(self.root / name))
        return server


def _web(address: str) -> str | None:
    """The address when it may stand in the theme's attributes, which escape nothing; else None.

    One that says who signs in is not for everybody either.
    """
    harmless = safe_url(address) and re.fullmatch(r"https?://[^\"'<>`]+", address)
    return address if harmless and "@" not in urlsplit(address).netloc else None
