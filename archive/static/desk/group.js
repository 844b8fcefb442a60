// One key for each decision on what a page shows, and for the pages before and after it. Keys can be switched off, and do nothing while a text is typed.
const form = document.querySelector("form[data-group]");
const choice = document.querySelector("[data-keys]");
const OFF = "desk-group-keys-off";

if (form && choice) {
  const box = choice.querySelector("input");
  choice.hidden = false;
  box.checked = localStorage.getItem(OFF) === null;
  box.addEventListener("change", () => {
    if (box.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  });
  const ticks = [...form.querySelectorAll("input[name=records], input[name=paper]")];
  const buttons = new Map([...document.querySelectorAll("button[aria-keyshortcuts], a[aria-keyshortcuts]")].map((button) => [button.getAttribute("aria-keyshortcuts"), button]));
  let sent = false;
  addEventListener("pageshow", () => { sent = false; });
  document.addEventListener("keydown", (event) => {
    if (!box.checked || sent || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.matches("textarea, select, input:not([type=checkbox], [type=radio])")) return;
    const tick = ticks[Number(event.key) - 1];
    const button = buttons.get(event.key.toLowerCase());
    if (tick) tick.checked = tick.type === "radio" || !tick.checked;
    else if (button) {
      sent = true;
      button.click();
    } else return;
    event.preventDefault();
  });
}
