// The left side: who speaks, the chats with their topics, colours.

import { el, icon } from "./dom.js";
import { avatar, inShort } from "./message.js";
import { become, chatsOf, count, go, messagesOf, onMove, people, place, roomsOf, unreadOf } from "./place.js";
import { botState, onState } from "./state.js";
import { listen, picture } from "./store.js";

const ROLES = { reader: "Reader", editor: "Editor", administrator: "Administrator" };
const THEMES = { auto: "Auto", light: "Light", dark: "Dark" };

export function setUp() {
  onMove(draw);
  onState(drawState);
  listen((changed) => {
    if (place.chat && [...changed].some((key) => /^(message|chat|person|bot)/.test(key))) draw();
  });
  drawThemes();
  drawState();
}

/** Counts what came while its room was not open; `seen` is what was there when the page was opened. */
export function countNew(changed, old) {
  for (const key of changed) {
    const value = picture.get(key);
    if (key.startsWith("message/") && value && !old.has(key) && value.from.id !== place.who) count(value);
  }
}

function drawState() {
  const state = document.getElementById("state");
  const [kind, words] = botState();
  if (state.textContent !== words) state.textContent = words;
  state.dataset.kind = kind;
}

function draw() {
  drawPeople();
  const list = document.getElementById("chats");
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.room : null;
  list.replaceChildren(...chatsOf(place.who).map(chatItem));
  if (focused) list.querySelector(`[data-room="${focused}"]`)?.focus();
}

function drawPeople() {
  const set = document.getElementById("people");
  const key = JSON.stringify([people(), place.who]);
  if (set.dataset.key === key) return;
  set.dataset.key = key;
  const had = set.contains(document.activeElement);
  set.replaceChildren(el("legend", {}, "You are"), ...people().map((one) => el("label", { class: "person" },
    el("input", { type: "radio", name: "who", value: String(one.id), checked: one.id === place.who, onchange: () => become(one.id) }),
    el("span", { class: "person-words" }, el("b", {}, one.first_name), el("small", {}, ROLES[one.role])))));
  if (had) set.querySelector("input:checked")?.focus();
}

function chatItem(value) {
  const isPrivate = value.type === "private";
  const name = isPrivate ? picture.get("bot").first_name : value.title;
  if (!value.is_forum) return el("li", {}, roomButton(value, null, name, "chat-row", avatar(name, value.id, isPrivate)));
  return el("li", { class: "forum" },
    el("p", { class: "chat-row forum-name" }, avatar(name, value.id, false), el("span", { class: "chat-words" }, el("b", {}, name), el("small", {}, "newsroom group with topics"))),
    el("ul", {}, roomsOf(value).map((room) => el("li", {}, roomButton(value, room.topic, room.name, "topic-row", icon("hash"))))));
}

function roomButton(value, topic, name, kind, drawing) {
  const open = value.id === place.chat && (topic ?? null) === place.topic;
  const last = messagesOf(value.id, topic).filter((message) => !message.service).at(-1);
  const fresh = unreadOf(value.id, topic);
  const words = last ? `${last.from.id === place.who ? "You: " : ""}${inShort(last)}` : { private: "the bot", channel: "news channel", supergroup: "nothing yet" }[value.type];
  return el("button", {
    type: "button", class: kind, "aria-current": open ? "true" : undefined, data: { room: `${value.id}/${topic ?? ""}` },
    onclick: () => enter({ chat: value.id, topic: topic ?? null }),
  }, drawing, el("span", { class: "chat-words" }, el("b", {}, name), el("small", {}, words)),
  fresh > 0 && el("span", { class: "unread", "aria-label": `${fresh} new` }, String(fresh)));
}

/** Opens a room; where it takes the place of the chats, as on a phone, the focus goes along. */
function enter(room) {
  document.getElementById("app").dataset.view = "talk";
  go(room);
  if (document.getElementById("chats").offsetParent === null) document.getElementById("log").focus({ preventScroll: true });
}

// Colours

function drawThemes() {
  const kept = localStorage.getItem("theme") ?? "auto";
  apply(kept);
  document.getElementById("themes").replaceChildren(...Object.entries(THEMES).map(([theme, words]) => el("label", {},
    el("input", { type: "radio", name: "theme", value: theme, checked: theme === kept, onchange: () => { localStorage.setItem("theme", theme); apply(theme); } }),
    el("span", {}, words))));
}

function apply(theme) {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
