// How our scripts ask the desk: with the session's proof, and a plain word where the session has ended.

export const [OFFLINE, ENDED, FAILED, NOT_KEPT] = document.body.dataset.said.split("|");

export function toast(words, bad = false, link = "") {
  const place = document.getElementById("toast");
  place.textContent = words;
  if (link) place.append(" ", Object.assign(document.createElement("a"), { href: link, textContent: "→" }));
  place.className = bad ? "shown bad" : "shown";
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => place.classList.remove("shown"), bad ? 9000 : 3000);
}

export async function ask(address, options = {}) {
  const headers = { "X-Heshu-Proof": document.body.dataset.proof, ...(options.headers ?? {}) };
  if (options.json !== undefined) {
    headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(options.json);
  }
  let answer;
  try {
    answer = await fetch(address, { ...options, headers });
  } catch {
    toast(OFFLINE, true);
    throw new Error("offline");
  }
  if (answer.status === 401) {
    const here = encodeURIComponent(location.pathname + location.search);
    toast(ENDED, true, `/sign-in?then=${here}`);
  }
  return answer;
}

export async function problemOf(answer) {
  try {
    return (await answer.json()).problem ?? FAILED;
  } catch {
    return FAILED;
  }
}
