// Small comforts; every page works without them.
(function () {
  "use strict";

  // The element the address names: an item, or a section, whose id begins with "_" and once did not.
  function named() {
    const name = decodeURIComponent(location.hash.slice(1));
    return name && (document.getElementById(name) || document.getElementById("_" + name));
  }

  // A link to an entry inside a folded block opens the block.
  function unfold() {
    const target = named();
    for (let at = target; at; at = at.parentElement) {
      if (at instanceof HTMLDetailsElement) at.open = true;
    }
    if (target) target.scrollIntoView();
  }

  // Folded blocks are printed open, as they were afterwards.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll(".ops details:not([open])")];
    for (const block of opened) block.open = true;
  });
  addEventListener("afterprint", () => {
    for (const block of opened) block.open = false;
  });

  addEventListener("hashchange", unfold);
  if (location.hash) unfold();
})();
