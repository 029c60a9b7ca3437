// A dismissal says why before it is sent; the whole page shows where the piece lies; a decision is sent once.

const form = document.querySelector(".decide"), reason = document.getElementById("reason");

form?.addEventListener("submit", (event) => {
  if (event.submitter?.value === "dismissed" && !reason.value.trim()) {
    event.preventDefault();
    reason.setCustomValidity(reason.placeholder);
    reason.reportValidity();
    reason.focus();
    return;
  }
  setTimeout(() => { for (const button of form.querySelectorAll("button")) button.disabled = true; });
});
reason?.addEventListener("input", () => reason.setCustomValidity(""));
reason?.addEventListener("keydown", (event) => {
  if (event.key === "Enter") {
    event.preventDefault();
    const dismiss = form.querySelector("[value=dismissed]");
    form.requestSubmit(dismiss);
  }
});

for (const paper of document.querySelectorAll(".whole .paper")) {
  const [left, top, width, height] = paper.dataset.box.split(",").map((each) => `${each}%`);
  const lit = Object.assign(document.createElement("div"), { className: "lit" });
  Object.assign(lit.style, { left, top, width, height });
  paper.append(lit);
}
