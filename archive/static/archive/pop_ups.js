// Shows a footnote or an abbreviation where the text refers to it: on hover and focus, and on tap. It stays until pointer or
// focus leave both link and pop-up, or Escape is pressed (WCAG 1.4.13). Without this script the links lead there and back.
const paper = document.querySelector(".paper-page");
const pop = document.createElement("div");
let opener = null;
let timer = 0;
let tapped = null;

function target(link) {
  const found = document.getElementById(link.getAttribute("href").slice(1));
  // A note beside the text is in sight already.
  return found && paper.classList.contains("beside-text") && found.classList.contains("fn") ? null : found;
}

function fill(source) {
  pop.replaceChildren(...[...source.childNodes].map((node) => node.cloneNode(true)));
  for (const back of pop.querySelectorAll(".fn-back")) back.remove();
  for (const named of pop.querySelectorAll("[id]")) named.removeAttribute("id");
}

function position(link) {
  const box = link.getBoundingClientRect();
  const frame = paper.getBoundingClientRect();
  const room = Math.min(document.documentElement.clientWidth - 16, frame.width + 8);
  pop.style.maxWidth = `${Math.min(room, 448)}px`;
  const left = Math.min(Math.max(box.left - 24, frame.left), frame.left + Math.max(frame.width - pop.offsetWidth, 0));
  pop.style.left = `${left - frame.left}px`;
  // Above the line where there is no room below it.
  const below = box.bottom + pop.offsetHeight + 12 < window.innerHeight || box.top < pop.offsetHeight + 12;
  pop.style.top = `${(below ? box.bottom + 2 : box.top - pop.offsetHeight - 2) - frame.top}px`;
}

function show(link) {
  window.clearTimeout(timer);
  if (opener === link) return;
  const source = target(link);
  if (!source) return;
  hide();
  opener = link;
  fill(source);
  const { footnote, abbreviation } = paper.dataset;
  pop.setAttribute("aria-label", source.classList.contains("fn") ? `${footnote} ${link.textContent.trim()}` : abbreviation);
  pop.hidden = false;
  link.setAttribute("aria-describedby", "pop");
  position(link);
}

function hide() {
  window.clearTimeout(timer);
  if (!opener) return;
  opener.removeAttribute("aria-describedby");
  opener = null;
  pop.hidden = true;
}

function soon(act, wait) {
  window.clearTimeout(timer);
  timer = window.setTimeout(act, wait);
}

function linkOf(event) {
  return event.target.closest ? event.target.closest(".fnref a, a.term") : null;
}

function listen() {
  paper.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const link = linkOf(event);
    if (link) soon(() => show(link), 120);
    else if (pop.contains(event.target)) window.clearTimeout(timer);
  });
  paper.addEventListener("pointerout", (event) => {
    if (event.pointerType === "touch") return;
    if (linkOf(event) || pop.contains(event.target)) soon(() => { if (opener !== document.activeElement) hide(); }, 300);
  });
  paper.addEventListener("focusin", (event) => {
    const link = linkOf(event);
    if (link && !pop.contains(link) && link.matches(":focus-visible")) show(link);
  });
  paper.addEventListener("focusout", (event) => {
    if (opener && !pop.contains(event.relatedTarget) && !pop.matches(":hover")) hide();
  });
  paper.addEventListener("pointerdown", (event) => {
    tapped = event.pointerType === "touch" ? linkOf(event) : null;
  });
  document.addEventListener("pointerdown", (event) => {
    if (opener && !pop.contains(event.target) && linkOf(event) !== opener) hide();
  });
  paper.addEventListener("click", (event) => {
    const link = linkOf(event);
    if (link && link === tapped && target(link)) {
      event.preventDefault();
      if (opener === link) hide();
      else show(link);
    } else if (link) {
      hide();
    }
    tapped = null;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !opener) return;
    const link = opener;
    const inside = pop.contains(document.activeElement);
    hide();
    if (inside) link.focus();
  });
  window.addEventListener("resize", hide);
}

if (paper) {
  pop.className = "pop";
  pop.id = "pop";
  pop.hidden = true;
  pop.setAttribute("role", "note");
  paper.append(pop);
  listen();
}
