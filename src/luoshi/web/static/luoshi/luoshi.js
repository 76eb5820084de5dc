// Keys and small manners that every page shares. A page adds its own keys by data-key on a link or button.

const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && typing(event.target)) return event.target.blur();
  if (typing(event.target)) return;
  if (event.key === "/") {
    const find = document.querySelector("[data-find], .find input");
    if (find) { event.preventDefault(); find.focus(); }
    return;
  }
  if (event.key === "?") return document.getElementById("keys")?.showModal();
  const rows = [...document.querySelectorAll("[data-row]")];
  if ((event.key === "j" || event.key === "k") && rows.length) {
    const now = rows.findIndex((row) => row.contains(document.activeElement) || row.matches("[data-current]"));
    const next = rows[Math.min(rows.length - 1, Math.max(0, now + (event.key === "j" ? 1 : -1)))];
    rows.forEach((row) => row.removeAttribute("data-current"));
    next.setAttribute("data-current", "");
    (next.querySelector("a, button") ?? next).focus();
    next.scrollIntoView({ block: "nearest" });
    return;
  }
  const scope = document.querySelector("[data-current]") ?? document;
  const keyed = scope.querySelector(`[data-key="${CSS.escape(event.key)}"]`)
    ?? document.querySelector(`[data-page-key="${CSS.escape(event.key)}"]`);
  if (keyed) { event.preventDefault(); keyed.click(); }
});

document.addEventListener("click", (event) => {
  const dialog = event.target.closest("dialog.keys");
  if (dialog && event.target === dialog) dialog.close();
  const row = event.target.closest("tr[data-href]");
  if (row && !event.target.closest("a, button, input, label, select")) location.href = row.dataset.href;
});
