// An import's page while it runs: how far it is, anew every two seconds, and the report when it has ended.
// Without this script there is a link to look again.
(() => {
  const shown = document.querySelector("[data-progress]");
  if (!shown) return;
  async function look() {
    try {
      const answer = await fetch(location.href, { credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = answer.ok && page.querySelector("[data-progress]");
      if (answer.ok && !now) {
        location.reload();
        return;
      }
      if (now) shown.replaceChildren(...now.childNodes);
    } catch {
      // The server may be on its way up again.
    }
    setTimeout(look, 2000);
  }
  setTimeout(look, 2000);
})();
