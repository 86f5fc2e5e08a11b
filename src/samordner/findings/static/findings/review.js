// Chooses every statement on the page at once.
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-choose-all]")) return;
  document.querySelectorAll("#review input[name=chosen]:not([aria-describedby])").forEach((box) => { box.checked = true; });
});
