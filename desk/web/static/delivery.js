// Handing in: folders, zips and files dropped anywhere on the page, then the reading, watched as it goes.
import { ask, problemOf, toast } from "./asking.js";

const list = document.getElementById("deliveries"), intake = document.getElementById("intake");
const [SENDING, WAITING, DONE, FAILED, PAGES, SUBMISSIONS, REFUSED, REFRESH] = list.dataset.stages.split("|");
const TOGETHER = 3;
const sending = new Map();
let watching = false;

document.getElementById("deliver").addEventListener("click", () => { intake.hidden = !intake.hidden; });

async function filesOf(entry, path = "") {
  if (entry.isFile) return [[path + entry.name, await new Promise((took, failed) => entry.file(took, failed))]];
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const part = await new Promise((took, failed) => reader.readEntries(took, failed));
    if (!part.length) break;
    for (const each of part) found.push(...(await filesOf(each, `${path}${entry.name}/`)));
  }
  return found;
}

async function deliver(files) {
  if (!files.length) return;
  intake.hidden = true;
  const begun = await ask("/deliveries", { method: "POST" });
  if (!begun.ok) return toast(await problemOf(begun), true);
  const { id } = await begun.json();
  const state = { id, state: "sending", sent: 0, of: files.length, bytes: files.reduce((sum, [, file]) => sum + file.size, 0) };
  sending.set(id, state);
  show();
  const waiting = [...files];
  const send = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [path, file] = next;
      const answer = await ask(`/deliveries/${id}/files?path=${encodeURIComponent(path)}`, { method: "PUT", body: file });
      if (!answer.ok) toast(await problemOf(answer), true);
      state.sent += 1;
      show();
    }
  };
  await Promise.all(Array.from({ length: TOGETHER }, send));
  const closed = await ask(`/deliveries/${id}/close`, { method: "POST" });
  sending.delete(id);
  if (!closed.ok) toast(await problemOf(closed), true);
  watch();
}

document.addEventListener("dragover", (event) => { event.preventDefault(); intake.hidden = false; document.body.classList.add("dropping"); });
document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) document.body.classList.remove("dropping"); });
document.addEventListener("drop", async (event) => {
  event.preventDefault();
  document.body.classList.remove("dropping");
  const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry()).filter(Boolean);
  deliver((await Promise.all(entries.map((entry) => filesOf(entry)))).flat());
});
for (const id of ["folder", "some"]) {
  const input = document.getElementById(id);
  input.addEventListener("change", () => {
    deliver([...input.files].map((file) => [file.webkitRelativePath || file.name, file]));
    input.value = "";
  });
}

const element = (tag, words, className = "") => Object.assign(document.createElement(tag), { textContent: words, className });

function itemOf(each) {
  const item = element("li", "", each.state);
  item.dataset.state = each.state;
  const stage = { sending: SENDING, waiting: WAITING, done: DONE, failed: FAILED }[each.state] ?? each.stage;
  item.append(element("strong", stage));
  const counts = each.state === "sending" ? `${each.sent} / ${each.of}`
    : each.state === "done" ? `${each.read} ${SUBMISSIONS}`
    : [each.pages ? `${each.pages_done} / ${each.pages} ${PAGES}` : "",
      each.submissions ? `${each.submissions_done} / ${each.submissions} ${SUBMISSIONS}` : ""].filter(Boolean).join(" · ");
  item.append(element("span", counts, "muted"));
  if (each.state === "sending" || each.state === "reading") {
    const bar = document.createElement("progress");
    bar.setAttribute("aria-label", stage);
    const [done, of] = each.state === "sending" ? [each.sent, each.of] : each.pages ? [each.pages_done, each.pages] : [each.submissions_done, each.submissions];
    if (of) [bar.max, bar.value] = [of, done];
    item.append(bar);
  }
  if (each.file && each.state === "reading") item.append(element("span", each.file, "file"));
  if (each.problem) item.append(element("span", each.problem));
  if (each.refused?.length) {
    const refused = document.createElement("ul");
    for (const [name, path, reason] of each.refused.slice(0, 8)) refused.append(element("li", `${name} ${path}：${reason}`));
    if (each.refused.length > 8) refused.append(element("li", `… ${each.refused.length} ${REFUSED}`));
    item.append(refused);
  }
  if (each.state === "done") {
    const again = element("a", REFRESH, "button small");
    again.href = "/";
    item.append(again);
  }
  return item;
}

let known = [];
function show() {
  const own = [...sending.values()];
  const others = known.filter((each) => !sending.has(each.id) && each.state !== "open");
  list.replaceChildren(...[...own, ...others].map(itemOf));
}

async function look() {
  const answer = await ask("/deliveries");
  if (!answer.ok) return false;
  const before = new Map(known.map((each) => [each.id, each.state]));
  known = (await answer.json()).filter((each) => recent(each));
  show();
  const ended = known.some((each) => ["done", "failed"].includes(each.state) && ["waiting", "reading"].includes(before.get(each.id)));
  if (ended && !sending.size && !document.querySelector("#submissions tbody a")) location.reload();
  return known.some((each) => ["waiting", "reading"].includes(each.state));
}

const recent = (each) => !["done", "failed"].includes(each.state) || Date.now() - Date.parse(each.at) < 3600_000;

async function watch() {
  if (watching) return;
  watching = true;
  try {
    while (await look()) await new Promise((later) => setTimeout(later, 700));
  } finally {
    watching = false;
  }
}

watch();
