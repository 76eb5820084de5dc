// A field that takes names of units: two letters of a name, or its pinyin initials, offer them in a list.
// With data-one it takes a single name.
const SEPARATORS = /[、，,;；]/;
const RECENT = "luoshi-recent-units";
const recent = () => JSON.parse(sessionStorage.getItem(RECENT) ?? "[]");
let count = 0;

// Returns the units that letters find; none when nobody answers, for a list that offers nothing is no trouble.
export async function unitsFor(address, typed) {
  try {
    const answer = await fetch(`${address}?q=${encodeURIComponent(typed)}`);
    return answer.ok ? (await answer.json()).units : [];
  } catch {
    return [];
  }
}

export function offerUnits(field) {
  const list = document.createElement("ul");
  list.id = `offers-${++count}`;
  list.className = "offers";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  for (const [name, value] of [["role", "combobox"], ["aria-expanded", "false"], ["aria-controls", list.id], ["aria-autocomplete", "list"]]) {
    field.setAttribute(name, value);
  }
  field.after(list);
  let asked = 0, at = 0, coming = null; // the answer to what was typed last, while it is on its way

  const one = "one" in field.dataset;
  const pieces = () => (one ? [field.value] : field.value.split(SEPARATORS));
  const typed = () => pieces().at(-1).trim();
  const options = () => [...list.children];

  function close() {
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }
  function mark(to) {
    const found = options();
    if (!found.length) return;
    at = (to + found.length) % found.length;
    found.forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
    field.setAttribute("aria-activedescendant", found[at].id);
    found[at].scrollIntoView({ block: "nearest" });
  }
  function show(units) {
    list.replaceChildren(...units.map((unit, i) => {
      const item = document.createElement("li"), kind = document.createElement("small");
      item.id = `${list.id}-${i}`;
      item.setAttribute("role", "option");
      item.dataset.name = unit.name;
      kind.textContent = unit.kind ?? "";
      item.append(unit.name, kind);
      return item;
    }));
    list.hidden = !units.length;
    field.setAttribute("aria-expanded", String(Boolean(units.length)));
    mark(0);
  }
  function choose(item) {
    const chosen = item.dataset.name, kept = pieces().slice(0, -1).map((name) => name.trim()).filter(Boolean);
    field.value = [...kept, chosen].join("、");
    if (!one) {
      const names = [chosen, ...recent().filter((name) => name !== chosen)].slice(0, 8);
      sessionStorage.setItem(RECENT, JSON.stringify(names));
    }
    close();
  }
  async function ask() {
    const mine = ++asked, wanted = typed();
    if (!wanted && one) return close();
    if (!wanted) return show(recent().map((name) => ({ name })));
    const units = await unitsFor(field.dataset.units, wanted);
    if (mine === asked) show(units);
  }
  // A fast hand presses Enter before the offers are there: it means the first for what it typed, not for the
  // letters before.
  async function chooseWhenKnown() {
    await coming;
    if (!list.hidden) choose(options()[at]);
  }

  field.addEventListener("input", () => {
    const mine = ask().finally(() => { if (coming === mine) coming = null; });
    coming = mine;
  });
  field.addEventListener("focus", () => { if (!field.value) ask(); });
  field.addEventListener("blur", () => { asked += 1; close(); });
  list.addEventListener("pointerdown", (event) => {
    const item = event.target.closest("li");
    event.preventDefault();
    if (item) choose(item);
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || (list.hidden && !coming)) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); mark(at + (event.key === "ArrowDown" ? 1 : -1)); }
    else if ((event.key === "Enter" || event.key === "Tab") && (typed() || event.key === "Enter")) {
      event.preventDefault();
      chooseWhenKnown();
    } else if (event.key === "Escape") { event.stopPropagation(); close(); }
  });
}
