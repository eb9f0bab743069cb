// A magnifier over each picture of a comparison, all of them at the same place.

const RADIUS = 110;
const TIMES = 2.5;

export class Lens {
  glasses = [];

  /** Looks at these stacks from now on, each a picture with what is drawn over it. */
  lookAt(stacks) {
    for (const { lens } of this.glasses) lens.remove();
    this.glasses = stacks.map((stack) => ({ stack, ...glass(stack) }));
  }

  /** Moves to a place on the pictures, in fractions of their width and height. */
  move(x, y) {
    for (const { stack, lens, inside } of this.glasses) {
      const [width, height] = [stack.offsetWidth, stack.offsetHeight];
      lens.style.translate = `${x * width - RADIUS}px ${y * height - RADIUS}px`;
      inside.style.width = `${width}px`;
      inside.style.translate = `${RADIUS - x * width * TIMES}px ${RADIUS - y * height * TIMES}px`;
    }
  }
}

function glass(stack) {
  const inside = stack.cloneNode(true);
  for (const named of inside.querySelectorAll("[id]")) named.removeAttribute("id");
  inside.style.scale = TIMES;
  const lens = document.createElement("div");
  lens.className = "lens";
  lens.setAttribute("aria-hidden", "true");
  lens.inert = true;
  lens.append(inside);
  stack.append(lens);
  return { lens, inside };
}
