// Sheets left, values right: a value lights up its place, a click on the page finds the value; text can be selected.
import { ask, problemOf, toast } from "./asking.js";
import { openLists } from "./rows.js";

const byId = (id) => document.getElementById(id);
const root = byId("submission"), sheet = byId("sheet"), file = byId("file"), page = byId("page");
const image = byId("image"), marks = byId("marks"), paper = byId("paper"), words = byId("words"), office = byId("office");
const [CHECKING, CHECKED, ROWS, NTH, PAGE, SAVE, UNSEEN] = root.dataset.words.split("|");
const base = `/submissions/${root.dataset.name}`;
const state = { zoom: 1, turned: 0, shown: "", lit: sheet.dataset.mark, at: sheet.dataset.at };

// As wide as there is room, but on a large screen no wider than shows the sheet whole.
function broad() {
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize), room = sheet.clientWidth - 1.6 * rem;
  const shape = image.naturalWidth ? image.naturalWidth / image.naturalHeight : 0.707;
  return Math.min(room, Math.max(60 * rem, (sheet.clientHeight - 1.6 * rem) * shape)) * state.zoom;
}

const pageCount = () => Number(file.selectedOptions[0]?.dataset.pages ?? 0);
const partNames = () => (file.selectedOptions[0]?.dataset.parts ?? "").split("|");

function draw() {
  if (!file.value) return;
  const count = pageCount() || partNames().length;
  page.value = Math.min(Math.max(1, Number(page.value) || 1), count);
  page.max = count;
  byId("pages").textContent = `/ ${count}${pageCount() ? "" : ` ${partNames()[page.value - 1] ?? ""}`}`;
  paper.hidden = !pageCount();
  office.hidden = Boolean(pageCount());
  if (pageCount()) drawPage();
  else drawOffice();
}

function drawPage() {
  const address = `${base}/sheets/${file.value}/${page.value}`;
  const dpi = broad() * devicePixelRatio > 1300 ? 200 : 120;
  const wanted = `${address}.png?dpi=${dpi}&open=${root.dataset.open}`;
  if (image.getAttribute("src") !== wanted) {
    paper.classList.toggle("loading", !wanted.startsWith(`${state.shown}.png`));
    image.src = wanted;
  }
  paper.style.width = `${broad()}px`;
  paper.style.transform = state.turned ? `rotate(${state.turned}deg)` : "";
  drawMarks();
  if (state.shown !== address) {
    state.shown = address;
    words.replaceChildren();
    drawWords(address);
  } else fitWords();
}

async function drawWords(address) {
  const answer = await ask(`${address}/words`);
  if (!answer.ok || state.shown !== address) return;
  words.replaceChildren(...(await answer.json()).map(([text, left, top, width, height]) => {
    const span = Object.assign(document.createElement("span"), { textContent: text });
    Object.assign(span.dataset, { width, height });
    Object.assign(span.style, { left: `${left}%`, top: `${top}%` });
    return span;
  }));
  fitWords();
}

function fitWords() {
  const wide = paper.clientWidth, high = image.clientHeight || paper.clientHeight;
  const spans = [...words.children];
  for (const span of spans) {
    span.style.transform = "";
    span.style.fontSize = `${(span.dataset.height / 100) * high * 0.92}px`;
  }
  const widths = spans.map((span) => span.offsetWidth);
  spans.forEach((span, number) => { span.style.transform = `scaleX(${((span.dataset.width / 100) * wide) / (widths[number] || 1)})`; });
}

async function drawOffice() {
  const address = `${base}/sheets/${file.value}/${page.value}/lines?around=${encodeURIComponent(state.at)}`;
  if (state.shown !== address) {
    const answer = await ask(address);
    if (!answer.ok) return toast(UNSEEN, true);
    const held = document.createElement("template");
    held.innerHTML = await answer.text();
    state.shown = address;
    office.replaceChildren(...held.content.querySelector("main") ? [] : held.content.childNodes);
  }
  for (const each of office.querySelectorAll(".lit")) each.classList.remove("lit");
  const cell = state.at ? office.querySelector(`[data-locator-here="${CSS.escape(state.at)}"]`) : null;
  cell?.classList.add("lit");
  cell?.scrollIntoView({ block: "center", inline: "nearest" });
}

function mark(box, className) {
  const [left, top, width, height] = box.split(",").map(Number);
  const spot = Object.assign(document.createElement("div"), { className });
  Object.assign(spot.style, { left: `${left}%`, top: `${top}%`, width: `${width}%`, height: `${height}%` });
  marks.append(spot);
  return spot;
}

function drawMarks() {
  marks.replaceChildren();
  if (state.lit) mark(state.lit, "spot lit");
}

const show = (spot) => spot?.scrollIntoView({ block: "center", inline: "center" });

async function lightUp(place) {
  if (!place.dataset.file || !(place.dataset.page || place.dataset.locator)) return;
  file.value = place.dataset.file;
  if (place.dataset.page) {
    page.value = place.dataset.page;
    state.lit = place.dataset.box ?? "";
    state.at = "";
    draw();
    if (!image.complete) image.addEventListener("load", () => show(marks.querySelector(".lit")), { once: true });
    show(marks.querySelector(".lit"));
  } else {
    state.lit = "";
    state.at = place.dataset.locator;
    const named = partNames().findIndex((name) => name && state.at.startsWith(`${name}!`));
    page.value = Math.max(0, named) + 1;
    draw();
  }
}

function choose(place) {
  const tab = place.closest(".tab");
  openTab(tab.id);
  for (const other of document.querySelectorAll(".chosen")) other.classList.remove("chosen");
  place.classList.add("chosen");
  place.scrollIntoView({ block: "nearest" });
}

// The page leads back: the smallest place under the pointer.
function placeUnder(event) {
  const frame = paper.getBoundingClientRect();
  const turned = state.turned / 90;
  let u = (event.clientX - frame.left) / frame.width, v = (event.clientY - frame.top) / frame.height;
  for (let n = 0; n < turned; n += 1) [u, v] = [v, 1 - u];
  const x = 100 * u, y = 100 * v;
  let best = null, least = Infinity;
  for (const each of document.querySelectorAll(`#fields tr[data-box], #findings button.place[data-box]`)) {
    if (each.dataset.file !== file.value || each.dataset.page !== page.value) continue;
    const [left, top, width, height] = each.dataset.box.split(",").map(Number);
    const inside = x >= left - 0.3 && x <= left + width + 0.3 && y >= top - 0.3 && y <= top + height + 0.3;
    if (inside && width * height < least) [best, least] = [each, width * height];
  }
  return best;
}

let hovered = null;
words.addEventListener("mousemove", (event) => {
  if (event.buttons) return;
  const place = placeUnder(event);
  words.classList.toggle("pointing", Boolean(place));
  if (place === hovered) return;
  hovered = place;
  drawMarks();
  if (place && place.dataset.box !== state.lit) mark(place.dataset.box, "spot");
});
words.addEventListener("mouseleave", () => { hovered = null; drawMarks(); });
words.addEventListener("click", (event) => {
  if (getSelection().toString()) return;
  const place = placeUnder(event);
  if (!place) return;
  state.lit = place.dataset.box;
  drawMarks();
  choose(place);
});

const TABS = [...document.querySelectorAll("[data-tab]")];
async function openTab(id) {
  for (const tab of document.querySelectorAll(".tab")) tab.hidden = tab.id !== id;
  for (const button of TABS) {
    button.setAttribute("aria-selected", button.dataset.tab === id);
    button.tabIndex = button.dataset.tab === id ? 0 : -1;
  }
  const from = byId(id).dataset.from;
  if (from && !byId(id).querySelector("[data-programme]")) await loadAssessment(from);
}

async function loadAssessment(address) {
  const answer = await ask(address), place = byId("assessment");
  if (!answer.ok) return void place.firstElementChild.replaceChildren(await problemOf(answer));
  place.innerHTML = await answer.text();
  place.querySelector("[data-programme]")?.addEventListener("change", (event) => loadAssessment(`${place.dataset.from}?programme=${encodeURIComponent(event.target.value)}`));
}

function step(by) {
  state.lit = state.at = "";
  page.value = Number(page.value) + by;
  sheet.scrollTop = 0;
  draw();
}

function zoom(to) {
  state.zoom = Math.min(4, Math.max(0.4, to));
  draw();
}

function turn() {
  state.turned = (state.turned + 90) % 360;
  draw();
}

file.addEventListener("change", () => { page.value = 1; state.lit = state.at = ""; draw(); });
page.addEventListener("change", () => step(0));
byId("back").addEventListener("click", () => step(-1));
byId("on").addEventListener("click", () => step(1));
byId("smaller").addEventListener("click", () => zoom(state.zoom / 1.25));
byId("larger").addEventListener("click", () => zoom(state.zoom * 1.25));
byId("fit").addEventListener("click", () => zoom(1));
byId("turn").addEventListener("click", turn);
image.addEventListener("error", () => { paper.classList.remove("loading"); toast(UNSEEN, true); });
image.addEventListener("load", () => { paper.classList.remove("loading"); paper.style.width = `${broad()}px`; fitWords(); });
new ResizeObserver(fitWords).observe(paper);
new ResizeObserver(() => { paper.style.width = `${broad()}px`; }).observe(sheet);
for (const button of TABS) {
  button.addEventListener("click", () => openTab(button.dataset.tab));
  button.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by) return;
    event.stopPropagation();
    const next = TABS[(TABS.indexOf(button) + by + TABS.length) % TABS.length];
    next.focus();
    openTab(next.dataset.tab);
  });
}

root.addEventListener("click", (event) => {
  const correct = event.target.closest("[data-correct]");
  if (correct) return edit(correct);
  if (event.target.closest("input, .editing")) return;
  const place = event.target.closest("tr[data-file], td[data-file], button.place[data-file]");
  if (!place || getSelection().toString()) return;
  choose(place);
  lightUp(place);
});
root.addEventListener("keydown", (event) => {
  const place = event.target.closest("tr[data-file], td[data-file]");
  if (event.key === "Enter" && place && event.target === place) { choose(place); lightUp(place); }
});

// A correction is written in the row itself; the findings follow as soon as the rules have run.
function edit(button) {
  const row = button.closest("tr"), cell = row.querySelector(".value"), before = [...cell.childNodes];
  const form = Object.assign(document.createElement("form"), { className: "editing" });
  const long = "long" in button.dataset;
  const input = Object.assign(document.createElement(long ? "textarea" : "input"), { value: button.dataset.written, rows: 8 });
  input.setAttribute("aria-label", row.querySelector("th").textContent);
  form.append(input, Object.assign(document.createElement("button"), { textContent: SAVE, className: "small main" }));
  cell.replaceChildren(form);
  lightUp(row);
  input.focus();
  input.select();
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      cell.replaceChildren(...before);
      row.focus();
    } else if (long && event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await ask(`${base}/fields`, { method: "POST", json: { key: button.dataset.correct, written: input.value } });
    if (!answer.ok) return toast(await problemOf(answer), true);
    const { shown } = await answer.json();
    button.dataset.written = input.value;
    row.classList.remove("doubt");
    cell.replaceChildren(shown, " ", Object.assign(document.createElement("span"), { className: "tag reviewed", textContent: "✓" }));
    row.focus();
    await refresh();
  });
}

async function refresh() {
  toast(CHECKING);
  const answer = await ask(`${base}/findings.json`);
  if (!answer.ok) return;
  const { checked, count, html } = await answer.json();
  byId("findings").innerHTML = html;
  document.querySelector("#tab-findings .count").textContent = count;
  if (checked) toast(CHECKED);
  else setTimeout(refresh, 1000);
}

document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
  const keys = { ArrowLeft: () => step(-1), ArrowRight: () => step(1), "+": () => zoom(state.zoom * 1.25), "=": () => zoom(state.zoom * 1.25), "-": () => zoom(state.zoom / 1.25), 0: () => zoom(1), r: turn };
  if (/^[1-8]$/.test(event.key)) openTab(TABS[Number(event.key) - 1].dataset.tab);
  else keys[event.key]?.();
});

openLists(base, lightUp, { ROWS, NTH, PAGE });
const tabNamed = () => TABS.find((button) => button.dataset.tab === location.hash.slice(1))?.dataset.tab;
addEventListener("hashchange", () => tabNamed() && openTab(tabNamed()));
openTab(tabNamed() ?? "findings");
draw();
image.addEventListener("load", () => show(marks.querySelector(".lit")), { once: true });
if ("checking" in root.dataset) refresh();
