// The board's panel, the list that narrows, and the way back to the cell. Every page works without it.
const panel = document.getElementById("panel");
let opener = "";
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.id && event.target.id.startsWith("c-")) opener = event.target.id;
});
document.addEventListener("htmx:afterSwap", (event) => {
  // Coming back, a whole page that was not kept is put in place: that is told without a target
  if (!panel || event.detail.target?.id !== "panel-inside") return;
  if (!panel.open) panel.showModal();
  const first = panel.querySelector("[aria-invalid=true], .values input:checked, .values input, .register select, .register input:not([type=hidden])");
  if (first) first.focus();
});
document.addEventListener("boards:saved", (event) => {
  opener = event.detail.place || opener;
  const saved = document.getElementById("saved");
  if (saved) saved.textContent = event.detail.text;
  if (panel && panel.open) panel.close();
});
document.addEventListener("htmx:afterSettle", () => {
  if (panel && panel.open) return;
  const cell = opener && document.getElementById(opener);
  if (cell && document.activeElement === document.body) cell.focus();
});
// A list that narrows while one types, and ticks all that it shows.
const shown = (list) => [...list.querySelectorAll("[data-name]")].filter((row) => !row.hidden);
const count = (list) => {
  const place = document.querySelector(`[data-counts="#${list.id}"]`);
  if (place) place.textContent = `${list.querySelectorAll("input:checked").length} / ${list.querySelectorAll("input").length}`;
};
document.addEventListener("input", (event) => {
  const target = event.target.dataset.narrows;
  if (!target) return;
  const words = event.target.value.trim().toLowerCase();
  document.querySelectorAll(`${target} [data-name]`).forEach((row) => { row.hidden = !row.dataset.name.toLowerCase().includes(words); });
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-ticks]");
  if (!button) return;
  event.preventDefault();
  const list = document.querySelector(button.dataset.ticks);
  shown(list).forEach((row) => { row.querySelector("input").checked = true; });
  count(list);
});
document.addEventListener("change", (event) => {
  const list = event.target.closest(".who-list");
  if (list) count(list);
});
document.querySelectorAll(".who-list").forEach(count);
const focus = document.querySelector("[data-focus]");
if (focus) focus.focus();
