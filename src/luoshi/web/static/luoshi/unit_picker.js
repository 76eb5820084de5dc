// Type two letters of a unit's name, or its pinyin initials; choose with the arrows and Enter.
import { unitsFor } from "./offers.js";

function setUp(picker) {
  const field = picker.querySelector("input:not([type=hidden])");
  const list = document.createElement("ul");
  list.setAttribute("role", "listbox");
  list.id = `offers-${picker.dataset.unitPicker}`;
  field.setAttribute("aria-controls", list.id);
  list.hidden = true;
  picker.append(list);
  let asked = 0, coming = null; // the answer to what was typed last, while it is on its way

  const show = (units) => {
    list.replaceChildren(...units.map((unit, n) => {
      const item = document.createElement("li");
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", String(n === 0));
      item.dataset.pk = unit.pk;
      item.textContent = unit.name;
      return item;
    }));
    list.hidden = units.length === 0;
    field.setAttribute("aria-expanded", String(units.length > 0));
  };
  const single = "single" in picker.dataset ? picker.querySelector("input[type=hidden]") : null;
  const set = (pk, name) => {
    single.value = pk;
    field.value = name;
    show([]);
    single.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const choose = (item) => {
    if (single) return set(item.dataset.pk, item.textContent);
    const chip = document.createElement("span");
    chip.className = "picked";
    const kept = document.createElement("input");
    kept.type = "hidden";
    kept.name = `unit_${picker.dataset.unitPicker}`;
    kept.value = item.dataset.pk;
    const off = document.createElement("button");
    off.type = "button";
    off.className = "link";
    off.textContent = "×";
    off.setAttribute("aria-label", `× ${item.textContent}`);
    off.addEventListener("click", () => { chip.remove(); field.focus(); });
    chip.append(item.textContent, kept, off);
    picker.insertBefore(chip, field);
    field.value = "";
    show([]);
    field.focus();
  };
  const ask = async () => {
    const typed = field.value.trim();
    const mine = ++asked;
    if (!typed) return single?.value ? set("", "") : show([]);
    const units = await unitsFor(picker.dataset.offer, typed);
    if (mine === asked) show(units);
  };
  field.addEventListener("input", () => {
    const mine = ask().finally(() => { if (coming === mine) coming = null; });
    coming = mine;
  });
  const marked = () => list.querySelector("[aria-selected=true]");
  field.addEventListener("keydown", (event) => {
    const items = [...list.children];
    const now = items.indexOf(marked());
    if (event.key === "Enter" && (coming || (marked() && !list.hidden))) { // before the offers are there: wait for them
      event.preventDefault();
      Promise.resolve(coming).then(() => { if (marked() && !list.hidden) choose(marked()); });
    }
    if (event.key === "Escape") show([]);
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && items.length) {
      event.preventDefault();
      const next = (now + (event.key === "ArrowDown" ? 1 : items.length - 1)) % items.length;
      items.forEach((item, n) => item.setAttribute("aria-selected", String(n === next)));
    }
  });
  field.addEventListener("change", (event) => { if (single) event.stopPropagation(); });
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const item = event.target.closest("li");
    if (item) choose(item);
  });
}

const ready = () => document.querySelectorAll("[data-unit-picker]:not([data-ready])").forEach((picker) => {
  picker.dataset.ready = "";
  setUp(picker);
});
ready();
new MutationObserver(ready).observe(document.body, { childList: true, subtree: true });

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-choose]");
  if (!button) return;
  const boxes = button.closest("form").querySelectorAll(`[data-kind="${CSS.escape(button.dataset.choose)}"]`);
  const all = [...boxes].every((box) => box.checked);
  boxes.forEach((box) => { box.checked = !all; });
  button.closest("form").querySelector(".below").open = true;
});
