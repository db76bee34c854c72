// What a reader chose, in the query of the address: to be sent on, kept on reload, and taken along to the other language.
// A part that wants to be kept has names of its own there; what others wrote into the address stays as it is.
(function () {
  "use strict";

  const MOST = 200; // characters of a value that are believed
  const restores = [];

  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return text; // not encoded by us: as it stands
    }
  }

  // Half a character, as a cut may leave it, has no place in an address.
  const whole = (text) => text.replace(/\p{Surrogate}/gu, "");

  const spaced = (text) => decoded(text.replace(/\+/g, " "));

  function parts() {
    return location.search.slice(1).split("&").filter(Boolean);
  }

  function nameOf(part) {
    return spaced(part.split("=", 1)[0]);
  }

  // The values of these names; of a name that stands twice, the first.
  function read(names) {
    const found = new Map();
    for (const part of parts()) {
      const name = nameOf(part);
      if (names.includes(name) && !found.has(name)) {
        found.set(name, spaced(part.slice(part.split("=", 1)[0].length + 1)).slice(0, MOST));
      }
    }
    return found;
  }

  // Puts values in the place of what stood under these names; an empty one is left out.
  function write(names, values) {
    const others = parts().filter((part) => !names.includes(nameOf(part)));
    const own = names.flatMap((name) => {
      const value = values.get(name) ?? "";
      return value === "" ? [] : [name + "=" + encodeURIComponent(whole(value)).replace(/%20/g, "+")];
    });
    const query = [...others, ...own].join("&");
    if (query === location.search.slice(1)) return;
    try {
      history.replaceState(history.state, "", location.pathname + (query && "?" + query) + location.hash);
    } catch {
      // A browser may refuse when it is asked too often: the next choice brings all of it.
    }
  }

  // The element the address names: an item, or a section, whose id begins with "_" and once did not.
  function target() {
    const name = decoded(location.hash.slice(1));
    return name ? document.getElementById(name) || document.getElementById("_" + name) : null;
  }

  // `restore` is called whenever the address may say something else, while `part` is on the page.
  function watch(part, restore) {
    restores.push([part, restore]);
  }

  function restoreAll() {
    const there = restores.filter(([part]) => part.isConnected);
    restores.splice(0, restores.length, ...there);
    for (const [, restore] of there) restore();
  }

  addEventListener("popstate", restoreAll);

  document.addEventListener(
    "click",
    (event) => {
      const link = event.target instanceof Element && event.target.closest("a");
      if (!link) return;
      // The same page in the other language, as it is filtered here.
      if (link.matches(".md-select__link")) [link.search, link.hash] = [location.search, location.hash];
      // A link to this page as it looks when filtered: without loading it again.
      const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
      if (!plain || !link.getAttribute("href")?.startsWith("?") || !restores.length) return;
      try {
        history.pushState(null, "", link.getAttribute("href"));
      } catch {
        return; // a browser may refuse: the link leads there by loading the page
      }
      event.preventDefault();
      event.stopPropagation();
      restoreAll();
      dispatchEvent(new HashChangeEvent("hashchange"));
    },
    true,
  );

  window.opsAddress = { read, write, watch, target };
})();
