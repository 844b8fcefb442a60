// A record's page: names the fields that complete what is typed by their labels. Without this script they only show the labels.
const jQuery = window.django && window.django.jQuery;

function name(within) {
  for (const select of within.querySelectorAll("select.admin-autocomplete")) {
    const shown = select.parentElement.querySelector(".select2-selection");
    const label = select.id && document.querySelector(`label[for="${select.id}"]`);
    if (!shown || !label) continue;
    label.id = label.id || `${select.id}_label`;
    shown.setAttribute("aria-labelledby", `${label.id} ${select.id}_shown`);
    const words = shown.querySelector(".select2-selection__rendered");
    if (words) {
      words.id = `${select.id}_shown`;
      words.removeAttribute("role");
      words.removeAttribute("aria-readonly");
    }
  }
}

if (jQuery) {
  jQuery(() => {
    name(document);
    document.addEventListener("formset:added", (event) => name(event.target));
  });
}
