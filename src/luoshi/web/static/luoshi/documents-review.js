// Documents under review: rows beside their words, decisions by single keys. A document may have a thousand
// rows, so the marks of a row are looked up once, and nothing here walks the whole page for one key.
import { offerUnits } from "./offers.js";

const find = (selector, from = document) => from.querySelector(selector);
const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const typing = (target) => target.closest?.("input:not([type=checkbox]), textarea, select");

const panes = find("#panes"), form = find("#review"), path = find("#thread path");
let source = null, byRow = new Map(); // the marks of each row, while the source stays the same
let current = null, hovered = null, caret = -1, before = new Map(), wanted = "", adding = false;

const row = (name) => name && document.getElementById(`r${name}`);
const rows = () => [...(find("#proposals .proposed")?.children ?? [])].filter((one) => "row" in one.dataset);
const open = (one) => one.dataset.status === "open" && !one.classList.contains("people");
const narrow = matchMedia("(max-width: 899px)");

function marks(name) {
  const now = find("#source");
  if (now !== source) {
    source = now;
    byRow = new Map();
    for (const mark of now.querySelectorAll("[data-r]")) {
      const known = byRow.get(mark.dataset.r);
      if (known) known.push(mark); else byRow.set(mark.dataset.r, [mark]);
    }
  }
  return byRow.get(name) ?? [];
}
function light(name, on) {
  for (const mark of marks(name)) mark.classList.toggle("on", on);
  row(name)?.classList.toggle("on", on);
}
function select(name, { source: inSource = false, list = false } = {}) {
  if (current && current !== name) { light(current, false); row(current)?.removeAttribute("data-current"); }
  current = name;
  row(name)?.setAttribute("data-current", "");
  light(name, true);
  const gently = { block: "nearest", behavior: "instant" };
  if (list && narrow.matches) turn("rows");
  if (inSource && !narrow.matches) marks(name)[0]?.scrollIntoView(gently);
  if (list) row(name)?.scrollIntoView(gently);
  draw(name);
}
function draw(name) {
  if (narrow.matches) return;
  const mark = marks(name).at(-1), one = row(name);
  const from = mark && [...mark.getClientRects()].pop(), to = one?.getBoundingClientRect();
  const left = find("#source").getBoundingClientRect(), right = find("#proposals").getBoundingClientRect();
  const y = to ? to.top + 20 : 0;
  const gone = !from || !to || left.right > right.left + 1 || from.bottom < left.top || from.bottom > left.bottom
    || y < right.top || y > right.bottom;
  path.setAttribute("d", gone ? "" : `M${from.right} ${from.bottom}H${left.right - 14}L${left.right} ${y}H${to.left + 8}`);
}
// On a narrow screen one pane shows at a time.
function turn(to) {
  panes.classList.toggle("shows-rows", to === "rows");
  panes.classList.toggle("shows-source", to === "source");
  for (const button of all("[data-show]", panes)) button.setAttribute("aria-pressed", String(button.dataset.show === to));
}
function go(one) {
  if (!one) return;
  find("a, button", one)?.focus({ preventScroll: true });
  select(one.dataset.r, { source: true, list: true });
}
function say(value) {
  const button = document.createElement("button");
  Object.assign(button, { name: "do", value, hidden: true });
  button.setAttribute("form", "review");
  document.body.append(button);
  form.requestSubmit(button);
  button.remove();
}

// After a decision: the marks follow the rows that changed, and the hand goes on to the next open row.
function settled() {
  const list = rows(), now = new Map();
  for (const one of list) {
    const { r: name, status } = one.dataset;
    now.set(name, status);
    if (before.get(name) === status) continue;
    for (const mark of marks(name)) {
      mark.classList.remove("open", "accepted", "rejected");
      mark.classList.add(status);
    }
  }
  const here = row(current);
  const decided = here && before.get(current) === "open" && !open(here);
  const fresh = before.size && list.find((one) => !before.has(one.dataset.r));
  const editing = here && find("form.edit", here);
  before = now;
  if (editing) {
    if (!here.contains(document.activeElement) || !typing(document.activeElement)) {
      find(editing.dataset.wants || "textarea", editing)?.focus();
    }
    here.scrollIntoView({ block: "nearest" });
  } else if (adding && fresh) {
    adding = false;
    getSelection().removeAllRanges();
    go(fresh);
  } else if (decided) {
    const at = list.indexOf(here);
    go(list.slice(at + 1).find(open) ?? list.find(open) ?? here);
  } else if (current && !here) go(fresh || list[0]);
  else if (here && (document.activeElement === document.body || !document.activeElement)) go(here);
  if (current) { light(current, true); row(current)?.setAttribute("data-current", ""); draw(current); }
  const more = find("#counts[data-more]");
  if (more) {
    const key = more.dataset.more;
    more.removeAttribute("data-more");
    find(`[data-page-key=${key}]`, more)?.click();
  }
  merging();
  for (const field of panes.querySelectorAll("[data-units]:not([role])")) offerUnits(field);
}
function merging() { find("#merge")?.toggleAttribute("hidden", !find("input[name=rows]:checked")); }
let waiting = 0;
function changed() { waiting = 0; find("#messages").replaceChildren(); settled(); } // an earlier refusal is past
new MutationObserver(() => { cancelAnimationFrame(waiting); waiting = requestAnimationFrame(changed); })
  .observe(find("main"), { childList: true, subtree: true });
// A key pressed before the next frame means the rows as they are now.
addEventListener("keydown", () => { if (waiting) { cancelAnimationFrame(waiting); changed(); } }, true);

panes.addEventListener("focusin", (event) => {
  const name = event.target.closest("[data-r]")?.dataset.r;
  if (!name || name === current) return;
  const inSource = Boolean(event.target.closest("#source"));
  select(name, { source: !inSource, list: inSource });
});
panes.addEventListener("pointerover", (event) => {
  const name = event.target.closest("[data-r]")?.dataset.r ?? null;
  if (name === hovered) return;
  if (hovered && hovered !== current) light(hovered, false);
  hovered = name;
  if (name) { light(name, true); draw(name); }
  else if (current) draw(current);
  else path.setAttribute("d", "");
});
panes.addEventListener("pointerleave", () => {
  if (hovered && hovered !== current) light(hovered, false);
  hovered = null;
  if (current) draw(current);
});
let drawing = 0;
panes.addEventListener("scroll", () => {
  cancelAnimationFrame(drawing);
  drawing = requestAnimationFrame(() => current && draw(current));
}, { passive: true, capture: true });
addEventListener("resize", () => current && draw(current));
panes.addEventListener("change", merging);
panes.addEventListener("click", (event) => {
  const mark = event.target.closest("#source .u[data-r]");
  caret = placeOf(event);
  if (mark) { event.preventDefault(); select(mark.dataset.r, { list: true }); return; }
  const number = event.target.closest(".n a"), shown = event.target.closest("[data-show]");
  if (shown) turn(shown.dataset.show);
  if (number && narrow.matches) {
    event.preventDefault();
    select(number.closest("[data-r]").dataset.r);
    turn("source");
    marks(current)[0]?.scrollIntoView({ block: "center" });
  }
  const one = event.target.closest("[data-row]");
  if (one && !event.target.closest("a, button, input, label, select, textarea, summary")) go(one);
});

// The place clicked, in characters of the text as received.
function placeOf(event) {
  const paragraph = event.target.closest("#source [data-s]");
  const at = document.caretPositionFromPoint?.(event.clientX, event.clientY);
  const range = at ? null : document.caretRangeFromPoint?.(event.clientX, event.clientY);
  const node = at?.offsetNode ?? range?.startContainer, offset = at?.offset ?? range?.startOffset;
  if (!paragraph || !node || !paragraph.contains(node)) return -1;
  return placeIn(paragraph, node, offset);
}
function placeIn(paragraph, node, offset) {
  const upTo = document.createRange();
  upTo.setStart(paragraph, 0);
  upTo.setEnd(node, offset);
  return Number(paragraph.dataset.s) + [...upTo.toString()].length;
}
// The words marked in the original, as two places; empty when none are.
function marked() {
  const selection = getSelection(), range = selection.rangeCount && !selection.isCollapsed && selection.getRangeAt(0);
  const parts = range ? all("#source [data-s]").filter((one) => range.intersectsNode(one)) : [];
  if (!parts.length) return [];
  const first = parts[0], last = parts.at(-1);
  const start = first.contains(range.startContainer) ? placeIn(first, range.startContainer, range.startOffset) : Number(first.dataset.s);
  const end = last.contains(range.endContainer) ? placeIn(last, range.endContainer, range.endOffset) : placeIn(last, last, last.childNodes.length);
  return [start, end];
}
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-add]")) return;
  event.preventDefault();
  adding = true;
  say(["add:0:0", ...marked()].join(":"));
}, true);

document.addEventListener("keydown", (event) => {
  const form = event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.closest("form.edit");
  if (form) { event.preventDefault(); form.requestSubmit(find("button[value=accept]", form)); return; }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const here = row(current);
  if (event.key === "Escape") {
    const cancel = here && find("[data-cancel]", here);
    if (cancel) { event.stopImmediatePropagation(); cancel.click(); }
    return;
  }
  if (typing(event.target)) return;
  if (event.key === " " && here && !event.target.closest("button, summary")) {
    const box = find("input[name=rows]", here);
    if (box) { event.preventDefault(); box.checked = !box.checked; merging(); }
  } else if (event.key === "m") {
    event.stopImmediatePropagation();
    if (all("input[name=rows]:checked").length < 2 && here) {
      const list = rows().filter(open), at = list.indexOf(here);
      for (const one of list.slice(at, at + 2)) find("input[name=rows]", one).checked = true;
    }
    find("#merge")?.click();
  } else if (event.key === "s" && here && caret > Number(here.dataset.from) && caret < Number(here.dataset.until)) {
    const link = find("[data-split]", here);
    if (!link) return;
    event.stopImmediatePropagation();
    say(`${link.dataset.split}:${caret}`);
    caret = -1;
  }
}, true);
// A row has no wiring of its own (a thousand of them would be slow): its form speaks through the page's, and what
// opens in a row's place is fetched here.
panes.addEventListener("submit", (event) => {
  if (!event.target.matches(".decide") || !event.submitter) return;
  event.preventDefault();
  say(event.submitter.value);
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-place]");
  if (!link || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  if (link.dataset.edit) wanted = `input[name=${link.dataset.edit}]`;
  const target = link.closest("[data-row]"), address = link.dataset.place || link.getAttribute("href").split("#")[0];
  htmx.ajax("GET", location.pathname + address, { target, swap: "outerHTML" });
}, true);
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-mend]");
  if (button) button.setAttribute("aria-pressed", String(button.closest(".source").classList.toggle("mended")));
});
document.addEventListener("htmx:after:swap", () => {
  if (!wanted) return;
  for (const one of all("form.edit", panes)) one.dataset.wants = wanted;
  wanted = "";
});

panes.classList.add("live");
turn(find("#at") ? "source" : "rows");
const asked = location.hash.match(/^#[rs](\d+)$/)?.[1];
settled();
find("#at")?.scrollIntoView({ block: "center" });
const mark = all("#source mark").map((one) => one.closest("[data-r]")).find(Boolean);
const first = asked && row(asked) && !open(row(asked)) ? rows().find(open) ?? row(asked) : row(asked);
if (mark) select(mark.dataset.r, { list: true });
else if (first) go(first);
else if (rows().length) select((rows().find(open) ?? rows()[0]).dataset.r); // so that one key decides at once
