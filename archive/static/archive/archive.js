// Makes reading a paper easier: footnotes beside the text or as pop-ups, and citations copied in one click.
// Without it footnotes and abbreviations stand at the end, with links there and back.
(function () {
  "use strict";
  var paper = document.querySelector(".paper-page");
  if (paper) {
    var notes = Array.from(paper.querySelectorAll(".footnotes .fn"));
    if (notes.length) sideNotes(paper, notes);
    popUps(paper);
  }
  copying();
  handy();

  // Places footnotes level with their anchors where the screen has room.
  function sideNotes(paper, notes) {
    var wide = window.matchMedia("(min-width: 75rem)");
    var waiting = 0;

    function clear() {
      paper.classList.remove("beside-text");
      paper.style.minHeight = "";
      notes.forEach(function (note) { note.style.top = ""; });
    }

    function place() {
      clear();
      if (!wide.matches) return;
      paper.classList.add("beside-text");
      // Everything is measured before anything is moved, so that the page is laid out twice and not once a note.
      var top = paper.getBoundingClientRect().top;
      var height = paper.offsetHeight;
      var wanted = notes.map(function (note) {
        var anchor = document.getElementById("fnref-" + note.id.slice(3));
        return anchor && !note.contains(anchor) ? anchor.getBoundingClientRect().top - top - 6 : 0;
      });
      var heights = notes.map(function (note) { return note.offsetHeight; });
      var free = 0;
      notes.forEach(function (note, index) {
        var at = Math.max(wanted[index], free);
        note.style.top = at + "px";
        free = at + heights[index] + 8;
      });
      // Where the notes would run on far below the text, they are easier to read at its end.
      if (free > height * 1.25) clear();
      else paper.style.minHeight = free + "px";
    }

    window.addEventListener("resize", function () {
      window.cancelAnimationFrame(waiting);
      waiting = window.requestAnimationFrame(place);
    });
    window.addEventListener("beforeprint", clear);
    window.addEventListener("afterprint", place);
    if (document.fonts && document.fonts.ready) document.fonts.ready.then(place);
    place();
  }

  // Shows a footnote or an abbreviation where it is referred to: on hover and focus, and on tap.
  // It stays until pointer or focus leave both link and pop-up, or Escape is pressed (WCAG 1.4.13).
  function popUps(paper) {
    var pop = document.createElement("div");
    var opener = null;
    var timer = 0;
    var tapped = null;
    pop.className = "pop";
    pop.id = "pop";
    pop.hidden = true;
    pop.setAttribute("role", "note");
    paper.appendChild(pop);

    function target(link) {
      var found = document.getElementById(link.getAttribute("href").slice(1));
      // A note beside the text is in sight already.
      return found && paper.classList.contains("beside-text") && found.classList.contains("fn") ? null : found;
    }

    function show(link) {
      window.clearTimeout(timer);
      if (opener === link) return;
      var source = target(link);
      if (!source) return;
      hide();
      opener = link;
      pop.textContent = "";
      Array.from(source.childNodes).forEach(function (node) { pop.appendChild(node.cloneNode(true)); });
      Array.from(pop.querySelectorAll(".fn-back")).forEach(function (back) { back.remove(); });
      Array.from(pop.querySelectorAll("[id]")).forEach(function (named) { named.removeAttribute("id"); });
      pop.setAttribute("aria-label", source.classList.contains("fn") ? paper.dataset.footnote + " " + link.textContent.trim() : paper.dataset.abbreviation);
      pop.hidden = false;
      link.setAttribute("aria-describedby", "pop");
      var box = link.getBoundingClientRect();
      var frame = paper.getBoundingClientRect();
      var room = Math.min(document.documentElement.clientWidth - 16, frame.width + 8);
      pop.style.maxWidth = Math.min(room, 448) + "px";
      var left = Math.min(Math.max(box.left - 24, frame.left), frame.left + Math.max(frame.width - pop.offsetWidth, 0));
      pop.style.left = left - frame.left + "px";
      // Above the line where there is no room below it.
      var below = box.bottom + pop.offsetHeight + 12 < window.innerHeight || box.top < pop.offsetHeight + 12;
      pop.style.top = (below ? box.bottom + 2 : box.top - pop.offsetHeight - 2) - frame.top + "px";
    }

    function hide() {
      window.clearTimeout(timer);
      if (!opener) return;
      opener.removeAttribute("aria-describedby");
      opener = null;
      pop.hidden = true;
    }

    function soon(act, wait) {
      window.clearTimeout(timer);
      timer = window.setTimeout(act, wait);
    }

    function linkOf(event) {
      return event.target.closest ? event.target.closest(".fnref a, a.term") : null;
    }

    paper.addEventListener("pointerover", function (event) {
      if (event.pointerType === "touch") return;
      var link = linkOf(event);
      if (link) soon(function () { show(link); }, 120);
      else if (pop.contains(event.target)) window.clearTimeout(timer);
    });
    paper.addEventListener("pointerout", function (event) {
      if (event.pointerType === "touch") return;
      if (linkOf(event) || pop.contains(event.target)) soon(function () { if (opener !== document.activeElement) hide(); }, 300);
    });
    paper.addEventListener("focusin", function (event) {
      var link = linkOf(event);
      if (link && !pop.contains(link) && link.matches(":focus-visible")) show(link);
    });
    paper.addEventListener("focusout", function (event) {
      if (opener && !pop.contains(event.relatedTarget) && !pop.matches(":hover")) hide();
    });
    paper.addEventListener("pointerdown", function (event) {
      tapped = event.pointerType === "touch" ? linkOf(event) : null;
    });
    document.addEventListener("pointerdown", function (event) {
      if (opener && !pop.contains(event.target) && linkOf(event) !== opener) hide();
    });
    paper.addEventListener("click", function (event) {
      var link = linkOf(event);
      if (link && link === tapped && target(link)) {
        event.preventDefault();
        if (opener === link) hide();
        else show(link);
      } else if (link) {
        hide();
      }
      tapped = null;
    });
    document.addEventListener("keydown", function (event) {
      if (event.key !== "Escape" || !opener) return;
      var link = opener;
      var inside = pop.contains(document.activeElement);
      hide();
      if (inside) link.focus();
    });
    window.addEventListener("resize", hide);
  }

  // Gives every citation a button that copies it, italics included, and says that it did.
  function copying() {
    var said = document.querySelector("[data-copied]");
    if (!said || !navigator.clipboard) return;
    Array.from(document.querySelectorAll("button[data-copy]")).forEach(function (button) {
      var name = button.textContent;
      button.hidden = false;
      button.addEventListener("click", function () {
        var words = document.getElementById(button.dataset.copy);
        copy(words).then(function () {
          said.textContent = "";
          window.requestAnimationFrame(function () {
            said.textContent = said.dataset.copied + ": " + document.getElementById(button.getAttribute("aria-describedby")).textContent;
          });
          button.textContent = said.dataset.copied;
          window.setTimeout(function () { button.textContent = name; }, 2000);
        }, function () {
          said.textContent = said.dataset.refused;
          window.getSelection().selectAllChildren(words);
        });
      });
    });
  }

  // Printing, and the address to copy: what a browser can do, but hides in menus.
  function handy() {
    var print = document.querySelector("button[data-print]");
    var address = document.querySelector("button[data-copy-address]");
    if (print) {
      print.hidden = false;
      print.addEventListener("click", function () { window.print(); });
    }
    if (!address || !navigator.clipboard) return;
    var name = address.textContent;
    address.hidden = false;
    address.addEventListener("click", function () {
      navigator.clipboard.writeText(address.dataset.copyAddress).then(function () {
        address.textContent = address.dataset.done;
        window.setTimeout(function () { address.textContent = name; }, 2000);
      }, function () { address.hidden = true; });
    });
  }

  function copy(words) {
    var plain = words.innerText.trim();
    if (!window.ClipboardItem || !navigator.clipboard.write) return navigator.clipboard.writeText(plain);
    var rich = new Blob([words.innerHTML], { type: "text/html" });
    var item = new window.ClipboardItem({ "text/plain": new Blob([plain], { type: "text/plain" }), "text/html": rich });
    return navigator.clipboard.write([item]).catch(function () { return navigator.clipboard.writeText(plain); });
  }
})();

// Suggests files, numbers, people and offices under the search boxes: an editable combobox with a list, after the ARIA
// authoring practices. The choice is always the reader's; without it the box searches as before.
(function () {
  "use strict";
  // The words stand in the page, in its language.
  var WORDS = document.body.dataset;

  Array.from(document.querySelectorAll("input[data-suggest]")).forEach(function (input, index) {
    var list = document.createElement("ul");
    var status = document.createElement("p");
    var known = new Map();
    var options = [];
    var chosen = -1;
    var asked = "";
    var waiting = 0;
    list.id = "suggestions-" + index;
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
    var field = input.parentElement;
    field.classList.add("suggesting");
    field.append(list, status);

    function close() {
      list.hidden = true;
      choose(-1);
      input.setAttribute("aria-expanded", "false");
    }

    function choose(place) {
      chosen = place;
      options.forEach(function (option, at) { option.setAttribute("aria-selected", String(at === place)); });
      if (place < 0) input.removeAttribute("aria-activedescendant");
      else {
        input.setAttribute("aria-activedescendant", options[place].id);
        options[place].scrollIntoView({ block: "nearest" });
      }
    }

    function go(place) { window.location.assign(options[place].dataset.url); }

    function show(suggestions) {
      list.textContent = "";
      options = suggestions.map(function (one, at) {
        var option = document.createElement("li");
        option.id = list.id + "-" + at;
        option.dataset.url = one.url;
        option.setAttribute("role", "option");
        [["suggestion-kind", WORDS[one.kind] || one.kind], ["suggestion-label", one.label], ["suggestion-detail", one.detail]].forEach(function (part) {
          if (!part[1]) return;
          var span = document.createElement("span");
          span.className = part[0];
          span.textContent = part[1];
          option.append(span, " ");
        });
        // Before the field loses the focus, so that the list is still there.
        option.addEventListener("mousedown", function (event) { event.preventDefault(); });
        option.addEventListener("click", function () { go(at); });
        list.append(option);
        return option;
      });
      choose(-1);
      list.hidden = !options.length;
      input.setAttribute("aria-expanded", String(!!options.length));
      status.textContent = options.length ? WORDS.suggestions + ": " + options.length : "";
    }

    function ask() {
      var text = input.value.trim();
      asked = text;
      if (text.length < 2) { show([]); return; }
      if (known.has(text)) { show(known.get(text)); return; }
      fetch(input.dataset.suggest + "?q=" + encodeURIComponent(text))
        .then(function (response) { return response.ok ? response.json() : { suggestions: [] }; })
        .then(function (answer) {
          known.set(text, answer.suggestions);
          if (asked === text && document.activeElement === input) show(answer.suggestions);
        })
        .catch(function () { /* The box works without suggestions. */ });
    }

    input.addEventListener("input", function () {
      window.clearTimeout(waiting);
      waiting = window.setTimeout(ask, 120);
    });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", function (event) {
      var open = !list.hidden;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (!open) { if (options.length) { list.hidden = false; input.setAttribute("aria-expanded", "true"); } else { ask(); return; } }
        var step = event.key === "ArrowDown" ? 1 : -1;
        var places = options.length + 1;
        // One place is the field itself, with nothing chosen.
        choose((chosen + 1 + step + places) % places - 1);
      } else if (event.key === "Enter" && open && chosen >= 0) {
        event.preventDefault();
        go(chosen);
      } else if (event.key === "Escape" && open) {
        event.preventDefault();
        close();
      } else if (event.key === "Tab") close();
    });
  });
})();
