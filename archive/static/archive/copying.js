// Gives every citation a button that copies it, italics included, and gives a paper's tools the buttons that copy its address
// and print it. Without this script there are no buttons; the words can be selected and copied.
const status = document.querySelector("[data-copied]");
const print = document.querySelector("button[data-print]");
const address = document.querySelector("button[data-copy-address]");

function copy(words) {
  const plain = words.innerText.trim();
  if (!window.ClipboardItem || !navigator.clipboard.write) return navigator.clipboard.writeText(plain);
  const rich = new Blob([words.innerHTML], { type: "text/html" });
  const item = new window.ClipboardItem({ "text/plain": new Blob([plain], { type: "text/plain" }), "text/html": rich });
  return navigator.clipboard.write([item]).catch(() => navigator.clipboard.writeText(plain));
}

function confirm(button, words) {
  const name = button.textContent;
  button.textContent = words;
  window.setTimeout(() => { button.textContent = name; }, 2000);
}

async function copyCitation(button) {
  const words = document.getElementById(button.dataset.copy);
  try {
    await copy(words);
  } catch {
    status.textContent = status.dataset.refused;
    window.getSelection().selectAllChildren(words);
    return;
  }
  status.textContent = "";
  window.requestAnimationFrame(() => {
    const style = document.getElementById(button.getAttribute("aria-describedby")).textContent;
    status.textContent = `${status.dataset.copied}: ${style}`;
  });
  confirm(button, status.dataset.copied);
}

async function copyAddress() {
  try {
    await navigator.clipboard.writeText(address.dataset.copyAddress);
    confirm(address, address.dataset.done);
  } catch {
    address.hidden = true;
  }
}

if (status && navigator.clipboard) {
  for (const button of document.querySelectorAll("button[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copyCitation(button));
  }
}
if (address && navigator.clipboard) {
  address.hidden = false;
  address.addEventListener("click", copyAddress);
}
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
