// Lets a passphrase be seen while it is typed, and a link be copied. The pages work without it.
document.querySelectorAll("input[data-passphrase]").forEach((input) => {
  const words = document.getElementById("passphrase-words");
  if (!words) return;
  const row = document.createElement("div");
  row.className = "passphrase";
  input.replaceWith(row);
  const button = document.createElement("button");
  button.type = "button";
  button.className = "ds-button";
  button.dataset.variant = "tertiary";
  button.setAttribute("aria-controls", input.id);
  const show = (shown) => {
    input.type = shown ? "text" : "password";
    button.textContent = shown ? words.dataset.hide : words.dataset.show;
  };
  button.addEventListener("click", () => show(input.type === "password"));
  row.append(input, button);
  show(false);
  if (input.form) input.form.addEventListener("submit", () => show(false));
});
document.querySelectorAll("[data-copy]").forEach((button) => {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    button.textContent = button.dataset.copied;
  });
});
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const notice = document.getElementById("passkey-failed");
  if (notice) notice.hidden = false;
});
