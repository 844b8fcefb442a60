// Entering a text: the preview follows what is typed, and a doubt leads to its place. Without this script the buttons do the same.
// What the server could not take is sent again by itself; what to do, if anything, stands below the text.
const form = document.getElementById("entry");
const preview = document.getElementById("preview");
const fields = document.getElementById("fields");
const text = document.getElementById("text");
const saved = document.getElementById("kept");
const PAUSES = [2, 5, 10, 30, 60];
const WORDS = {
  unreachable: "Not sent: the server cannot be reached. What you typed is in this browser, and is sent as soon as the server answers.",
  failed: "Not sent: the server has a fault. What you typed is in this browser, and is sent again in a moment.",
  out: "Not sent: you are logged out. What you typed is in this browser, and is sent as soon as you are logged in again.",
  other: "Not sent: somebody else is logged in now in this browser. What you typed is sent only when you are logged in again.",
  forbidden: "Not sent: you may not edit this any more. What you typed is in this browser; copy it before you leave the page.",
  gone: "Not sent: this entry was saved or thrown away in another window. What you typed is in this browser; copy it before you leave the page.",
  refused: "Not sent: the server does not take this text; it may be too long. What you typed is in this browser.",
};
const TRIED_AGAIN = ["unreachable", "failed", "out", "other"];
// Not form.action: the buttons have that name, too.
let address = form ? form.getAttribute("action") : "";
let timer = 0;
let retry = 0;
let tries = 0;
let problem = "";
let busy = false;
let again = false;
let typed = 0;

class Problem extends Error {}

async function request(url, options) {
  try {
    return await fetch(url, { credentials: "same-origin", headers: { Accept: "application/json" }, ...options });
  } catch {
    throw new Problem("unreachable");
  }
}

async function answer(response) {
  try {
    return await response.json();
  } catch {
    return {};
  }
}

function why(status) {
  if (status === 401) return "out";
  if (status === 403) return "forbidden";
  if (status === 404 || status === 410) return "gone";
  if (status === 429 || status >= 500) return "failed";
  return "refused";
}

// Another login in this browser has changed the token of all forms: a page that was opened earlier goes on with the new one.
async function takeToken() {
  const session = await answer(await request(saved.dataset.session));
  if (!("user" in session)) throw new Problem("failed");
  if (!session.user) throw new Problem("out");
  if (session.user !== form.elements._form.value.split(" ")[0]) throw new Problem("other");
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = session.token;
}

async function post() {
  const data = new FormData(form);
  data.delete("file");
  data.set("action", "live");
  const response = await request(address, { method: "POST", body: data });
  const found = await answer(response);
  if (response.ok && "preview" in found) return found;
  throw new Problem(found.problem === "out of date" ? found.problem : why(response.ok ? 500 : response.status));
}

async function send() {
  if (problem === "out" || problem === "other") await takeToken();
  try {
    return await post();
  } catch (error) {
    if (error.message !== "out of date") throw error;
  }
  await takeToken();
  return post();
}

function tell(name) {
  problem = name;
  if (saved.dataset.problem === name) return;
  saved.dataset.problem = name;
  saved.textContent = name ? WORDS[name] : "Kept.";
  if (name !== "out" && name !== "other") return;
  const link = Object.assign(document.createElement("a"), { href: saved.dataset.login, target: "_blank", rel: "noopener" });
  link.textContent = "Log in in a new tab";
  saved.append(" ", link);
}

async function update() {
  clearTimeout(retry);
  if (busy) {
    again = true;
    return;
  }
  busy = true;
  const at = typed;
  try {
    const found = await send();
    address = found.address;
    form.setAttribute("action", address);
    form.elements._form.value = found.mark;
    history.replaceState(null, "", address);
    preview.innerHTML = found.preview;
    if (at === typed && !fields.contains(document.activeElement)) fields.innerHTML = found.fields;
    tries = 0;
    tell("");
    if (at === typed) form.dispatchEvent(new CustomEvent("desk:kept"));
  } catch (error) {
    const name = error instanceof Problem && error.message in WORDS ? error.message : "failed";
    tell(name);
    if (TRIED_AGAIN.includes(name)) {
      retry = setTimeout(update, 1000 * PAUSES[Math.min(tries, PAUSES.length - 1)]);
      tries += 1;
    }
  }
  busy = false;
  if (again) {
    again = false;
    update();
  }
}

function tryNow() {
  if (TRIED_AGAIN.includes(problem) && !document.hidden) update();
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
  for (const event of ["online", "focus"]) addEventListener(event, tryNow);
  document.addEventListener("visibilitychange", tryNow);
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
