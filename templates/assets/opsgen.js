// Small comforts; every page works without them.
(function () {
  "use strict";

  // A link to an entry inside a folded block opens the block, and shows the row that a filter hides.
  function unfold() {
    const target = opsAddress.target();
    if (!target) return;
    for (let at = target; at; at = at.parentElement) {
      if (at instanceof HTMLDetailsElement) at.open = true;
      if (at.hidden && at instanceof HTMLTableRowElement) {
        at.closest("table").dispatchEvent(new CustomEvent("ops-reveal"));
      }
    }
    target.scrollIntoView();
  }

  // The theme looks when a key goes up; what is pasted, spoken or picked by a finger is looked for too.
  document.addEventListener("input", ({ target }) => {
    if (target.matches?.(".md-search__input")) target.dispatchEvent(new KeyboardEvent("keyup"));
  });

  // Folded blocks are printed open, as they were afterwards; how a number and an item came about is not printed.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll(".ops details:not([open], .ops-how, .ops-past, .ops-jump)")];
    for (const block of opened) block.open = true;
  });
  addEventListener("afterprint", () => {
    for (const block of opened) block.open = false;
  });
  // The details of a commit, and the numbers behind a figure, are printed where somebody opened them.
  document.addEventListener("click", ({ target }) => {
    const fold = target instanceof Element && target.closest(":is(.ops-commit > .ops-more, .ops-data) > summary")?.parentElement;
    if (fold) fold.classList.toggle("ops-opened", !fold.open);
  });

  // How a number came about: one is open at a time; Escape, or a click or focus elsewhere, closes it.
  const openHow = () => document.querySelectorAll(":is(.ops-how, .ops-past)[open]");

  // Inside the page's width, and where a scrolled table has moved its number to.
  function place(how) {
    const panel = how.lastElementChild;
    panel.style.left = panel.style.top = "";
    if (getComputedStyle(panel).position !== "absolute") return;
    const page = how.closest(".ops").getBoundingClientRect();
    const number = how.getBoundingClientRect();
    const room = Math.max(0, page.width - panel.offsetWidth);
    panel.style.left = Math.min(Math.max(0, number.left - page.left), room) + "px";
    panel.style.top = number.bottom - page.top + 4 + "px";
    panel.scrollIntoView({ block: "nearest" });
  }

  addEventListener(
    "toggle",
    ({ target }) => {
      if (!target.matches?.(":is(.ops-how, .ops-past)[open]")) return;
      for (const other of openHow()) if (other !== target) other.open = false;
      place(target);
    },
    true, // it does not bubble
  );
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const how of openHow()) {
      const inside = how.contains(document.activeElement);
      how.open = false;
      if (inside) how.querySelector("summary").focus();
    }
  });
  for (const kind of ["pointerdown", "focusin"]) {
    addEventListener(kind, ({ target }) => {
      for (const how of openHow()) if (!how.contains(target)) how.open = false;
    });
  }

  // A field with names to copy gets a button; without script it can be marked and copied as any text.
  for (const field of document.querySelectorAll("textarea[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "ops-button";
    button.textContent = field.dataset.copy;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      field.select();
      try {
        await navigator.clipboard.writeText(field.value);
      } catch {
        document.execCommand("copy"); // where the clipboard is closed to scripts
      }
      button.textContent = field.dataset.copied;
      button.focus();
    });
    field.after(button);
  }

  // The theme opens menu and search with labels, which no keyboard reaches: on a small or much enlarged page they
  // become buttons. Gives back the button.
  function pressed(name, said) {
    const label = document.querySelector(`label.md-header__button[for=__${name}]`);
    const open = document.getElementById(`__${name}`);
    if (!label || !open || !said) return null;
    const button = document.createElement("button");
    button.type = "button";
    button.className = `${label.className} ops-press ops-press--${name}`;
    button.setAttribute("aria-label", said);
    button.append(...label.childNodes);
    const tell = () => button.setAttribute("aria-expanded", String(open.checked));
    button.addEventListener("click", () => open.click());
    open.addEventListener("change", tell);
    tell();
    label.replaceWith(button);
    return button;
  }

  // The menu opened by a keyboard has the focus; Escape closes it and leads back.
  function drawer() {
    const open = document.getElementById("__drawer");
    const list = document.querySelector(".md-nav--primary");
    const button = pressed("drawer", list?.getAttribute("aria-label"));
    if (!button) return;
    open.addEventListener("change", () => {
      if (open.checked && document.activeElement === button) list.querySelector("a")?.focus();
    });
    addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !open.checked) return;
      open.click();
      button.focus();
    });
  }

  drawer();
  pressed("search", document.querySelector(".md-search")?.getAttribute("aria-label"))?.addEventListener("click", () => {
    document.querySelector(".md-search__input")?.focus();
  });
  // The languages show while the focus is among them; Escape puts them away.
  document.querySelector(".md-select")?.addEventListener("keydown", (event) => {
    if (event.key === "Escape") document.activeElement.blur();
  });
  // The theme lets wide tables of written pages scroll, but only for a mouse or a finger.
  function reach() {
    for (const wide of document.querySelectorAll(".md-typeset__scrollwrap")) wide.tabIndex = 0;
  }
  if (window.document$) window.document$.subscribe(reach);
  else reach();

  addEventListener("hashchange", unfold);
  if (location.hash) unfold();
})();
