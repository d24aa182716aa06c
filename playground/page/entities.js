// Telegram's text with entities -> nodes. Offsets count in UTF-16 units, as JavaScript's strings do.

import { el, icon } from "./dom.js";

const PLAIN_TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };

/** The nodes of a text; `act` opens links, sends commands and the like. */
export function renderText(text, entities, act) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return between(text, sorted, 0, text.length, act);
}

function between(text, entities, start, end, act) {
  const nodes = [];
  let at = start;
  let index = 0;
  while (index < entities.length) {
    const entity = entities[index];
    const stop = Math.min(entity.offset + entity.length, end);
    let next = index + 1;
    while (next < entities.length && entities[next].offset < stop) next += 1;
    if (entity.offset > at) nodes.push(text.slice(at, entity.offset));
    const inner = between(text, entities.slice(index + 1, next), entity.offset, stop, act);
    nodes.push(wrap(entity, text.slice(entity.offset, stop), inner, act));
    at = stop;
    index = next;
    // After a quotation or a block of code Telegram breaks the line by itself.
    if ((entity.type.endsWith("blockquote") || entity.type === "pre") && text[at] === "\n") at += 1;
  }
  if (at < end) nodes.push(text.slice(at, end));
  return nodes;
}

function wrap(entity, words, inner, act) {
  const tag = PLAIN_TAGS[entity.type];
  if (tag) return el(tag, {}, inner);
  switch (entity.type) {
    case "url":
      return link(words.includes("://") ? words : `http://${words}`, inner, act);
    case "text_link":
      return link(entity.url, inner, act);
    case "email":
      return el("a", { href: `mailto:${words}` }, inner);
    case "bot_command":
      return el("button", { type: "button", class: "textual", onclick: () => act.command(words) }, inner);
    case "mention":
    case "hashtag":
    case "cashtag":
    case "text_mention":
      return el("span", { class: "mention" }, inner);
    case "pre":
      return el("pre", { tabIndex: 0 }, el("code", { data: { language: entity.language ?? "" } }, inner));
    case "spoiler":
      return spoiler(inner);
    case "blockquote":
      return el("blockquote", {}, inner);
    case "expandable_blockquote":
      return expandable(inner);
    default:
      return el("span", {}, inner);
  }
}

function link(address, inner, act) {
  let safe = null;
  try {
    const url = new URL(address);
    if (["http:", "https:", "tg:"].includes(url.protocol)) safe = url;
  } catch { /* no address: shown as text */ }
  if (safe === null) return el("span", {}, inner);
  return el("a", {
    href: safe.href, target: "_blank", rel: "noopener noreferrer", title: safe.href,
    onclick: (event) => { if (act.link(safe)) event.preventDefault(); },
  }, inner);
}

function spoiler(inner) {
  const hidden = el("span", { class: "spoiled" }, inner);
  const cover = el("button", { type: "button", class: "spoiler", "aria-label": "Hidden text: press to show" }, hidden);
  cover.addEventListener("click", () => cover.replaceWith(el("span", { class: "shown" }, inner)));
  return cover;
}

const heights = new ResizeObserver((seen) => {
  for (const { target } of seen) fit(target.parentElement);
});

function fit(quote) {
  if (!quote || quote.dataset.open === "true") return;
  const body = quote.firstElementChild;
  quote.lastElementChild.hidden = body.scrollHeight <= body.clientHeight + 2;
  quote.classList.toggle("cut", !quote.lastElementChild.hidden);
}

function expandable(inner) {
  const body = el("div", { class: "expandable-body" }, inner);
  const toggle = el("button", { type: "button", class: "expander", "aria-expanded": "false", hidden: true },
    el("span", {}, "Show all"), icon("chevron"));
  const quote = el("blockquote", { class: "expandable", data: { open: "false" } }, body, toggle);
  const turn = (open) => {
    quote.dataset.open = String(open);
    toggle.setAttribute("aria-expanded", String(open));
    toggle.firstElementChild.textContent = open ? "Show less" : "Show all";
  };
  toggle.addEventListener("click", () => turn(quote.dataset.open !== "true"));
  body.addEventListener("click", (event) => {
    if (!toggle.hidden && !event.target.closest("a, button") && !String(getSelection())) turn(quote.dataset.open !== "true");
  });
  body.addEventListener("focusin", () => { if (!toggle.hidden) turn(true); });
  heights.observe(body);
  return quote;
}
