// The picture that the server paints: key -> value, kept up to date over a WebSocket.

const listeners = new Set();
const waiting = new Map();
let socket = null;
let number = 0;
let pause_ms = 300;

export const picture = new Map();
export let connected = false;

/** Calls the listener with the set of changed keys, after every change. */
export function listen(listener) {
  listeners.add(listener);
}

/** All values whose key begins so, in the order of their last numbers. */
export function all(prefix) {
  const found = [];
  for (const [key, value] of picture) {
    if (key.startsWith(prefix)) found.push([Number(key.slice(key.lastIndexOf("/") + 1)), value]);
  }
  return found.sort((one, other) => one[0] - other[0]).map(([, value]) => value);
}

/** Asks the server to do something; resolves to why not, or to null. */
export function order(name, details = {}) {
  if (!connected) return Promise.resolve("The playground is not there. Is it still running?");
  number += 1;
  const said = JSON.stringify({ order: name, number, ...details });
  if (new Blob([said]).size > (picture.get("most")?.order ?? Infinity)) return Promise.resolve("That is too much at once.");
  socket.send(said);
  return new Promise((resolve) => waiting.set(number, resolve));
}

function take(news) {
  const changed = new Set(news.gone ?? []);
  for (const key of changed) picture.delete(key);
  for (const [key, value] of Object.entries(news.put ?? {})) {
    picture.set(key, value);
    changed.add(key);
  }
  tell(changed);
}

function tell(changed) {
  for (const listener of listeners) listener(changed);
}

/** Opens the socket, and opens it again whenever it breaks. */
export function connect() {
  socket = new WebSocket(`ws://${location.host}/socket`);
  socket.addEventListener("open", () => {
    connected = true;
    pause_ms = 300;
    const old = new Set(picture.keys());
    picture.clear();
    tell(old);
  });
  socket.addEventListener("message", (event) => {
    const said = JSON.parse(event.data);
    if (said.news) return take(said.news);
    waiting.get(said.number)?.(said.refused ?? null);
    waiting.delete(said.number);
  });
  socket.addEventListener("close", () => {
    connected = false;
    for (const resolve of waiting.values()) resolve("The playground has gone away.");
    waiting.clear();
    tell(new Set(["connection"]));
    setTimeout(connect, pause_ms);
    pause_ms = Math.min(pause_ms * 2, 5000);
  });
}
