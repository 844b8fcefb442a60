// Keeps the images of the pages in step with the text, and enlarges them. Without this script the images are scrolled by themselves, and
// each is a link to the whole image.
const scans = document.querySelector(".scans");
const list = scans.querySelector(".scan-pages");
const text = document.querySelector(".paper-page .text");
const figures = [...list.querySelectorAll("figure")];
const marked = figures.filter((figure) => figure.dataset.mark);
const beside = window.matchMedia("(min-width: 62rem)");
let frame = 0;
let current = null;
// Where the text was when an image was chosen that is at no place in it; null where none is.
let held = null;

function thumb(figure) {
  return scans.querySelector(`[data-thumb="${CSS.escape(figure.dataset.key)}"]`);
}

function show(figure) {
  if (figure === current) return;
  if (current) thumb(current).removeAttribute("aria-current");
  current = figure;
  const link = thumb(figure);
  link.setAttribute("aria-current", "true");
  const strip = link.closest("ol");
  const item = link.parentElement;
  strip.scrollTop = item.offsetTop - (strip.clientHeight - item.offsetHeight) / 2;
  strip.scrollLeft = item.offsetLeft - strip.offsetLeft;
  if (!beside.matches) list.scrollLeft = figure.offsetLeft;
}

// The part of the page that has been read decides which part of its image is in view.
function follow() {
  if (held !== null && Math.abs(window.scrollY - held) < window.innerHeight / 2) return;
  held = null;
  const line = window.innerHeight * 0.3;
  const tops = marked.map((figure) => document.getElementById(figure.dataset.mark).getBoundingClientRect().top);
  const at = Math.max(tops.findLastIndex((top) => top <= line), 0);
  const figure = marked[at];
  show(figure);
  if (!beside.matches) return;
  const end = at + 1 < tops.length ? tops[at + 1] : text.getBoundingClientRect().bottom;
  const read = Math.min(Math.max((line - tops[at]) / Math.max(end - tops[at], 1), 0), 1);
  list.scrollTop = figure.offsetTop + read * Math.max(figure.offsetHeight - list.clientHeight * 0.6, 0);
}

function soon() {
  window.cancelAnimationFrame(frame);
  frame = window.requestAnimationFrame(follow);
}

const zoom = scans.querySelector(".scan-zoom");
const buttons = Object.fromEntries([...zoom.querySelectorAll("[data-do]")].map((button) => [button.dataset.do, button]));
let viewer = null;
let shown = 0;
let opener = null;

function load() {
  if (window.OpenSeadragon) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = scans.dataset.viewer;
    script.addEventListener("load", resolve);
    script.addEventListener("error", reject);
    document.head.append(script);
  });
}

function open(at) {
  shown = at;
  const link = figures[at].querySelector("[data-zoom]");
  const page = thumb(figures[at]).textContent.trim();
  zoom.querySelector("#scan-zoom-page").textContent = page;
  buttons.previous.disabled = at === 0;
  buttons.next.disabled = at === figures.length - 1;
  viewer.open(link.dataset.zoom ? `${link.dataset.zoom}/info.json` : { type: "image", url: link.href });
}

async function enlarge(figure) {
  const link = figure.querySelector("[data-zoom]");
  try {
    await load();
  } catch {
    window.location.assign(link.href);
    return;
  }
  opener = link;
  zoom.showModal();
  viewer ??= window.OpenSeadragon({
    element: zoom.querySelector(".scan-zoom-image"),
    showNavigationControl: false,
    drawer: "canvas",
    visibilityRatio: 0.5,
    maxZoomPixelRatio: 2,
    immediateRender: true,
  });
  open(figures.indexOf(figure));
  buttons.close.focus();
}

const actions = {
  previous: () => open(shown - 1),
  next: () => open(shown + 1),
  in: () => viewer.viewport.zoomBy(1.5).applyConstraints(),
  out: () => viewer.viewport.zoomBy(1 / 1.5).applyConstraints(),
  whole: () => viewer.viewport.goHome(),
  close: () => zoom.close(),
};

for (const [name, button] of Object.entries(buttons)) button.addEventListener("click", actions[name]);
for (const figure of figures) {
  figure.querySelector("[data-zoom]").addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    enlarge(figure);
  });
}
// An image that is at no place in the text, such as a leaf of the original, is shown until the text is scrolled by half a screen.
for (const figure of figures) {
  thumb(figure).addEventListener("click", (event) => {
    held = figure.dataset.mark ? null : window.scrollY;
    if (figure.dataset.mark) return soon();
    event.preventDefault();
    show(figure);
    if (beside.matches) list.scrollTop = figure.offsetTop;
  });
}
zoom.addEventListener("close", () => opener.focus());

if (marked.length) {
  window.addEventListener("scroll", soon, { passive: true });
  window.addEventListener("hashchange", soon);
  // The text's height changes with the window, and when its fonts have come.
  new ResizeObserver(soon).observe(text);
  follow();
}
