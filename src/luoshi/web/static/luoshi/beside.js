// A task opens in a panel beside its list where there is room; elsewhere its link leads to its page as ever.

import { pick } from "./luoshi.js";

const panel = document.getElementById("panel");
const roomy = matchMedia("(min-width: 1180px)");
const codeOf = (href) => /^\/tasks\/(\d{4}-\d+)$/.exec(new URL(href, location.href).pathname)?.[1];
const linkIn = (row) => [...row.querySelectorAll("a[href]")].find((link) => codeOf(link.href));
const rowOf = (code) => [...document.querySelectorAll("[data-row]")].find((row) => linkIn(row) && codeOf(linkIn(row).href) === code);
const shown = () => (panel && document.body.classList.contains("beside") ? panel.dataset.code : "");

// Fetches an address; null when nobody answers, as when the page is being left.
const answerOf = (address, more) => fetch(address, more).catch(() => null);

const open = async (code) => {
  panel.dataset.code = code;
  const answer = await answerOf(`/tasks/${code}`, { headers: { "HX-Request": "true" } });
  if (panel.dataset.code !== code) return; // the reader has moved on
  if (!answer?.ok || answer.redirected) { location.href = `/tasks/${code}`; return; }
  panel.innerHTML = await answer.text();
  window.htmx?.process(panel);
  document.body.classList.add("beside");
  panel.scrollTop = 0;
  history.replaceState(null, "", `#${code}`);
  const row = rowOf(code);
  if (row && !row.matches("[data-current]")) pick(row, { focus: false });
  row?.scrollIntoView({ block: "nearest" });
};

const close = () => {
  const row = rowOf(shown());
  document.body.classList.remove("beside");
  panel.replaceChildren();
  history.replaceState(null, "", location.pathname + location.search);
  if (row) pick(row);
};

// Fetches an address of this page and puts what is live in it in the place of what was.
export const refresh = async (address = location.href) => {
  const answer = await answerOf(address);
  if (!answer?.ok) return false;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const at = [...document.querySelectorAll("[data-row]")].findIndex((row) => row.matches("[data-current]"));
  for (const part of document.querySelectorAll("[data-live]")) {
    const now = fresh.getElementById(part.id);
    if (now) { part.replaceChildren(...now.childNodes); window.htmx?.process(part); }
  }
  document.title = fresh.title;
  const all = [...document.querySelectorAll("[data-row]")];
  const row = rowOf(shown()) ?? all[Math.min(at, all.length - 1)];
  if (row && at >= 0) row.setAttribute("data-current", "");
  document.dispatchEvent(new CustomEvent("list:fresh"));
  return true;
};

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-close-panel]")) { event.preventDefault(); return close(); }
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || !panel || !roomy.matches) return;
  const link = event.target.closest("[data-live] a[href]");
  const code = link && codeOf(link.href);
  if (!code) return;
  event.preventDefault();
  pick(link.closest("[data-row]"), { focus: false });
  if (shown() === code) panel.querySelector("h1")?.focus();
  else open(code);
}, true);

let later;
document.addEventListener("row:current", (event) => {
  const link = linkIn(event.target);
  if (!shown() || !link || codeOf(link.href) === shown()) return;
  clearTimeout(later);
  later = setTimeout(() => open(codeOf(link.href)), 120);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !shown() || event.defaultPrevented) return;
  if (event.target.closest("input, textarea, select, dialog[open]")) return;
  close();
});

let changed = false;
panel?.addEventListener("submit", () => { changed = true; });
document.addEventListener("htmx:after:swap", () => {
  if (changed) { changed = false; refresh(); }
});

const asked = location.hash.slice(1);
if (panel && roomy.matches && /^\d{4}-\d+$/.test(asked)) open(asked);
