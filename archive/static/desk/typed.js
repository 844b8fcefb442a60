// Keeps a copy of what is typed in the browser until the server has taken it, and offers it on the page where it was typed.
// A copy is for one account, is removed when the form was taken or when its writer logs out, and never sends itself.
// Without this script the server's own pages give typed words back.
const PREFIX = "desk-typed:";
const DAYS = 30;
const SENT = "desk_sent";
const LEFT_OUT = /^(csrfmiddlewaretoken|_form|_typed)$|password|secret/i;

const here = location.pathname + location.search;
const mark = document.querySelector("#logout-form [name=_form]");
const [user] = mark ? read(mark.value) : [""];

// The account and the page that a form was made for: "5 /admin/archive/…:signature".
function read(value) {
  const text = value.slice(0, value.lastIndexOf(":"));
  const space = text.indexOf(" ");
  return [text.slice(0, space), text.slice(space + 1)];
}

function key(copy) {
  return `${PREFIX}${user}:${copy}`;
}

function copies() {
  const found = [];
  for (const name of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
    let kept = null;
    try {
      kept = JSON.parse(localStorage.getItem(name));
    } catch {
      // It is not ours, and is removed.
    }
    if (!kept || !(kept.at > Date.now() - DAYS * 24 * 3600 * 1000)) localStorage.removeItem(name);
    else if (name.startsWith(key(""))) found.push({ ...kept, name, copy: name.slice(key("").length) });
  }
  return found.sort((one, other) => other.at - one.at);
}

function forget(copy) {
  localStorage.removeItem(key(copy));
}

function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function words(form) {
  const fields = [];
  const files = [];
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== "string") {
      if (value.name) files.push(value.name);
    } else if (!LEFT_OUT.test(name)) fields.push([name, value]);
  }
  const action = new URL(form.getAttribute("action") || here, location.href);
  return { address: action.pathname + action.search, form: form.elements._form.value, fields, files };
}

// The fields one by one as text, to compare them.
function fieldsOf(form) {
  return words(form).fields.map((field) => JSON.stringify(field));
}

// The beginning of the longest of some fields, by which people recognise their words.
function beginning(fields) {
  const values = fields.map((field) => JSON.parse(field)).filter(([name]) => name !== "_copy").map(([, value]) => value.trim());
  const longest = values.sort((one, other) => other.length - one.length)[0] || "";
  return longest.length > 60 ? `${longest.slice(0, 60)} …` : longest;
}

// --- Keeping ---------------------------------------------------------------------------------------------------------

function watch(form) {
  const copy = form.dataset.copy || newId();
  const field = Object.assign(document.createElement("input"), { type: "hidden", name: "_copy", value: copy });
  form.append(field);
  let before = form.dataset.typed === undefined ? fieldsOf(form) : [];
  let timer = 0;
  let held = false;

  function hold() {
    // While this page is open, no other one offers its words.
    if (held || !navigator.locks) return;
    held = true;
    navigator.locks.request(PREFIX + copy, () => new Promise(() => {}));
  }

  function keep() {
    clearTimeout(timer);
    timer = 0;
    const typed = words(form);
    const now = fieldsOf(form);
    if (now.join() === before.join()) {
      forget(copy);
      return;
    }
    hold();
    const begins = beginning(now.filter((field) => !before.includes(field)));
    try {
      localStorage.setItem(key(copy), JSON.stringify({ at: Date.now(), page: read(typed.form)[1], begins, words: typed }));
    } catch {
      tell("This browser has no room for a copy of what you type. Please save from time to time.");
    }
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(keep, 250);
  }

  form.addEventListener("input", later);
  // The fields that complete what is typed tell jQuery only.
  if (window.django && window.django.jQuery) window.django.jQuery(form).on("change", later);
  form.addEventListener("submit", keep);
  // The server has what was typed so far.
  form.addEventListener("desk:kept", () => {
    before = fieldsOf(form);
    if (!timer) forget(copy);
  });
  addEventListener("pagehide", () => { if (timer) keep(); });
  document.addEventListener("visibilitychange", () => { if (timer && document.hidden) keep(); });
  if (form.dataset.typed !== undefined) keep();
}

// --- Offering --------------------------------------------------------------------------------------------------------

function tell(text) {
  const note = document.querySelector(".desk-copies") || panel();
  if (note.textContent.includes(text)) return;
  note.append(Object.assign(document.createElement("p"), { textContent: text }));
}

function panel() {
  const made = Object.assign(document.createElement("section"), { className: "desk-copies" });
  made.setAttribute("role", "status");
  document.getElementById("content").prepend(made);
  return made;
}

function button(label, action) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: label });
  made.addEventListener("click", action);
  return made;
}

function putBack(kept) {
  const form = Object.assign(document.createElement("form"), { method: "post", action: kept.page, hidden: true });
  const fields = { csrfmiddlewaretoken: document.querySelector("[name=csrfmiddlewaretoken]").value, _typed: JSON.stringify(kept.words) };
  for (const [name, value] of Object.entries(fields)) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(form);
  form.submit();
}

function when(at) {
  const day = new Date(at);
  const time = day.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const today = day.toDateString() === new Date().toDateString();
  return today ? time : `${day.toLocaleDateString("en-GB", { day: "numeric", month: "long" })}, ${time}`;
}

function offer(kept) {
  const row = Object.assign(document.createElement("div"), { className: "desk-copy" });
  const said = `Words from ${when(kept.at)} that were not sent are in this browser${kept.begins ? `: “${kept.begins}”` : "."}`;
  row.append(Object.assign(document.createElement("p"), { textContent: said }));
  const choices = Object.assign(document.createElement("p"), { className: "desk-buttons" });
  choices.append(
    button("Put them back", () => putBack(kept)),
    button("Throw them away", () => {
      forget(kept.copy);
      const all = row.parentElement;
      row.remove();
      if (!all.children.length) all.remove();
    }),
  );
  row.append(choices);
  (document.querySelector(".desk-copies") || panel()).append(row);
}

async function openElsewhere() {
  if (!navigator.locks) return [];
  const { held } = await navigator.locks.query();
  return held.map((lock) => lock.name);
}

async function offerAll(shown) {
  const open = await openElsewhere();
  const front = document.body.classList.contains("dashboard");
  for (const kept of copies()) {
    const mine = front || kept.page === here || kept.words.address === here;
    if (mine && !shown.includes(kept.copy) && !open.includes(PREFIX + kept.copy)) offer(kept);
  }
}

// --- Beginning -------------------------------------------------------------------------------------------------------

function takeAcknowledgement() {
  const found = document.cookie.split("; ").find((part) => part.startsWith(`${SENT}=`));
  if (!found) return;
  forget(found.slice(SENT.length + 1));
  document.cookie = `${SENT}=; Max-Age=0; Path=${document.querySelector("#site-name a").pathname}`;
}

function isWatched(form) {
  const typed = form.querySelector("textarea:not([readonly]), input:not([type]), input[type=text], input[type=url], input[type=email], select");
  return form.method === "post" && form.elements._form && form.id !== "logout-form" && typed && !form.querySelector("[type=password]");
}

if (user) {
  takeAcknowledgement();
  const forms = Array.from(document.forms).filter(isWatched);
  const shown = forms.map((form) => form.dataset.copy).filter(Boolean);
  offerAll(shown);
  forms.forEach(watch);
  document.getElementById("logout-form").addEventListener("submit", () => copies().forEach((kept) => forget(kept.copy)));
}
