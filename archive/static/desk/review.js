// The words that are selected in a text become those that a note is about.
const text = document.querySelector("[data-text]");
const words = document.querySelector("[data-words]");

if (text && words) {
  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    if (selection.isCollapsed || !text.contains(selection.anchorNode) || !text.contains(selection.focusNode)) return;
    words.value = selection.toString().replace(/\s+/g, " ").trim().slice(0, 2000);
  });
}
