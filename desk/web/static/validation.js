// Enter takes the reading as it stands and goes on at once; what was refused comes back in red. Alt and a number fill in
// an alternative. More values are fetched before the list ends; whoever is faster goes on once they are there.
import { NOT_KEPT, ask, problemOf } from "./asking.js";

const queue = document.getElementById("queue"), page = document.querySelector(".queueing"), end = document.getElementById("end");
const [PER_HOUR, VALUES] = page.dataset.words.split("|");
const left = document.getElementById("left"), done = document.getElementById("done"), rate = document.getElementById("rate");
const NEAR_END = 20, KEPT_BEHIND = 60, RETRY = 3000;
let count = 0, began = 0, fetching = false, ended = false, waiting = false;

const readingOf = (item) => item.querySelector(".reading");

function take(item) {
  const written = readingOf(item).value;
  if (item.dataset.sent === written) return;
  item.dataset.sent = written;
  // one after the other, so that the last word of a person is the one that counts
  item.sending = (item.sending ?? Promise.resolve()).then(() => send(item, written));
}

async function send(item, written) {
  const first = !item.classList.contains("done");
  const said = item.querySelector("output");
  let answer, words = NOT_KEPT;
  try {
    answer = await ask("/validation", { method: "POST", keepalive: true, json: { submission: item.dataset.submission, key: item.dataset.key, written } });
    words = answer.ok ? `✓ ${(await answer.json()).shown}` : await problemOf(answer);
  } catch { /* told below */ }
  const taken = Boolean(answer?.ok);
  if (!taken) delete item.dataset.sent;
  item.classList.toggle("done", taken);
  item.classList.toggle("failed", !taken);
  said.textContent = words;
  if (taken && first) tell();
}

function tell() {
  began ||= Date.now();
  count += 1;
  done.textContent = count;
  left.textContent = Math.max(0, Number(left.textContent.replaceAll(",", "")) - 1).toLocaleString("en");
  const hours = (Date.now() - began) / 3600_000;
  if (count > 3) rate.textContent = `${PER_HOUR} ${Math.round((count - 1) / hours).toLocaleString("en")} ${VALUES}`;
}

function go(item) {
  const input = item && readingOf(item);
  if (!input) return false;
  input.focus({ preventScroll: true });
  if (input.tagName === "INPUT") input.select();
  else input.setSelectionRange(0, 0);
  item.scrollIntoView({ block: "center" });
  return true;
}

function next(item) {
  waiting = false;
  if (go(item.nextElementSibling)) return;
  waiting = !ended;
  end.hidden = !ended;
}

async function more() {
  if (fetching || ended) return;
  fetching = true;
  // what is taken the desk knows
  const passed = [...queue.querySelectorAll("li:not(.done)")].map((item) => [item.dataset.submission, item.dataset.key]);
  const answer = await ask("/validation/more", { method: "POST", json: { passed, submission: page.dataset.submission } }).catch(() => null);
  if (answer?.ok) append(await answer.text());
  else if (!answer || answer.status >= 500) setTimeout(more, RETRY);
  fetching = false;
}

function append(items) {
  const last = queue.lastElementChild, part = document.createElement("template");
  part.innerHTML = items;
  const here = new Set([...queue.children].map((item) => item.dataset.submission + "\n" + item.dataset.key));
  // what was sent while the desk looked is on the page already
  for (const item of part.content.querySelectorAll("li")) if (here.has(item.dataset.submission + "\n" + item.dataset.key)) item.remove();
  ended = !part.content.querySelector("li");
  queue.append(part.content);
  if (waiting) next(last);
}

function forget(item) {
  let behind = 0;
  for (let each = item.previousElementSibling; each;) {
    const before = each.previousElementSibling;
    if (++behind > KEPT_BEHIND && each.classList.contains("done")) each.remove();
    each = before;
  }
}

queue.addEventListener("keydown", (event) => {
  const item = event.target.closest("li");
  if (!item || !event.target.classList.contains("reading") || event.isComposing) return;
  if (event.altKey && /^[1-9]$/.test(event.key)) {
    event.preventDefault();
    item.querySelectorAll(".alternative")[Number(event.key) - 1]?.click();
  } else if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    next(item);
    take(item);
    forget(item);
    let ahead = 0;
    for (let each = item; each && ahead < NEAR_END; each = each.nextElementSibling) ahead += 1;
    if (ahead < NEAR_END) more();
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && event.target.tagName === "INPUT") {
    event.preventDefault();
    waiting = false;
    go(event.key === "ArrowDown" ? item.nextElementSibling : item.previousElementSibling);
  }
});

// Of several options one is added or taken away; they stay in the form's order.
function turned(item, written, option) {
  const options = [...item.querySelectorAll("[data-option]")].map((each) => each.dataset.written);
  const chosen = new Set(written.split("、").filter((each) => options.includes(each)));
  if (!chosen.delete(option)) chosen.add(option);
  return options.filter((each) => chosen.has(each)).join("、");
}

queue.addEventListener("click", (event) => {
  const offered = event.target.closest(".alternative");
  if (!offered) return;
  const item = offered.closest("li"), input = readingOf(item);
  input.value = "option" in offered.dataset ? turned(item, input.value, offered.dataset.written) : offered.dataset.written;
  input.focus();
});

go(queue.firstElementChild);
