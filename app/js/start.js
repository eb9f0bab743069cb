// Wakes the islands, and a report when there is one. A module of its own, so that the pages
// need no inline script; put into /pkg beside the bundle by `cargo xtask site`. Pages without
// an island or a report load nothing more.
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

async function wakeReport() {
  if (document.querySelector("main[data-headline]")) (await import("./report.js")).wake();
}
// The island says so when it has put a report in the place of the page.
document.addEventListener("uramen:answered", wakeReport);
await wakeReport();
