// Places footnotes beside the text where the screen has room. Without it they stand at the end, as printed.
(function () {
  "use strict";
  var paper = document.querySelector(".paper-page");
  var notes = paper ? Array.from(paper.querySelectorAll(".fn")) : [];
  if (!notes.length) return;
  var wide = window.matchMedia("(min-width: 75rem)");

  function clear() {
    paper.classList.remove("beside-text");
    paper.style.minHeight = "";
    notes.forEach(function (note) { note.style.top = ""; });
  }

  function place() {
    clear();
    if (!wide.matches) return;
    paper.classList.add("beside-text");
    var top = paper.getBoundingClientRect().top;
    var free = 0;
    notes.forEach(function (note) {
      var anchor = document.getElementById("fnref-" + note.id.slice(3));
      var wanted = anchor && !note.contains(anchor) ? anchor.getBoundingClientRect().top - top - 6 : free;
      var at = Math.max(wanted, free);
      note.style.top = at + "px";
      free = at + note.offsetHeight + 8;
    });
    // Where the notes would run on far below the text, they are easier to read at its end.
    if (free > paper.offsetHeight * 1.25) clear();
    else paper.style.minHeight = free + "px";
  }

  var waiting = 0;
  function soon() {
    window.cancelAnimationFrame(waiting);
    waiting = window.requestAnimationFrame(place);
  }
  window.addEventListener("resize", soon);
  window.addEventListener("beforeprint", clear);
  window.addEventListener("afterprint", place);
  if (document.fonts && document.fonts.ready) document.fonts.ready.then(place);
  place();
})();
