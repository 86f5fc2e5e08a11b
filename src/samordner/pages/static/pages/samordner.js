// Shortens the way; every page works without it.
document.documentElement.classList.add("with-script");
document.addEventListener("change", (event) => {
  const element = event.target.closest("[data-submit-on-change]");
  if (element && element.form) element.form.requestSubmit();
});
// An open menu closes when one looks elsewhere, and with Escape.
const menus = () => document.querySelectorAll(".menu-group[open], .person[open]");
document.addEventListener("click", (event) => menus().forEach((menu) => menu.contains(event.target) || (menu.open = false)));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  menus().forEach((menu) => {
    menu.open = false;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
  });
});
// A swap that answers 409 (changed by another) or 422 (not valid) is shown, not dropped.
document.addEventListener("htmx:beforeSwap", (event) => {
  if ([409, 422].includes(event.detail.xhr.status)) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});
// Signed out while writing, something failed, or no answer at all: said above the words, which stay where they are.
const around = (element) => element.closest("form") || document.getElementById("main");
const silent = (place) => place.querySelector(".not-done")?.remove();
const tell = (element, words) => {
  const place = around(element);
  const notice = document.createElement("p");
  notice.className = "ds-alert not-done";
  notice.dataset.color = "danger";
  notice.setAttribute("role", "alert");
  notice.textContent = words;
  silent(place);
  place.prepend(notice);
  if (place.hasAttribute("data-keep")) dirty.add(place);
};
document.addEventListener("htmx:responseError", (event) => {
  const answer = event.detail.xhr;
  if (answer.getResponseHeader("Content-Type")?.startsWith("text/plain")) tell(event.detail.elt, answer.responseText);
});
document.addEventListener("htmx:sendError", (event) => tell(event.detail.elt, document.body.dataset.noAnswer));
document.addEventListener("htmx:afterRequest", (event) => event.detail.successful && silent(around(event.detail.elt)));
// Leaving a form with unsaved words asks first.
const dirty = new Set();
document.addEventListener("input", (event) => {
  if (event.target.form && event.target.form.hasAttribute("data-keep")) dirty.add(event.target.form);
});
document.addEventListener("submit", (event) => dirty.delete(event.target));
document.addEventListener("htmx:afterSwap", () => dirty.forEach((form) => form.isConnected || dirty.delete(form)));
// A form that is on its way is not sent once more by a second press; coming back to it, it can be.
const sent = new Set();
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
  if (sent.has(form)) event.preventDefault();
  sent.add(form);
});
window.addEventListener("pageshow", () => sent.clear());
window.addEventListener("beforeunload", (event) => {
  if ([...dirty].some((form) => form.isConnected)) event.preventDefault();
});
