// Makes charts livelier: the words of what is under the pointer or has the focus, and the letters of one correspondent lit up.
// Without this script a chart has its titles, its links and its table.
function enliven(figure) {
  const value = figure.querySelector(".chart-value");
  const drawing = figure.querySelector("svg.drawing");
  if (!drawing || !value) return;
  const edges = [...drawing.querySelectorAll(".edge")];

  function light(node) {
    for (const edge of edges) {
      edge.classList.toggle("is-lit", node !== null && (edge.dataset.from === node || edge.dataset.to === node));
    }
    drawing.classList.toggle("is-lighting", node !== null);
  }

  function show(event) {
    const shape = event.target.closest("[data-words]");
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
}

document.querySelectorAll("[data-chart]").forEach(enliven);
