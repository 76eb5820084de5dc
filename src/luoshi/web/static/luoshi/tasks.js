// The ledger: filters leave a short address, picked rows show what can be done with them. A task: keys open its forms.

import { refresh } from "./beside.js";

const filters = document.querySelector("[data-filters]");
filters?.addEventListener("formdata", (event) => {
  const plain = (event.target.dataset.plainColumns ?? "").split(" ");
  const columns = event.formData.getAll("col");
  if (columns.join(" ") === plain.join(" ")) event.formData.delete("col");
  for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
});
filters?.addEventListener("change", (event) => {
  if (event.target.matches("select, [name=unit], [name=col]")) filters.requestSubmit();
});
filters?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const address = `${location.pathname}?${new URLSearchParams(new FormData(filters))}`;
  if (await refresh(address)) history.pushState(null, "", address);
});
addEventListener("popstate", () => { if (filters) location.reload(); });

const bar = () => document.querySelector("[data-bulk]");
const picks = () => [...document.querySelectorAll("input[name=task]")];
const count = () => {
  const n = picks().filter((box) => box.checked).length;
  bar()?.toggleAttribute("data-on", n > 0);
  const shown = bar()?.querySelector("[data-picked]");
  if (shown) shown.textContent = n;
};
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-pick-all]")) picks().forEach((box) => { box.checked = event.target.checked; });
  if (event.target.matches("[data-pick-all], input[name=task]")) count();
});
document.addEventListener("list:fresh", count);
count();

document.addEventListener("click", (event) => {
  const summary = event.target.closest("summary[data-page-key]");
  if (!summary || event.detail) return; // by hand it opens and closes; by its key it opens and the first field waits
  event.preventDefault();
  summary.parentElement.open = true;
  summary.parentElement.querySelector("form :is(input:not([type=hidden]), select, textarea, button)")?.focus();
});
document.addEventListener("click", (event) => { if (event.target.matches("textarea[data-page-key]")) event.target.focus(); });
