"""What the search of a large site costs: `python -m benchmarks.search [--projects 1000] [--runs 3]`.

The pages of a made-up portfolio, indexed as the site does and, in the same run, whole, as the search plugin
would by itself. Prints the size of both indexes, and of a real Chromium the seconds of processor and on the
clock from giving the index to the search's worker until it is ready, in turns, the cheapest run of each. Exit
code 1 where the site's index is larger than 3 MB or costs more than 0.2 × the other.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import shutil
import sys
import tempfile
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from benchmarks.portfolio import AS_OF, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from playwright.sync_api import Page

    from opsgen.render import Rendered

LANG = "zh"
MOST_BYTES = 3_000_000
MOST_SHARE = 0.2
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_READY = """async (name) => {
  const index = await (await fetch(name)).json();
  index.options = {suggest: false};
  const worker = new Worker('worker.js');
  const begin = performance.now();
  const ready = new Promise(done => worker.onmessage = message => done(message.data.type));
  worker.postMessage({type: 0, data: index});
  const answer = await ready;
  worker.terminate();
  return [answer, (performance.now() - begin) / 1000];
}"""
_LOADED = "async (name) => { (await (await fetch(name)).json()); }"


@dataclass(frozen=True, slots=True)
class SetUp:
    """Seconds until the worker is ready."""

    cpu: float
    wall: float


def rendered(projects: int, root: Path) -> tuple[Rendered, ...]:
    """The pages of a made-up portfolio."""
    from opsgen.mkdocs_plugin import source

    write(projects, root)
    return source.rendered(source.read(root, AS_OF), LANG, handouts=False, audience="internal")


def indexes(pages: Sequence[Rendered]) -> dict[str, str]:
    """Both indexes as JSON: that of the site, and that of the pages read whole."""
    from material.plugins.search.plugin import SearchIndex

    from opsgen.mkdocs_plugin import search
    from opsgen.mkdocs_plugin.search_entries import has_entries

    plugin = SimpleNamespace(enabled=True)
    settings: Any = SimpleNamespace(plugins={"material/search": SimpleNamespace(config=plugin)})
    search.prepare(settings, _titles(pages))
    fields = {name: {"boost": boost} for name, boost in (("title", 1e3), ("text", 1.0), ("tags", 1e6))}
    config = {"lang": ["zh"], "separator": search.SEPARATOR, "pipeline": [], "fields": fields}
    whole, ours = SearchIndex(**config), SearchIndex(**config)
    for page in pages:
        whole.add_entry_from_context(_as_read(page))
        if not has_entries(page):
            ours.add_entry_from_context(_as_read(page))
    written = json.loads(ours.generate_search_index(None))
    return {"whole": whole.generate_search_index(None), "site": search.completed(written, pages, LANG)}


def _titles(pages: Iterable[Rendered]) -> Iterator[str]:
    return (page.title for page in pages)


def _as_read(page: Rendered) -> Any:
    """A page as the search plugin is given it."""
    from opsgen.mkdocs_plugin.page import contents

    url = page.path.removesuffix(".md") + ".html"
    content = page.html.replace(" data-search-exclude", "")
    return SimpleNamespace(content=content, toc=contents(page.html), url=url, meta={}, title=page.title)


def laid_out(folder: Path, texts: dict[str, str]) -> None:
    """What the browser is served: an empty page, the theme's worker and the indexes."""
    import material

    scripts = Path(material.__file__).parent / "templates" / "assets" / "javascripts"
    (folder / "workers").mkdir()
    (folder / "index.html").write_text("<!doctype html><title>search</title>", encoding="utf-8")
    shutil.copy(next(scripts.glob("workers/search.*.min.js")), folder / "workers" / "search.js")
    shutil.copytree(scripts / "lunr", folder / "lunr")
    for name, text in texts.items():
        (folder / f"{name}.json").write_text(text, encoding="utf-8")


def measured(folder: Path, names: Sequence[str], runs: int) -> dict[str, SetUp]:
    """The cheapest set-up with each index, in turns."""
    costs: dict[str, list[SetUp]] = {name: [] for name in names}
    with served(folder) as address, opened(address) as page:
        for name in names:
            page.evaluate(_LOADED, f"{name}.json")
        for _ in range(runs):
            for name in names:
                costs[name].append(_set_up(page, name))
    return {name: min(found, key=lambda cost: cost.cpu) for name, found in costs.items()}


def _set_up(page: Page, name: str) -> SetUp:
    before = _spent(os.getpid())
    answer, wall = page.evaluate(_READY.replace("worker.js", "workers/search.js"), f"{name}.json")
    assert answer == 1, "the worker is ready"
    return SetUp(_spent(os.getpid()) - before, wall)


def _spent(process: int) -> float:
    """Seconds of processor of everything that the process started, as Linux counts them."""
    parents: dict[int, list[int]] = {}
    spent: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            number, _, rest = stat.read_text().partition(" (")
        except OSError:  # it ended meanwhile
            continue
        words = rest.rpartition(") ")[2].split()
        parents.setdefault(int(words[1]), []).append(int(number))
        spent[int(number)] = int(words[11]) + int(words[12])
    below, total = list(parents.get(process, ())), 0
    while below:
        one = below.pop()
        total += spent[one]
        below += parents.get(one, ())
    return total / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder while it is served."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            del format, args

    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@contextmanager
def opened(address: str) -> Iterator[Page]:
    """A page of a real Chromium."""
    from playwright.sync_api import sync_playwright

    path = next((found for name in _NAMES if (found := shutil.which(name))), None)
    assert path, f"none of these browsers is installed: {', '.join(_NAMES)}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.set_default_timeout(300_000)
        page.goto(address)
        yield page
        browser.close()


def main(arguments: Sequence[str]) -> int:
    """Prints a line for each index; exit code 1 where a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--projects", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as served_from:
        texts = indexes(rendered(given.projects, Path(folder)))
        laid_out(Path(served_from), texts)
        costs = measured(Path(served_from), tuple(texts), given.runs)
    return _told(texts, costs, given.projects)


def _told(texts: dict[str, str], costs: dict[str, SetUp], projects: int) -> int:
    for name, cost in costs.items():
        size, entries = len(texts[name].encode()), len(json.loads(texts[name])["docs"])
        print(
            f"{name:6} {projects} projects  {size / 1e6:6.2f} MB, {entries} entries"
            f"  set up: {cost.cpu:.2f} s of processor, {cost.wall:.2f} s on the clock",
            flush=True,
        )
    share = costs["site"].cpu / costs["whole"].cpu
    print(f"the site's index is set up in {share:.3f} × the processor time of the whole pages'")
    return int(len(texts["site"].encode()) > MOST_BYTES or share > MOST_SHARE)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
