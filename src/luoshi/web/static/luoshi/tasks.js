// The ledger: filters leave a short address, picked rows show what can be done with them.

const filters = document.querySelector("[data-filters]");
filters?.addEventListener("formdata", (event) => {
  for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
});
filters?.addEventListener("change", (event) => { if (event.target.matches("select")) filters.requestSubmit(); });

const bar = document.querySelector("[data-bulk]");
const picks = () => [...document.querySelectorAll("input[name=task]")];
const count = () => {
  const n = picks().filter((box) => box.checked).length;
  bar?.toggleAttribute("data-on", n > 0);
  const shown = bar?.querySelector("[data-picked]");
  if (shown) shown.textContent = n;
};
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-pick-all]")) picks().forEach((box) => { box.checked = event.target.checked; });
  if (event.target.matches("[data-pick-all], input[name=task]")) count();
});
count();
