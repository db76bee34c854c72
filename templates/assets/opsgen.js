// Small comforts; every page works without them.
(function () {
  "use strict";

  // A link to an entry inside a folded block opens the block.
  function unfold() {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
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
