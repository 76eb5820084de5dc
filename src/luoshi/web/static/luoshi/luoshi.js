// Keys and small manners that every page shares. A page adds its own keys: data-key on a link or button of a row,
// data-page-key on one of the page, data-go on one of the head (g, then the letter).

import "./marks.js";

const typing = (target) => target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
const rows = () => [...document.querySelectorAll("[data-row]")];
let going = 0;

export const pick = (row, { focus = true } = {}) => {
  document.querySelectorAll("[data-row][data-current]").forEach((one) => one.removeAttribute("data-current"));
  row.setAttribute("data-current", "");
  if (focus) (row.querySelector("a[href], button.link") ?? row.querySelector("a, button") ?? row).focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
  row.dispatchEvent(new CustomEvent("row:current", { bubbles: true }));
};

const move = (by) => {
  const all = rows();
  if (!all.length) return;
  const marked = all.findIndex((row) => row.matches("[data-current]"));
  const now = marked >= 0 ? marked : all.findIndex((row) => row.contains(document.activeElement));
  pick(all[Math.min(all.length - 1, Math.max(0, now + by))]);
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const keys = document.getElementById("keys");
  if (keys?.open) return;
  if (event.key === "Escape" && typing(event.target)) return event.target.blur();
  if (typing(event.target)) return;
  if (going && Date.now() - going < 1500) {
    going = 0;
    const there = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
    if (there) { event.preventDefault(); there.click(); return; }
  }
  if (event.key === "g") { going = Date.now(); return; }
  if (event.key === "/") {
    const find = document.querySelector("main [data-find]") ?? document.querySelector(".find input");
    if (find) { event.preventDefault(); find.focus(); find.select(); }
    return;
  }
  if (event.key === "?") return keys?.showModal();
  if (event.key === "j" || event.key === "k") return move(event.key === "j" ? 1 : -1);
  const scope = document.querySelector("[data-current]") ?? document;
  const keyed = scope.querySelector(`[data-key="${CSS.escape(event.key)}"]`)
    ?? document.querySelector(`[data-page-key="${CSS.escape(event.key)}"]`);
  if (keyed) { event.preventDefault(); keyed.click(); }
});

document.addEventListener("click", (event) => {
  const keys = document.getElementById("keys");
  if (event.target.closest(".keys-shown")) return keys?.showModal();
  if (event.target === keys) return keys.close();
  const row = event.target.closest("tr[data-href]");
  if (!row || event.defaultPrevented || event.target.closest("a, button, input, label, select, td.pick")) return;
  if (!getSelection().isCollapsed) return; // words were marked, not a row chosen
  row.querySelector(`a[href="${CSS.escape(row.dataset.href)}"]`)?.click() ?? (location.href = row.dataset.href);
});

// What scrolls sideways can be reached by keyboard, and only then.
const reachable = () => document.querySelectorAll(".scroll").forEach((one) => {
  if (one.scrollWidth > one.clientWidth) one.tabIndex = 0;
  else one.removeAttribute("tabindex");
});
reachable();
addEventListener("resize", reachable);
document.addEventListener("toggle", reachable, true);
document.addEventListener("htmx:after:swap", reachable);
document.addEventListener("list:fresh", reachable);

// What an act answered is where the eye and the reader of the screen go on; what was answered before is past.
// A refusal of an act stands in its form, with what was typed.
let sent = null;
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[hx-post]")) return;
  sent = event.target;
  document.querySelector("#messages")?.replaceChildren();
  document.querySelectorAll("[data-task] .told, form.act > .refusal").forEach((told) => told.remove());
});
document.addEventListener("htmx:after:swap", () => {
  if (!sent) return;
  const form = sent;
  sent = null;
  const told = document.querySelector("#messages .refusal, [data-task] .told");
  if (!told) return;
  const isOurs = told.matches(".refusal") && !told.querySelector("a"); // not the way to sign in again
  if (isOurs && form.isConnected && form.matches("form.act")) form.prepend(told);
  told.tabIndex = -1;
  told.focus({ preventScroll: true });
  told.scrollIntoView({ block: "nearest" });
});
