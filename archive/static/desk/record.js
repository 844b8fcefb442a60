// A record's page: the fields that complete what is typed are called by their labels. Without this script they only show.
(() => {
  const jQuery = window.django && window.django.jQuery;
  if (!jQuery) return;
  function name(within) {
    within.querySelectorAll("select.admin-autocomplete").forEach((select) => {
      const shown = select.parentElement.querySelector(".select2-selection");
      const label = select.id && document.querySelector(`label[for="${select.id}"]`);
      if (!shown || !label) return;
      label.id = label.id || `${select.id}_label`;
      shown.setAttribute("aria-labelledby", `${label.id} ${select.id}_shown`);
      const words = shown.querySelector(".select2-selection__rendered");
      if (words) {
        words.id = `${select.id}_shown`;
        words.removeAttribute("role");
        words.removeAttribute("aria-readonly");
      }
    });
  }
  jQuery(() => {
    name(document);
    document.addEventListener("formset:added", (event) => name(event.target));
  });
})();
