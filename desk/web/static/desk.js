// What every page has: filters over tables, sorting by a click on the head, keys for everything.

function filterTables(input) {
  const wanted = input.value.trim().toLowerCase();
  for (const table of document.querySelectorAll(input.dataset.filters)) {
    for (const row of table.tBodies[0].rows) row.hidden = wanted !== "" && !row.textContent.toLowerCase().includes(wanted);
  }
}

function sortBy(table, column, falling) {
  const value = (row) => row.cells[column].textContent.trim();
  const number = (text) => (text === "" ? -1 : Number(text.replaceAll(",", "")));
  const rows = [...table.tBodies[0].rows];
  const numeric = rows.every((row) => !Number.isNaN(number(value(row))));
  rows.sort((a, b) => (numeric ? number(value(a)) - number(value(b)) : value(a).localeCompare(value(b), "zh-CN")));
  if (falling) rows.reverse();
  table.tBodies[0].append(...rows);
}

for (const input of document.querySelectorAll(".filter")) input.addEventListener("input", () => filterTables(input));

for (const table of document.querySelectorAll("table.sortable")) {
  for (const [column, head] of [...table.tHead.rows[0].cells].entries()) {
    head.tabIndex = 0;
    const sort = () => {
      const falling = head.getAttribute("aria-sort") === "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", falling ? "descending" : "ascending");
      sortBy(table, column, falling);
    };
    head.addEventListener("click", sort);
    head.addEventListener("keydown", (event) => event.key === "Enter" && sort());
  }
}

document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/") {
    event.preventDefault();
    (document.getElementById("q") ?? document.getElementById("quick")).focus();
    return;
  }
  document.querySelector(`[data-hotkey="${CSS.escape(event.key.toLowerCase())}"]`)?.click();
});
