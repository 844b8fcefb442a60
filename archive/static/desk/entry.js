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
  gone: "Not sent: this entry was saved or thrown away in another window. What you typed is in this browser.",
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
// The text of the revision that this window knows: only what differs from it is sent. Words that were put back are no revision yet.
let known = form && form.dataset.typed === undefined ? text.defaultValue : null;

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

// Python counts characters where JavaScript counts halves of the rarer ones.
function characters(words) {
  return words.length - (words.match(/[\ud800-\udbff][\udc00-\udfff]/g) || []).length;
}

function isHalf(words, at) {
  return /[\udc00-\udfff]/.test(words.charAt(at)) && /[\ud800-\udbff]/.test(words.charAt(at - 1));
}

// Put what differs from the known text into the data in place of the text.
function onlyChanges(data, words) {
  const shorter = Math.min(words.length, known.length);
  let start = 0;
  while (start < shorter && words[start] === known[start]) start += 1;
  let end = 0;
  while (end < shorter - start && words.at(-1 - end) === known.at(-1 - end)) end += 1;
  if (isHalf(words, start) || isHalf(known, start)) start -= 1;
  if (end && (isHalf(words, words.length - end) || isHalf(known, known.length - end))) end -= 1;
  const from = characters(known.slice(0, start));
  data.delete("text");
  data.set("start", from);
  data.set("end", from + characters(known.slice(start, known.length - end)));
  data.set("insert", words.slice(start, words.length - end));
  data.set("length", characters(words));
}

async function post(words, whole) {
  const data = new FormData(form);
  data.delete("file");
  data.set("action", "live");
  if (whole) data.set("text", words);
  else onlyChanges(data, words);
  const response = await request(address, { method: "POST", body: data });
  const found = await answer(response);
  if (response.ok && ("preview" in found || "merged" in found)) return found;
  if (["out of date", "whole"].includes(found.problem)) throw new Problem(found.problem);
  throw new Problem(why(response.ok ? 500 : response.status));
}

async function send(words) {
  if (problem === "out" || problem === "other") await takeToken();
  let whole = known === null;
  for (;;) {
    try {
      return await post(words, whole);
    } catch (error) {
      if (error.message === "out of date") await takeToken();
      else if (error.message !== "whole" || whole) throw error;
      else whole = true;
    }
  }
}

function tell(name) {
  problem = name;
  if (saved.dataset.problem === name) return;
  saved.dataset.problem = name;
  saved.textContent = name ? WORDS[name] : "Kept.";
  if (name === "out" || name === "other") {
    offer("Log in here", logInHere);
  } else if (name === "gone") {
    offer("Go on with it", () => form.requestSubmit(form.querySelector("button[value=preview]")));
  }
}

async function logInHere() {
  const { token } = await answer(await request(saved.dataset.session));
  document.dispatchEvent(new CustomEvent("desk:log-in", { detail: token }));
}

function offer(label, action) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "desk-near", textContent: label });
  button.addEventListener("click", action);
  saved.append(" ", button);
}

// Another window has saved this entry since: both are one text now, unless the user has typed on; then it is tried again.
function takeMerged(found, words) {
  if (text.value !== words) return;
  const at = text.selectionStart;
  const kept = common(words, found.merged);
  text.value = found.merged;
  const place = at <= kept ? at : at + found.merged.length - words.length;
  text.setSelectionRange(place, place);
  known = found.text;
  form.elements.revision.value = found.revision;
  const note = document.getElementById("merged");
  note.textContent = ["What another window changed in this entry is in the text now.", ...found.notices].join(" ");
  note.hidden = false;
}

function common(one, other) {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return at;
}

async function update() {
  clearTimeout(retry);
  if (busy) {
    again = true;
    return;
  }
  busy = true;
  const at = typed;
  const words = text.value;
  try {
    const found = await send(words);
    tries = 0;
    address = found.address;
    form.setAttribute("action", address);
    if ("merged" in found) {
      takeMerged(found, words);
      again = true;
    } else {
      known = words;
      form.elements.revision.value = found.revision;
      form.elements._form.value = found.mark;
      history.replaceState(null, "", address);
      preview.innerHTML = found.preview;
      if (at === typed && !fields.contains(document.activeElement)) fields.innerHTML = found.fields;
      else form.elements.corrections.value = found.sent;
      tell("");
      if (at === typed) form.dispatchEvent(new CustomEvent("desk:kept"));
    }
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
  const input = fields.querySelector(`:is(input, textarea, select)[name="${near.name}"]`);
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
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    clearTimeout(retry);
    // Going back leads to this entry, and from there to the paper that it has become.
    if (form.dataset.back) history.replaceState(null, "", form.dataset.back);
  });
  for (const event of ["online", "focus"]) addEventListener(event, tryNow);
  document.addEventListener("visibilitychange", tryNow);
  document.addEventListener("desk:logged-in", tryNow);
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
