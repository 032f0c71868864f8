// Makes a few pages nicer; nothing needs it. Old browsers skip modules.

const byId = (id) => document.getElementById(id);

// The desk has keys of its own, and some forms a script; no other page fetches them.
for (const more of document.querySelectorAll("[data-script]")) import(more.dataset.script);

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
  // Registered and printed in one key: once, however often the page is come back to.
  if (button.dataset.print && sessionStorage.getItem("printed") !== button.dataset.print) {
    sessionStorage.setItem("printed", button.dataset.print);
    addEventListener("load", () => print());
  }
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
      const busy = part.contains(document.activeElement) || part.querySelector("details[open], input:checked");
      if (fresh && !busy) part.replaceChildren(...fresh.childNodes);
    }
  };
  new EventSource(live.dataset.liveFrom).addEventListener("moved", look);
}

// The board follows what happens; without this it refreshes itself. While the server cannot be reached it
// says so, with the age of what it shows; once the response ended it says that and stops.
const board = document.querySelector("[data-board]");
if (board && "EventSource" in window && !("ended" in board.dataset)) {
  const lost = byId("board-lost");
  const PATIENCE = 10_000, EACH = 30_000;
  let shown = Date.now(), looked = shown, away = false, looking = false, stream;

  const tell = () => {
    lost.hidden = !away;
    if (!away) return;
    const seconds = Math.max(0, Math.round((Date.now() - shown) / 1000));
    const [words, count] = seconds < 120 ? [lost.dataset.seconds, seconds] : [lost.dataset.minutes, Math.floor(seconds / 60)];
    lost.textContent = lost.dataset.words.replace("{age}", words.replace("{n}", count));
  };
  const stop = () => { clearInterval(beat); stream.close(); };
  const follow = () => {
    stream = new EventSource(board.dataset.board);
    stream.addEventListener("moved", look);
    // A connection ends every so often and comes again; whether the server is there, a look tells.
    stream.addEventListener("error", () => setTimeout(look, 2000));
  };
  const take = async () => {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), PATIENCE);
    try {
      const answer = await fetch(location.href, { headers: { accept: "text/html" }, cache: "no-store", signal: late.signal });
      // 410: the response of this screen ended, and the page says so.
      if (!answer.ok && answer.status !== 410) return false;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-board]");
      // Signed out meanwhile: an old board would be taken for what is.
      if (!fresh) { location.reload(); return false; }
      board.replaceChildren(...fresh.childNodes);
      shown = Date.now() - 1000 * (Number(answer.headers.get("age")) || 0);
      if ("ended" in fresh.dataset) stop();
      return true;
    } catch { return false; } finally { clearTimeout(timer); }
  };
  const look = async () => {
    if (looking) return;
    looking = true;
    looked = Date.now();
    away = !(await take());
    looking = false;
    tell();
  };
  const beat = setInterval(() => {
    tell();
    if (stream.readyState === EventSource.CLOSED && !away) follow();
    if (Date.now() - looked > (away ? 3000 : EACH)) look();
  }, 1000);
  follow();
}
