// Documents: files dropped anywhere, rows beside their words, decisions by single keys.
import { offerUnits } from "./documents-units.js";

const find = (selector, from = document) => from.querySelector(selector);
const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const typing = (target) => target.closest?.("input:not([type=checkbox]), textarea, select");

// --- taking in -----------------------------------------------------------------------------------
const intake = find("#intake");
if (intake) {
  const dropzone = find("#dropzone"), arrivals = find("#arrivals"), box = find("[data-paste]");
  let depth = 0;
  const carries = (event) => [...(event.dataTransfer?.types ?? [])].some((t) => t === "Files" || t === "text/plain");

  function show(depthNow) { depth = Math.max(0, depthNow); dropzone.hidden = depth === 0; }
  addEventListener("dragenter", (event) => { if (carries(event)) { event.preventDefault(); show(depth + 1); } });
  addEventListener("dragleave", () => show(depth - 1));
  addEventListener("dragover", (event) => { if (carries(event)) event.preventDefault(); });
  addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    show(0);
    const files = [...event.dataTransfer.files];
    if (files.length) send(files);
    else { box.value = event.dataTransfer.getData("text/plain"); box.focus(); }
  });
  addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length) { event.preventDefault(); send(files); return; }
    if (typing(event.target)) return;
    box.value = event.clipboardData.getData("text/plain");
    box.focus();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) intake.requestSubmit();
  });
  intake.addEventListener("submit", (event) => {
    const chosen = [...find("[type=file]", intake).files];
    if (!chosen.length || box.value.trim()) return;
    event.preventDefault();
    send(chosen);
  });

  async function send(files) {
    const found = [];
    for (const file of files) found.push(await sendOne(file));
    find("[type=file]", intake).value = "";
    const link = files.length === 1 && found[0] && find(".done a", found[0]);
    if (link) { location.href = link.href; return; }
    const answer = await fetch(location.href), list = document.createElement("template");
    list.innerHTML = await answer.text();
    const fresh = find("#listed", list.content);
    if (answer.ok && fresh) find("#listed").replaceWith(fresh);
  }

  function sendOne(file) {
    const line = document.createElement("li"), name = document.createElement("b");
    const bar = document.createElement("progress"), told = document.createElement("span");
    name.textContent = file.name;
    bar.max = 1;
    bar.value = 0;
    line.append(name, bar, told);
    arrivals.prepend(line);
    const body = new FormData(intake);
    body.delete("files");
    body.delete("text");
    body.append("files", file);
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      request.open("POST", intake.action);
      request.setRequestHeader("HX-Request", "true");
      request.upload.onprogress = (event) => {
        bar.value = event.total ? event.loaded / event.total : 0;
        told.textContent = intake.dataset.sent.replace("%", String(Math.round(100 * bar.value)));
      };
      request.upload.onload = () => { bar.removeAttribute("value"); told.textContent = intake.dataset.reading; };
      request.onload = () => {
        const answer = document.createElement("template");
        answer.innerHTML = request.responseText;
        const lines = all("li, .refusal", answer.content);
        const shown = document.createElement("div");
        if (!lines.length) { told.textContent = intake.dataset.failed; bar.remove(); return done(null); }
        shown.append(...lines.map((each) => each.cloneNode(true)));
        line.replaceWith(...lines);
        done(shown);
      };
      request.onerror = () => { bar.remove(); told.textContent = intake.dataset.failed; done(null); };
      request.send(body);
    });
  }
}

// --- reviewing -----------------------------------------------------------------------------------
const panes = find("#panes");
if (panes) {
  const path = find("#thread path"), form = find("#review");
  let current = null, caret = -1, before = new Map();

  const row = (name) => find(`#r${name}`);
  const marks = (name) => all(`#source [data-r="${name}"]`);
  const rows = () => all("#proposals [data-row]");
  const open = (one) => one.dataset.status === "open" && !one.classList.contains("people");

  function light(name, on) {
    for (const mark of marks(name)) mark.classList.toggle("on", on);
    row(name)?.classList.toggle("on", on);
  }
  function select(name, { source = false, list = false } = {}) {
    if (current && current !== name) light(current, false);
    current = name;
    for (const one of rows()) one.toggleAttribute("data-current", one.dataset.r === name);
    light(name, true);
    const gently = { block: "nearest", behavior: "instant" };
    if (source) marks(name)[0]?.scrollIntoView(gently);
    if (list) row(name)?.scrollIntoView(gently);
    draw(name);
  }
  function draw(name) {
    const mark = marks(name).at(-1), one = row(name);
    const from = mark && [...mark.getClientRects()].pop(), to = one?.getBoundingClientRect();
    const left = find("#source").getBoundingClientRect(), right = find("#proposals").getBoundingClientRect();
    const y = to ? to.top + 20 : 0;
    const gone = !from || !to || left.right > right.left + 1 || from.bottom < left.top || from.bottom > left.bottom
      || y < right.top || y > right.bottom;
    path.setAttribute("d", gone ? "" : `M${from.right} ${from.bottom}H${left.right - 14}L${left.right} ${y}H${to.left + 8}`);
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

  // After a decision: the marks follow the rows, and the hand goes on to the next open row.
  function settled() {
    const list = rows(), now = new Map(list.map((one) => [one.dataset.r, one.dataset.status]));
    for (const one of list) {
      for (const mark of marks(one.dataset.r)) {
        mark.classList.remove("open", "accepted", "rejected");
        mark.classList.add(one.dataset.status);
      }
    }
    const here = current && row(current);
    const decided = here && before.get(current) === "open" && !open(here);
    const fresh = list.find((one) => !before.has(one.dataset.r));
    const editing = here && find("form.edit", here);
    before = now;
    if (editing) {
      const field = find(editing.dataset.wants || "textarea", editing);
      if (!here.contains(document.activeElement) || !typing(document.activeElement)) field?.focus();
      here.scrollIntoView({ block: "nearest" });
    } else if (decided) {
      const at = list.indexOf(here);
      go(list.slice(at + 1).find(open) ?? list.find(open) ?? here);
    } else if (current && !here) go(fresh ?? list[0]);
    else if (here && (document.activeElement === document.body || !document.activeElement)) go(here);
    if (current) { light(current, true); row(current)?.setAttribute("data-current", ""); draw(current); }
    const more = find("#counts[data-more]");
    if (more) { more.removeAttribute("data-more"); find("[data-page-key=A]", more)?.click(); }
    for (const field of all("[data-units]:not([role])", panes)) offerUnits(field);
  }
  let waiting = 0;
  function changed() { find("#messages").replaceChildren(); settled(); } // an earlier refusal is past
  new MutationObserver(() => { cancelAnimationFrame(waiting); waiting = requestAnimationFrame(changed); })
    .observe(find("main"), { childList: true, subtree: true });

  panes.addEventListener("focusin", (event) => {
    const name = event.target.closest("[data-r]")?.dataset.r;
    if (!name) return;
    const inSource = Boolean(event.target.closest("#source"));
    if (name !== current) select(name, { source: !inSource, list: inSource });
  });
  panes.addEventListener("pointerover", (event) => {
    const name = event.target.closest("[data-r]")?.dataset.r;
    if (name) { draw(name); for (const mark of all("#source .u.on")) if (mark.dataset.r !== current) mark.classList.remove("on"); light(name, true); }
  });
  panes.addEventListener("pointerout", (event) => {
    const name = event.target.closest("[data-r]")?.dataset.r;
    if (name && name !== current) { light(name, false); if (current) draw(current); else path.setAttribute("d", ""); }
  });
  panes.addEventListener("scroll", () => current && draw(current), { passive: true, capture: true });
  addEventListener("resize", () => current && draw(current));
  panes.addEventListener("click", (event) => {
    const mark = event.target.closest("#source .u[data-r]");
    caret = placeOf(event);
    if (mark) { event.preventDefault(); select(mark.dataset.r, { list: true }); return; }
    const one = event.target.closest("[data-row]");
    if (one && !event.target.closest("a, button, input, label, select, textarea, summary")) go(one);
  });

  // The place clicked, in characters of the text as received.
  function placeOf(event) {
    const paragraph = event.target.closest("#source [data-s]");
    const at = document.caretPositionFromPoint?.(event.clientX, event.clientY);
    const node = at?.offsetNode ?? document.caretRangeFromPoint?.(event.clientX, event.clientY)?.startContainer;
    const offset = at?.offset ?? document.caretRangeFromPoint?.(event.clientX, event.clientY)?.startOffset;
    if (!paragraph || !node || !paragraph.contains(node)) return -1;
    const range = document.createRange();
    range.setStart(paragraph, 0);
    range.setEnd(node, offset);
    return Number(paragraph.dataset.s) + [...range.toString()].length;
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      const cancel = current && find("[data-cancel]", row(current));
      if (cancel) { event.stopImmediatePropagation(); cancel.click(); }
      return;
    }
    if (typing(event.target)) return;
    const here = current && row(current);
    if (event.key === " " && here && !event.target.closest("button, summary")) {
      const box = find("input[name=rows]", here);
      if (box) { event.preventDefault(); box.checked = !box.checked; }
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
  document.addEventListener("click", (event) => {
    const wish = event.target.closest("[data-edit]");
    if (wish) wanted = `input[name=${wish.dataset.edit}]`;
  }, true);
  let wanted = "";
  document.addEventListener("htmx:after:swap", () => {
    if (!wanted) return;
    for (const one of all("form.edit", panes)) one.dataset.wants = wanted;
    wanted = "";
  });

  const asked = location.hash.match(/^#[rs](\d+)$/)?.[1];
  settled();
  find("#at")?.scrollIntoView({ block: "center" });
  const mark = all("#source mark").map((one) => one.closest("[data-r]")).find(Boolean);
  const first = asked && row(asked) && !open(row(asked)) ? rows().find(open) ?? row(asked) : asked && row(asked);
  if (mark) select(mark.dataset.r, { list: true });
  else if (first) go(first);
  else if (rows().length) select((rows().find(open) ?? rows()[0]).dataset.r); // so that one key decides at once
}
