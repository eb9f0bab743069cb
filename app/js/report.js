// What scripts add to a report: comparing with zoom, the other language, a word before answers
// are lost.
import { Comparison } from "./compare.js";

/** The page's parts in the language that is not shown; one report at a time. */
let other = null;

export function wake() {
  other = prepared();
  const pairs = [...document.querySelectorAll("main .compare")];
  for (const pair of pairs) new Comparison(pair);
  listen();
}

function listen() {
  if (other) document.getElementById("switch").addEventListener("click", switchLanguage);
  document.getElementById("answers")?.addEventListener("submit", () => (begun = false));
  document.getElementById("answers")?.addEventListener("change", () => (begun = true));
}

function prepared() {
  const template = document.getElementById("in-other-language");
  if (!template) return null;
  template.remove();
  const content = document.importNode(template.content, true);
  return {
    header: content.querySelector("header.site"),
    main: content.querySelector("main"),
    lang: template.lang,
    title: template.dataset.title,
    isNew: true,
  };
}

/** Puts the same report in the other language in the place of this one. */
function switchLanguage(event) {
  event.preventDefault();
  const root = document.documentElement;
  const shown = {
    header: document.querySelector("header.site"),
    main: document.getElementById("main"),
    lang: root.lang,
    title: document.title,
  };
  const next = other;
  other = shown;
  shown.header.replaceWith(next.header);
  shown.main.replaceWith(next.main);
  root.lang = next.lang;
  document.title = next.title;
  copyAnswers(shown.main, next.main);
  if (next.isNew) {
    copyPictures(shown.main, next.main);
    for (const pair of next.main.querySelectorAll(".compare")) new Comparison(pair);
    listen();
  }
  document.getElementById("switch").focus();
}

function copyPictures(from, to) {
  for (const picture of to.querySelectorAll("img[data-picture]")) {
    const same = from.querySelector(`img[data-picture="${picture.dataset.picture}"]`);
    if (same) picture.src = same.src;
  }
}

function copyAnswers(from, to) {
  for (const chosen of from.querySelectorAll("#answers input:checked")) {
    to.querySelector(`#answers input[name="${chosen.name}"][value="${chosen.value}"]`).checked = true;
  }
}

/** Whether the clerk has answered and not yet made the receipt. */
let begun = false;

addEventListener("beforeunload", (event) => {
  if (begun && document.getElementById("answers")) event.preventDefault();
});
