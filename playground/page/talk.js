// The conversation: its head, its messages, and what people do with them.

import { el, icon, iconButton } from "./dom.js";
import { EMOJI, avatar, renderMessage } from "./message.js";
import { chat, chatsOf, go, may, messagesOf, onMove, place, roomName, roomsOf } from "./place.js";
import { alertBox, menu, note, sheet, tell } from "./sheets.js";
import { botState, onState } from "./state.js";
import { listen, order, picture } from "./store.js";
import { emptyRoom } from "./samples.js";

const FOLLOWS_S = 120;
const TYPING_S = 5;
const NEAR_END_PX = 140;
const DOINGS = { typing: "is writing", upload_document: "is sending a file" };

const log = document.getElementById("log");
const head = document.getElementById("talk-head");
const jump = iconButton("down", "To the newest message", () => { log.scrollTo({ top: log.scrollHeight, behavior: "smooth" }); }, { class: "icon-button jump", hidden: true });
const drawn = new Map();
const answered = new Set();
let selection = null;
let composer = null;
let typingTimer = 0;
let left_px = 0; // between what is seen and the end, when somebody last scrolled

export function setUp(theComposer) {
  composer = theComposer;
  onMove(drawAll);
  onState(drawHead);
  listen((changed) => {
    if (!place.chat) return;
    drawHead();
    if ([...changed].some((key) => key.startsWith(`message/${place.chat}/`) || key.startsWith("press/") || key === "samples" || key === "bot" || key === `chat/${place.chat}`)) drawLog(changed);
    if (changed.has(`chat/${place.chat}`)) drawFoot();
    drawTyping();
    if (changed.has(`draft/${place.chat}`)) drawDraft();
    answers(changed);
  });
  log.addEventListener("keydown", walk);
  log.addEventListener("scroll", () => { left_px = fromEnd(); drawJump(); }, { passive: true });
  new ResizeObserver(stayAtEnd).observe(log);
  document.getElementById("talk").append(jump);
}

const message = (id) => picture.get(`message/${place.chat}/${id}`);
const here = (details = {}) => ({ who: place.who, chat: place.chat, topic: place.topic, ...details });

/** Sends an order about this room, and tells the person where it is refused. */
export function say(name, details) { return tell(order(name, here(details))); }

// The head

function drawHead() {
  const value = chat();
  if (!value) return;
  const bot = picture.get("bot");
  const title = value.type === "private" ? bot.first_name : value.title;
  const room = value.is_forum ? roomsOf(value).find((one) => one.topic === place.topic)?.name : null;
  const [kind, words] = botState();
  const isOut = kind !== "on" && value.type !== "channel" && !typing();
  const key = JSON.stringify([value, bot, place, picture.get("world"), typing(), words]);
  if (head.dataset.key === key) return;
  head.dataset.key = key;
  const at = [...head.querySelectorAll("button")].indexOf(document.activeElement);
  head.replaceChildren(
    iconButton("back", "Back to the chats", back, { class: "icon-button back" }),
    avatar(title, value.id, value.type === "private"),
    el("div", { class: "talk-title" },
      el("h1", {}, title, room && el("span", { class: "room" }, icon("hash"), el("span", {}, room))),
      el("p", { class: isOut ? `${kind}-words` : typing() ? "doing-words" : "" }, isOut ? words : typing() ?? subtitle(value))),
    iconButton("panel", "For builders: calls, faults, times", () => document.getElementById("panel-open").click(), { class: "icon-button panel-button" }));
  head.querySelectorAll("button")[at]?.focus();
}

function back() {
  document.getElementById("app").dataset.view = "chats";
  document.querySelector("#chats [aria-current=true]")?.focus();
}

function subtitle(value) {
  if (value.type === "private") return value.bot_status === "kicked" ? "bot · you have blocked it" : "bot";
  if (value.type === "channel") return "channel · forward its posts to the bot";
  const names = Object.keys(value.members).map((id) => picture.get(`person/${id}`)?.first_name).filter(Boolean);
  const told = value.bot_status === "administrator" || !picture.get("world").privacy;
  const bot = { member: told ? "Ringkas reads along" : "Ringkas hears what is addressed to it", administrator: "Ringkas is an administrator" }[value.bot_status];
  return `${names.join(", ")} · ${bot ?? "Ringkas is not in this group"}`;
}

function typing() {
  const doing = picture.get(`typing/${place.chat}/${place.topic ?? ""}`);
  if (!doing || Date.now() / 1000 - doing.at > TYPING_S) return null;
  return `${DOINGS[doing.action] ?? "is at work"} …`;
}

function drawTyping() {
  clearTimeout(typingTimer);
  if (typing()) typingTimer = setTimeout(() => { drawHead(); drawTyping(); }, 500);
}

// The messages

function drawAll() {
  selection = null;
  drawn.clear();
  log.replaceChildren();
  drawHead();
  drawLog(new Set());
  drawFoot();
  drawDraft();
  standAt(log.querySelector(".message") ? log.scrollHeight : 0);
}

/** The messages as they are shown: each by itself, those of an album together. */
function unitsOf(messages) {
  const units = [];
  for (const value of messages) {
    const last = units.at(-1);
    if (value.album && last?.[0].album === value.album) last.push(value);
    else units.push([value]);
  }
  return units;
}

/** The message that speaks for an album: the one with words, or else the first. */
function leading(parts) { return parts.find((one) => one.text) ?? parts[0]; }

/** The messages that are shown together with this one. */
function together(id) { return [...drawn.values()].find(({ parts }) => parts.some((one) => one.id === id)); }

function drawLog(changed) {
  const near = left_px < NEAR_END_PX;
  const messages = messagesOf(place.chat, place.topic);
  const pressed = new Set([...picture].filter(([key, press]) => key.startsWith("press/") && !press.answers.length && !press.expired && press.chat === place.chat).map(([, press]) => `${press.message} ${press.data}`));
  const kept = new Set();
  let before = null;
  let anchor = null;
  for (const parts of unitsOf(messages)) {
    const value = leading(parts);
    const id = parts[0].id;
    kept.add(id);
    const follows = before !== null && before.from.id === value.from.id && value.date - before.date < FOLLOWS_S && !before.service;
    const busy = [...pressed].filter((one) => one.startsWith(`${value.id} `));
    const key = JSON.stringify([parts, follows, busy, selection && selection.has(id), selection !== null]);
    let old = drawn.get(id);
    if (!old || old.key !== key) {
      const element = renderMessage(value, { parts, follows, act: act(pressed), selected: selection?.has(id), selecting: selection !== null });
      if (old) takePlace(old.element, element);
      old = { key, element, parts };
      drawn.set(id, old);
    }
    const next = anchor ? anchor.nextSibling : log.firstChild;
    if (old.element !== next) log.insertBefore(old.element, next);
    anchor = old.element;
    before = value;
  }
  for (const [id, { element }] of drawn) {
    if (!kept.has(id)) { takeAway(element); drawn.delete(id); }
  }
  drawEmpty(messages, anchor);
  const last = messages.at(-1);
  const mine = last && last.from.id === place.who && changed.has(`message/${last.chat}/${last.id}`);
  if ((near || mine) && !log.querySelector(".empty")) requestAnimationFrame(() => toEnd(last));
}

/** Scrolls to the end; to the beginning of the last message where it is the bot's and taller than the room. */
function toEnd(last) {
  if (!last) return;
  const element = together(last.id)?.element;
  const isTall = element && last.by_bot && element.offsetHeight > log.clientHeight;
  standAt(isTall ? element.offsetTop - log.offsetTop - 12 : log.scrollHeight);
}

function standAt(top_px) {
  log.scrollTop = top_px;
  left_px = fromEnd();
  drawJump();
}

function fromEnd() { return log.scrollHeight - log.scrollTop - log.clientHeight; }

/** Where the room for the messages grows or shrinks, what stood at its end stays there. */
function stayAtEnd() {
  if (left_px < NEAR_END_PX && !log.querySelector(".empty")) log.scrollTop = log.scrollHeight - log.clientHeight - left_px;
  drawJump();
}

function drawJump() { jump.hidden = fromEnd() < NEAR_END_PX * 2 || log.querySelector(".empty") !== null; }

/** A message that is gone; whoever was on it is on its neighbour then. */
function takeAway(element) {
  const next = element.nextElementSibling ?? element.previousElementSibling;
  const had = element.contains(document.activeElement);
  element.remove();
  if (had) (next?.matches(".message") ? next : log).focus();
}

/** The changed message in the place of the old one: open quotations stay open, the focus stays where it was. */
function takePlace(old, element) {
  const open = [...old.querySelectorAll("blockquote.expandable")].map((quote) => quote.dataset.open);
  const all = [...old.querySelectorAll("button, a, input")];
  const at = old === document.activeElement ? -1 : all.indexOf(document.activeElement);
  const had = old.contains(document.activeElement);
  old.replaceWith(element);
  [...element.querySelectorAll("blockquote.expandable")].forEach((quote, index) => {
    if (open[index] === "true" && quote.textContent) quote.querySelector(".expander").click();
  });
  if (had) (at < 0 ? element : [...element.querySelectorAll("button, a, input")][at] ?? element).focus();
}

/** What the bot shows of an answer that is still coming into being. */
function drawDraft() {
  log.querySelector(".draft")?.remove();
  const text = picture.get(`draft/${place.chat}`);
  if (!text || place.topic !== null) return;
  log.append(el("div", { class: "message other draft" }, el("div", { class: "column" }, el("div", { class: "bubble" }, el("div", { class: "text" }, text, " …")))));
  log.scrollTop = log.scrollHeight;
}

function drawEmpty(messages, anchor) {
  const empty = log.querySelector(".empty");
  const wanted = messages.filter((one) => !one.service).length === 0;
  if (!wanted) return empty?.remove();
  const key = JSON.stringify([place, picture.get("samples"), picture.get("bot"), picture.get(`chat/${place.chat}`)]);
  if (empty?.dataset.key === key) return;
  const made = emptyRoom(chat(), say);
  made.dataset.key = key;
  empty?.remove();
  if (anchor) anchor.after(made); else log.append(made);
}

/** Arrow keys walk from message to message. */
function walk(event) {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!step || event.target.closest("input, textarea, .keyboard, .menu")) return;
  const all = [...log.querySelectorAll(".message")];
  if (!all.length) return;
  event.preventDefault();
  const at = all.indexOf(event.target.closest(".message"));
  const next = at < 0 ? all.at(-1) : all[Math.max(0, Math.min(all.length - 1, at + step))];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

// What can be done

function act(pressed) {
  return {
    menu: openMenu,
    reply: (value) => { if (may.write()) composer.reply(value); },
    forward: (parts) => forward(parts.map((one) => one.id)),
    show,
    versions,
    pick: (value) => { const { id } = together(value.id).parts[0]; selection.has(id) ? selection.delete(id) : selection.add(id); drawLog(new Set()); drawFoot(); },
    react: (value, emoji) => say("react", { message: value.id, emoji }),
    press,
    isPressed: (value, data) => pressed.has(`${value.id} ${data}`),
    link: openLink,
    command: (words) => say("send", { text: words }),
  };
}

function openMenu(value, anchor) {
  const { parts } = together(value.id);
  const numbers = parts.map((one) => one.id);
  const items = [
    ...(may.write() ? [["Reply", icon("reply"), () => composer.reply(value)]] : []),
    ["Forward", icon("forward"), () => forward(numbers)],
    ["Select several", icon("select"), () => { selection = new Set([numbers[0]]); drawLog(new Set()); drawFoot(); }],
    value.text && ["Copy text", icon("copy"), () => copy(value.text)],
    ["React", icon("smile"), () => setTimeout(() => react(value, anchor))],
  ];
  if (value.history) items.push(["Earlier versions", icon("history"), () => versions(value)]);
  if (may.edit(value)) items.push(["Edit", icon("edit"), () => composer.edit(value)]);
  if (may.remove(value)) items.push(["Delete", icon("delete"), () => numbers.forEach((number) => say("delete", { message: number })), "danger"]);
  menu(anchor, items.filter(Boolean), "What to do with this message");
}

function react(value, anchor) {
  menu(anchor, EMOJI.map((emoji) => [emoji, "", () => say("react", { message: value.id, emoji })]), "React with");
  document.querySelector(".menu").classList.add("emoji");
}

function show(id) {
  const found = together(id)?.element;
  if (!found) return note("That message is not here any more.");
  found.scrollIntoView({ block: "center", behavior: "smooth" });
  found.focus({ preventScroll: true });
  found.classList.add("pointed");
  setTimeout(() => found.classList.remove("pointed"), 1600);
}

function versions(value) {
  const texts = [...(value.history ?? []), value.text];
  sheet("How this message read", el("ol", { class: "versions" }, texts.map((text) => el("li", {}, el("p", {}, text)))), { wide: true });
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    note("Copied.");
  } catch {
    note("The browser does not let this page copy.", "bad");
  }
}

async function press(value, button) {
  if (button.callback_data !== undefined) return say("press", { message: value.id, data: button.callback_data });
  if (button.copy_text) return copy(button.copy_text.text);
  if (button.url) {
    if (!openLink(new URL(button.url))) window.open(button.url, "_blank", "noopener,noreferrer");
    return undefined;
  }
  const query = button.switch_inline_query_current_chat;
  if (query !== undefined) return composer.fill(`@${picture.get("bot").username} ${query}`);
  const words = button.switch_inline_query ?? button.switch_inline_query_chosen_chat?.query;
  if (words !== undefined) chooseRoom("Use it in", (room) => { go(room); composer.fill(`@${picture.get("bot").username} ${words}`); });
  return undefined;
}

/** Follows the links that lead into Telegram; returns whether it was one. */
function openLink(url) {
  const bot = picture.get("bot").username;
  if (url.hostname !== "t.me") return false;
  if (url.pathname === "/share/url") {
    const words = [url.searchParams.get("text"), url.searchParams.get("url")].filter(Boolean).join("\n");
    chooseRoom("Share with", (room) => { go(room); composer.fill(words); });
    return true;
  }
  if (url.pathname !== `/${bot}`) return false;
  go({ chat: place.who, topic: null });
  if (url.searchParams.has("start")) tell(order("start", { who: place.who, payload: url.searchParams.get("start") }));
  return true;
}

/** What the bot answered to presses: notes and boxes, each once. */
function answers(changed) {
  for (const key of changed) {
    const query = key.startsWith("press/") && picture.get(key);
    if (!query || query.by !== place.who) continue;
    query.answers.forEach((answer, index) => {
      if (answered.has(`${key} ${index}`)) return;
      answered.add(`${key} ${index}`);
      if (answer.url) openLink(new URL(answer.url)) || window.open(answer.url, "_blank", "noopener,noreferrer");
      if (answer.text) answer.show_alert ? alertBox(answer.text) : note(answer.text);
    });
  }
}

/** What was answered before the page was opened is not said again. */
export function forgetAnswers() {
  for (const [key, query] of picture) {
    if (key.startsWith("press/")) query.answers.forEach((_, index) => answered.add(`${key} ${index}`));
  }
}

// Forwarding

export function chooseRoom(title, chosen) {
  const close = sheet(title, el("ul", { class: "rooms" }, chatsOf(place.who).filter((value) => value.type !== "channel").flatMap((value) =>
    roomsOf(value).map((room) => el("li", {}, el("button", { type: "button", onclick: () => { close(); chosen({ chat: value.id, topic: room.topic }); } },
      avatar(roomName(value.id, room.topic), value.id, value.type === "private"), roomName(value.id, room.topic)))))));
}

export function forward(numbers) {
  const source = place.chat;
  const comment = el("input", { type: "text", id: "comment", placeholder: "Add a comment (optional)" });
  chooseRoom(numbers.length > 1 ? `Forward ${numbers.length} messages to` : "Forward to", async (room) => {
    const done = await tell(order("forward", { who: place.who, source, messages: numbers, ...room, comment: comment.value.trim() }));
    if (done) go(room);
  });
  document.querySelector("dialog.sheet:last-of-type")?.append(el("label", { class: "comment" }, el("span", { class: "hidden" }, "Comment"), comment));
}

// The foot: where one writes, or what stands in its place

function drawFoot() {
  if (selection !== null) return composer.replace(selectionBar());
  if (chat().type === "private" && chat().bot_status === "kicked") return composer.replace(unblocking());
  if (may.write()) return composer.restore();
  return composer.replace(el("p", { class: "foot-note" }, icon("forward"), "Forward a post to Ringkas or to the newsroom with its arrow."));
}

function unblocking() {
  return el("p", { class: "foot-note" }, "You have blocked the bot.", el("button", { type: "button", class: "primary", onclick: () => say("bot", { becomes: "member" }) }, "Unblock"));
}

function selectionBar() {
  const numbers = [...selection].flatMap((id) => together(id)?.parts ?? []).map((one) => one.id).sort((one, other) => one - other);
  const end = () => { selection = null; drawLog(new Set()); drawFoot(); log.focus({ preventScroll: true }); };
  return el("div", { class: "selection-bar" },
    iconButton("close", "Stop selecting", end),
    el("span", { role: "status" }, `${selection.size} selected`),
    el("button", { type: "button", class: "primary", disabled: numbers.length === 0, onclick: () => { end(); forward(numbers); } }, "Forward"));
}

