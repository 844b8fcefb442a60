// Logging in without leaving the page, when another script asks for it ("desk:log-in", with the token for forms).
// The desk's own pages (password, code, a lock) are shown in a dialog, one after the other.
const TITLE = "log-in-title";

function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function openDialog() {
  const dialog = element("dialog", { className: "desk-dialog" });
  dialog.setAttribute("aria-labelledby", TITLE);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

function fill(dialog, ...parts) {
  const close = element("button", { type: "button", className: "desk-near", textContent: "Close" });
  close.addEventListener("click", () => dialog.close());
  dialog.replaceChildren(element("h2", { id: TITLE, textContent: "Log in" }), ...parts, close);
  dialog.querySelector("input:not([type=hidden])")?.focus();
}

// A form of the desk is sent from here; its answer is the next page.
function sendFromHere(dialog, form, address, done) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const response = await fetch(address, { method: "POST", body: new FormData(form), credentials: "same-origin" });
      next(dialog, response, await response.text(), done);
    } catch {
      dialog.append(element("p", { className: "errornote", textContent: "The server cannot be reached." }));
    }
  });
}

// A page that asks for neither a password nor a code is one that only those who are logged in get.
function next(dialog, response, html, done) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const errors = Array.from(page.querySelectorAll(".errornote, .errorlist"), (error) => document.adoptNode(error));
  const form = Array.from(page.forms).find((one) => one.querySelector("[name=password], [name=code]"));
  if (form) {
    sendFromHere(dialog, document.adoptNode(form), form.getAttribute("action") || response.url, done);
    fill(dialog, ...errors, form);
  } else if (response.ok) {
    dialog.close();
    done();
  } else fill(dialog, document.adoptNode(page.querySelector("[role=alert]") || page.body));
}

document.addEventListener("desk:log-in", (event) => {
  const form = document.getElementById("log-in").content.querySelector("form").cloneNode(true);
  form.elements.csrfmiddlewaretoken.value = event.detail;
  const dialog = openDialog();
  sendFromHere(dialog, form, form.getAttribute("action"), () => document.dispatchEvent(new CustomEvent("desk:logged-in")));
  fill(dialog, form);
});
