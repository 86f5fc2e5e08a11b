// The arrow keys turn the page of a month or a year; not while writing, choosing or scrolling a table sideways.
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const rel = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  if (!rel || event.target.closest("input, select, textarea, details, [tabindex='0'], [contenteditable]")) return;
  const link = document.querySelector(`.turn a[rel="${rel}"]`);
  if (!link) return;
  event.preventDefault();
  link.click();
});
