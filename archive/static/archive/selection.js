// Keeps the reader's selection in this browser, so that ticks last from page to page. Without it the ticks of one page go
// into the address of a selection, and that address keeps them.
(function () {
  "use strict";
  var KEY = "chancery-selection";
  var MOST = 200;

  function load() {
    try {
      var kept = JSON.parse(window.localStorage.getItem(KEY) || "[]");
      return Array.isArray(kept) ? kept.filter(function (slug) { return /^[\w-]{1,200}$/.test(slug); }) : [];
    } catch (error) { return []; }
  }

  function save(slugs) {
    try { window.localStorage.setItem(KEY, JSON.stringify(slugs.slice(0, MOST))); } catch (error) { return; }
  }

  var link = document.querySelector("[data-selection-link]");
  var count = document.querySelector("[data-selection-count]");
  var tray = document.getElementById("take");
  var boxes = Array.from(document.querySelectorAll('input[name="id"][form="take"]'));
  var one = document.querySelector("button[data-take]");
  var home = link ? link.getAttribute("href") : "";

  function show() {
    var slugs = load();
    if (link) link.setAttribute("href", slugs.length ? home + "?ids=" + slugs.join(",") : home);
    if (count) count.textContent = slugs.length ? " (" + slugs.length + ")" : "";
    boxes.forEach(function (box) { box.checked = slugs.indexOf(box.value) >= 0; });
    if (one) one.textContent = slugs.indexOf(one.dataset.take) >= 0 ? one.dataset.out : one.dataset.add;
  }

  // A selection that was opened or changed on its own page is the one that is kept.
  var page = document.querySelector("[data-selection]");
  if (page && window.location.search) save(page.dataset.selection.split(",").filter(Boolean));
  else if (page && load().length) window.location.replace(home + "?ids=" + load().join(","));

  boxes.forEach(function (box) {
    box.addEventListener("change", function () {
      var slugs = load().filter(function (slug) { return slug !== box.value; });
      if (box.checked) slugs.push(box.value);
      save(slugs);
      show();
    });
  });
  // On a paper's own page a button takes the place of the link to a selection of this paper alone.
  if (one) {
    document.querySelector("[data-take-link]").hidden = true;
    one.hidden = false;
    one.addEventListener("click", function () {
      var others = load().filter(function (slug) { return slug !== one.dataset.take; });
      var kept = load().length > others.length;
      save(kept ? others : others.concat(one.dataset.take));
      show();
      var taken = document.querySelector("[data-taken]");
      taken.textContent = taken.dataset.taken + " " + load().length;
    });
  }
  // An empty selection has an address without papers, on which the kept one would come back.
  Array.from(document.querySelectorAll("a[data-take-out]")).forEach(function (link) {
    link.addEventListener("click", function () {
      var out = link.dataset.takeOut;
      save(out ? load().filter(function (slug) { return slug !== out; }) : []);
    });
  });
  if (tray) tray.addEventListener("submit", function (event) {
    var slugs = load();
    if (!slugs.length) return;
    event.preventDefault();
    window.location.assign(home + "?ids=" + slugs.join(","));
  });
  window.addEventListener("pageshow", show);
  window.addEventListener("storage", show);
  show();
})();
