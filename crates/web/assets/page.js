// Makes a few pages nicer; nothing needs it. Old browsers skip modules.

const byId = (id) => document.getElementById(id);

// The desk has keys of its own; the portal does not fetch them.
const more = document.querySelector("[data-script]");
if (more) import(more.dataset.script);

// Copy the code. Only where the browser lets us (https or this machine).
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(byId(button.dataset.copy).textContent.trim());
    button.textContent = button.dataset.done;
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// Show a password while it is typed.
for (const button of document.querySelectorAll("[data-reveal]")) {
  const show = button.textContent;
  button.hidden = false;
  button.addEventListener("click", () => {
    const field = byId(button.dataset.reveal);
    const hidden = field.type === "password";
    field.type = hidden ? "text" : "password";
    button.textContent = hidden ? button.dataset.hide : show;
  });
}

// Keep what was typed when the connection drops: in this tab only, by page, gone once it was registered.
const DRAFT = "huiyin-draft:";
const store = {
  read(key) { try { return JSON.parse(sessionStorage.getItem(DRAFT + key)); } catch { return null; } },
  write(key, fields) { try { sessionStorage.setItem(DRAFT + key, JSON.stringify(fields)); } catch { /* full or forbidden */ } },
  clear() {
    try {
      for (const key of Object.keys(sessionStorage)) if (key.startsWith(DRAFT)) sessionStorage.removeItem(key);
    } catch { /* forbidden */ }
  },
};

if (document.querySelector("[data-draft-sent]")) store.clear();

const form = document.querySelector("form[data-draft]");
if (form) {
  const page = form.getAttribute("action");
  const texts = [...form.querySelectorAll("input:not([type=hidden], [type=radio], [type=checkbox]), textarea")];
  const empty = () => texts.every((field) => field.value === "");
  const keep = () => { if (!empty()) store.write(page, texts.map((field) => [field.name, field.value])); };

  const kept = store.read(page);
  if (kept && empty()) {
    for (const [name, value] of kept) if (form.elements[name]) form.elements[name].value = value;
  }
  form.addEventListener("submit", (event) => {
    keep();
    if (navigator.onLine) return;
    event.preventDefault();
    const offline = byId("offline");
    offline.textContent = offline.dataset.text;
  });
  addEventListener("pagehide", keep);
  document.addEventListener("visibilitychange", () => { if (document.hidden) keep(); });
}

// Who deletes or leaves takes it from this tab too.
for (const end of document.querySelectorAll("form[action='/new/discard'], form[action='/new/leave']")) {
  end.addEventListener("submit", () => { for (const field of form?.elements ?? []) if ("value" in field && field.type !== "submit") field.value = ""; store.clear(); });
}

// A page of the desk with parts that follow what happens. A part in which somebody is at work stays.
const live = document.querySelector("[data-live-from]");
if (live && "EventSource" in window) {
  const look = async () => {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } }).catch(() => null);
    if (!answer || !answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of live.querySelectorAll("[data-live]")) {
      const fresh = page.querySelector(`[data-live="${part.dataset.live}"]`);
      const busy = part.contains(document.activeElement) || part.querySelector("details[open]");
      if (fresh && !busy) part.replaceChildren(...fresh.childNodes);
    }
  };
  new EventSource(live.dataset.liveFrom).addEventListener("moved", look);
}

// The board follows what happens; without this it refreshes itself.
const board = document.querySelector("[data-board]");
if (board && "EventSource" in window) {
  const look = async () => {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } }).catch(() => null);
    // What cannot be read now stays, with the time at which it was true.
    if (!answer || !answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-board]");
    if (fresh) board.replaceChildren(...fresh.childNodes);
  };
  new EventSource(board.dataset.board).addEventListener("moved", look);
  setInterval(look, 30_000);
}
