// Shortens the way while minutes are written; the page works without it.
const unsaved = new Set();
const mark = (form, is) => {
  if (is) unsaved.add(form);
  else unsaved.delete(form);
  form.classList.toggle("unsaved", is);
};
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-autosave]");
  if (form) mark(form, true);
});
document.addEventListener("submit", (event) => {
  if (event.target.matches("form[data-autosave]:not([hx-post])")) mark(event.target, false);
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt;
  if (form.matches("form[data-autosave]") && event.detail.successful) mark(form, false);
});
window.addEventListener("beforeunload", (event) => {
  if ([...unsaved].some((form) => form.isConnected)) event.preventDefault();
});
// Whoever takes what another wrote gives up the own words knowingly.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-give-up]");
  if (!link) return;
  event.preventDefault();
  unsaved.clear();
  window.location.reload();
});
document.addEventListener("keydown", (event) => {
  const form = event.target.closest("form");
  if ((event.ctrlKey || event.metaKey) && event.key === "s" && form && form.matches("[data-autosave]")) {
    event.preventDefault();
    form.requestSubmit();
  }
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && form) {
    event.preventDefault();
    form.requestSubmit();
  }
  if (event.key === "Escape") {
    const noting = event.target.closest("[data-noting]");
    if (noting) noting.querySelector("[data-close]").click();
  }
});
// What is noted is written at once: the first field of a form that was opened has the cursor.
document.addEventListener("htmx:afterSettle", (event) => {
  const noting = document.querySelector(`#${event.detail.target.id} [data-noting]`);
  const wrong = noting && noting.querySelector("[aria-invalid]");
  const first = noting && noting.querySelector("form:last-of-type textarea, form:last-of-type select, form:last-of-type input:not([type=hidden])");
  if (wrong || first) (wrong || first).focus();
});
