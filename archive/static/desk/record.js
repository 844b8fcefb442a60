// A record's page: names the fields that complete what is typed by their labels, those of a table by the heads of their columns. Without
// this script they only show these.
const jQuery = window.django && window.django.jQuery;

function head(select) {
  const cell = select.closest("td");
  const field = cell && [...cell.classList].find((one) => one.startsWith("field-"));
  return field && cell.closest("table").querySelector(`th.${field.replace("field-", "column-")}`);
}

function name(within) {
  for (const select of within.querySelectorAll("select.admin-autocomplete")) {
    const shown = select.parentElement.querySelector(".select2-selection");
    const label = (select.id && document.querySelector(`label[for="${select.id}"]`)) || head(select);
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
    for (const cell of document.querySelectorAll("th.original:empty")) {
      cell.insertAdjacentHTML("beforeend", '<span class="visually-hidden">Row</span>');
    }
    name(document);
    document.addEventListener("formset:added", (event) => name(event.target));
  });
}
