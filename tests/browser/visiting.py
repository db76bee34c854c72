"""A visit to a page by somebody who tries everything, and what was seen on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

WATCH = """
window.hit = (...said) => { window.told('ran', said.join(' ')); };
addEventListener('securitypolicyviolation', (event) => {
  if (event.blockedURI.endsWith('nothing-here.png')) return;  // what PROVOKE waits for
  window.told('policy', `${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
}, true);
"""

# Everything a reader could do to a page, short of leaving it.
PROVOKE = """async () => {
  addEventListener('click', (event) => {
    const link = event.target.closest?.('a');
    const leads = link && new URL(link.href.baseVal ?? link.href, location.href).protocol;
    if (['http:', 'https:', 'file:', 'mailto:', 'webcal:'].includes(leads)) event.preventDefault();
  }, true);
  for (const fold of document.querySelectorAll('details')) fold.open = true;
  for (const field of document.querySelectorAll('article :is(input, select)')) {
    if (field.matches('select')) field.selectedIndex = field.options.length - 1;
    else field.value = '<img src=x onerror=hit()>';
    for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, {bubbles: true}));
    if (field.matches('select')) field.selectedIndex = 0;
    else field.value = '';
    for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, {bubbles: true}));
  }
  for (const kind of ['beforeprint', 'afterprint', 'hashchange', 'resize', 'scroll'])
    dispatchEvent(new Event(kind));
  const kinds = ['pointerover', 'mouseover', 'mouseenter', 'focus', 'focusin', 'pointerdown', 'toggle',
    'beforetoggle', 'animationstart', 'load', 'begin', 'pointerrawupdate', 'contextmenu', 'blur'];
  // Only what says what to do about an event can do anything when it comes.
  for (const any of document.querySelectorAll('*'))
    if (any.getAttributeNames().some((name) => name.startsWith('on')))
      for (const kind of kinds) any.dispatchEvent(new Event(kind));
  for (const any of document.querySelectorAll('a, button, summary, label, area, [onclick], [tabindex]'))
    any.dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true, view: window}));
  await new Promise((done) => {
    const last = new Image();
    last.onerror = done;
    last.src = 'nothing-here.png';
  });
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
}"""

# What stands in a page, of which authors must have made nothing.
STRANGE = """() => {
  const article = document.querySelector('article') ?? document.body;
  const found = [];
  const leading = ['href', 'src', 'xlink:href', 'action', 'formaction', 'data', 'poster', 'srcset', 'ping'];
  const elements = 'script, img, iframe, object, embed, form, base, meta, link, style, video, audio, math, '
    + 'template, marquee, frame, applet, portal, foreignObject, animate, set, image';
  const say = (what, any) => found.push(what + ' ' + any.outerHTML.slice(0, 160));
  for (const any of document.querySelectorAll('*'))
    for (const {name, value} of any.attributes) {
      if (name.startsWith('on')) say(name, any);
      if (leading.includes(name)) {
        const leads = URL.canParse(value, location.href) ? new URL(value, location.href).protocol : 'odd:';
        const ours = any.matches('.ops-button:not([rel])') ? ['webcal:'] : [];  // to a calendar
        if (!['http:', 'https:', 'mailto:', 'file:', ...ours].includes(leads)) say(name, any);
      }
      if (article.contains(any) && ['name', 'srcdoc', 'target', 'nonce', 'is', 'slot'].includes(name))
        say(name, any);
    }
  for (const any of article.querySelectorAll(elements))
    say('element', any);
  const ids = [...document.querySelectorAll('[id]')].map((any) => any.id);
  for (const id of new Set(ids.filter((id, n) => ids.indexOf(id) !== n))) found.push('twice #' + id);
  return found;
}"""


@dataclass
class Seen:
    """What happened on pages: payloads that ran, what the policy stopped, complaints, requests elsewhere."""

    ran: list[str] = field(default_factory=list)
    policy: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    pages: int = 0


class Visitor:
    """Visits pages of one site, one after the other, and remembers."""

    def __init__(self, context: BrowserContext, base: str) -> None:
        self.base = base
        self.seen = Seen()
        self.page: Page = context.new_page()
        context.expose_binding("told", self._told)
        context.add_init_script(WATCH)
        self.page.on("request", self._asked)
        self.page.on("pageerror", lambda error: self.seen.complaints.append(f"{self.page.url}: {error}"))

    def _told(self, source: dict[str, Any], what: str, said: str) -> None:
        list_of: list[str] = getattr(self.seen, what)
        list_of.append(f"{source['page'].url}: {said}")

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.base, "data:", "about:", "blob:")):
            self.seen.foreign.append(f"{self.page.url}: {request.url}")

    def open(self, path: str) -> Page:
        """The page, loaded whole."""
        self.page.goto(self.base + path, wait_until="load")
        self.seen.pages += 1
        return self.page

    def try_everything(self, path: str) -> list[str]:
        """What stands on the page that should not; what it does is in `seen`."""
        page = self.open(path)
        strange: list[str] = page.evaluate(STRANGE)
        page.evaluate(PROVOKE)
        return [f"{path}: {said}" for said in strange]
