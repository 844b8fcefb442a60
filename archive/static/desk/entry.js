// Entering a text: the preview follows what is typed, and a doubt leads to its place. Without this script the buttons do the same.
const form = document.getElementById("entry");
const preview = document.getElementById("preview");
const fields = document.getElementById("fields");
const text = document.getElementById("text");
const saved = document.getElementById("kept");
// Not form.action: the buttons have that name, too.
let address = form ? form.getAttribute("action") : "";
let timer = 0;
let busy = false;
let again = false;
let typed = 0;

async function send() {
  const data = new FormData(form);
  data.delete("file");
  data.set("action", "live");
  const response = await fetch(address, { method: "POST", body: data, credentials: "same-origin" });
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

async function update() {
  if (busy) {
    again = true;
    return;
  }
  busy = true;
  const at = typed;
  try {
    const answer = await send();
    address = answer.address;
    form.setAttribute("action", address);
    history.replaceState(null, "", address);
    preview.innerHTML = answer.preview;
    if (at === typed && !fields.contains(document.activeElement)) fields.innerHTML = answer.fields;
    saved.textContent = "Kept.";
  } catch {
    saved.textContent = "Not kept: the server does not answer. Your text stays here; it is tried again as you type.";
  }
  busy = false;
  if (again) {
    again = false;
    update();
  }
}

function choose(near, event) {
  const input = fields.querySelector(`[name="${near.name}"]`);
  if (!input) return;
  event.preventDefault();
  input.value = near.value;
  typed += 1;
  update();
}

if (form) {
  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return;
    typed += 1;
    clearTimeout(timer);
    timer = setTimeout(update, 600);
  });
  form.addEventListener("change", (event) => {
    if (event.target.type === "file" && event.target.files.length) {
      form.requestSubmit(form.querySelector("button[value=preview]"));
    }
  });
  form.addEventListener("submit", () => clearTimeout(timer));
  preview.addEventListener("click", (event) => {
    const near = event.target.closest("button.desk-near");
    if (near) {
      choose(near, event);
      return;
    }
    const link = event.target.closest("a[data-start]");
    if (!link) return;
    event.preventDefault();
    text.focus();
    text.setSelectionRange(Number(link.dataset.start), Number(link.dataset.end));
  });
}
