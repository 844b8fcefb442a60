// An import's page while it runs: its progress, read again every two seconds, and the report when it has ended.
// Without this script there is a link to look again.
const shown = document.querySelector("[data-progress]");

async function look() {
  try {
    const response = await fetch(location.href, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const now = response.ok && page.querySelector("[data-progress]");
    if (response.ok && !now) {
      location.reload();
      return;
    }
    if (now) shown.replaceChildren(...now.childNodes);
  } catch {
    // The server may be starting again.
  }
  setTimeout(look, 2000);
}

if (shown) setTimeout(look, 2000);
