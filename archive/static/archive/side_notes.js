// Places footnotes level with their anchors where the screen has room. Without this script they are listed at the end of the text.
const paper = document.querySelector(".paper-page");
const notes = paper ? [...paper.querySelectorAll(".footnotes .fn")] : [];
const wide = window.matchMedia("(min-width: 75rem)");
let frame = 0;

function clear() {
  paper.classList.remove("beside-text");
  paper.style.minHeight = "";
  for (const note of notes) note.style.top = "";
}

function place() {
  clear();
  if (!wide.matches) return;
  paper.classList.add("beside-text");
  // Everything is measured before anything is moved, so that the page is laid out twice and not once for each note.
  const top = paper.getBoundingClientRect().top;
  const height = paper.offsetHeight;
  const anchors = notes.map((note) => {
    const anchor = document.getElementById(`fnref-${note.id.slice(3)}`);
    return anchor && !note.contains(anchor) ? anchor.getBoundingClientRect().top - top - 6 : 0;
  });
  const heights = notes.map((note) => note.offsetHeight);
  let free = 0;
  notes.forEach((note, index) => {
    const at = Math.max(anchors[index], free);
    note.style.top = `${at}px`;
    free = at + heights[index] + 8;
  });
  // Where the notes would run on far below the text, they are easier to read at its end.
  if (free > height * 1.25) clear();
  else paper.style.minHeight = `${free}px`;
}

if (notes.length) {
  window.addEventListener("resize", () => {
    window.cancelAnimationFrame(frame);
    frame = window.requestAnimationFrame(place);
  });
  window.addEventListener("beforeprint", clear);
  window.addEventListener("afterprint", place);
  if (document.fonts && document.fonts.ready) document.fonts.ready.then(place);
  place();
}
