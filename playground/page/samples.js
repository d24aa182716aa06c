// What there is to try: the samples of the project, and cases that tell whether the bot keeps its head.

import { el, icon } from "./dom.js";
import { place } from "./place.js";
import { sheet } from "./sheets.js";
import { picture } from "./store.js";

const HOSTILE = [
  ["A link into the operator’s network", "http://169.254.169.254/latest/meta-data/"],
  ["A link to this machine’s own services", "http://127.0.0.1:22/"],
  ["A page that is not there", null],
  ["Markup and direction marks in the text", "<b>Bukan tebal</b> & <script>alert(1)</script> \u202Etxt.exe https://example.com/\u202E"],
  ["Three words", "Hujan turun lagi."],
];

function fileOf(sample) {
  const bytes = new TextEncoder().encode(sample.source ?? sample.text);
  return { name: sample.file, mime: sample.is_page ? "text/html" : "text/plain", content: btoa(String.fromCharCode(...bytes)) };
}

/** Cards of the samples; `say` sends an order for this room, `done` is called after a choice. */
export function sampleCards(say, done = () => {}) {
  const samples = picture.get("samples") ?? [];
  const inGroup = picture.get(`chat/${place.chat}`)?.type !== "private";
  return el("ul", { class: "cards" }, samples.map((sample) => {
    const long = sample.text.length > 4096;
    const name = `sample-${sample.name}`;
    const deed = (words, drawing, action) => el("button", { type: "button", id: `${name}-${words.toLowerCase()}`, "aria-describedby": name, onclick: () => { action(); done(); } }, icon(drawing), words);
    return el("li", { class: "card" },
      el("p", { id: name, lang: sample.language }, sample.title),
      long && el("small", {}, `${sample.text.length.toLocaleString("en")} characters: Telegram’s apps cut it in two`),
      el("div", { class: "deeds" },
        deed("Paste", "samples", () => say("send", { text: sample.text })),
        deed("Link", "link", () => say("send", { text: sample.link })),
        deed("File", "file", () => say("files", { files: [fileOf(sample)] })),
        inGroup && deed("Ask", "inline", () => say("send", { text: `/ringkas@${picture.get("bot").username} ${sample.link}` }))));
  }));
}

/** Everything to try, in a sheet. */
export function openSamples(say) {
  const samples = picture.get("samples") ?? [];
  const links = samples.map((sample) => sample.link).join("\n");
  const more = [
    ["All links in one message", links],
    ...HOSTILE.map(([words, text]) => [words, text ?? `http://${location.host}/berita/tidak-ada`]),
  ];
  const close = sheet("Samples", [
    sampleCards(say, () => close()),
    el("h3", {}, "Harder ones"),
    el("ul", { class: "rows" }, more.map(([words, text]) => el("li", {}, el("button", { type: "button", onclick: () => { close(); say("send", { text }); } }, words)))),
  ], { wide: true });
}

/** What stands in a room where nothing was said yet. */
export function emptyRoom(chat, say) {
  const bot = picture.get("bot");
  if (!chat || !bot) return el("div", { class: "empty" });
  if (chat.type === "private") {
    const language = picture.get(`person/${place.who}`)?.language_code ?? "";
    const words = bot.descriptions[language] ?? bot.descriptions[""] ?? "";
    return el("section", { class: "empty", "aria-label": "How to begin" },
      el("h2", {}, "What can this bot do?"),
      words && el("p", { class: "description", lang: bot.descriptions[language] ? language : undefined }, words),
      el("button", { type: "button", class: "primary start", onclick: () => say("start", {}) }, "Start"),
      el("h3", {}, "Or send one of these"),
      sampleCards(say));
  }
  return el("section", { class: "empty", "aria-label": "How to begin" },
    el("h2", {}, chat.type === "channel" ? "Nothing posted yet" : "Quiet until asked"),
    el("p", { class: "description" }, "In a group the bot answers a command, a mention, and replies to its own messages. Send an article and nothing happens; answer it with /ringkas, or ask with a link."),
    chat.type === "channel" ? null : sampleCards(say));
}
