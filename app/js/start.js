// Wakes the islands. A module of its own, so that the pages need no inline script; put into
// /pkg beside the bundle by `cargo xtask site`. Pages without an island load nothing more.
const places = document.querySelectorAll("leptos-island");
if (places.length > 0) {
  const islands = await import("./uramen.js");
  await islands.default({ module_or_path: new URL("./uramen_bg.wasm", import.meta.url) });
  islands.hydrate();
  for (const place of places) {
    const wake = islands[place.dataset.component];
    if (wake) wake(place);
    else console.error(`no island ${place.dataset.component} in this bundle`);
  }
}
