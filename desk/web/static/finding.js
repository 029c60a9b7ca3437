// A dismissal says why before it is sent; the whole page shows where the piece lies; a decision is sent once.

const form = document.querySelector(".decide"), reason = document.getElementById("reason");
const KEPT = `heshu-reason ${location.pathname}`;
let dismissing = false;

// What was typed outlives a session that ended; what the desk has is the desk's.
if (reason?.value) sessionStorage.removeItem(KEPT);
else if (reason) reason.value = sessionStorage.getItem(KEPT) ?? "";

form?.addEventListener("submit", (event) => {
  if (event.submitter?.value === "dismissed" && !reason.value.trim()) {
    event.preventDefault();
    dismissing = true;
    reason.setCustomValidity(reason.placeholder);
    reason.reportValidity();
    reason.focus();
    return;
  }
  setTimeout(() => { for (const button of form.querySelectorAll("button")) button.disabled = true; });
});
// a hint about one decision must not stand in the way of another
for (const button of form?.querySelectorAll("button") ?? []) button.addEventListener("click", () => reason.setCustomValidity(""));
reason?.addEventListener("input", () => {
  reason.setCustomValidity("");
  sessionStorage.setItem(KEPT, reason.value);
});
reason?.addEventListener("keydown", (event) => {
  if (event.key === "Enter") {
    event.preventDefault();
    // a note may go with any decision: Enter takes the one that was asked for, and guesses none
    if (dismissing) return form.requestSubmit(form.querySelector("[value=dismissed]"));
    reason.setCustomValidity(reason.dataset.choose);
    reason.reportValidity();
  }
});

for (const paper of document.querySelectorAll(".whole .paper")) {
  const [left, top, width, height] = paper.dataset.box.split(",").map((each) => `${each}%`);
  const lit = Object.assign(document.createElement("div"), { className: "lit" });
  Object.assign(lit.style, { left, top, width, height });
  paper.append(lit);
}
