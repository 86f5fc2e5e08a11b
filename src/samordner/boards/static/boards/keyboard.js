// Registering by keyboard: arrows between the cells of the board, a figure or letter for a value, Enter saves,
// Escape closes and one is back at the cell. Every page works without it.
(() => {
  const panel = document.getElementById("panel");
  const KEYS = "123456789abcdefghijklmnopqrstuvwxyz";
  let opened = null; // the address of the cell that the panel was opened from
  let pressed = ""; // a figure pressed on a cell: chosen when its panel is there

  const radios = () => [...document.querySelectorAll("form.register .values input[type=radio]")];
  const choose = (key) => {
    const input = radios()[KEYS.indexOf(key)];
    if (!input) return false;
    input.checked = true;
    input.focus();
    input.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  };
  const hint = () => radios().forEach((input, place) => {
    const label = input.closest("label");
    if (!label || !KEYS[place] || label.querySelector("kbd")) return;
    const key = document.createElement("kbd");
    key.textContent = KEYS[place].toUpperCase();
    key.setAttribute("aria-hidden", "true");
    label.append(key);
    input.setAttribute("aria-keyshortcuts", KEYS[place].toUpperCase());
  });

  // From cell to cell
  const among = (cells, from, step) => {
    for (let at = from + step; at >= 0 && at < cells.length; at += step) {
      const link = cells[at] && cells[at].querySelector("a[data-cell]");
      if (link) return link;
    }
    return null;
  };
  const beside = (link, key) => {
    const cell = link.closest("td"), row = cell.parentElement, cells = [...row.cells];
    if (key === "ArrowLeft") return among(cells, cell.cellIndex, -1);
    if (key === "ArrowRight") return among(cells, cell.cellIndex, 1);
    if (key === "Home") return among(cells, -1, 1);
    if (key === "End") return among(cells, cells.length, -1);
    const column = [...row.parentElement.rows].map((one) => one.cells[cell.cellIndex]);
    return among(column, column.indexOf(cell), key === "ArrowUp" ? -1 : 1);
  };
  const onCell = (event, link) => {
    if (["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"].includes(event.key)) {
      const next = beside(link, event.key);
      event.preventDefault();
      if (next) next.focus();
    } else if (panel && link.closest("[hx-boost=true]") && /^[1-9]$/.test(event.key)) {
      event.preventDefault();
      pressed = event.key;
      link.click();
    }
  };

  // In the panel, or on the page of one cell
  const onForm = (event, form) => {
    const typing = event.target.matches("textarea, input:not([type=radio]):not([type=checkbox]), select");
    if (!typing && KEYS.includes(event.key.toLowerCase()) && event.key.length === 1) {
      if (choose(event.key.toLowerCase())) event.preventDefault();
    } else if (event.key === "Enter" && event.target.matches("select, dialog, body")) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("button[name=deed][value=register]"));
    }
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const link = event.target.closest("table[data-board] a[data-cell]");
    if (link) return onCell(event, link);
    const form = document.querySelector("form.register");
    const inside = event.target === document.body || event.target === panel || (form && form.contains(event.target));
    if (form && inside && (!panel || panel.open)) onForm(event, form);
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    const link = event.target.closest("a[data-cell]");
    if (link) opened = link.getAttribute("href");
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id !== "panel-inside") return;
    hint();
    if (pressed) choose(pressed);
    pressed = "";
  });
  if (panel) panel.addEventListener("close", () => {
    pressed = "";
    const link = [...document.querySelectorAll("a[data-cell]")].find((one) => one.getAttribute("href") === opened);
    if (link) link.focus();
  });
  hint();
})();
