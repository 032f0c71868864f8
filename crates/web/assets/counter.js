// Where a petition is registered for somebody; nothing needs it.

// Enter goes to the next field, and never registers by itself. A list's own Enter stays its
// own, so the sending is stopped and not the key: before anybody else hears of it.
const counter = document.querySelector("form[data-counter]");
let entered = null;
const oneLine = (field) => field.matches("input:not([type=submit], [type=button], [type=file])");
const next = (from) => {
  const fields = [...counter.elements].filter((one) =>
    one.matches("input:not([type=hidden]), textarea, select, button") && !one.hidden && !one.disabled && one.offsetParent);
  const others = fields.slice(fields.indexOf(from) + 1);
  others.find((one) => one.type !== "radio" || one.name !== from.name)?.focus();
};
counter.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || event.ctrlKey || !oneLine(event.target)) return;
  entered = event.target;
  setTimeout(() => { entered = null; }, 100);
});
counter.addEventListener("submit", (event) => {
  if (!entered) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  next(entered);
  entered = null;
}, { capture: true });

// What could be the same matter, as soon as a subject or a place is chosen; the button is for pages without this.
const same = counter.querySelector("[data-same-matter]");
if (same) {
  const names = ["place", "category", "category_words", "class", "received_on"];
  const value = (name) => counter.elements[name]?.value.trim() ?? "";
  let asked = "";
  const look = async () => {
    if (!value("category_words") && !value("category") && !value("place")) return;
    const query = new URLSearchParams(names.map((name) => [name, value(name)])).toString();
    if (query === asked) return;
    asked = query;
    const answer = await fetch(`${same.dataset.sameMatter}?${query}`, { headers: { accept: "text/html" } }).catch(() => null);
    if (!answer || !answer.ok || query !== asked) return;
    const part = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-part]");
    if (part) same.replaceChildren(...part.childNodes);
  };
  counter.addEventListener("change", (event) => { if (names.includes(event.target.name)) look(); });
  for (const button of counter.querySelectorAll("[data-look]")) button.hidden = true;
  look();
}

// A letter begins with who wrote it, a talk with what happened: the sender's part stands there.
const [how, about, sender] = ["how", "about", "sender"].map((part) => counter.querySelector(`[data-${part}]`));
const arrange = () => {
  const letter = counter.querySelector("[name=channel][value=letter]")?.checked;
  const before = letter ? how : about;
  if (before.nextElementSibling !== sender) before.after(sender);
};
counter.addEventListener("change", (event) => { if (event.target.name === "channel") arrange(); });
counter.addEventListener("restored", arrange);
arrange();

// The category is that of the subject, once one is chosen; without one it is again what it was.
const [category, subject] = [counter.elements.category, counter.elements.category_words];
if (category && subject) {
  let own = category.value;
  const follow = () => {
    const code = /^\d+/.exec(subject.value.trim())?.[0] ?? "";
    const above = code && [...category.options].find((one) => one.value && code.startsWith(one.value));
    category.value = above ? above.value : own;
  };
  category.addEventListener("change", () => { own = category.value; follow(); });
  subject.addEventListener("change", follow);
  counter.addEventListener("restored", () => { own = category.value; follow(); });
  follow();
}
