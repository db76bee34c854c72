// Tables that sort and filter. Every control is made here, so that a page without scripts has none that is dead.
// What is chosen stands in the query of the address: `?filter=…&owner=…&sort=due-`, the names of a page's further tables
// with their own in front, `risks.filter=…`. The names are those of `data-key`, the same in every language.
(function () {
  "use strict";

  const FEW = 8; // rows that a reader sees at once need no filter,
  const FEWEST = 4; // and these no other order either
  const SEVERITY = [["late", "red"], ["risk", "amber"], ["todo", "grey"], ["ok", "green"], ["done", "blue"]];
  const collator = new Intl.Collator("zh", { numeric: true });

  function element(name, properties, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  // What a reader sees of a cell; without ids and what is folded away.
  function seen(cell) {
    const copy = cell.cloneNode(true);
    for (const aside of copy.querySelectorAll(".ops-how > div, .ops-past > div, .ops-id")) aside.remove();
    return copy.textContent.trim().replace(/\s+/g, " ");
  }

  // The state a cell begins with; what else it says is beside the point.
  function state(cell) {
    return cell.querySelector(":scope > .ops-light:first-child, :scope > .ops-how:first-child > summary > .ops-light");
  }

  // What a reader chooses by.
  function choice(cell) {
    return (state(cell) || { textContent: seen(cell) }).textContent.trim();
  }

  // The same where a cell says several things: each of its chips.
  function choices(cell) {
    const chips = [...cell.querySelectorAll(":scope > .ops-chip")];
    return chips.length ? chips.map((chip) => chip.textContent.trim()) : [choice(cell)];
  }

  // What a cell sorts by: a number or a text; null where it says nothing.
  function key(cell) {
    if (cell === undefined) return null;
    if (cell.dataset.sort !== undefined) return numeric(cell.dataset.sort);
    const day = cell.querySelector(":scope > time:first-child");
    if (day) return day.dateTime || day.textContent; // a date that is written as such needs no other
    const light = state(cell);
    if (light) return severity(light) + " " + choice(cell);
    const text = seen(cell);
    if (text === "" || text === "–") return null;
    return cell.classList.contains("ops-num") ? numeric(text) : text;
  }

  function numeric(text) {
    const plain = text.replace(/[,\s%]/g, "").replace("−", "-");
    return plain !== "" && Number.isFinite(Number(plain)) ? Number(plain) : text;
  }

  function severity(light) {
    return SEVERITY.findIndex((names) => names.some((name) => light.classList.contains("ops-" + name)));
  }

  function compare(a, b) {
    if (typeof a === "number" && typeof b === "number") return a - b;
    if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
    return collator.compare(a, b);
  }

  function enhance(table, words, prefix, heard) {
    const rows = [...table.tBodies[0].rows];
    const heads = [...table.tHead.rows[0].cells];
    const titles = heads.map((head) => head.textContent.trim());
    const keys = heads.map((head, n) => head.dataset.key || "c" + (n + 1));
    const names = { query: prefix + "filter", order: prefix + "sort" };
    const chosen = new Map(); // what the address says: name to value
    let column = -1;
    let down = false;
    let picks = [];
    let linked = null; // the row that the address leads to is shown whatever is filtered
    let fit = () => {}; // shows the rows that are wanted
    let look = () => {}; // sets the controls of the bar to what the address says

    // Unknown stands last, whichever way one sorts.
    function sort() {
      const keyed = rows.map((row) => [row, column < 0 ? 0 : key(row.cells[column])]);
      const known = keyed.filter(([, value]) => value !== null);
      known.sort(([, a], [, b]) => (down ? compare(b, a) : compare(a, b)));
      const unknown = keyed.filter(([, value]) => value === null);
      table.tBodies[0].append(...[...known, ...unknown].map(([row]) => row));
      heads.forEach((head, n) => {
        head.setAttribute("aria-sort", n !== column ? "none" : down ? "descending" : "ascending");
      });
      if (order) order.value = column < 0 ? "" : column + (down ? "-" : "+");
    }

    // Once up, once down, then as the page was written.
    function turn(n) {
      if (column !== n) arrange(n, false);
      else arrange(down ? -1 : n, !down);
    }

    function arrange(n, falling) {
      [column, down] = [n, n >= 0 && falling];
      sort();
      heard.textContent = column < 0 ? words.listed : (down ? words.down : words.up).replace("{column}", () => titles[n]);
      keep(names.order, column < 0 ? "" : keys[column] + (down ? "-" : ""));
    }

    function own() {
      return [names.query, ...picks.map(({ name }) => name), names.order];
    }

    function keep(name, value) {
      chosen.set(name, value);
      opsAddress.write(own(), chosen);
    }

    // What the address does not name, or names wrongly, is as the page was written.
    function restore() {
      chosen.clear();
      for (const [name, value] of opsAddress.read(own())) chosen.set(name, value);
      const order = chosen.get(names.order) ?? "";
      const falling = order.endsWith("-");
      const n = keys.indexOf(falling ? order.slice(0, -1) : order);
      if (n !== column || falling !== down) {
        [column, down] = [n, n >= 0 && falling];
        sort();
      }
      linked = opsAddress.target()?.closest("tr");
      look();
      fit();
    }

    heads.forEach((head, n) => {
      const button = element("button", { type: "button", className: "ops-sort" }, ...head.childNodes);
      button.addEventListener("click", () => turn(n));
      head.append(button);
    });
    const order = rows.length < FEW ? null : tools();
    sort();
    const told = opsAddress.read(own()).size > 0;
    if (told) restore();
    opsAddress.watch(table, restore);
    return told;

    // The bar above the table; gives back the choice of the order, which phones show in place of the headings.
    function tools() {
      const filter = element("input", { type: "search", autocomplete: "off", maxLength: 200 });
      picks = heads.flatMap((head, n) => (head.hasAttribute("data-pick") ? pick(n) : []));
      const sorting = element("select", {}, new Option(words.listed, ""));
      titles.forEach((title, n) => {
        sorting.append(new Option(title + " ↑", n + "+"), new Option(title + " ↓", n + "-"));
      });
      const clear = element("button", { type: "button", className: "ops-button", hidden: true }, words.clear);
      const status = element("p", { className: "ops-muted" });
      status.setAttribute("role", "status"); // polite: it waits until the reader has typed
      const bar = element(
        "div",
        { className: "ops-tools" },
        element("label", {}, words.filter, filter),
        ...picks.map(({ n, select }) => element("label", {}, titles[n], select)),
        element("label", { className: "ops-order" }, words.sort, sorting),
        clear,
        status,
      );
      bar.setAttribute("role", "group");
      bar.setAttribute("aria-label", table.caption ? table.caption.textContent : words.filter);
      const none = element("p", { className: "ops-empty", hidden: true }, words.none);
      const frame = table.closest(".ops-scroll") || table;
      frame.before(bar);
      frame.after(none);

      const texts = new Map();
      function text(row) {
        if (!texts.has(row)) texts.set(row, [...row.cells].map(whole).join("\n"));
        return texts.get(row);
      }

      fit = () => {
        const wanted = folded(filter.value).split(/\s+/).filter(Boolean);
        const picked = picks.filter(({ select }) => select.value !== "");
        let shown = 0;
        for (const row of rows) {
          const fits =
            row === linked ||
            (picked.every(({ n, select }) => choices(row.cells[n]).includes(select.value)) &&
              wanted.every((word) => text(row).includes(word)));
          row.hidden = !fits;
          shown += fits;
        }
        const filtered = wanted.length + picked.length > 0;
        none.hidden = shown > 0;
        clear.hidden = !filtered;
        bar.classList.toggle("ops-tools--on", filtered);
        status.textContent = filtered
          ? words.count.replace("{n}", String(shown)).replace("{all}", String(rows.length))
          : "";
        totals(filtered);
      };

      look = () => {
        filter.value = chosen.get(names.query) ?? "";
        for (const { name, select, spoken } of picks) select.value = spoken(chosen.get(name) ?? "");
      };

      function change() {
        linked = null;
        chosen.set(names.query, filter.value.trim());
        for (const { name, select, written } of picks) chosen.set(name, written(select.value));
        opsAddress.write(own(), chosen);
        fit();
      }

      function showAll() {
        filter.value = "";
        for (const { select } of picks) select.value = "";
        change();
      }

      filter.addEventListener("input", change);
      for (const { select } of picks) select.addEventListener("change", change);
      sorting.addEventListener("change", () => {
        arrange(sorting.value === "" ? -1 : Number.parseInt(sorting.value, 10), sorting.value.endsWith("-"));
      });
      clear.addEventListener("click", () => {
        showAll();
        filter.focus();
      });
      table.addEventListener("ops-reveal", showAll); // a link leads to one of its rows
      return sorting;
    }

    // Below the total of all rows that of those which are shown, of every column whose total is their sum.
    function totals(filtered) {
      const total = table.tFoot?.rows[0];
      if (!total) return;
      total.nextElementSibling?.remove();
      if (!filtered) return;
      const numbers = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 2 });
      const partial = total.cloneNode(false);
      [...total.cells].forEach((cell, n) => {
        const copy = cell.cloneNode(false);
        copy.removeAttribute("data-sort");
        if (n === 0) copy.textContent = words.partial;
        else if (adds(n, cell)) copy.textContent = numbers.format(sum(n, (row) => !row.hidden));
        partial.append(copy);
      });
      total.after(partial);
    }

    function adds(n, total) {
      const wanted = Number(total.dataset.sort);
      return total.dataset.sort !== undefined && Math.abs(sum(n, () => true) - wanted) <= Math.abs(wanted) * 1e-9;
    }

    function sum(n, wanted) {
      const values = rows.filter(wanted).map((row) => Number(row.cells[n]?.dataset.sort ?? 0));
      return values.reduce((all, value) => all + value, 0);
    }

    // A choice of what stands in a column; none where all rows say the same. In the address it has a name that no
    // language changes, where there is one that nothing else here has.
    function pick(n) {
      const lights = new Map();
      const named = new Map();
      for (const row of rows) {
        const all = choices(row.cells[n]);
        for (const said of all) if (said) lights.set(said, all.length > 1 ? said : key(row.cells[n]));
        if (all.length === 1) named.set(all[0], nameOf(row.cells[n]));
      }
      if (lights.size < 2) return [];
      const select = element("select", {}, new Option(words.all, ""));
      const options = [...lights].sort(([, a], [, b]) => compare(a, b));
      for (const [said] of options) select.append(new Option(said, said));
      const same = (name) => [...named].filter(([, other]) => other && other === name);
      const written = (said) => (same(named.get(said)).length === 1 ? named.get(said) : said);
      const spoken = (name) => (lights.has(name) ? name : same(name).length === 1 ? same(name)[0][0] : "");
      return [{ n, name: prefix + keys[n], select, written, spoken }];
    }

    // A word of ours, the colour of a light, the page of a project.
    function nameOf(cell) {
      const light = state(cell);
      if (cell.dataset.value || light) return cell.dataset.value || [...light.classList].pop().replace("ops-", "");
      const page = cell.querySelector(":scope > a:only-child")?.pathname.match(/([^/]+)\.html$/);
      return page ? decodeURIComponent(page[1]) : "";
    }

    function whole(cell) {
      const id = cell.querySelector(".ops-id");
      return folded((id ? id.textContent + " " : "") + seen(cell));
    }
  }

  function folded(text) {
    return text.normalize("NFKC").toLowerCase();
  }

  function start() {
    const said = document.querySelector("[data-table-words]");
    if (!said) return;
    const words = JSON.parse(said.dataset.tableWords);
    const heard = said.appendChild(element("p", { className: "ops-sr" })); // the order, for who sees no arrow
    heard.setAttribute("role", "status");
    const taken = new Map();
    let told = false;
    for (const table of document.querySelectorAll(".ops-table--tools:not([data-ready])")) {
      table.dataset.ready = "";
      const name = table.dataset.key || "";
      taken.set(name, (taken.get(name) || 0) + 1);
      const unique = name + (taken.get(name) > 1 ? taken.get(name) : "");
      const there = table.tHead && table.tBodies[0].rows.length >= FEWEST;
      if (there) told = enhance(table, words, unique && unique + ".", heard) || told;
    }
    // Rows came and went since the page was shown at the place that the address names.
    if (told && location.hash) dispatchEvent(new HashChangeEvent("hashchange"));
  }

  // The theme tells when a page has come, also where it changes pages without loading them.
  if (window.document$) window.document$.subscribe(start);
  else start();
})();
