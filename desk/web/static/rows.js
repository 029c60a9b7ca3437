// A list of ten thousand rows scrolls through a window: only the rows near it are in the page; the desk filters and sorts.
import { ask } from "./asking.js";

const PART = 200;
const ROW = 2 * parseFloat(getComputedStyle(document.documentElement).fontSize); // a row is two rem high

class List {
  constructor(details, base, lightUp, words) {
    Object.assign(this, { details, base, lightUp, words });
    this.frame = details.querySelector(".window");
    this.body = details.querySelector("tbody");
    this.found = details.querySelector("[data-found]");
    this.columns = details.querySelectorAll("th").length;
    this.parts = new Map();
    this.total = Number(details.dataset.total);
    this.wanted = this.sort = "";
    this.frame.addEventListener("scroll", () => this.draw());
    const input = details.querySelector("input");
    let timer = 0;
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.restart(() => { this.wanted = input.value; }), 200);
    });
    for (const button of details.querySelectorAll("[data-sort]")) button.addEventListener("click", () => this.sortBy(button));
    this.body.addEventListener("click", (event) => {
      const row = event.target.closest("tr[data-file]");
      if (!row || getSelection().toString()) return;
      for (const other of this.body.querySelectorAll(".chosen")) other.classList.remove("chosen");
      row.classList.add("chosen");
      lightUp(row);
    });
    this.body.addEventListener("keydown", (event) => {
      const way = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
      const row = way && event.target.closest("tr[data-file]");
      if (!row) return;
      event.preventDefault();
      if (row[way]?.dataset.file) row[way].focus();
    });
    this.draw();
  }

  sortBy(button) {
    const head = button.closest("th");
    const falling = head.getAttribute("aria-sort") === "ascending";
    for (const other of head.parentElement.children) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", falling ? "descending" : "ascending");
    this.restart(() => { this.sort = (falling ? "-" : "") + button.dataset.sort; });
  }

  restart(change) {
    change();
    this.parts.clear();
    this.frame.scrollTop = 0;
    this.drawn = "";
    this.draw();
  }

  fetch(number) {
    if (!this.parts.has(number)) {
      const asked = new URLSearchParams({ start: number * PART, q: this.wanted, sort: this.sort });
      this.parts.set(number, ask(`${this.base}/lists/${this.details.dataset.kind}?${asked}`).then((answer) => (answer.ok ? answer.json() : { total: 0, rows: [] })));
      if (this.parts.size > 12) this.parts.delete(this.parts.keys().next().value);
    }
    return this.parts.get(number);
  }

  async draw() {
    const first = Math.max(0, Math.floor((this.frame.scrollTop / ROW - 40) / PART));
    const turn = `${first}|${this.wanted}|${this.sort}`;
    if (turn === this.drawn) return;
    this.drawn = turn;
    const { total, rows } = await this.fetch(first);
    if (turn !== this.drawn) return;
    this.total = total;
    this.found.textContent = `${total.toLocaleString("en")} ${this.words.ROWS}`;
    const start = first * PART;
    const held = this.body.contains(document.activeElement) ? document.activeElement.dataset.number : "";
    this.body.replaceChildren(this.gap(start), ...rows.map((row) => this.line(row)), this.gap(Math.max(0, total - start - rows.length)));
    const lines = [...this.body.querySelectorAll("tr[data-file]")];
    if (lines.length) lines[0].tabIndex = 0;
    if (held) lines.find((line) => line.dataset.number === held)?.focus({ preventScroll: true });
    if (start + rows.length < total) this.fetch(first + 1);
  }

  gap(rows) {
    const line = Object.assign(document.createElement("tr"), { className: "gap" });
    const cell = line.insertCell();
    cell.colSpan = this.columns;
    cell.style.height = `${rows * ROW}px`;
    line.hidden = rows === 0;
    return line;
  }

  line([number, named, cells, file, page, bbox, locator]) {
    const line = document.createElement("tr");
    const first = line.insertCell();
    first.textContent = number;
    first.className = "n";
    for (const each of cells) {
      const cell = line.insertCell();
      cell.textContent = each;
      if (each.length > 14) cell.title = each;
    }
    line.title = [named, page ? `${this.words.NTH}${page}${this.words.PAGE}` : locator].filter(Boolean).join(" · ");
    line.tabIndex = -1; // one of them is reached with Tab, the others from it with the arrows
    Object.assign(line.dataset, { file, number });
    if (bbox) {
      const [x0, y0, x1, y1] = bbox.map((part) => 100 * part);
      Object.assign(line.dataset, { page, box: [x0, y0, x1 - x0, y1 - y0].join(",") });
    } else if (locator) line.dataset.locator = locator;
    return line;
  }
}

export function openLists(base, lightUp, words) {
  for (const details of document.querySelectorAll("details.rows")) {
    let list = null;
    details.addEventListener("toggle", () => { if (details.open) list ??= new List(details, base, lightUp, words); });
  }
}
