// The words that are selected in a text become those that a note is about.
const text = document.querySelector("[data-text]");
const words = document.querySelector("[data-words]");

if (text && words) {
  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    if (selection.isCollapsed || !text.contains(selection.anchorNode) || !text.contains(selection.focusNode)) return;
    // Signs of footnotes, numbers of pages and of marks stand between the words, and are none of them.
    const chosen = selection.getRangeAt(0).cloneContents();
    for (const sign of chosen.querySelectorAll(".fnref, .pb, mark > sup")) sign.remove();
    words.value = chosen.textContent.replace(/\s+/g, " ").trim().slice(0, 2000);
  });
}
