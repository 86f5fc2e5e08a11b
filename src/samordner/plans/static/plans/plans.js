// A move lays the whole register anew. It waits while a row is being written in, so that nothing typed is lost.
document.addEventListener("htmx:beforeRequest", (event) => {
  const busy = document.getElementById("busy");
  if (!busy) return;
  const writing = document.querySelector("#register form[data-keep]");
  const waits = event.detail.target.id === "register" && writing;
  busy.hidden = !waits;
  busy.textContent = waits ? busy.dataset.text : "";
  if (waits) {
    event.preventDefault();
    writing.querySelector("textarea, input:not([type=hidden])").focus();
  }
});
