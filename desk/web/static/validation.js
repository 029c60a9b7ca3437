// Enter takes the reading as it stands and goes to the next; a click on an alternative fills it in.

const queue = document.getElementById("queue");

async function send(item) {
  const input = item.querySelector("input"), said = item.querySelector("output");
  const body = JSON.stringify({ submission: item.dataset.submission, key: item.dataset.key, written: input.value });
  const answer = await fetch("/validation", { method: "POST", headers: { "Content-Type": "application/json" }, body });
  const told = await answer.json();
  item.classList.toggle("done", answer.ok);
  item.classList.toggle("failed", !answer.ok);
  said.textContent = answer.ok ? `✓ ${told.shown}` : told.problem ?? told.detail;
  return answer.ok;
}

queue.addEventListener("keydown", async (event) => {
  const item = event.target.closest("li");
  if (event.key !== "Enter" || !item || event.target.tagName !== "INPUT") return;
  event.preventDefault();
  const next = item.nextElementSibling?.querySelector("input");
  next?.focus();
  next?.select();
  if (!(await send(item))) item.querySelector("input").focus();
});

queue.addEventListener("click", (event) => {
  if (!event.target.matches(".alternative")) return;
  const input = event.target.closest("li").querySelector("input");
  input.value = event.target.textContent;
  input.focus();
});

queue.querySelector("input")?.focus();
queue.querySelector("input")?.select();
