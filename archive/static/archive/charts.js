// Livelier charts: the words of what is under the pointer or the focus, and the letters of one correspondent lit up.
(function () {
  "use strict";
  document.querySelectorAll("[data-chart]").forEach(function (figure) {
    var value = figure.querySelector(".chart-value");
    var drawing = figure.querySelector("svg.drawing");
    if (!drawing || !value) return;
    var edges = Array.from(drawing.querySelectorAll(".edge"));

    function light(node) {
      edges.forEach(function (edge) {
        edge.classList.toggle("is-lit", node !== null && (edge.dataset.from === node || edge.dataset.to === node));
      });
      drawing.classList.toggle("is-lighting", node !== null);
    }

    function show(event) {
      var shape = event.target.closest("[data-words]");
      if (!shape) return;
      value.textContent = shape.dataset.words;
      light("node" in shape.dataset ? shape.dataset.node : null);
    }

    function hide() {
      value.textContent = "\u00a0";
      light(null);
    }

    value.textContent = "\u00a0";
    drawing.addEventListener("pointerover", show);
    drawing.addEventListener("focusin", show);
    drawing.addEventListener("pointerleave", hide);
    drawing.addEventListener("focusout", hide);
  });
})();
