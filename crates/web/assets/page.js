// Makes a few pages nicer; nothing needs it. Old browsers skip modules.

const byId = (id) => document.getElementById(id);

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

// Keep what was typed when the connection drops: in this tab only, gone once it was registered.
const DRAFT = "huiyin-draft";
const store = {
  read() { try { return JSON.parse(sessionStorage.getItem(DRAFT)); } catch { return null; } },
  write(draft) { try { sessionStorage.setItem(DRAFT, JSON.stringify(draft)); } catch { /* full or forbidden */ } },
  clear() { try { sessionStorage.removeItem(DRAFT); } catch { /* forbidden */ } },
};

if (document.querySelector("[data-draft-sent]")) store.clear();

const form = document.querySelector("form[data-draft]");
if (form) {
  const key = form.elements.idempotency_key;
  const fresh = key.value;
  const texts = [...form.querySelectorAll("input:not([type=hidden], [type=radio], [type=checkbox]), textarea")];
  const empty = () => texts.every((field) => field.value === "");
  let sent = false;

  const keep = () => { if (!empty()) store.write({ fields: [...new FormData(form)], sent }); };

  const draft = store.read();
  if (draft && empty()) {
    for (const [name, value] of draft.fields) {
      if (name === key.name) continue;
      const field = form.elements[name];
      if (!field) continue;
      if (field.type === "checkbox") field.checked = true;
      else field.value = value;
    }
    // The same words sent again are the same petition; other words are not.
    if (draft.sent) {
      key.value = draft.fields.find(([name]) => name === key.name)?.[1] ?? fresh;
      form.addEventListener("input", () => { key.value = fresh; sent = false; }, { once: true });
    }
  }

  form.addEventListener("submit", (event) => {
    sent = navigator.onLine;
    keep();
    if (!sent) {
      event.preventDefault();
      const offline = byId("offline");
      offline.textContent = offline.dataset.text;
    }
  });
  addEventListener("pagehide", keep);
  document.addEventListener("visibilitychange", () => { if (document.hidden) keep(); });
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
