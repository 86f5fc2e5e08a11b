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
// Signed out while writing: the sentence is shown above the words, which stay where they are.
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status !== 401) return;
  const place = event.detail.elt.closest("form") || document.getElementById("main");
  const notice = document.createElement("p");
  notice.className = "ds-alert signed-out";
  notice.dataset.color = "danger";
  notice.setAttribute("role", "alert");
  notice.textContent = event.detail.xhr.responseText;
  place.querySelector(".signed-out")?.remove();
  place.prepend(notice);
  if (place.hasAttribute("data-keep")) dirty.add(place);
});
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
