// Dialogs, menus and notes over the page.

import { el, iconButton } from "./dom.js";

const NOTE_MS = 4500;

/** A short note that goes away by itself. */
export function note(words, kind = "") {
  const shown = el("div", { class: `toast ${kind}` }, words);
  document.getElementById("toasts").append(shown);
  setTimeout(() => shown.remove(), NOTE_MS);
}

/** Tells the person why something was not done; returns whether it was. */
export async function tell(promise) {
  const refused = await promise;
  if (refused) note(refused, "bad");
  return refused === null;
}

/** A modal sheet with a title; closes by Escape, its button, or a click outside. Returns a function that closes it. */
export function sheet(title, content, { wide = false } = {}) {
  const heading = el("h2", { id: `sheet-${Math.random().toString(36).slice(2)}` }, title);
  const dialog = el("dialog", { class: wide ? "sheet wide" : "sheet", "aria-labelledby": heading.id });
  const close = () => dialog.close();
  dialog.append(el("header", {}, heading, iconButton("close", "Close", close)), ...[content].flat());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) close(); });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return close;
}

/** What a bot says with show_alert. */
export function alertBox(words) {
  const close = sheet("Ringkas", [
    el("p", { class: "alert-words" }, words),
    el("footer", {}, el("button", { type: "button", class: "primary", onclick: () => close(), autofocus: true }, "OK")),
  ]);
}

/** A menu beside a control: [label, icon node, action] each. */
export function menu(anchor, items, label) {
  document.querySelector(".menu")?.remove();
  const before = document.activeElement;
  const list = el("div", { class: "menu", role: "menu", "aria-label": label, popover: "auto" },
    items.map(([words, drawing, action, kind]) => el("button", {
      type: "button", role: "menuitem", tabIndex: -1, class: kind ?? "",
      onclick: () => { list.hidePopover(); action(); },
    }, drawing, el("span", {}, words))));
  document.body.append(list);
  list.showPopover();
  place(list, anchor.getBoundingClientRect());
  const buttons = [...list.children];
  buttons[0].focus();
  list.addEventListener("keydown", (event) => {
    if (event.key === "Tab") list.hidePopover();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = buttons.indexOf(document.activeElement);
    buttons[(at + step + buttons.length) % buttons.length].focus();
  });
  list.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    if (list.contains(document.activeElement)) before?.focus();
    setTimeout(() => list.remove());
  });
}

function place(list, box) {
  const { width, height } = list.getBoundingClientRect();
  const left = Math.max(8, Math.min(box.right - width, innerWidth - width - 8));
  const below = box.bottom + 4 + height < innerHeight;
  list.style.left = `${left}px`;
  list.style.top = `${below ? box.bottom + 4 : Math.max(8, box.top - height - 4)}px`;
}
