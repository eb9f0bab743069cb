// One comparison: two pictures that zoom and move as one, lie side by side or over each other,
// and lead from a listed difference to its ring. Without scripts they are plain pictures.
import { fraction, isOdd, middle, scrollTo, size } from "./geometry.js";
import { drag, pinch } from "./gestures.js";
import { Lens } from "./lens.js";
import { matrix3d } from "./warp.js";

const MOST = 12;
const STEP = 1.5;

export class Comparison {
  zoom = 1;
  turns = 0;
  lens = new Lens();
  magnifies = false;
  /** The picture that the reader moves; the other follows. */
  leader = null;

  constructor(root) {
    this.root = root;
    this.stacks = [...root.querySelectorAll(".stack")];
    this.frames = this.stacks.map((stack) => stack.parentElement);
    this.corners = root.dataset.corners ? JSON.parse(root.dataset.corners) : null;
    this.percent = root.querySelector(".percent");
    if (this.frames.length === 0) return;
    root.classList.add("enhanced");
    root.dataset.mode = "side";
    this.frames.forEach((frame) => this.listen(frame));
    root.querySelector(".tools").addEventListener("click", (event) => this.press(event.target.closest("button")));
    root.addEventListener("change", ({ target }) => target.type === "radio" && this.show(target.value));
    root.querySelector("[data-do=split]")?.addEventListener("input", ({ target }) => this.split(target.value));
    root.closest(".sheet").addEventListener("click", (event) => this.follow(event));
    new ResizeObserver(() => this.layout()).observe(root);
  }

  listen(frame) {
    frame.setAttribute("aria-describedby", this.root.dataset.hint);
    // Not by a mouse that only rests on it: the keys may be moving the other one.
    for (const begins of ["pointerdown", "focusin", "keydown", "wheel", "touchstart"]) {
      frame.addEventListener(begins, () => (this.leader = frame), { passive: true });
    }
    frame.addEventListener("scroll", () => this.link(frame));
    frame.addEventListener("keydown", (event) => this.key(event, frame));
    frame.addEventListener("wheel", (event) => this.wheel(event, frame), { passive: false });
    frame.addEventListener("pointermove", (event) => this.look(frame, event));
    frame.addEventListener("dragstart", (event) => event.preventDefault());
    drag(frame);
    pinch(frame, (factor, point) => this.scale(this.zoom * factor, frame, point));
  }

  /** Every picture as large as the zoom says; 1 shows the whole page. */
  layout() {
    this.stacks.forEach((stack, at) => {
      const frame = stack.parentElement;
      if (this.frames.includes(frame)) {
        const [width, height] = this.shape(at);
        const aspect = isOdd(stack) ? height / width : width / height;
        const fit = Math.min(frame.clientWidth, frame.clientHeight * aspect);
        stack.style.width = `${Math.floor(fit * this.zoom)}px`;
        stack.style.setProperty("--aspect", aspect);
      }
      this.place(stack, at);
    });
    this.root.style.setProperty("--shrink", this.zoom ** -0.7);
    this.percent.textContent = `${Math.round(this.zoom * 100)}%`;
    this.refresh();
  }

  /** Of what a stack shows, unturned: the uploaded page whole, or straightened its front alone. */
  shape(at) {
    return size(this.stacks[this.corners ? this.stacks.length - 1 : at]);
  }

  /** Turns the page within its stack, and lays its front over the rectangle of the restored one. */
  place(stack, at) {
    const layer = stack.querySelector(".layer");
    const [width, height] = this.shape(at);
    const wide = isOdd(stack) ? stack.offsetHeight : stack.offsetWidth;
    const high = (wide * height) / width;
    layer.style.width = `${wide}px`;
    const turn = [
      "",
      `translate(${high}px, 0) rotate(90deg)`,
      `translate(${wide}px, ${high}px) rotate(180deg)`,
      `translate(0, ${wide}px) rotate(-90deg)`,
    ][stack.dataset.turn ?? 0];
    layer.style.transform = turn + (this.corners && at === 0 ? this.warp(stack, wide, high) : "");
  }

  warp(stack, wide, high) {
    const [width, height] = size(stack);
    const from = this.corners.map(([x, y]) => [x * wide, (y * wide * height) / width]);
    return matrix3d(from, [[0, 0], [wide, 0], [wide, high], [0, high]]);
  }

  /** Zooms so that what is under the point (by default the middle) stays there. */
  scale(zoom, frame = this.frames.at(-1), point = middle(frame)) {
    const stack = this.stackIn(frame);
    const [x, y] = fraction(stack, point);
    this.zoom = Math.min(MOST, Math.max(1, zoom));
    this.leader = frame;
    this.layout();
    scrollTo(frame, stack, x, y, point);
  }

  stackIn(frame) {
    return frame.querySelector(":scope > .stack");
  }

  link(frame) {
    if (frame !== this.leader) return;
    const part = (at, most) => (most > 0 ? at / most : 0);
    const x = part(frame.scrollLeft, frame.scrollWidth - frame.clientWidth);
    const y = part(frame.scrollTop, frame.scrollHeight - frame.clientHeight);
    for (const other of this.frames) {
      if (other === frame) continue;
      other.scrollLeft = x * (other.scrollWidth - other.clientWidth);
      other.scrollTop = y * (other.scrollHeight - other.clientHeight);
    }
    this.look(frame);
  }

  key(event, frame) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const zooms = { "+": STEP, ";": STEP, "=": STEP, "-": 1 / STEP };
    if (event.key in zooms) this.scale(this.zoom * zooms[event.key], frame);
    else if (event.key === "0") this.scale(1, frame);
    else return;
    event.preventDefault();
  }

  wheel(event, frame) {
    if (!event.ctrlKey) return;
    event.preventDefault();
    this.scale(this.zoom * 2 ** (-event.deltaY / 100), frame, [event.clientX, event.clientY]);
  }

  press(button) {
    const does = {
      out: () => this.scale(this.zoom / STEP),
      in: () => this.scale(this.zoom * STEP),
      fit: () => this.scale(1),
      turn: () => this.turn(),
      lens: () => this.magnify(button),
    };
    does[button?.dataset.do]?.();
  }

  show(mode) {
    const [uploaded, restored] = this.stacks;
    const over = mode !== "side";
    this.root.dataset.mode = mode;
    (over ? restored.querySelector(".layer") : this.frames[0]).append(uploaded);
    uploaded.dataset.turn = over ? 0 : this.turns;
    if (over) uploaded.style.width = "";
    this.layout();
  }

  split(percent) {
    this.root.style.setProperty("--split", `${percent}%`);
  }

  /** Turns the uploaded page a quarter clockwise; both, where they lie alike. */
  turn() {
    this.turns = (this.turns + 1) % 4;
    const over = this.root.dataset.mode !== "side";
    this.stacks.forEach((stack, at) => {
      const turns = this.corners || at === 0 ? this.turns : 0;
      stack.dataset.turn = over && at === 0 ? 0 : turns;
    });
    this.layout();
  }

  magnify(button) {
    this.magnifies = !this.magnifies;
    button.setAttribute("aria-pressed", this.magnifies);
    this.refresh();
  }

  /** The magnifier shows what is there now. */
  refresh() {
    const stacks = this.frames.map((frame) => this.stackIn(frame)).filter(Boolean);
    this.lens.lookAt(this.magnifies ? stacks : []);
    this.look(this.leader ?? this.frames.at(-1));
  }

  look(frame, event) {
    const stack = this.stackIn(frame);
    if (stack) this.lens.move(...fraction(stack, event ? [event.clientX, event.clientY] : middle(frame)));
  }

  /** From the list to the ring, in every picture. */
  follow(event) {
    const link = event.target.closest(".differences a[data-ring]");
    if (!link) return;
    event.preventDefault();
    const key = link.dataset.ring;
    this.leader = null;
    for (const now of this.root.querySelectorAll(".ring.now")) now.classList.remove("now");
    const rings = this.frames.map((frame) => frame.querySelector(`[data-ring="${key}"]`));
    this.zoom = 1;
    this.layout();
    const frame = this.frames.at(-1);
    const { width, height } = rings.at(-1).querySelector(".around").getBoundingClientRect();
    this.zoom = Math.min(5, Math.max(2, 0.3 * Math.min(frame.clientWidth / width, frame.clientHeight / height)));
    this.layout();
    rings.forEach((ring, at) => ring && this.centre(this.frames[at], ring));
    for (const ring of this.root.querySelectorAll(`.ring[data-ring="${key}"]`)) ring.classList.add("now");
    this.root.scrollIntoView({ block: "nearest" });
    rings.at(-1).focus({ preventScroll: true });
  }

  centre(frame, ring) {
    const [at, view] = [ring.querySelector(".around").getBoundingClientRect(), middle(frame)];
    frame.scrollLeft += at.left + at.width / 2 - view[0];
    frame.scrollTop += at.top + at.height / 2 - view[1];
  }
}
