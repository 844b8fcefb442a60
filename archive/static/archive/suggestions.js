// Suggests files, numbers, people and offices under the search boxes: an editable combobox with a list, after the ARIA
// authoring practices. The choice is always the reader's; without this script the box searches as before.

// The page has the words, in its language.
const WORDS = document.body.dataset;

function suggest(input, index) {
  const list = document.createElement("ul");
  const status = document.createElement("p");
  const cache = new Map();
  let options = [];
  let chosen = -1;
  let latest = "";
  let timer = 0;

  list.id = `suggestions-${index}`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", WORDS.suggestions);
  status.className = "unseen";
  status.setAttribute("role", "status");
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("autocomplete", "off");
  input.parentElement.classList.add("suggesting");
  input.parentElement.append(list, status);

  function open() {
    list.hidden = !options.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
  }

  function close() {
    list.hidden = true;
    choose(-1);
    input.setAttribute("aria-expanded", "false");
  }

  function choose(place) {
    chosen = place;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === place)));
    if (place < 0) {
      input.removeAttribute("aria-activedescendant");
    } else {
      input.setAttribute("aria-activedescendant", options[place].id);
      options[place].scrollIntoView({ block: "nearest" });
    }
  }

  function go(place) {
    window.location.assign(options[place].dataset.url);
  }

  function optionOf(suggestion, at) {
    const option = document.createElement("li");
    option.id = `${list.id}-${at}`;
    option.dataset.url = suggestion.url;
    option.setAttribute("role", "option");
    const parts = { kind: WORDS[suggestion.kind] || suggestion.kind, label: suggestion.label, detail: suggestion.detail };
    for (const [name, words] of Object.entries(parts)) {
      if (!words) continue;
      const span = document.createElement("span");
      span.className = `suggestion-${name}`;
      span.textContent = words;
      option.append(span, " ");
    }
    // Before the field loses the focus, so that the list is still there.
    option.addEventListener("mousedown", (event) => event.preventDefault());
    option.addEventListener("click", () => go(at));
    return option;
  }

  function show(suggestions) {
    // What is chosen already stays chosen when a later answer names it, too.
    const kept = chosen < 0 ? "" : options[chosen].dataset.url;
    options = suggestions.map(optionOf);
    list.replaceChildren(...options);
    choose(kept ? options.findIndex((option) => option.dataset.url === kept) : -1);
    open();
    status.textContent = options.length ? `${WORDS.suggestions}: ${options.length}` : "";
  }

  async function look() {
    const text = input.value.trim();
    latest = text;
    if (text.length < 2) return show([]);
    if (cache.has(text)) return show(cache.get(text));
    try {
      const response = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(text)}`);
      // A refusal is no answer: what is shown stays, and the next key asks again.
      if (!response.ok) return;
      const { suggestions } = await response.json();
      cache.set(text, suggestions);
      if (latest === text && document.activeElement === input) show(suggestions);
    } catch {
      // The box works without suggestions.
    }
  }

  function step(down) {
    if (list.hidden && !options.length) return look();
    open();
    // One place is the field itself, with nothing chosen.
    const places = options.length + 1;
    choose(((chosen + 1 + (down ? 1 : -1) + places) % places) - 1);
  }

  input.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(look, 120);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const shown = !list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(event.key === "ArrowDown");
    } else if (event.key === "Enter" && shown && chosen >= 0) {
      event.preventDefault();
      go(chosen);
    } else if (event.key === "Escape" && shown) {
      event.preventDefault();
      close();
    } else if (event.key === "Tab") {
      close();
    }
  });
}

document.querySelectorAll("input[data-suggest]").forEach(suggest);
