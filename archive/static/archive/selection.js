// Keeps the reader's selection in this browser, so that ticks last from page to page. Without this script the ticks of one
// page go into the address of a selection, and that address keeps them.
const KEY = "chancery-selection";
const MOST = 200;
const link = document.querySelector("[data-selection-link]");
const count = document.querySelector("[data-selection-count]");
const tray = document.getElementById("take");
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

function save(slugs) {
  try {
    window.localStorage.setItem(KEY, JSON.stringify(slugs.slice(0, MOST)));
  } catch {
    // A browser that stores nothing: the ticks of this page still go into the address.
  }
}

function without(slug) {
  return load().filter((one) => one !== slug);
}

function addressOf(slugs) {
  return slugs.length ? `${home}?ids=${slugs.join(",")}` : home;
}

function show() {
  const slugs = load();
  if (link) link.setAttribute("href", addressOf(slugs));
  if (count) count.textContent = slugs.length ? ` (${slugs.length})` : "";
  for (const box of boxes) box.checked = slugs.includes(box.value);
  if (button) button.textContent = slugs.includes(button.dataset.take) ? button.dataset.out : button.dataset.add;
}

// A selection that was opened or changed on its own page is the one that is stored.
const page = document.querySelector("[data-selection]");
if (page && window.location.search) save(page.dataset.selection.split(",").filter(Boolean));
else if (page && load().length) window.location.replace(addressOf(load()));

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
    save(load().includes(slug) ? without(slug) : [...load(), slug]);
    show();
    const status = document.querySelector("[data-taken]");
    status.textContent = `${status.dataset.taken} ${load().length}`;
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
    window.location.assign(addressOf(slugs));
  });
}
window.addEventListener("pageshow", show);
window.addEventListener("storage", show);
show();
