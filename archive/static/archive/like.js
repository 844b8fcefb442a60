// Shows the papers like this one under the link to them, once that is nearly in sight. Without this script the link leads to them.
const place = document.querySelector("[data-like]");

async function show() {
  try {
    const response = await fetch(place.dataset.like);
    const found = new DOMParser().parseFromString(response.ok ? await response.text() : "", "text/html");
    const papers = found.querySelector("#main ol.papers");
    if (!papers) return;
    // Citation managers take the page for that of one paper.
    for (const mark of papers.querySelectorAll(".Z3988")) mark.remove();
    place.append(document.adoptNode(papers));
  } catch {
    // The link works without a list.
  }
}

if (place) {
  const watch = new IntersectionObserver((seen) => {
    if (!seen.some((one) => one.isIntersecting)) return;
    watch.disconnect();
    show();
  }, { rootMargin: "400px" });
  watch.observe(place);
}
