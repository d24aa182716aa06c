// One message as it is seen, and what can be done with it.

import { el, icon, iconButton, sizeOf, timeOf } from "./dom.js";
import { renderText } from "./entities.js";
import { place } from "./place.js";
import { picture } from "./store.js";

export const EMOJI = ["👍", "👎", "❤", "🔥", "👀", "🤔"];

/** A colour of ours for a person, always the same. */
export function hue(id) { return `tone-${Math.abs(id) % 6}`; }

export function avatar(name, id, isBot) {
  if (isBot) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 32 32");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", "#mark");
    svg.append(use);
    return el("span", { class: "avatar bot", "aria-hidden": "true" }, svg);
  }
  return el("span", { class: `avatar ${hue(id)}`, "aria-hidden": "true" }, (name || "?").slice(0, 1).toUpperCase());
}

/** What a message is known by elsewhere: its first words, or what kind of file it is. */
export function inShort(message) {
  return message.text.split("\n")[0] || message.document?.name || message.sticker || (message.photo ? "Photo" : "…");
}

/**
 * The element of a message, or of an album: `parts` are its messages in order. `follows`: it goes on where the one
 * before stopped.
 */
export function renderMessage(message, { parts, follows, act, selected, selecting }) {
  if (message.service) return el("div", { class: "service", data: { id: message.id } }, serviceWords(message));
  const own = message.from.id === place.who;
  const kind = picture.get(`chat/${message.chat}`)?.type;
  const names = !own && kind !== "private" && !follows;
  const bubble = el("div", { class: message.sticker ? "bubble bare" : "bubble" },
    names && el("p", { class: `name ${message.by_bot ? "bot" : hue(message.from.id)}-ink` }, message.from.name),
    message.forward && el("p", { class: "forwarded" }, icon("forward"), " Forwarded from ", el("b", {}, message.forward)),
    message.via && el("p", { class: "forwarded" }, `via @${message.via}`),
    message.reply && replied(message, act),
    parts.length > 1 ? album(parts, act) : content(message, act),
    meta(message, own, act));
  const article = el("article", {
    class: ["message", own ? "own" : "other", follows ? "follows" : "", selected ? "selected" : ""].join(" "),
    tabIndex: -1, data: { id: message.id }, "aria-label": describe(message, own, parts),
  },
    selecting && el("input", { type: "checkbox", class: "pick", checked: selected, "aria-label": "Select this message", onchange: () => act.pick(message) }),
    !own && kind !== "private" ? avatar(message.from.name, message.from.id, message.from.is_bot) : null,
    el("div", { class: "column" }, bubble, keyboard(message, act), reactions(message, act)),
    !selecting && kind === "channel" && iconButton("forward", "Forward this post", () => act.forward(parts), { class: "icon-button share" }),
    !selecting && iconButton("more", "What to do with this message", (event) => act.menu(message, event.currentTarget), { class: "icon-button doing", "aria-haspopup": "menu" }));
  article.addEventListener("contextmenu", (event) => {
    if (event.target.closest("a, input") || String(getSelection())) return;
    event.preventDefault();
    act.menu(message, article.querySelector(".doing") ?? article);
  });
  article.addEventListener("dblclick", (event) => { if (!event.target.closest("a, button, input")) act.reply(message); });
  return article;
}

function describe(message, own, parts) {
  const who = own ? "You" : message.from.name;
  const what = parts.length > 1 ? `, an album of ${parts.length}` : "";
  return `${who}, ${timeOf(message.date)}${what}${message.edited ? ", edited" : ""}`;
}

/** File and words of one message, the words above where the sender wants them there. */
function content(message, act) {
  const both = [media(message), words(message, act)];
  return message.below ? both.reverse() : both;
}

function words(message, act) {
  return message.text && el("div", { class: `text ${roomFor(message)}`, dir: "auto", lang: "" }, renderText(message.text, message.entities, act));
}

/** Which room the last line keeps free for the time, as Telegram's does; none behind what ends in a block. */
function roomFor(message) {
  const ends = message.entities.some(({ type, offset, length }) => /quote$|^pre$/.test(type) && offset + length >= message.text.length);
  if (ends || message.below) return "";
  return ["timed", message.from.id === place.who && "ticked", message.history && "changed"].filter(Boolean).join(" ");
}

/** Photos side by side with their words below; files one below the other, each with its own. */
function album(parts, act) {
  if (!parts.every((part) => part.photo)) return parts.map((part) => content(part, act));
  const grid = el("div", { class: parts.length % 2 ? "album odd" : "album" }, parts.map(media));
  const below = parts.map((part) => words(part, act));
  return parts[0].below ? [below, grid] : [grid, below];
}

function serviceWords({ service, from }) {
  switch (service.kind) {
    case "topic": return `${from.name} opened the topic “${service.name}”`;
    case "forum_topic_closed": return `${from.name} closed the topic`;
    case "forum_topic_reopened": return `${from.name} opened the topic again`;
    case "pinned": return `${from.name} pinned ${service.name ? `“${service.name}”` : "a message"}`;
    case "joined": return `${service.name} is in the group now`;
    case "left": return `${service.name} has left the group`;
    default: return "The group became a supergroup";
  }
}

function replied(message, act) {
  return el("button", { type: "button", class: "replied", onclick: () => act.show(message.reply.id) },
    el("b", {}, message.reply.name), el("span", { dir: "auto" }, message.reply.text || "a message"));
}

function meta(message, own, act) {
  const marks = [];
  if (message.history) marks.push(el("button", { type: "button", class: "textual", onclick: () => act.versions(message), title: "See how it read before" }, "edited"));
  marks.push(el("time", { dateTime: new Date(message.date * 1000).toISOString() }, timeOf(message.date)));
  if (own) {
    const words = message.to_bot ? "The bot was told of it" : "The bot was not told of it";
    marks.push(el("span", { class: message.to_bot ? "seen" : "unseen", title: words, role: "img", "aria-label": words }, message.to_bot ? "✓✓" : "✓"));
  }
  return el("p", { class: "meta" }, marks);
}

function media(message) {
  if (message.sticker) return el("p", { class: "sticker" }, message.sticker);
  if (message.photo) return photo(message);
  if (!message.document) return null;
  const { file, name, size, mime, kind, seconds, opens } = message.document;
  const length = seconds ? `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")} · ` : "";
  return el("a", {
    class: "document", href: `/file/${file}/${encodeURIComponent(name)}?type=${encodeURIComponent(mime)}`, target: "_blank", rel: "noopener",
  }, el("span", { class: "document-icon" }, icon({ audio: "music", voice: "voice", video: "video", animation: "video", video_note: "video" }[kind] ?? "file")), el("span", { class: "document-words" }, el("b", {}, name), el("small", {}, `${length}${sizeOf(size)} · ${opens ? "opens in a tab" : "to be saved"}`)));
}

function photo({ photo: { file, width, height }, veiled }) {
  const source = `/file/${file}/photo?type=image/jpeg`;
  const image = el("img", { src: source, width, height, alt: "Photo", onerror: (event) => event.target.replaceWith(el("span", { class: "no-photo" }, icon("image"), " Photo")) });
  const link = el("a", { class: veiled ? "photo veiled" : "photo", href: source, target: "_blank", rel: "noopener", "aria-label": veiled ? "Hidden photo: press to show" : "Photo, opens in a tab" }, image);
  link.addEventListener("click", (event) => {
    if (!link.classList.contains("veiled")) return;
    event.preventDefault();
    link.classList.remove("veiled");
    link.setAttribute("aria-label", "Photo, opens in a tab");
  });
  return link;
}

function keyboard(message, act) {
  if (!message.keyboard?.length) return null;
  return el("div", { class: "keyboard", role: "group", "aria-label": "Buttons of this message" }, message.keyboard.map((row) =>
    el("div", { class: "keyboard-row" }, row.map((button) => keyboardButton(message, button, act)))));
}

function keyboardButton(message, button, act) {
  const mark = button.url ? "link" : button.copy_text ? "copy" : Object.keys(button).some((name) => name.startsWith("switch_inline")) ? "inline" : null;
  const busy = button.callback_data !== undefined && act.isPressed(message, button.callback_data);
  return el("button", {
    type: "button", class: `${busy ? "busy" : ""} ${button.style ?? ""}`, "aria-busy": busy ? "true" : undefined,
    onclick: () => act.press(message, button),
  }, el("span", {}, button.text), mark && icon(mark));
}

function reactions(message, act) {
  if (!message.reactions) return null;
  return el("div", { class: "reactions" }, message.reactions.map(({ emoji, by }) => el("button", {
    type: "button", class: by.includes(place.who) ? "reaction mine" : "reaction", "aria-pressed": String(by.includes(place.who)),
    "aria-label": `${emoji}, ${by.length}`, onclick: () => act.react(message, by.includes(place.who) ? null : emoji),
  }, emoji, by.length > 1 && el("span", {}, String(by.length)))));
}
