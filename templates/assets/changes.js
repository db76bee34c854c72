// The list of changes by project, severity and words, `?filter=…&project=…&severity=…` in the address. Every control is
// made here: without scripts there is the list.
(function () {
  "use strict";

  const FEW = 8; // changes that a reader sees at once need no filter

  function element(name, properties, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  function folded(text) {
    return text.normalize("NFKC").toLowerCase();
  }

  // What lines say of themselves, by names that no language changes; `said` has a word for each, in order.
  function choice(lines, key, all, said) {
    const found = new Set(lines.map((line) => line.dataset[key]));
    const sorted = said.filter(([name]) => found.has(name));
    if (sorted.length < 2) return null;
    const select = element("select", {}, new Option(all, ""));
    for (const [name, word] of sorted) select.append(new Option(word, name));
    return select;
  }

  function enhance(list, words) {
    const own = JSON.parse(list.dataset.changes);
    own.projects.sort(([, a], [, b]) => a.localeCompare(b, "zh"));
    const lines = [...list.querySelectorAll(".ops-log > li")];
    if (lines.length < FEW) return;
    const texts = new Map(lines.map((line) => [line, folded(line.closest("article").firstElementChild.textContent + " " + line.textContent)]));
    const folds = [...list.querySelectorAll("details")];
    const filter = element("input", { type: "search", autocomplete: "off", maxLength: 200 });
    const picks = [
      ["project", own.project, own.projects],
      ["severity", own.severity, own.severities],
    ].flatMap(([key, title, said]) => {
      const select = title ? choice(lines, key, words.all, said) : null;
      return select ? [{ key, title, select }] : [];
    });
    const clear = element("button", { type: "button", className: "ops-button", hidden: true }, words.clear);
    const status = element("p", { className: "ops-muted" });
    status.setAttribute("role", "status"); // polite: it waits until the reader has typed
    const bar = element(
      "div",
      { className: "ops-tools" },
      element("label", {}, words.filter, filter),
      ...picks.map(({ title, select }) => element("label", {}, title, select)),
      clear,
      status,
    );
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", words.filter);
    const none = element("p", { className: "ops-empty", hidden: true }, own.none);
    list.before(bar);
    list.append(none);

    function fit() {
      const wanted = folded(filter.value).split(/\s+/).filter(Boolean);
      const chosen = picks.filter(({ select }) => select.value !== "");
      const filtered = wanted.length + chosen.length > 0;
      let shown = 0;
      for (const line of lines) {
        const fits =
          chosen.every(({ key, select }) => line.dataset[key] === select.value) &&
          wanted.every((word) => texts.get(line).includes(word));
        line.hidden = !fits;
        shown += fits;
      }
      // What is left without a line goes too; what was folded and fits is shown.
      for (const fold of folds) {
        fold.hidden = !fold.querySelector("li:not([hidden])");
        fold.open = filtered && !fold.hidden;
        fold.classList.toggle("ops-opened", fold.open);
      }
      for (const block of list.querySelectorAll("article, section")) {
        block.hidden = !block.querySelector("li:not([hidden])");
      }
      none.hidden = shown > 0;
      clear.hidden = !filtered;
      bar.classList.toggle("ops-tools--on", filtered);
      status.textContent = filtered
        ? own.count.replace("{n}", String(shown)).replace("{all}", String(lines.length))
        : "";
    }

    const names = ["filter", ...picks.map(({ key }) => key)];

    function change() {
      const values = [["filter", filter.value.trim()], ...picks.map(({ key, select }) => [key, select.value])];
      opsAddress.write(names, new Map(values));
      fit();
    }

    function restore() {
      const told = opsAddress.read(names);
      filter.value = told.get("filter") ?? "";
      for (const { key, select } of picks) {
        const known = [...select.options].some((option) => option.value === told.get(key));
        select.value = known ? told.get(key) : "";
      }
      fit();
    }

    filter.addEventListener("input", change);
    for (const { select } of picks) select.addEventListener("change", change);
    clear.addEventListener("click", () => {
      filter.value = "";
      for (const { select } of picks) select.value = "";
      change();
      filter.focus();
    });
    if (opsAddress.read(names).size) restore();
    opsAddress.watch(list, restore);
  }

  function start() {
    const said = document.querySelector("[data-table-words]");
    if (!said) return;
    for (const list of document.querySelectorAll("[data-changes]:not([data-ready])")) {
      list.dataset.ready = "";
      enhance(list, JSON.parse(said.dataset.tableWords));
    }
  }

  if (window.document$) window.document$.subscribe(start);
  else start();
})();
