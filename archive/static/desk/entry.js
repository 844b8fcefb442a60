// Entering a text: the preview follows what is typed, and a doubt leads to its place. Without this the buttons do the same.
(() => {
  const form = document.getElementById("entry");
  if (!form) return;
  const preview = document.getElementById("preview");
  const fields = document.getElementById("fields");
  const text = document.getElementById("text");
  const kept = document.getElementById("kept");
  // Not form.action: the buttons are called so, too.
  let address = form.getAttribute("action");
  let timer = 0;
  let busy = false;
  let again = false;
  let typed = 0;

  async function look() {
    if (busy) { again = true; return; }
    busy = true;
    const at = typed;
    const data = new FormData(form);
    data.delete("file");
    data.set("action", "live");
    try {
      const response = await fetch(address, { method: "POST", body: data, credentials: "same-origin" });
      if (!response.ok) throw new Error(String(response.status));
      const answer = await response.json();
      address = answer.address;
      form.setAttribute("action", address);
      history.replaceState(null, "", address);
      preview.innerHTML = answer.preview;
      if (at === typed && !fields.contains(document.activeElement)) fields.innerHTML = answer.fields;
      kept.textContent = "Kept.";
    } catch {
      kept.textContent = "Not kept: the server does not answer. Your text stays here; it is tried again as you type.";
    }
    busy = false;
    if (again) { again = false; look(); }
  }

  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return;
    typed += 1;
    clearTimeout(timer);
    timer = setTimeout(look, 600);
  });
  form.addEventListener("change", (event) => {
    if (event.target.type === "file" && event.target.files.length) {
      const button = form.querySelector("button[value=preview]");
      form.requestSubmit(button);
    }
  });
  form.addEventListener("submit", () => clearTimeout(timer));
  preview.addEventListener("click", (event) => {
    const near = event.target.closest("button.desk-near");
    if (near) {
      const input = fields.querySelector(`[name="${near.name}"]`);
      if (input) {
        event.preventDefault();
        input.value = near.value;
        typed += 1;
        look();
      }
      return;
    }
    const link = event.target.closest("a[data-start]");
    if (!link) return;
    event.preventDefault();
    text.focus();
    text.setSelectionRange(Number(link.dataset.start), Number(link.dataset.end));
  });
})();
