// What every page has: keys for everything, filters over tables, rows that open.

const typing = (target) => target.closest?.("input:not([type=checkbox]), select, textarea, [contenteditable]");
const dialog = document.getElementById("keys");

for (const input of document.querySelectorAll(".filter")) {
  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLowerCase();
    for (const table of document.querySelectorAll(input.dataset.filters)) {
      let shown = 0;
      for (const row of table.tBodies[0].rows) {
        row.hidden = wanted !== "" && !row.textContent.toLowerCase().includes(wanted);
        shown += row.hidden ? 0 : 1;
      }
      table.hidden = shown === 0;
      if (table.previousElementSibling?.tagName === "H2") table.previousElementSibling.hidden = shown === 0;
    }
  });
}

for (const select of document.querySelectorAll("[data-go]")) select.addEventListener("change", () => select.form.submit());
for (const button of document.querySelectorAll("[data-keys]")) button.addEventListener("click", () => dialog.showModal());
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  const row = event.target.closest(".pick tbody tr");
  if (row && !event.target.closest("a, button") && !getSelection().toString()) row.querySelector("a")?.click();
});

document.querySelector('form[action="/sign-out"]')?.addEventListener("submit", () => sessionStorage.clear());

// What is being done beside is looked at again, unless a person is in the middle of something on the page.
const beside = document.querySelector("[data-again]");
if (beside) setInterval(() => document.activeElement === document.body && location.reload(), Number(beside.dataset.again));

// j and k go through what a page lists; Enter opens it.
let here = -1;
function items() {
  return [...document.querySelectorAll(".pick tbody tr, [data-pick] > li, #findings:not([hidden]) > article")].filter((each) => each.querySelector("a"));
}
function walk(by) {
  const all = items();
  if (!all.length) return;
  all[here]?.classList.remove("here");
  here = Math.min(all.length - 1, Math.max(0, here + by));
  all[here].classList.add("here");
  all[here].scrollIntoView({ block: "nearest" });
  all[here].querySelector("a").focus({ preventScroll: true });
}

let before = "";
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    for (const menu of document.querySelectorAll("details.menu[open]")) menu.open = false;
    if (typing(event.target)) event.target.blur();
    return;
  }
  if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey || dialog.open) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const way = before === "g" ? { b: "/", s: "/search", v: "/validation", f: "/figures", a: "/across" }[key] : undefined;
  before = key;
  if (way) {
    location.href = way;
    return;
  }
  if (key === "?" || (event.shiftKey && key === "/")) return void dialog.showModal();
  if (key === "/") {
    event.preventDefault();
    (document.getElementById("quick") ?? document.getElementById("q"))?.focus();
    return;
  }
  const target = document.querySelector(`[data-hotkey="${CSS.escape(key)}"]`);
  if (target) {
    event.preventDefault();
    target.click();
  } else if (key === "j" || key === "k") walk(key === "j" ? 1 : -1);
});
