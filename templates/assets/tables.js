// Tables that sort and filter. Every control is made here, so that a page without scripts has none that is dead;
// what is chosen is kept nowhere: an address names an item, and leads to it whatever was filtered.
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
    if (day) return day.dateTime;
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

  function enhance(table, words) {
    const rows = [...table.tBodies[0].rows];
    const heads = [...table.tHead.rows[0].cells];
    const titles = heads.map((head) => head.textContent.trim());
    let column = -1;
    let down = false;

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
      if (column !== n) [column, down] = [n, false];
      else if (!down) down = true;
      else [column, down] = [-1, false];
      sort();
    }

    heads.forEach((head, n) => {
      const button = element("button", { type: "button", className: "ops-sort" }, ...head.childNodes);
      button.addEventListener("click", () => turn(n));
      head.append(button);
    });
    const order = rows.length < FEW ? null : tools();
    sort();

    // The bar above the table; gives back the choice of the order, which phones show in place of the headings.
    function tools() {
      const filter = element("input", { type: "search", autocomplete: "off" });
      const picks = heads.flatMap((head, n) => (head.hasAttribute("data-pick") ? pick(n) : []));
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

      function fit() {
        const wanted = folded(filter.value).split(/\s+/).filter(Boolean);
        const chosen = picks.filter(({ select }) => select.value !== "");
        let shown = 0;
        for (const row of rows) {
          const fits =
            chosen.every(({ n, select }) => choices(row.cells[n]).includes(select.value)) &&
            wanted.every((word) => text(row).includes(word));
          row.hidden = !fits;
          shown += fits;
        }
        const filtered = wanted.length + chosen.length > 0;
        none.hidden = shown > 0;
        clear.hidden = !filtered;
        bar.classList.toggle("ops-tools--on", filtered);
        status.textContent = filtered
          ? words.count.replace("{n}", String(shown)).replace("{all}", String(rows.length))
          : "";
      }

      function showAll() {
        filter.value = "";
        for (const { select } of picks) select.value = "";
        fit();
      }

      filter.addEventListener("input", fit);
      for (const { select } of picks) select.addEventListener("change", fit);
      sorting.addEventListener("change", () => {
        column = sorting.value === "" ? -1 : Number.parseInt(sorting.value, 10);
        down = sorting.value.endsWith("-");
        sort();
      });
      clear.addEventListener("click", () => {
        showAll();
        filter.focus();
      });
      table.addEventListener("ops-reveal", showAll); // a link leads to one of its rows
      return sorting;
    }

    // A choice of what stands in a column; none where all rows say the same.
    function pick(n) {
      const lights = new Map();
      for (const row of rows) {
        const all = choices(row.cells[n]);
        for (const said of all) if (said) lights.set(said, all.length > 1 ? said : key(row.cells[n]));
      }
      if (lights.size < 2) return [];
      const select = element("select", {}, new Option(words.all, ""));
      const options = [...lights].sort(([, a], [, b]) => compare(a, b));
      for (const [said] of options) select.append(new Option(said, said));
      return [{ n, select }];
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
    for (const table of document.querySelectorAll(".ops-table--tools:not([data-ready])")) {
      table.dataset.ready = "";
      if (table.tHead && table.tBodies[0].rows.length >= FEWEST) enhance(table, words);
    }
  }

  // The theme tells when a page has come, also where it changes pages without loading them.
  if (window.document$) window.document$.subscribe(start);
  else start();
})();
