// Moving and zooming a scrolling frame by mouse and by fingers.

/** With the mouse; fingers move a scrolling frame by themselves. */
export function drag(frame) {
  frame.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse" || event.button !== 0 || event.target.closest("a")) return;
    frame.setPointerCapture(event.pointerId);
    frame.classList.add("held");
  });
  frame.addEventListener("pointermove", (event) => {
    if (!frame.classList.contains("held")) return;
    frame.scrollLeft -= event.movementX;
    frame.scrollTop -= event.movementY;
  });
  for (const ends of ["pointerup", "pointercancel"]) {
    frame.addEventListener(ends, () => frame.classList.remove("held"));
  }
}

/** Two fingers zoom the pictures; one moves them. */
export function pinch(frame, zoom) {
  let before = 0;
  frame.addEventListener(
    "touchmove",
    (event) => {
      if (event.touches.length !== 2) return;
      event.preventDefault();
      const [a, b] = event.touches;
      const apart = Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
      const between = [(a.clientX + b.clientX) / 2, (a.clientY + b.clientY) / 2];
      if (before > 0) zoom(apart / before, between);
      before = apart;
    },
    { passive: false },
  );
  frame.addEventListener("touchend", () => (before = 0));
}
