// Types a sheet in by the figures: 1, 2, 3 and 0 tick a box in the row that has the focus, and the next row has its turn.
// Which row has it first the page says itself.
const form = document.getElementById("sheet");
const rows = [...form.querySelectorAll("[data-row]")].filter((row) => row.querySelector("input"));

function goTo(row) {
  const next = row ? row.querySelector("input:checked") ?? row.querySelector("input") : form.querySelector("textarea, input[name=role]");
  next.focus();
}

form.addEventListener("keydown", (event) => {
  const row = event.target.closest("[data-row]");
  if (!row || event.ctrlKey || event.altKey || event.metaKey) return;
  const after = rows[rows.indexOf(row) + 1];
  if (event.key === "Enter") {  // would send the sheet half typed in
    event.preventDefault();
    goTo(after);
  }
  const box = row.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!box) return;
  event.preventDefault();
  box.checked = true;
  goTo(after);
});

document.getElementById("keys").hidden = false;
