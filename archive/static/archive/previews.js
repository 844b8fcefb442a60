// Shows a few lines of a paper, or what the volume says of a person, beside a link to them, on hover and on focus. Without this script
// a link is a link, and a person's has a title.
const cache = new Map();
let box = null;
let shownFor = null;
let timer = 0;

function address(link) {
  const match = /^\/documents\/[^/#?]+\//.exec(link.getAttribute("href") || "");
  return match && match[0] !== window.location.pathname ? `${match[0]}preview/` : "";
}

function hide() {
  window.clearTimeout(timer);
  if (box) box.remove();
  if (shownFor) {
    shownFor.removeAttribute("aria-describedby");
    if (shownFor.dataset.line) shownFor.title = shownFor.dataset.line;
  }
  box = shownFor = null;
}

function show(link, html) {
  hide();
  box = document.createElement("div");
  box.className = "preview";
  box.id = "reference-preview";
  box.setAttribute("role", "tooltip");
  box.innerHTML = html;
  (document.getElementById("main") || document.body).append(box);
  const at = link.getBoundingClientRect();
  const left = Math.min(at.left, document.documentElement.clientWidth - box.offsetWidth - 16);
  box.style.left = `${Math.max(left, 8) + window.scrollX}px`;
  const below = at.bottom + 6 + box.offsetHeight <= window.innerHeight || at.top < box.offsetHeight + 6;
  box.style.top = `${(below ? at.bottom + 6 : at.top - box.offsetHeight - 6) + window.scrollY}px`;
  box.addEventListener("pointerleave", soonHide);
  box.addEventListener("pointerenter", () => window.clearTimeout(timer));
  link.setAttribute("aria-describedby", box.id);
  shownFor = link;
}

function soonHide() {
  window.clearTimeout(timer);
  timer = window.setTimeout(hide, 250);
}

// The title of a person's link, which would be shown besides.
function showLine(link) {
  const line = document.createElement("p");
  line.lang = "en";
  line.textContent = link.title;
  link.dataset.line = link.title;
  show(link, line.outerHTML);
  link.removeAttribute("title");
}

function soonShow(link) {
  const url = address(link);
  window.clearTimeout(timer);
  if (link.title) timer = window.setTimeout(() => showLine(link), 250);
  else if (url && shownFor !== link) timer = window.setTimeout(() => fetchAndShow(link, url), 250);
}

async function fetchAndShow(link, url) {
  if (cache.has(url)) return show(link, cache.get(url));
  try {
    const response = await fetch(url);
    const html = response.ok ? await response.text() : "";
    if (!html) return;
    cache.set(url, html);
    if (link.matches(":hover") || document.activeElement === link) show(link, html);
  } catch {
    // The link works without a preview.
  }
}

function linkOf(event) {
  return event.target.closest ? event.target.closest("a.ref, a.person[href]") : null;
}

document.addEventListener("pointerover", (event) => {
  const link = linkOf(event);
  if (link && event.pointerType === "mouse") soonShow(link);
});
document.addEventListener("pointerout", (event) => { if (linkOf(event)) soonHide(); });
document.addEventListener("focusin", (event) => {
  const link = linkOf(event);
  if (link) soonShow(link);
  else hide();
});
document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
