// Keys of the desk (docs/users/staff.md). Nothing needs them. Letters count outside of fields only, never
// while an input method composes, and not at all where somebody switched them off.

const dialog = document.getElementById("keys");
const letters = dialog && dialog.dataset.letters !== "off";
const rows = [...document.querySelectorAll("tr.row")];
const linkOf = (row) => row?.querySelector(".row-matter a");
const inField = (target) =>
  target instanceof Element && target.closest("input:not([type=checkbox], [type=radio], [type=submit]), textarea, select");

const click = (selector) => {
  const found = document.querySelector(selector);
  if (found) found.click();
  return Boolean(found);
};

const focus = (selector) => {
  const found = document.querySelector(selector);
  if (!found) return false;
  found.closest("details")?.setAttribute("open", "");
  found.focus();
  return true;
};

const step = (by) => {
  if (rows.length === 0) return false;
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const next = at < 0 ? 0 : Math.min(Math.max(at + by, 0), rows.length - 1);
  linkOf(rows[next])?.focus();
  return true;
};

const tick = () => {
  const row = rows.find((one) => one.contains(document.activeElement));
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
  KeyE: () => click(".next-step a, .next-step button"),
  KeyM: () => focus(".area-notes textarea"),
  Slash: () => focus("#number"),
  Enter: () => {
    const nowhere = document.activeElement === document.body || document.activeElement?.id === "main";
    const first = nowhere && linkOf(rows[0]);
    if (first) first.click();
    return Boolean(first);
  },
};

// In forms: the main button, and what a counter needs without the mouse.
const form = () => document.activeElement?.closest("form") ?? document.querySelector("form[data-counter]");
const inForms = {
  F2: () => click("[data-readback]"),
  F8: () => click("[data-key=F8]"),
  F9: () => click("[data-key=F9]"),
};

const ours = (event) => {
  if (event.isComposing || event.keyCode === 229 || event.altKey || event.metaKey) return false;
  if (event.code === "Enter" && event.ctrlKey) {
    const main = form()?.querySelector("button.button:not(.plain-button)");
    if (main) form().requestSubmit(main);
    return Boolean(main);
  }
  if (event.ctrlKey) return false;
  if (inForms[event.code] && !event.shiftKey) return inForms[event.code]();
  if (!letters || document.querySelector("dialog[open]") || inField(event.target)) return false;
  if (event.key === "?") { dialog.showModal(); return true; }
  if (event.shiftKey) return false;
  if (event.timeStamp < waitsUntil && places[event.code]) {
    waitsUntil = 0;
    return click(`.desk-nav a[href='${places[event.code]}']`);
  }
  if (event.code === "KeyG") { waitsUntil = event.timeStamp + 1500; return true; }
  return single[event.code] ? single[event.code]() : false;
};

addEventListener("keydown", (event) => { if (ours(event)) event.preventDefault(); });

for (const button of document.querySelectorAll("[data-opens=keys]")) {
  button.hidden = false;
  button.addEventListener("click", () => dialog.showModal());
}

// Reads back what was typed, so that it can be read to whoever tells it.
const labelOf = (field) => (field.labels?.[0]?.firstChild?.textContent ?? "").trim();
const said = (field) => {
  if (field.type === "radio" || field.type === "checkbox") {
    const legend = field.closest("fieldset")?.querySelector("legend")?.textContent.trim();
    return field.checked ? [field.type === "radio" && legend ? legend : "✓", labelOf(field)] : null;
  }
  if (field.tagName === "SELECT") return field.value ? [labelOf(field), field.selectedOptions[0].textContent] : null;
  return field.value.trim() ? [labelOf(field), field.value] : null;
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
    readback.showModal();
  });
}

// One tick for all rows that are shown.
const all = document.querySelector("[data-ticks-all]");
if (all) {
  const boxes = [...document.querySelectorAll("tr.row input[type=checkbox]")];
  all.closest("p").hidden = boxes.length === 0;
  all.addEventListener("change", () => { for (const box of boxes) box.checked = all.checked; });
}
