// Enter takes the reading as it stands and goes on at once; what was refused comes back in red. Alt and a number fill in
// an alternative. More values are fetched before the list ends.
import { ask, problemOf } from "./asking.js";

const queue = document.getElementById("queue"), page = document.querySelector(".queueing");
const [PER_HOUR, VALUES] = page.dataset.words.split("|");
const left = document.getElementById("left"), done = document.getElementById("done"), rate = document.getElementById("rate");
const NEAR_END = 12;
let count = 0, began = 0, fetching = false, ended = false;

async function send(item) {
  const input = item.querySelector("input"), said = item.querySelector("output");
  const first = !item.classList.contains("done");
  const answer = await ask("/validation", { method: "POST", json: { submission: item.dataset.submission, key: item.dataset.key, written: input.value } });
  item.classList.toggle("done", answer.ok);
  item.classList.toggle("failed", !answer.ok);
  said.textContent = answer.ok ? `✓ ${(await answer.json()).shown}` : await problemOf(answer);
  if (answer.ok && first) tell();
  return answer.ok;
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
  const input = item?.querySelector("input");
  if (!input) return;
  input.focus({ preventScroll: true });
  input.select();
  item.scrollIntoView({ block: "center" });
}

async function more() {
  if (fetching || ended) return;
  fetching = true;
  const passed = [...queue.querySelectorAll("li")].map((item) => [item.dataset.submission, item.dataset.key]);
  const answer = await ask("/validation/more", { method: "POST", json: { passed, submission: page.dataset.submission } });
  if (answer.ok) {
    const part = document.createElement("template");
    part.innerHTML = await answer.text();
    ended = !part.content.querySelector("li");
    queue.append(part.content);
  }
  fetching = false;
}

queue.addEventListener("keydown", (event) => {
  const item = event.target.closest("li");
  if (!item || event.target.tagName !== "INPUT" || event.isComposing) return;
  if (event.altKey && /^[1-4]$/.test(event.key)) {
    event.preventDefault();
    item.querySelectorAll(".alternative")[Number(event.key) - 1]?.click();
  } else if (event.key === "Enter") {
    event.preventDefault();
    go(item.nextElementSibling);
    send(item);
    let ahead = 0;
    for (let each = item; each && ahead < NEAR_END; each = each.nextElementSibling) ahead += 1;
    if (ahead < NEAR_END) more();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    go(event.key === "ArrowDown" ? item.nextElementSibling : item.previousElementSibling);
  }
});

queue.addEventListener("click", (event) => {
  const offered = event.target.closest(".alternative");
  if (!offered) return;
  const input = offered.closest("li").querySelector("input");
  input.value = offered.dataset.written;
  input.focus();
});

go(queue.firstElementChild);
