// For those who build: what goes by, what was refused, how long it took, and what one can break.

import { el, icon, iconButton, timeOf } from "./dom.js";
import { chat, onMove, place, roomName } from "./place.js";
import { tell } from "./sheets.js";
import { all, listen, order, picture } from "./store.js";

const TABS = { traffic: ["Traffic", drawTraffic], refused: ["Refused", drawRefused], clock: ["Clock", drawClock], turn: ["Faults", drawTurn] };
const FAULTS = { 500: "500, an error", 502: "502, it is away", 429: "429, too many", drop: "it breaks off", slow: "it is slow" };
const METHODS = ["*", "sendMessage", "editMessageText", "sendDocument", "answerCallbackQuery", "sendChatAction", "getFile", "file", "getUpdates", "setMessageReaction", "deleteMessage"];
const LANGUAGES = { en: "English", id: "Bahasa Indonesia", ms: "Bahasa Melayu", nl: "Nederlands", fr: "Français", de: "Deutsch", ar: "العربية" };

const COVERS = matchMedia("(max-width: 760px)");
const TIMED = ["429", "slow"]; // the faults that last for a while, or say so

const panel = document.getElementById("panel");
const opener = document.getElementById("panel-open");
let open = "traffic";
let filter = "";
const body = el("div", { class: "panel-body", id: "panel-body", role: "tabpanel", tabIndex: 0, "aria-labelledby": "tab-traffic" });

export function setUp() {
  panel.append(
    el("header", {}, el("h2", {}, "For builders"), iconButton("close", "Close", () => turn(false))),
    el("div", { class: "tabs", role: "tablist", "aria-label": "For builders" }, Object.entries(TABS).map(([name, [words]]) => el("button", {
      type: "button", role: "tab", id: `tab-${name}`, "aria-controls": "panel-body", "aria-selected": String(name === open), tabIndex: name === open ? 0 : -1, onclick: () => choose(name),
    }, words, name === "refused" && el("span", { class: "count", hidden: true })))),
    body);
  panel.querySelector(".tabs").addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const names = Object.keys(TABS);
    choose(names[(names.indexOf(open) + step + names.length) % names.length]);
    document.getElementById(`tab-${open}`).focus();
  });
  opener.addEventListener("click", () => turn(panel.hidden));
  panel.addEventListener("keydown", (event) => { if (event.key === "Escape") turn(false); });
  COVERS.addEventListener("change", coverUp);
  onMove(() => { if (open === "turn") draw(); });
  listen((changed) => {
    drawCount();
    if (panel.hidden) return;
    const wanted = { traffic: /^traffic/, refused: /^(violation|traffic)/, clock: /^(answers|stages)/, turn: /^(faults|world|connection|chat|person)/ }[open];
    if ([...changed].some((key) => wanted.test(key))) draw();
  });
}

function turn(shown) {
  panel.hidden = !shown;
  opener.setAttribute("aria-expanded", String(shown));
  document.getElementById("app").classList.toggle("with-panel", shown);
  coverUp();
  if (shown) { draw(); panel.querySelector(".tabs [aria-selected=true]").focus(); return; }
  (opener.offsetParent === null ? document.querySelector(".panel-button") : opener).focus();
}

/** What the panel hides on a narrow screen is out of reach for the keyboard too; notes are still heard. */
function coverUp() {
  for (const part of document.querySelectorAll(".side, .talk-head, .log, .foot, .jump")) part.inert = COVERS.matches && !panel.hidden;
}

function choose(name) {
  open = name;
  for (const tab of panel.querySelectorAll("[role=tab]")) {
    const chosen = tab.id === `tab-${name}`;
    tab.setAttribute("aria-selected", String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
  }
  body.setAttribute("aria-labelledby", `tab-${name}`);
  body.replaceChildren();
  draw();
}

const refusals = () => all("traffic/").filter((event) => event.kind === "call" && event.status !== 200);

function drawCount() {
  const count = all("violation/").length + refusals().length;
  const badge = panel.querySelector(".count");
  badge.hidden = count === 0;
  badge.textContent = String(count);
}

function draw() { TABS[open][1](); }

// What goes by

const drawnEvents = new Map();

function drawTraffic() {
  if (!body.querySelector(".events")) {
    drawnEvents.clear();
    body.replaceChildren(
      el("label", { class: "filter" }, el("span", { class: "hidden" }, "Filter"), el("input", { type: "search", placeholder: "Filter: a method or a kind of update", value: filter, oninput: (event) => { filter = event.target.value; drawnEvents.clear(); body.querySelector(".events").replaceChildren(); drawTraffic(); } })),
      el("ol", { class: "events" }));
  }
  const list = body.querySelector(".events");
  for (const [key, event] of picture) {
    if (!key.startsWith("traffic/") || drawnEvents.has(key)) continue;
    if (filter && !event.name.toLowerCase().includes(filter.toLowerCase())) continue;
    const item = el("li", {}, eventItem(event));
    drawnEvents.set(key, item);
    list.prepend(item);
  }
  for (const [key, item] of drawnEvents) if (!picture.has(key)) { item.remove(); drawnEvents.delete(key); }
}

function eventItem(event) {
  const isCall = event.kind === "call";
  const about = isCall ? event.result?.chat ? event.result : { chat: { id: event.content.chat_id }, message_thread_id: event.content.message_thread_id } : messageOf(event.content);
  const details = el("details", { class: event.kind },
    el("summary", {}, icon(isCall ? "up" : "down"), el("b", {}, event.name),
      el("span", { class: "where" }, about ? whereOf(about) : ""),
      isCall && el("span", { class: event.status === 200 ? "status" : "status bad" }, event.status || "cut"),
      el("time", {}, timeOf(event.at, { seconds: true }))));
  details.addEventListener("toggle", () => {
    if (details.childElementCount > 1) return;
    if (event.description) details.append(el("p", { class: "bad-words" }, event.description));
    details.append(el("h4", {}, isCall ? "Parameters" : "Update"), json(event.content));
    if (event.result !== null && event.result !== undefined) details.append(el("h4", {}, "Result"), json(event.result));
  });
  return details;
}

function messageOf(update) {
  const content = Object.values(update).find((value) => typeof value === "object");
  return content?.message?.chat ? content.message : content?.chat ? content : null;
}

function whereOf({ chat: { id }, message_thread_id, is_topic_message }) {
  const value = picture.get(`chat/${id}`);
  return value?.is_forum && is_topic_message === undefined && message_thread_id === undefined ? value.title : roomName(id, message_thread_id ?? null);
}

function json(value) { return el("pre", { class: "json", tabIndex: 0 }, JSON.stringify(value, null, 2)); }

// What was refused

function drawRefused() {
  const broken = all("violation/");
  const refused = refusals();
  body.replaceChildren(
    el("h3", {}, "Rules of the Bot API that were broken"),
    broken.length ? el("ul", { class: "plain" }, broken.map(({ method, words }) => el("li", {}, el("b", {}, method), " ", words))) : el("p", { class: "calm" }, "None."),
    el("h3", {}, "Calls without a result"),
    refused.length ? el("ul", { class: "plain" }, refused.map((event) => el("li", {}, el("b", {}, event.name), ` ${event.status || ""} ${event.description ?? ""}`))) : el("p", { class: "calm" }, "None."));
}

// How long it took

function drawClock() {
  const answers = [...(picture.get("answers") ?? [])].reverse().filter((answer) => answer.marks.length);
  const stages = Object.entries(picture.get("stages") ?? {});
  const longest = Math.max(0.001, ...stages.map(([, seconds]) => seconds));
  body.replaceChildren(
    el("h3", {}, "The last digest, by the bot’s own clock"),
    stages.length ? el("dl", { class: "stages" }, stages.flatMap(([stage, seconds]) => [el("dt", {}, stage), bar(seconds, longest)])) : el("p", { class: "calm" }, "Known once a bot that was started from here has made one."),
    el("h3", {}, "What followed each update"),
    answers.length ? el("ol", { class: "answers" }, answers.map(answerItem)) : el("p", { class: "calm" }, "Nothing was said yet."));
}

function bar(seconds, longest) {
  const drawn = el("span", { class: "bar", "aria-hidden": "true" });
  drawn.style.width = `${Math.max(1.5, 100 * seconds / longest)}%`;
  return el("dd", {}, drawn, el("span", {}, spell(seconds)));
}

function spell(seconds) { return seconds < 1 ? `${Math.round(seconds * 1000)} ms` : `${seconds.toFixed(2)} s`; }

function answerItem(answer) {
  return el("li", {}, el("p", {}, el("b", {}, answer.words || answer.kind), el("small", {}, ` ${answer.kind.replaceAll("_", " ")}`)),
    el("ol", {}, answer.marks.map(([seconds, method, words]) => el("li", {}, el("span", { class: "at" }, spell(seconds)), el("code", {}, method), el("span", { class: "where" }, words)))));
}

// What one can break

function drawTurn() {
  const active = document.activeElement?.id;
  const value = chat();
  const me = picture.get(`person/${place.who}`);
  if (!value || !me) return;
  const faults = picture.get("faults") ?? [];
  const connection = picture.get("connection");
  const inChat = (order_, details) => tell(order(order_, { who: place.who, chat: place.chat, ...details }));
  show(
    el("h3", {}, "Let a call fail"),
    faultForm(),
    faults.length ? el("ul", { class: "plain waiting" }, faults.map((fault) => el("li", {}, el("b", {}, fault.method === "*" ? "any call" : fault.method), ` ${fault.kind}, ${fault.times} more${fault.after ? ", after it took effect" : ""}`))) : el("p", { class: "calm" }, "Everything works."),
    el("div", { class: "row-of" },
      el("button", { type: "button", id: "faults-off", disabled: !faults.length, onclick: () => tell(order("faults_off")) }, "Everything works again"),
      el("button", { type: "button", id: "twice", onclick: () => tell(order("twice", { times: 1 })) }, "Deliver the next update twice"),
      el("button", { type: "button", id: "expire", onclick: () => tell(order("expire")) }, "Make presses too old to answer")),
    limits(),
    connection?.ours && el("h3", {}, "The bot’s process"),
    connection?.ours && el("div", { class: "row-of" },
      el("button", { type: "button", id: "kill", class: "danger", disabled: connection.state !== "running", onclick: () => tell(order("process", { do: "kill" })) }, "Kill it (kill -9)"),
      el("button", { type: "button", id: "start", disabled: connection.state !== "stopped", onclick: () => tell(order("process", { do: "start" })) }, connection.state === "starting" ? "Starting …" : "Start it again")),
    el("h3", {}, "This chat"),
    el("label", { class: "pair" }, "Ringkas here is", select("becomes", becoming(value), value.bot_status, (becomes) => inChat("bot", { becomes }))),
    el("label", { class: "pair" }, "Privacy mode", el("input", { type: "checkbox", id: "privacy", checked: picture.get("world").privacy, onchange: (event) => tell(order("privacy", { on: event.target.checked })) })),
    el("label", { class: "pair" }, `${me.first_name}’s Telegram is in`, select("language", LANGUAGES, me.language_code, (code) => tell(order("language", { who: place.who, code })))));
  if (active) document.getElementById(active)?.focus();
}

/** What the bot can be in a chat; what it is stands there too, though it cannot be chosen. */
function becoming({ type, bot_status }) {
  const inGroup = { member: "a member", administrator: "an administrator", kicked: "put out" };
  const choices = { private: { member: "let in", kicked: "blocked" }, channel: { administrator: "an administrator", kicked: "put out" } }[type] ?? inGroup;
  return bot_status in choices ? choices : { [bot_status]: "not in it", ...choices };
}

function show(...nodes) { body.replaceChildren(...nodes.filter(Boolean)); }

function limits() {
  const held = picture.get("limits");
  if (!held) return null;
  return el("label", { class: "pair" }, "Telegram’s limits (30 a second, 1 a second in a chat, 20 a minute in a group)", el("input", { type: "checkbox", id: "limits", checked: held.on, onchange: (event) => tell(order("limits", { on: event.target.checked })) }));
}

let wanted = { method: "sendMessage", kind: "500", times: 1, seconds: 3, after: false };

function faultForm() {
  const change = (name) => (event) => { wanted = { ...wanted, [name]: event.target.type === "checkbox" ? event.target.checked : event.target.type === "number" ? Number(event.target.value) : event.target.value }; };
  return el("form", { class: "fault", onsubmit: (event) => { event.preventDefault(); tell(order("fault", wanted)); } },
    el("label", {}, "Call", select("fault-method", Object.fromEntries(METHODS.map((method) => [method, method === "*" ? "any" : method === "file" ? "a file’s download" : method])), wanted.method, (method) => { wanted.method = method; })),
    el("label", {}, "What happens", select("fault-kind", FAULTS, wanted.kind, (kind) => { wanted = { ...wanted, kind, after: wanted.after && kind !== "429" }; drawTurn(); })),
    el("label", {}, "Times", el("input", { type: "number", id: "fault-times", min: 1, max: 100, value: wanted.times, oninput: change("times") })),
    el("label", {}, "Seconds", el("input", { type: "number", id: "fault-seconds", min: 1, max: 60, value: wanted.seconds, disabled: !TIMED.includes(wanted.kind), oninput: change("seconds") })),
    el("label", { class: "check" }, el("input", { type: "checkbox", id: "fault-after", checked: wanted.after && wanted.kind !== "429", disabled: wanted.kind === "429", onchange: change("after") }), "only after it took effect"),
    el("button", { type: "submit", class: "primary", id: "fault-add" }, "Switch on"));
}

function select(id, choices, value, chosen) {
  return el("select", { id, onchange: (event) => chosen(event.target.value) }, Object.entries(choices).map(([key, words]) => el("option", { value: key, selected: key === String(value) }, words)));
}
