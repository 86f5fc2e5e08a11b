"use strict";
// Coding by the keyboard: a figure ticks its theme, Enter saves. What is typed in a field stays typing.
document.addEventListener("keydown", (event) => {
  const form = document.getElementById("coding");
  const typing = event.target instanceof HTMLInputElement && event.target.type !== "checkbox";
  if (!form || event.ctrlKey || event.altKey || event.metaKey || typing || event.target instanceof HTMLSelectElement) return;
  const box = form.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (box) {
    box.checked = !box.checked;
    box.focus();
    event.preventDefault();
  } else if (event.key === "Enter" && (event.target === document.body || event.target.type === "checkbox")) {
    form.requestSubmit();
    event.preventDefault();
  }
});
