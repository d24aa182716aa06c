// Where the person is: who speaks, in which chat and topic. Kept in the address, so that a reload stays there.

import { all, picture } from "./store.js";

const listeners = new Set();
export const place = { who: 0, chat: 0, topic: null };
const unread = new Map();

export function onMove(listener) { listeners.add(listener); }

/** Everybody who may speak, the reader first. */
export function people() { return all("person/"); }

export function person() { return picture.get(`person/${place.who}`); }
export function chat() { return picture.get(`chat/${place.chat}`); }

/** The chats that this person sees: their own with the bot, groups that they are in, channels. */
export function chatsOf(who) {
  const found = [];
  for (const [key, value] of picture) {
    if (!key.startsWith("chat/")) continue;
    const own = value.type === "private" ? value.id === who : value.type === "channel" || String(who) in value.members;
    if (own) found.push(value);
  }
  const order = { private: 0, supergroup: 1, group: 1, channel: 2 };
  return found.sort((one, other) => order[one.type] - order[other.type]);
}

/** What the person may do here, as the server would decide it. */
export const may = {
  /** Whether they write in this chat: everywhere but in a channel that is not theirs. */
  write: () => chat()?.type !== "channel" || person()?.role === "administrator",
  own: (message) => message.from.id === place.who || (chat().type === "channel" && may.write()),
  edit: (message) => may.own(message) && !message.forward && !message.via && !message.sticker && !message.service,
  remove: (message) => may.own(message) || chat().type === "private" || ["creator", "administrator"].includes(chat().members[place.who]),
};

/** The rooms of a chat: a forum has General and its topics, every other chat is one room. */
export function roomsOf(value) {
  if (!value.is_forum) return [{ topic: null, name: value.title ?? "" }];
  return [{ topic: null, name: "General" }, ...value.topics.map((topic) => ({ topic: topic.id, name: topic.name }))];
}

export function roomName(chatId, topic) {
  const value = picture.get(`chat/${chatId}`);
  if (!value) return "";
  const title = value.type === "private" ? picture.get("bot")?.first_name : value.title;
  if (!value.is_forum) return title;
  return `${title} › ${roomsOf(value).find((room) => room.topic === topic)?.name ?? "General"}`;
}

/** The messages of a room, the oldest first. */
export function messagesOf(chatId, topic) {
  return all(`message/${chatId}/`).filter((message) => isIn(message, topic));
}

export function isIn(message, topic) {
  const isForum = picture.get(`chat/${message.chat}`)?.is_forum;
  return !isForum || (message.topic ?? null) === topic;
}

const key = (chatId, topic) => `${chatId}/${topic ?? ""}`;
export function unreadOf(chatId, topic) { return unread.get(key(chatId, topic)) ?? 0; }

/** Counts a message that came while its room was not open. */
export function count(message) {
  if (message.chat === place.chat && isIn(message, place.topic)) return;
  const room = key(message.chat, picture.get(`chat/${message.chat}`)?.is_forum ? message.topic : null);
  unread.set(room, (unread.get(room) ?? 0) + 1);
}

export function go(next) {
  Object.assign(place, next);
  unread.delete(key(place.chat, place.topic));
  history.replaceState(null, "", `#${place.who}/${place.chat}/${place.topic ?? ""}`);
  for (const listener of listeners) listener();
}

/** Somebody else speaks from now on: in the same group, or in their own private chat. */
export function become(who) {
  const value = chat();
  const stays = value && value.type !== "private" && chatsOf(who).some((one) => one.id === value.id);
  go(stays ? { who } : { who, chat: who, topic: null });
}

/** The place that the address names, or the reader's private chat. */
export function settle() {
  const [who, chatId, topic] = location.hash.slice(1).split("/").map(Number);
  const known = people().some((one) => one.id === who) && chatsOf(who).some((one) => one.id === chatId);
  const first = people()[0];
  go(known ? { who, chat: chatId, topic: topic || null } : { who: first.id, chat: first.id, topic: null });
}
