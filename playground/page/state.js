// How the bot is: in words, wherever they stand.

import { connected, listen, picture } from "./store.js";

const BREATH_MS = 1500; // a bot that works asks a little later for what is next, and is there all the time

const listeners = new Set();
let shown = ["wait", "Waiting for a bot"];
let timer = 0;

/** [kind, words] of the bot's state: "on" where it listens, "wait" where it will, "off" where somebody must act. */
export function botState() { return shown; }

/** Calls the listener whenever the state is another. */
export function onState(listener) { listeners.add(listener); }

function present() {
  const connection = picture.get("connection");
  if (!connected) return ["off", "The playground is not running"];
  if (connection?.listening || connection?.state === "running") return ["on", "The bot is listening"];
  if (connection?.state === "starting") return ["wait", "The bot is starting …"];
  return connection?.ours ? ["off", "The bot is not running"] : ["wait", "Waiting for a bot"];
}

function show(state) {
  if (state.join() === shown.join()) return;
  shown = state;
  for (const listener of listeners) listener();
}

listen(() => {
  const state = present();
  clearTimeout(timer);
  if (shown[0] === "on" && state[0] === "wait") timer = setTimeout(() => show(present()), BREATH_MS);
  else show(state);
});
