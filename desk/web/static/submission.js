// Page images left, values right: a value lights up its box on the page, the page leads back to the value.

const byId = (id) => document.getElementById(id);
const state = { zoom: 1, turned: 0 };
const file = byId("file"), page = byId("page"), image = byId("image"), marks = byId("marks"), paper = byId("paper");

const pageCount = () => Number(file.selectedOptions[0]?.dataset.pages ?? 0);

function drawPage() {
  if (!file.value) return;
  page.value = Math.min(Math.max(1, Number(page.value)), pageCount());
  page.max = pageCount();
  byId("pages").textContent = ` / ${pageCount()}`;
  const dpi = state.zoom > 1.3 ? 200 : 110;
  image.src = `/page/${file.value}/${page.value}.png?dpi=${dpi}`;
  paper.style.width = `${100 * state.zoom}%`;
  paper.style.rotate = `${state.turned}deg`;
  drawMarks();
}

function placesOnPage() {
  const here = (each) => each.dataset.file === file.value && each.dataset.page === page.value;
  return [...document.querySelectorAll("[data-box]")].filter(here);
}

function mark(box, className, target) {
  const [left, top, width, height] = box.split(",").map(Number);
  const spot = document.createElement("button");
  spot.className = className;
  Object.assign(spot.style, { left: `${left}%`, top: `${top}%`, width: `${width}%`, height: `${height}%` });
  if (target) spot.addEventListener("click", () => choose(target));
  spot.tabIndex = -1;
  marks.append(spot);
  return spot;
}

function drawMarks() {
  marks.replaceChildren();
  for (const each of placesOnPage()) mark(each.dataset.box, "spot", each);
  if (byId("sheet").dataset.mark) mark(byId("sheet").dataset.mark, "spot lit");
}

function lightUp(place) {
  file.value = place.dataset.file;
  page.value = place.dataset.page;
  byId("sheet").dataset.mark = place.dataset.box;
  drawPage();
  marks.querySelector(".lit")?.scrollIntoView({ block: "center", inline: "center" });
}

function choose(place) {
  openTab(place.closest(".tab").id);
  for (const other of document.querySelectorAll(".chosen")) other.classList.remove("chosen");
  place.classList.add("chosen");
  place.scrollIntoView({ block: "center" });
}

function openTab(id) {
  for (const tab of document.querySelectorAll(".tab")) tab.hidden = tab.id !== id;
  for (const button of document.querySelectorAll("[data-tab]")) button.setAttribute("aria-selected", button.dataset.tab === id);
}

function step(by) {
  byId("sheet").dataset.mark = "";
  page.value = Number(page.value) + by;
  drawPage();
}

function zoom(by) {
  state.zoom = Math.min(4, Math.max(0.5, state.zoom * by));
  drawPage();
}

// A list of ten thousand rows scrolls through a window: only the rows in sight are in the page.
const ROW = 28, AT_ONCE = 400;

async function fetchRows(kind, start) {
  const answer = await fetch(`/submissions/${byId("submission").dataset.name}/lists/${kind}?start=${start}`);
  return answer.json();
}

function tableOf(columns) {
  const table = document.createElement("table");
  table.className = "list";
  const head = table.createTHead().insertRow();
  for (const [, name] of columns) head.append(Object.assign(document.createElement("th"), { textContent: name }));
  table.createTBody();
  return table;
}

function addRow(body, row) {
  const line = body.insertRow();
  for (const cell of row.cells) line.insertCell().textContent = cell;
  line.title = [row.class, row.where].filter(Boolean).join(" · ");
  if (!row.bbox) return;
  const [x0, y0, x1, y1] = row.bbox.map((part) => 100 * part);
  Object.assign(line.dataset, { file: row.file, page: row.page, box: [x0, y0, x1 - x0, y1 - y0].join(",") });
  line.addEventListener("click", () => lightUp(line));
}

async function openList(details) {
  const frame = details.querySelector(".window");
  if (frame.dataset.ready) return;
  frame.dataset.ready = "yes";
  const first = await fetchRows(details.dataset.kind, 0);
  const table = tableOf(first.columns);
  const room = document.createElement("div");
  room.style.height = `${(first.total + 1) * ROW}px`;
  room.className = "room";
  room.append(table);
  frame.append(room);
  let shown = -1;
  const draw = async () => {
    const start = Math.max(0, Math.floor(frame.scrollTop / ROW / 200) * 200 - 100);
    if (start === shown) return;
    shown = start;
    const part = start === 0 ? first : await fetchRows(details.dataset.kind, start);
    if (start !== shown) return;
    table.style.top = `${start * ROW}px`;
    table.tBodies[0].replaceChildren();
    for (const row of part.rows.slice(0, AT_ONCE)) addRow(table.tBodies[0], row);
  };
  frame.addEventListener("scroll", draw);
  draw();
}

file?.addEventListener("change", () => { page.value = 1; byId("sheet").dataset.mark = ""; drawPage(); });
page.addEventListener("change", () => step(0));
byId("back").addEventListener("click", () => step(-1));
byId("on").addEventListener("click", () => step(1));
byId("smaller").addEventListener("click", () => zoom(1 / 1.25));
byId("larger").addEventListener("click", () => zoom(1.25));
byId("turn").addEventListener("click", () => { state.turned = (state.turned + 90) % 360; drawPage(); });
for (const button of document.querySelectorAll("[data-tab]")) button.addEventListener("click", () => openTab(button.dataset.tab));
for (const place of document.querySelectorAll("tr[data-box], button.place")) {
  const go = () => { choose(place); lightUp(place); };
  place.addEventListener("click", go);
  place.addEventListener("keydown", (event) => event.key === "Enter" && go());
}
for (const details of document.querySelectorAll("details.rows")) details.addEventListener("toggle", () => details.open && openList(details));
document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, select, textarea")) return;
  const keys = { ArrowLeft: () => step(-1), ArrowRight: () => step(1), "+": () => zoom(1.25), "=": () => zoom(1.25), "-": () => zoom(1 / 1.25), r: () => byId("turn").click() };
  keys[event.key]?.();
});

openTab("findings");
drawPage();
