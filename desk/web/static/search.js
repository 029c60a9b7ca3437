// Past queries are offered again; they stay in this browser.

const KEY = "heshu-queries";
const past = JSON.parse(localStorage.getItem(KEY) ?? "[]");
const query = document.getElementById("q").value.trim();

if (query && !document.querySelector(".problem")) {
  const kept = [query, ...past.filter((each) => each !== query)].slice(0, 40);
  localStorage.setItem(KEY, JSON.stringify(kept));
}
for (const each of past) {
  const option = document.createElement("option");
  option.value = each;
  document.getElementById("past").append(option);
}
