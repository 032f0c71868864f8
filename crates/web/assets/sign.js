// A signature on the screen: where the pen was, and nothing else. Neither pressure nor time is read, so that what goes
// out is a picture and tells nothing more of a hand. Whoever cannot sign here uses the code or paper.

// Points closer than this are one point of the picture.
const STEP = 4, NIB = 8;

const sign = (pad, pointsMax, strokesMax) => {
  const [canvas, field, clear, said] = ["canvas", "input", "button", "[role=status]"].map((one) => pad.querySelector(one));
  const ink = canvas.getContext("2d");
  Object.assign(ink, { lineWidth: NIB, lineCap: "round", lineJoin: "round", strokeStyle: "#000" });
  let strokes = [], points = 0, pointer = null, byPen = false;

  const line = (from, to) => {
    ink.beginPath();
    ink.moveTo(...from);
    ink.lineTo(...to);
    ink.stroke();
  };
  const add = (to) => {
    const stroke = strokes.at(-1), from = stroke.at(-1) ?? to;
    if (points >= pointsMax || (stroke.length > 0 && Math.hypot(to[0] - from[0], to[1] - from[1]) < STEP)) return;
    stroke.push(to);
    points += 1;
    line(from, to);
  };
  const tell = () => {
    strokes = strokes.filter((stroke) => stroke.length > 0);
    field.value = strokes.map((stroke) => stroke.map((point) => point.join(",")).join("-")).join(";");
    const words = field.value ? said.dataset.signed : "";
    if (said.textContent !== words) said.textContent = words;
  };
  const at = (event) => {
    const seen = canvas.getBoundingClientRect();
    const within = (share, size) => Math.min(size - 1, Math.max(0, Math.floor(share * size)));
    return [within((event.clientX - seen.left) / seen.width, canvas.width), within((event.clientY - seen.top) / seen.height, canvas.height)];
  };

  canvas.addEventListener("pointerdown", (event) => {
    // Where a pen signs, the hand that lies beside it does not.
    byPen ||= event.pointerType === "pen";
    if (pointer !== null || event.button !== 0 || strokes.length >= strokesMax || (byPen && event.pointerType === "touch")) return;
    event.preventDefault();
    pointer = event.pointerId;
    canvas.setPointerCapture(pointer);
    strokes.push([]);
    add(at(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerId !== pointer) return;
    const between = event.getCoalescedEvents?.() ?? [];
    for (const one of between.length > 0 ? between : [event]) add(at(one));
  });
  for (const kind of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(kind, (event) => {
      if (event.pointerId !== pointer) return;
      pointer = null;
      tell();
    });
  }
  clear.addEventListener("click", () => {
    [strokes, points, pointer] = [[], 0, null];
    ink.clearRect(0, 0, canvas.width, canvas.height);
    tell();
  });

  // What was drawn before the form was refused stands there again.
  for (const stroke of field.value ? field.value.split(";") : []) {
    strokes.push([]);
    for (const point of stroke.split("-")) add(point.split(",").map(Number));
  }
  tell();
  pad.hidden = false;
};

for (const box of document.querySelectorAll("[data-sign]")) {
  box.querySelector("[data-sign-without]").hidden = true;
  for (const pad of box.querySelectorAll("[data-pad]")) sign(pad, Number(box.dataset.points), Number(box.dataset.strokes));
}
