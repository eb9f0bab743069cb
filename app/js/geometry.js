// Where pictures and frames lie on the screen.

/** Whether a page lies on its side. */
export function isOdd(stack) {
  return (stack.dataset.turn ?? 0) % 2 === 1;
}

/** Of a picture, as it says before it is loaded. */
export function size(stack) {
  const image = stack.querySelector("img");
  return [Number(image.getAttribute("width")), Number(image.getAttribute("height"))];
}

/** Of a frame, on the screen. */
export function middle(frame) {
  const at = frame.getBoundingClientRect();
  return [at.left + at.width / 2, at.top + at.height / 2];
}

/** Where a point of the screen is on a stack, in fractions of its width and height. */
export function fraction(stack, [x, y]) {
  const at = stack.getBoundingClientRect();
  return [(x - at.left) / at.width, (y - at.top) / at.height];
}

/** Scrolls until that place of the stack is at the point. */
export function scrollTo(frame, stack, x, y, point) {
  const at = stack.getBoundingClientRect();
  frame.scrollLeft += at.left + x * at.width - point[0];
  frame.scrollTop += at.top + y * at.height - point[1];
}
