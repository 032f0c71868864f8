// Keys of the desk (docs/users/staff.md), and what its forms keep. Nothing needs them. Letters count outside of fields only, never
// while an input method composes, and not at all where somebody switched them off.

const dialog = document.getElementById("keys");
const letters = dialog && dialog.dataset.letters !== "off";
const rows = () => [...document.querySelectorAll("tr.row")];
const linkOf = (row) => row?.querySelector(".row-matter a");
const inField = (target) =>
  target instanceof Element && target.closest("input:not([type=checkbox], [type=radio], [type=submit]), textarea, select");

const click = (selector) => {
  const found = document.querySelector(selector);
  if (found) found.click();
  return Boolean(found);
};

// The next step: a link is followed, a button that would take the step at once is only shown and focused.
const nextStep = () => {
  if (click(".next-step a")) return true;
  const button = document.querySelector(".next-step button");
  button?.scrollIntoView({ block: "center" });
  button?.focus();
  return Boolean(button);
};

// From the title on: a window opens with the focus on its first button, which may stand at its end.
const opens = (window) => {
  window.showModal();
  window.querySelector("h2")?.focus({ preventScroll: true });
  window.scrollTop = 0;
};

const focus = (selector) => {
  const found = document.querySelector(selector);
  if (!found) return false;
  found.closest("details")?.setAttribute("open", "");
  found.focus();
  return true;
};

const step = (by) => {
  const all = rows();
  if (all.length === 0) return false;
  const at = all.findIndex((row) => row.contains(document.activeElement));
  const next = at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1);
  linkOf(all[next])?.focus();
  return true;
};

const tick = () => {
  const row = rows().find((one) => one.contains(document.activeElement));
  const box = row?.querySelector("input[type=checkbox]");
  if (box) box.click();
  return Boolean(box);
};

// What G leads to: places of the navigation that this person has.
const places = { KeyI: "/desk", KeyA: "/desk/approvals", KeyR: "/desk/responses", KeyU: "/desk/units" };
let waitsUntil = 0;

const single = {
  KeyJ: () => step(1),
  KeyK: () => step(-1),
  KeyX: tick,
  KeyN: () => click(".desk-nav a[href='/desk/new']"),
  KeyE: nextStep,
  KeyM: () => focus(".area-notes textarea"),
  KeyT: () => focus("#bulk input[type=search]") || focus("#bulk select"),
  // Where a page has no field for a number, the inbox has.
  Slash: () => {
    if (!focus("#number")) location.assign("/desk#number");
    return true;
  },
  Enter: () => {
    const nowhere = document.activeElement === document.body || document.activeElement?.id === "main";
    const first = nowhere && linkOf(rows()[0]);
    if (first) first.click();
    return Boolean(first);
  },
};

if (location.hash === "#number") focus("#number");

// In forms: the main button, and what a counter needs without the mouse.
// Whoever is in no field means the form of the page, where it has one with a main button.
const MAIN = "button.button:not(.plain-button)";
const form = () => {
  const here = document.activeElement?.closest("form") ?? document.querySelector("form[data-counter]");
  if (here) return here;
  const all = [...document.querySelectorAll("main form")].filter((one) => one.querySelector(MAIN));
  return all.length === 1 ? all[0] : null;
};
// A form whose page has another main button means the one that it has.
const mainOf = (one) => {
  const buttons = one ? [...one.querySelectorAll("button[type=submit]")] : [];
  return one?.querySelector(MAIN) ?? (buttons.length === 1 ? buttons[0] : null);
};
const inForms = {
  F2: () => click("[data-readback]"),
  F8: () => click("[data-key=F8]"),
  F9: () => click("[data-key=F9]"),
};

const ours = (event) => {
  if (event.isComposing || event.keyCode === 229 || event.altKey || event.metaKey) return false;
  if (event.code === "Enter" && event.ctrlKey) {
    const main = mainOf(form());
    if (main) form().requestSubmit(main);
    return Boolean(main);
  }
  if (event.ctrlKey) return false;
  if (inForms[event.code] && !event.shiftKey) return inForms[event.code]();
  if (!letters || document.querySelector("dialog[open]") || inField(event.target)) return false;
  if (event.key === "?") { opens(dialog); return true; }
  if (event.shiftKey) return false;
  if (event.timeStamp < waitsUntil && places[event.code]) {
    waitsUntil = 0;
    return click(`.desk-nav a[href='${places[event.code]}']`);
  }
  if (event.code === "KeyG") { waitsUntil = event.timeStamp + 1500; return true; }
  return single[event.code] ? single[event.code]() : false;
};

addEventListener("keydown", (event) => { if (ours(event)) event.preventDefault(); });

// A button says which key it has.
for (const name of document.querySelectorAll("[data-key-name]")) name.hidden = false;

for (const button of document.querySelectorAll("[data-opens=keys]")) {
  button.hidden = false;
  button.addEventListener("click", () => opens(dialog));
}

// Reads back what was typed, so that it can be read to whoever tells it.
const labelOf = (field) => (field.labels?.[0]?.firstChild?.textContent ?? field.dataset.label ?? "").trim();
const said = (field) => {
  if (field.type === "radio" || field.type === "checkbox") {
    const legend = field.closest("fieldset")?.querySelector("legend")?.textContent.trim();
    return field.checked ? [field.type === "radio" && legend ? legend : "✓", labelOf(field)] : null;
  }
  if (field.tagName === "SELECT") return field.value ? [labelOf(field), field.selectedOptions[0].textContent] : null;
  if (field.list && field.value.trim()) return [labelOf(field), nameOf(field)];
  return field.value.trim() ? [labelOf(field), field.value] : null;
};

// What was picked or typed from a list, by its name: without the code before and the words for it after.
const nameOf = (field) => {
  const typed = field.value.trim();
  const bare = (line) => line.replace(/^\d+\s+/, "").replace(/（[^（]*）$/, "");
  const words = (line) => [line.split(" ")[0], ...(line.match(/（([^（]*)）$/)?.[1].split("、") ?? [])];
  const found = [...field.list.options].find(({ value }) => value === typed || words(value).includes(typed));
  return bare(found ? found.value : typed);
};

const readback = document.getElementById("readback");
for (const button of document.querySelectorAll("[data-readback]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const list = readback.querySelector("dl");
    list.replaceChildren();
    for (const field of document.querySelector("form[data-counter]").elements) {
      if (!field.name || ["hidden", "submit", "file", "button"].includes(field.type)) continue;
      const pair = field.tagName === "FIELDSET" ? null : said(field);
      if (!pair) continue;
      const line = document.createElement("div");
      const [term, value] = ["dt", "dd"].map((tag) => document.createElement(tag));
      term.textContent = pair[0];
      value.textContent = pair[1];
      value.className = "lines";
      line.append(term, value);
      list.append(line);
    }
    opens(readback);
  });
}

// One tick for all rows that are shown.
const boxes = () => [...document.querySelectorAll("tr.row input[type=checkbox]")];
const offersAll = () => {
  const all = document.querySelector("[data-ticks-all]");
  if (all) all.closest("p").hidden = boxes().length === 0;
};
offersAll();
document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-ticks-all]")) for (const box of boxes()) box.checked = target.checked;
});

// What an open page asks for, now and then. Who is not at work asks for nothing, so that an open page keeps no session
// alive; who comes back to it asks at once.
const asksNowAndThen = (look) => {
  const EACH = 30_000, AT_WORK = 30 * 60_000;
  let touched = Date.now(), looking = false;
  for (const kind of ["keydown", "pointerdown", "wheel"]) addEventListener(kind, () => { touched = Date.now(); }, { passive: true });
  const asks = async () => {
    if (looking || document.hidden || Date.now() - touched > AT_WORK) return;
    looking = true;
    await look();
    looking = false;
  };
  setInterval(asks, EACH);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) touched = Date.now(); asks(); });
};

// Who else has a petition open: whoever was first learns of the second as well.
const there = document.querySelector("[data-present]");
if (there) {
  asksNowAndThen(async () => {
    const answer = await fetch(there.dataset.present, { headers: { accept: "text/html" } }).catch(() => null);
    const part = answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-present]") : null;
    // The same words again would be read out again.
    if (part && part.textContent !== there.textContent) there.replaceChildren(...part.childNodes);
  });
}

// What came since the inbox was shown: it is said above the list, and nothing moves until somebody asks for it.
const news = document.querySelector("[data-news]");
if (news) {
  const link = news.querySelector("a");

  const look = async () => {
    const answer = await fetch(news.dataset.news, { headers: { accept: "application/json" } }).catch(() => null);
    const said = answer?.ok ? await answer.json().catch(() => null) : null;
    const known = news.dataset.beside?.split(" ");
    const beside = known ? (said?.beside ?? []).filter((one) => !known.includes(one)).length : 0;
    const count = (said?.new ?? 0) + beside;
    const words = count ? news.dataset.words.replace("{n}", count >= 100 ? "100+" : count) : "";
    link.hidden = !words;
    // The same words again would be read out again.
    if (link.textContent !== words) link.textContent = words;
  };

  const show = async () => {
    const answer = await fetch(link.href, { headers: { accept: "text/html" } }).catch(() => null);
    const page = answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
    const fresh = page?.querySelector("[data-news]");
    if (!fresh) { location.assign(link.href); return; }
    const numbers = () => rows().map((row) => row.querySelector(".number")?.textContent);
    const [before, ticked] = [new Set(numbers()), new Set(boxes().filter((box) => box.checked).map((box) => box.value))];
    for (const part of document.querySelectorAll("[data-part]")) {
      const other = page.querySelector(`[data-part="${part.dataset.part}"]`);
      if (other) part.replaceChildren(...other.childNodes);
    }
    for (const box of boxes()) box.checked = ticked.has(box.value);
    offersAll();
    news.dataset.news = fresh.dataset.news;
    if (news.dataset.beside !== undefined) news.dataset.beside = fresh.dataset.beside ?? "";
    link.hidden = true;
    link.textContent = "";
    history.replaceState(null, "", link.href);
    const first = rows()[numbers().findIndex((number) => !before.has(number))] ?? rows()[0];
    (linkOf(first) ?? document.getElementById("main"))?.focus();
  };

  asksNowAndThen(look);
  link.addEventListener("click", (event) => { event.preventDefault(); show(); });
}

// A list of units or categories is searched by a few characters of a name or of an everyday word for it, or the first
// letters of its pinyin; the list itself stays what is sent.
const fits = (option, typed) => {
  const [name, words] = [option.textContent, option.dataset.words ?? ""].map((one) => one.toLowerCase());
  const initials = option.dataset.initials ?? "";
  if (words.split("|").includes(typed) || name.split(/[\s\/（）()、，,]+/).includes(typed)) return 0;
  if (name.includes(typed) || words.includes(typed)) return 1;
  if (initials.startsWith(typed)) return 2;
  if (initials.includes(typed)) return 3;
  let at = -1;
  const inOrder = [...typed].every((letter) => (at = initials.indexOf(letter, at + 1)) >= 0);
  return inOrder ? 4 : null;
};
const searched = (select) => {
  const [none, options] = [[...select.options].filter((one) => !one.value), [...select.options].filter((one) => one.value)];
  const label = document.createElement("label");
  const field = document.createElement("input");
  label.className = "hint find";
  field.type = "search";
  field.autocomplete = "off";
  field.setAttribute("aria-controls", select.id);
  label.append(select.dataset.find, field);
  // How many were found, for the list shows one.
  const count = document.createElement("p");
  count.className = "hint";
  count.setAttribute("role", "status");
  select.before(label);
  if (select.dataset.many) select.after(count);
  field.addEventListener("input", () => {
    const typed = field.value.trim().toLowerCase();
    const chosen = select.value;
    const found = options.map((one) => [typed ? fits(one, typed) : 0, one]).filter(([rank]) => rank !== null);
    found.sort(([one], [other]) => one - other);
    select.replaceChildren(...none, ...found.map(([, one]) => one));
    select.value = typed ? (found[0]?.[1].value ?? "") : chosen;
    if (select.selectedIndex < 0) select.value = "";
    const { many, nothing } = select.dataset;
    if (many) count.textContent = !typed || found.length === 1 ? "" : found.length ? many.replace("{}", found.length) : nothing;
  });
  return field;
};
for (const select of document.querySelectorAll("select[data-find]")) {
  const field = searched(select);
  const adds = select.closest("[data-adds]");
  if (!adds) {
    // Enter takes what was found, and sends nothing.
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
      select.focus();
    });
    continue;
  }
  // At the counter the name goes into the text beside, where anything else can be written as well.
  adds.hidden = false;
  const lines = document.getElementById(adds.dataset.adds);
  const add = () => {
    if (!select.value) return;
    lines.value = [lines.value.trimEnd(), select.selectedOptions[0].textContent].filter(Boolean).join("\n");
    field.value = "";
    field.dispatchEvent(new Event("input"));
    select.value = "";
    field.focus();
  };
  adds.querySelector("button").addEventListener("click", add);
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    add();
  });
}

// Subjects at the counter are found the same way, in the list that their field offers without this; what is found
// goes into the field, which is what is sent. It shows only where something else stands in it.
for (const input of document.querySelectorAll("input[data-find]")) {
  const select = document.createElement("select");
  select.id = `${input.id}-list`;
  Object.assign(select.dataset, { find: input.dataset.find, many: input.dataset.many, nothing: input.dataset.nothing });
  // How to type without this is no hint any more; what was wrong still is.
  document.getElementById(`${input.id}-hint`)?.remove();
  const told = (input.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => document.getElementById(id)).join(" ");
  if (told) select.setAttribute("aria-describedby", told);
  const option = ({ value, dataset }) => {
    const made = new Option(value, value);
    Object.assign(made.dataset, dataset);
    return made;
  };
  select.append(new Option(input.dataset.none, ""), ...[...input.list.options].map(option));
  input.before(select);
  input.dataset.label = labelOf(input);
  for (const label of [...input.labels]) label.htmlFor = select.id;
  const field = searched(select);
  const shows = () => { select.value = input.value; input.hidden = select.value === input.value; };
  const takes = (value) => { input.value = value; input.dispatchEvent(new Event("change", { bubbles: true })); };
  // A word that finds nothing is sent as it is, and asked about.
  field.addEventListener("input", () => takes(select.value || field.value.trim()));
  select.addEventListener("change", () => takes(select.value));
  input.form.addEventListener("restored", shows);
  shows();
}

// At the counter, beside what its own script does.
const counter = document.querySelector("form[data-counter]");
if (counter) {
  // How the last one came stays chosen for the next: a word of a list, so it may stay in this browser.
  const CHANNEL = "huiyin-channel";
  const channels = [...counter.querySelectorAll("[name=channel]")];
  if ("fresh" in counter.dataset && !document.querySelector("[data-kept-sent]")) {
    try {
      const last = channels.find((one) => one.value === localStorage.getItem(CHANNEL));
      if (last) { last.checked = true; last.focus(); last.dispatchEvent(new Event("change", { bubbles: true })); }
    } catch { /* forbidden */ }
  }
  // So does the day on which a stack of letters came, in this tab and for today.
  const RECEIVED = "huiyin-received";
  const received = counter.querySelector("[name=received_on]");
  const today = received?.value;
  const isLetter = () => channels.some((one) => one.checked && one.value === "letter");
  if ("fresh" in counter.dataset && isLetter()) {
    try {
      const [asked, day] = JSON.parse(sessionStorage.getItem(RECEIVED) ?? "[]");
      if (asked === today && day) received.value = day;
    } catch { /* forbidden */ }
  }
  counter.addEventListener("submit", () => {
    try {
      if (isLetter() && "fresh" in counter.dataset) sessionStorage.setItem(RECEIVED, JSON.stringify([today, received.value]));
    } catch { /* forbidden */ }
    try { localStorage.setItem(CHANNEL, channels.find((one) => one.checked)?.value ?? ""); } catch { /* forbidden */ }
  });
}

// An unsent form stays in this tab under its path, for the same person only, and comes back when the page
// does. It goes when it was sent, and when somebody signs out. Where the next visitor may stand at the counter
// already ([data-kept-ask]), nothing comes back before somebody says so; another language is the same page.
const KEPT = "huiyin-form:";
const keeping = {
  read(path) { try { return JSON.parse(sessionStorage.getItem(KEPT + path)); } catch { return null; } },
  write(path, kept) { try { sessionStorage.setItem(KEPT + path, JSON.stringify(kept)); } catch { /* full or forbidden */ } },
  drop(path) { try { sessionStorage.removeItem(KEPT + path); } catch { /* forbidden */ } },
  dropAll() {
    try {
      for (const key of Object.keys(sessionStorage)) if (key.startsWith(KEPT)) sessionStorage.removeItem(key);
    } catch { /* forbidden */ }
  },
};

let leaving = false;
const sent = document.querySelector("[data-kept-sent]");
if (sent) keeping.drop(sent.dataset.keptSent);
if (new URLSearchParams(location.search).has("done")) keeping.drop(`${location.pathname}/answer`);
for (const out of document.querySelectorAll("form[action^='/desk/sign-out']")) {
  out.addEventListener("submit", () => { leaving = true; keeping.dropAll(); });
}
const kept = document.querySelector("form[data-keep]");
if (kept) {
  const path = location.pathname;
  const all = [...kept.elements].filter((one) => one.name && !["hidden", "submit", "button", "file", "fieldset"].includes(one.type));
  // By their names, for the parts of the form change places.
  const fields = all.sort((one, other) => (one.name < other.name ? -1 : Number(one.name > other.name)));
  const ticks = (field) => field.type === "radio" || field.type === "checkbox";
  const now = () => fields.map((field) => (ticks(field) ? field.checked : field.value));
  const version = kept.querySelector("[name=version]")?.value ?? "";
  const names = fields.map((field) => field.name).join(" ");
  const fresh = "fresh" in kept.dataset;
  const first = JSON.stringify(now());
  const before = keeping.read(path);
  // What was kept of other fields, by an earlier page too, does not land in these.
  const fits = before && before.who === kept.dataset.keep && before.version === version && before.names === names;
  if (before && before.who !== kept.dataset.keep) keeping.dropAll();
  const restore = () => {
    fields.forEach((field, nth) => { if (ticks(field)) field.checked = before.values[nth]; else field.value = before.values[nth]; });
    kept.dispatchEvent(new Event("restored"));
  };
  const ask = document.querySelector("[data-kept-ask]");
  let asking = false;
  let turning = false;
  if (fresh && fits && ask && !before.turning) {
    asking = true;
    ask.querySelector("time").textContent = before.at;
    const answered = (restores) => () => {
      asking = false;
      ask.hidden = true;
      if (restores) restore(); else keeping.drop(path);
      fields.find((one) => one.name === "body")?.focus();
    };
    ask.querySelector("[data-kept-go]").addEventListener("click", answered(true));
    ask.querySelector("[data-kept-clear]").addEventListener("click", answered(false));
    ask.hidden = false;
  } else if (fresh && fits) {
    restore();
  }
  const keep = () => {
    if (leaving) return;
    const values = now();
    const untouched = fresh && JSON.stringify(values) === first;
    // Not answered yet, and nothing else begun: it waits on.
    if (untouched && asking) return;
    const at = new Date().toTimeString().slice(0, 5);
    if (untouched) keeping.drop(path);
    else keeping.write(path, { who: kept.dataset.keep, version, names, values, at, turning });
  };
  document.querySelector(".language")?.addEventListener("click", () => { turning = true; });
  // What was typed at the counter and not sent: the browser asks before it is left behind. It is kept, but only in
  // this tab and without its scan, and signing out forgets it.
  let sending = false;
  kept.addEventListener("submit", () => { sending = true; });
  kept.addEventListener("input", () => { sending = false; });
  const typed = () => !fresh || JSON.stringify(now()) !== first || [...kept.querySelectorAll("[type=file]")].some((one) => one.value);
  addEventListener("beforeunload", (event) => {
    if (!kept.matches("[data-counter]") || sending || turning || !typed()) return;
    event.preventDefault();
    // Whoever stays goes on.
    setTimeout(() => { leaving = false; });
  });
  addEventListener("pagehide", keep);
  document.addEventListener("visibilitychange", () => { if (document.hidden) keep(); });
}
