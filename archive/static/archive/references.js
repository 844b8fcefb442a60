// Shows a few lines of a paper beside a link to it, on hover and on focus. Without it a link is a link.
(function () {
  "use strict";
  var box = null, shownFor = null, timer = 0, seen = {};

  function address(link) {
    var match = /^\/documents\/[^/#?]+\//.exec(link.getAttribute("href") || "");
    return match && match[0] !== window.location.pathname ? match[0] + "preview/" : "";
  }

  function hide() {
    window.clearTimeout(timer);
    if (box) box.remove();
    if (shownFor) shownFor.removeAttribute("aria-describedby");
    box = shownFor = null;
  }

  function show(link, html) {
    hide();
    box = document.createElement("div");
    box.className = "preview";
    box.id = "reference-preview";
    box.setAttribute("role", "tooltip");
    box.innerHTML = html;
    (document.getElementById("main") || document.body).appendChild(box);
    var at = link.getBoundingClientRect();
    var left = Math.min(at.left, document.documentElement.clientWidth - box.offsetWidth - 16);
    box.style.left = Math.max(left, 8) + window.scrollX + "px";
    var below = at.bottom + 6 + box.offsetHeight <= window.innerHeight || at.top < box.offsetHeight + 6;
    box.style.top = (below ? at.bottom + 6 : at.top - box.offsetHeight - 6) + window.scrollY + "px";
    box.addEventListener("pointerleave", soonHide);
    box.addEventListener("pointerenter", function () { window.clearTimeout(timer); });
    link.setAttribute("aria-describedby", box.id);
    shownFor = link;
  }

  function soonHide() {
    window.clearTimeout(timer);
    timer = window.setTimeout(hide, 250);
  }

  function soonShow(link) {
    var url = address(link);
    window.clearTimeout(timer);
    if (!url || shownFor === link) return;
    timer = window.setTimeout(function () {
      if (seen[url]) return show(link, seen[url]);
      window.fetch(url).then(function (answer) {
        return answer.ok ? answer.text() : "";
      }).then(function (html) {
        if (!html) return;
        seen[url] = html;
        if (link.matches(":hover") || document.activeElement === link) show(link, html);
      }).catch(function () {});
    }, 250);
  }

  function linkOf(event) {
    return event.target.closest ? event.target.closest("a.ref") : null;
  }

  document.addEventListener("pointerover", function (event) { var link = linkOf(event); if (link && event.pointerType === "mouse") soonShow(link); });
  document.addEventListener("pointerout", function (event) { if (linkOf(event)) soonHide(); });
  document.addEventListener("focusin", function (event) { var link = linkOf(event); if (link) soonShow(link); else hide(); });
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") hide(); });
})();
