// Keeps the reader's selection in this browser, so that ticks last from page to page. A short one is opened by an address that has its
// papers in it; a long one is sent to the server, which keeps it under an address of its own. Without this script the ticks of one page
// are sent.
const KEY = "chancery-selection";
const MOST = 5000;
const LONGEST_ADDRESS = 2000;
const MOST_IN_ADDRESS = 200;
const link = document.querySelector("[data-selection-link]");
const count = document.querySelector("[data-selection-count]");
const tray = document.getElementById("take");
const notKept = document.querySelector("[data-not-kept]");
const boxes = document.querySelectorAll('input[name="id"][form="take"]');
const button = document.querySelector("button[data-take]");
const home = link ? link.getAttribute("href") : "";

function load() {
  try {
    const stored = JSON.parse(window.localStorage.getItem(KEY) || "[]");
    return Array.isArray(stored) ? stored.filter((slug) => /^[\w-]{1,200}$/.test(slug)) : [];
  } catch {
    return [];
  }
}

// Returns whether the browser keeps these papers; where it does not, the page says so.
function save(slugs) {
  try {
    if (slugs.length > MOST) throw new RangeError();
    window.localStorage.setItem(KEY, JSON.stringify(slugs));
    return true;
  } catch {
    if (notKept) notKept.textContent = notKept.dataset.notKept;
    return false;
  }
}

function without(slug) {
  return load().filter((one) => one !== slug);
}

// The address of these papers, "" where it would be too long.
function addressOf(slugs) {
  const query = `?ids=${slugs.join(",")}`;
  if (slugs.length > MOST_IN_ADDRESS || query.length > LONGEST_ADDRESS) return "";
  return slugs.length ? home + query : home;
}

// Opens the selection: by its address, or else by sending it.
function open(slugs) {
  const address = addressOf(slugs);
  if (address) {
    window.location.assign(address);
    return;
  }
  const form = document.createElement("form");
  const field = document.createElement("input");
  form.method = "post";
  form.action = tray.action;
  field.type = "hidden";
  field.name = "ids";
  field.value = slugs.join(",");
  form.append(field);
  document.body.append(form);
  form.submit();
}

function show() {
  const slugs = load();
  if (link) link.setAttribute("href", addressOf(slugs) || home);
  if (count) count.textContent = slugs.length ? ` (${slugs.length})` : "";
  for (const box of boxes) box.checked = slugs.includes(box.value);
  if (button) button.textContent = slugs.includes(button.dataset.take) ? button.dataset.out : button.dataset.add;
}

// A selection that was opened or changed on its own page is the one that is stored.
const page = document.querySelector("[data-selection]");
if (page && window.location.search) save(page.dataset.selection.split(",").filter(Boolean));
else if (page && load().length) open(load());

if (link) {
  link.addEventListener("click", (event) => {
    if (addressOf(load())) return;
    event.preventDefault();
    open(load());
  });
}
for (const box of boxes) {
  box.addEventListener("change", () => {
    save(box.checked ? [...without(box.value), box.value] : without(box.value));
    show();
  });
}
// On a paper's own page a button takes the place of the link to a selection of this paper alone.
if (button) {
  document.querySelector("[data-take-link]").hidden = true;
  button.hidden = false;
  button.addEventListener("click", () => {
    const slug = button.dataset.take;
    const kept = save(load().includes(slug) ? without(slug) : [...load(), slug]);
    show();
    const status = document.querySelector("[data-taken]");
    status.textContent = kept ? `${status.dataset.taken} ${load().length}` : notKept.dataset.notKept;
  });
}
// An empty selection has an address without papers, on which the stored one would come back.
for (const remover of document.querySelectorAll("a[data-take-out]")) {
  remover.addEventListener("click", () => save(remover.dataset.takeOut ? without(remover.dataset.takeOut) : []));
}
if (tray) {
  tray.addEventListener("submit", (event) => {
    const slugs = load();
    if (!slugs.length) return;
    event.preventDefault();
    open(slugs);
  });
}
window.addEventListener("pageshow", show);
window.addEventListener("storage", show);
show();
