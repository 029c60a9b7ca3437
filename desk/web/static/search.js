// The query as it is typed: completions of its last word, past queries; these stay in this browser.
import { ask } from "./asking.js";

const KEY = "heshu-queries", CLEARED = "heshu-cleared";
const input = document.getElementById("q"), offers = document.getElementById("offers"), list = document.getElementById("past");
if (localStorage.getItem(CLEARED) !== input.dataset.cleared) {
  // a submission was cleared since: what was searched before may name its people
  if (input.dataset.cleared !== "0") localStorage.removeItem(KEY);
  localStorage.setItem(CLEARED, input.dataset.cleared);
}
const past = JSON.parse(localStorage.getItem(KEY) ?? "[]");
const query = input.defaultValue.trim();
let chosen = -1, asked = 0;

if (query && !document.querySelector(".problem")) {
  localStorage.setItem(KEY, JSON.stringify([query, ...past.filter((each) => each !== query)].slice(0, 40)));
}
if (list && past.length) {
  list.replaceChildren(...past.slice(0, 14).map((each) => {
    const item = document.createElement("li");
    item.append(Object.assign(document.createElement("a"), { href: `/search?q=${encodeURIComponent(each)}`, textContent: each }));
    return item;
  }));
}

function choose(number) {
  const all = [...offers.children];
  all[chosen]?.setAttribute("aria-selected", "false");
  chosen = (number + all.length) % all.length;
  all[chosen]?.setAttribute("aria-selected", "true");
  all[chosen]?.scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", all[chosen]?.id ?? "");
}

function close() {
  offers.hidden = true;
  chosen = -1;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

function take(item) {
  if (item.dataset.whole) input.value = item.dataset.insert;
  else input.value = input.value.replace(/[^\s(（]*$/, "") + item.dataset.insert + (/[:>]$/.test(item.dataset.insert) ? "" : " ");
  close();
  input.focus();
}

async function offer() {
  const turn = ++asked;
  const typed = input.value;
  const answer = await ask(`/search/offers?q=${encodeURIComponent(typed)}`);
  if (!answer.ok || turn !== asked) return;
  const before = past.filter((each) => typed && each.startsWith(typed) && each !== typed).slice(0, 3).map((each) => ({ insert: each, meaning: "↺", whole: true }));
  const found = [...before, ...(await answer.json())];
  offers.replaceChildren(...found.map((each, number) => {
    const item = Object.assign(document.createElement("li"), { role: "option", id: `offer-${number}` });
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.insert = each.insert;
    if (each.whole) item.dataset.whole = "yes";
    item.append(Object.assign(document.createElement("strong"), { textContent: each.insert }), Object.assign(document.createElement("span"), { textContent: each.meaning }));
    item.addEventListener("mousedown", (event) => { event.preventDefault(); take(item); });
    return item;
  }));
  chosen = -1;
  offers.hidden = !found.length || document.activeElement !== input;
  input.setAttribute("aria-expanded", String(!offers.hidden));
}

input.addEventListener("input", offer);
input.addEventListener("blur", close);
input.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" && offers.hidden) return void offer();
  if (offers.hidden) return;
  if (event.key === "ArrowDown") { event.preventDefault(); choose(chosen + 1); }
  if (event.key === "ArrowUp") { event.preventDefault(); choose(chosen - 1); }
  if (event.key === "Escape") { event.stopPropagation(); close(); }
  if ((event.key === "Enter" || event.key === "Tab") && chosen >= 0) { event.preventDefault(); take(offers.children[chosen]); }
});
