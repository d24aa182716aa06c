// Where one writes: text, files, answers and edits; commands after a slash, inline queries after the bot's name.

import { el, icon, iconButton } from "./dom.js";
import { chat, go, may, messagesOf, onMove, place } from "./place.js";
import { inShort } from "./message.js";
import { openSamples } from "./samples.js";
import { note } from "./sheets.js";
import { listen, order, picture } from "./store.js";

const INLINE_PAUSE_MS = 350;
const TALLEST_PX = 220;

const foot = document.getElementById("foot");
let say = null;
let about = null; // what is answered or edited: {kind, message}
let inlineTimer = 0;
let asked = null;
const drafts = new Map();
const wanted = new Map(); // chat -> the last message that wanted an answer

const field = el("textarea", {
  id: "compose", rows: 1, placeholder: "Write or paste", dir: "auto", "aria-label": "Message", autocomplete: "off",
  role: "combobox", "aria-expanded": "false", "aria-controls": "offers", "aria-autocomplete": "list", "aria-haspopup": "listbox",
});
const offers = el("ul", { id: "offers", class: "offers", role: "listbox", "aria-label": "Commands", hidden: true });
const bar = el("div", { class: "about", hidden: true });
const picker = el("input", { type: "file", multiple: true, hidden: true, onchange: () => { sendFiles([...picker.files]); picker.value = ""; } });
const form = el("form", { class: "compose", onsubmit: (event) => { event.preventDefault(); send(); } },
  iconButton("attach", "Send a file", () => picker.click()),
  el("button", { type: "button", class: "samples-button", title: "Samples to send", onclick: () => openSamples(say) }, icon("samples"), el("span", {}, "Samples")),
  field,
  el("button", { type: "submit", class: "send", "aria-label": "Send", title: "Send (Enter)" }, icon("send")));
const replies = el("div", { class: "replies", role: "group", "aria-label": "Answers that the bot offers", hidden: true });
const whole = el("div", { class: "foot-inner" }, offers, bar, form, replies, picker);
let taken = 0; // the keyboard that was for one answer and has had it

export const composer = {
  setUp(theSay) {
    say = theSay;
    onMove(() => { about = null; field.value = drafts.get(room()) ?? ""; grow(); drawBar(); drawReplies(); closeOffers(); });
    listen((changed) => {
      if ([...changed].some((key) => key.startsWith("inline/"))) drawInline();
      if (changed.has(`replies/${place.chat}`)) drawReplies();
      for (const key of changed) answerWanted(picture.get(key));
    });
  },
  restore() { if (!foot.contains(whole)) foot.replaceChildren(whole); grow(); },
  replace(node) { foot.replaceChildren(node); },
  reply(message) { about = { kind: "reply", message }; drawBar(); field.focus(); },
  edit(message) { about = { kind: "edit", message }; field.value = message.text; drawBar(); grow(); field.focus(); },
  fill(text) { field.value = text; grow(); field.focus(); suggest(); },
};

const room = () => `${place.who}/${place.chat}/${place.topic ?? ""}`;

function grow() {
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight, TALLEST_PX)}px`;
}

function drawBar() {
  bar.hidden = about === null;
  if (about === null) return bar.replaceChildren();
  const words = about.kind === "edit" ? "Edit message" : `Reply to ${about.message.from.name}`;
  return bar.replaceChildren(icon(about.kind), el("div", {}, el("b", {}, words), el("span", {}, inShort(about.message))),
    iconButton("close", "Leave it", stopAbout));
}

/** The bot's ready answers below the field, as Telegram shows them; what is more than words is not played here. */
function drawReplies() {
  const given = picture.get(`replies/${place.chat}`);
  replies.hidden = !given || given.id === taken;
  field.placeholder = (!replies.hidden && given.input_field_placeholder) || "Write or paste";
  if (replies.hidden) return;
  const answer = (text) => { if (given.one_time_keyboard) { taken = given.id; drawReplies(); } say("send", { text }); };
  replies.replaceChildren(...given.keyboard.map((row) => el("div", { class: "keyboard-row" }, row.map((button) => {
    const text = typeof button === "string" ? button : button.text;
    const isMore = typeof button !== "string" && Object.keys(button).some((name) => /^(request_|web_app)/.test(name));
    return el("button", { type: "button", disabled: isMore, title: isMore ? "Not played here" : undefined, onclick: () => answer(text) }, text);
  }))));
}

/** A message that wants an answer opens one, where the person is not answering anything. */
function answerWanted(message) {
  const isNew = message?.wants_reply && message.chat === place.chat && message.id > (wanted.get(message.chat) ?? 0);
  if (!isNew || about || field.value || messagesOf(place.chat, place.topic).at(-1).id !== message.id) return;
  wanted.set(message.chat, message.id);
  composer.reply(message);
}

function stopAbout() {
  if (about?.kind === "edit") field.value = "";
  about = null;
  drawBar();
  grow();
  field.focus();
}

async function send() {
  const text = field.value;
  if (!text.trim()) return;
  const current = about;
  const from = room();
  clear();
  const done = current?.kind === "edit"
    ? await say("edit", { message: current.message.id, text })
    : await say("send", { text, reply_to: current?.message.id });
  if (done || room() !== from || field.value) return;
  field.value = text;
  about = current;
  drawBar();
  grow();
}

/** The field is empty at once, so that whoever writes fast loses nothing of the next message. */
function clear() {
  field.value = "";
  drafts.delete(room());
  about = null;
  drawBar();
  grow();
  closeOffers();
}

// Files

async function sendFiles(files) {
  if (!files.length) return undefined;
  if (about?.kind === "edit") return note("Finish or leave the edit first; then drop the files again.", "bad");
  const most = picture.get("most");
  if (files.length > most.count) return note(`At most ${most.count} files go together.`, "bad");
  if (files.reduce((sum, file) => sum + file.size, 0) > most.files) return note(`Files have at most ${most.files / 1024 / 1024} MB together here.`, "bad");
  const read = await Promise.all(files.map(async (file) => ({ name: file.name, mime: file.type, content: await base64(file) })));
  const done = await say("files", { files: read, caption: field.value.trim(), reply_to: about?.message.id });
  if (done) { field.value = ""; about = null; drawBar(); grow(); }
  return undefined;
}

function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(String(reader.result).split(",")[1] ?? ""));
    reader.addEventListener("error", () => reject(reader.error));
    reader.readAsDataURL(file);
  });
}

export function takeDrops(area) {
  for (const name of ["dragenter", "dragover"]) {
    area.addEventListener(name, (event) => {
      if (![...event.dataTransfer.types].includes("Files")) return;
      event.preventDefault();
      area.classList.add("dropping");
    });
  }
  area.addEventListener("dragleave", (event) => { if (!area.contains(event.relatedTarget)) area.classList.remove("dropping"); });
  area.addEventListener("drop", (event) => {
    area.classList.remove("dropping");
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    sendFiles([...event.dataTransfer.files]);
  });
}

// What is offered while one writes

function suggest() {
  drafts.set(room(), about?.kind === "edit" ? "" : field.value);
  const words = field.value;
  const bot = picture.get("bot");
  const inline = words.match(new RegExp(`^@${bot.username}\\s([\\s\\S]*)$`, "i"));
  if (inline) return askInline(inline[1].trim());
  asked = null;
  if (!/^\/\w*$/.test(words)) return closeOffers();
  const commands = picture.get(`commands/${place.chat}/${place.who}`) ?? [];
  const fitting = commands.filter(({ command }) => `/${command}`.startsWith(words.toLowerCase()));
  const isGroup = chat().type !== "private";
  return offer("Commands", fitting.map(({ command, description }) => ({
    content: [el("b", {}, `/${command}`), el("span", {}, description)],
    take: () => { field.value = isGroup ? `/${command}@${bot.username} ` : `/${command}`; if (isGroup) { closeOffers(); grow(); field.focus(); } else send(); },
    fill: () => { field.value = `/${command} `; closeOffers(); grow(); },
  })));
}

function askInline(query) {
  clearTimeout(inlineTimer);
  inlineTimer = setTimeout(async () => {
    asked = query;
    const refused = await order("inline", { who: place.who, chat: place.chat, topic: place.topic, query });
    if (refused) note(refused, "bad");
  }, INLINE_PAUSE_MS);
}

function drawInline() {
  const answer = picture.get(`inline/${place.who}`);
  if (asked === null || !answer || answer.query !== asked) return;
  const rows = answer.results.map((result) => ({
    content: [el("b", {}, result.title), el("span", {}, result.description ?? "")],
    take: async () => { if (await say("choose", { query: answer.id, result: result.id })) { field.value = ""; asked = null; closeOffers(); grow(); } },
  }));
  if (answer.button) {
    rows.unshift({ content: [el("b", {}, answer.button.text)], take: () => { field.value = ""; closeOffers(); drafts.delete(room()); go({ chat: place.who, topic: null }); order("start", { who: place.who, payload: answer.button.start_parameter ?? "" }); } });
  }
  offer("Answers of the bot", rows);
}

let choices = [];
let chosen = 0;

function offer(label, rows) {
  choices = rows;
  chosen = 0;
  if (!rows.length) return closeOffers();
  offers.setAttribute("aria-label", label);
  offers.replaceChildren(...rows.map((row, index) => el("li", {
    id: `offer-${index}`, role: "option", "aria-selected": String(index === 0),
    onmousedown: (event) => event.preventDefault(), onclick: () => row.take(),
  }, row.content)));
  offers.hidden = false;
  field.setAttribute("aria-expanded", "true");
  field.setAttribute("aria-activedescendant", "offer-0");
  return undefined;
}

function closeOffers() {
  choices = [];
  offers.hidden = true;
  field.setAttribute("aria-expanded", "false");
  field.removeAttribute("aria-activedescendant");
}

function choose(index) {
  chosen = (index + choices.length) % choices.length;
  [...offers.children].forEach((row, at) => row.setAttribute("aria-selected", String(at === chosen)));
  offers.children[chosen].scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", `offer-${chosen}`);
}

field.addEventListener("input", () => { grow(); suggest(); });
field.addEventListener("paste", (event) => {
  const files = [...event.clipboardData.files];
  if (files.length) { event.preventDefault(); sendFiles(files); }
});
field.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (choices.length && ["ArrowDown", "ArrowUp"].includes(event.key)) {
    event.preventDefault();
    choose(chosen + (event.key === "ArrowDown" ? 1 : -1));
  } else if (choices.length && event.key === "Tab" && choices[chosen].fill) {
    event.preventDefault();
    choices[chosen].fill();
  } else if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    if (choices.length) choices[chosen].take(); else send();
  } else if (event.key === "Escape") {
    if (choices.length) closeOffers(); else if (about) stopAbout();
  } else if (event.key === "ArrowUp" && !field.value) {
    editLast();
  }
});

function editLast() {
  const prefix = `message/${place.chat}/`;
  let last = null;
  for (const [key, value] of picture) {
    const fits = key.startsWith(prefix) && may.edit(value) && value.text && (!chat().is_forum || (value.topic ?? null) === place.topic);
    if (fits && (!last || value.id > last.id)) last = value;
  }
  if (last) composer.edit(last);
}
