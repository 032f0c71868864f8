// Sends chosen files in parts, so that a bad network costs the part on its way and not the whole file
// (tus 1.0, https://tus.io/protocols/resumable-upload). Without this the form sends them in one piece.

const box = document.querySelector("[data-upload]");
const input = document.querySelector("form[enctype] input[type=file]");
const form = input?.form;

const PART = 128 * 1024, PATIENCE = 60_000, WAITS = [1000, 2000, 4000, 8000, 15_000];
const TUS = { "tus-resumable": "1.0.0" };
const chinese = document.documentElement.lang.startsWith("zh");

// Where a file that was begun lies: in this tab only. The file itself is nowhere kept.
const begun = {
  key: (file) => `huiyin-upload:${box.dataset.upload}:${file.name}:${file.size}:${file.lastModified}`,
  read(file) { try { return sessionStorage.getItem(this.key(file)); } catch { return null; } },
  write(file, to) { try { sessionStorage.setItem(this.key(file), to); } catch { /* full or forbidden */ } },
  clear(file) { try { sessionStorage.removeItem(this.key(file)); } catch { /* forbidden */ } },
};

class Refused extends Error {}

// Said anew at each tenth of a file, so that whoever hears the page is not flooded.
let said = "";
const tell = (words, file, done) => {
  const now = `${words}${file.name}${Math.floor(10 * done / file.size)}`;
  if (now === said) return;
  said = now;
  const megabytes = (bytes) => (bytes / 1048576).toFixed(1);
  box.hidden = false;
  box.textContent = words.replace("{name}", file.name).replace("{done}", megabytes(done)).replace("{all}", megabytes(file.size));
};

const ask = async (to, options) => {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), PATIENCE);
  try {
    return await fetch(to, { ...options, headers: { ...TUS, ...options.headers }, signal: late.signal, cache: "no-store" });
  } finally { clearTimeout(timer); }
};

// Until the network is there again, or for a while.
const pause = (ms) => new Promise((go) => {
  const timer = setTimeout(go, ms);
  addEventListener("online", () => { clearTimeout(timer); go(); }, { once: true });
});

const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

const refusal = async (answer) => {
  const body = await answer.json().catch(() => ({}));
  const field = body.errors?.[0];
  const words = chinese ? field?.message ?? body.what_to_do : field?.message_en ?? body.what_to_do_en;
  return new Refused(words ?? box.dataset.failed);
};

// One question or part; what the server says of how much it has, or nothing where there is no such upload.
const step = async (file, at) => {
  if (!at.to) {
    const headers = { "upload-length": String(file.size), "upload-metadata": `filename ${base64(file.name)}` };
    const answer = await ask(box.dataset.upload, { method: "POST", headers });
    if (answer.status >= 500 || answer.status === 429) throw new Error("later");
    if (!answer.ok) throw await refusal(answer);
    at.to = new URL(answer.headers.get("location"), location.href).pathname;
    begun.write(file, at.to);
    return 0;
  }
  const asks = at.offset === null;
  const answer = asks
    ? await ask(at.to, { method: "HEAD" })
    : await ask(at.to, {
        method: "PATCH",
        headers: { "upload-offset": String(at.offset), "content-type": "application/offset+octet-stream" },
        body: file.slice(at.offset, at.offset + PART),
      });
  if (answer.status === 404) { at.to = null; begun.clear(file); return null; }
  if (answer.status === 409) return null;
  if (answer.status >= 500 || answer.status === 429) throw new Error("later");
  if (!answer.ok) throw await refusal(answer);
  return Number(answer.headers.get("upload-offset"));
};

const send = async (file) => {
  const at = { to: begun.read(file), offset: null };
  let lost = 0, most = 0;
  for (;;) {
    try {
      at.offset = await step(file, at);
      lost = 0;
      most = at.offset ?? most;
      tell(box.dataset.going, file, most);
      if (at.offset === file.size) break;
    } catch (error) {
      if (error instanceof Refused) throw error;
      // What came of the part on its way only the server knows.
      at.offset = null;
      tell(box.dataset.lost, file, most);
      await pause(WAITS[Math.min(lost, WAITS.length - 1)]);
      lost += 1;
    }
  }
  begun.clear(file);
  return at.to.split("/").pop();
};

const along = (name, value) => {
  const field = Object.assign(document.createElement("input"), { type: "hidden", name, value });
  form.append(field);
};

if (box && form) {
  form.addEventListener("submit", async (event) => {
    const files = [...input.files];
    // Changing the text size or the language sends the form elsewhere.
    if (event.defaultPrevented || files.length === 0 || event.submitter?.hasAttribute("formaction")) return;
    event.preventDefault();
    const buttons = [...form.querySelectorAll("button")];
    for (const button of buttons) button.disabled = true;
    try {
      const sent = [];
      for (const file of files) sent.push(await send(file));
      for (const code of sent) along("uploaded", code);
      if (event.submitter?.name) along(event.submitter.name, event.submitter.value);
      input.value = "";
      form.submit();
    } catch (error) {
      for (const button of buttons) button.disabled = false;
      tell(error.message, files[0], 0);
      input.focus();
    }
  });
}
