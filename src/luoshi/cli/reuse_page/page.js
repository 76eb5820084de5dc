"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const docs = data.documents, main = document.getElementById("main");
let lang = data.lang;
const say = (key, args = {}) =>
  data.words[lang][key].replace(/\{(\w+)[^}]*\}/g, (_, name) => args[name] ?? "");
const percent = x => (x > 0 && x < .005 ? "<1" : Math.round(x * 100)) + "%";

function el(tag, props = {}, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props))
    name === "class" ? (made.className = value) : name.startsWith("on") ? (made[name] = value) : made.setAttribute(name, value);
  made.append(...inside.filter(x => x !== null && x !== undefined));
  return made;
}

const byPair = new Map();
for (const p of data.passages) {
  const key = p[0] + "-" + p[3];
  if (!byPair.has(key)) byPair.set(key, []);
  byPair.get(key).push(p);
}
const keyOf = (a, b) => Math.min(a, b) + "-" + Math.max(a, b);
const shown = (a, b) => byPair.has(keyOf(a, b)) && docs[a].text !== null && docs[b].text !== null;
const pairLink = (a, b, words, label) =>
  shown(a, b) ? el("a", {href: "#pair-" + keyOf(a, b), ...(label ? {"aria-label": label, title: label} : {})}, words) : words;

const docLink = i => docs[i].text !== null && docs[i].source >= 0 ? el("a", {href: "#doc-" + i}, docs[i].id) : docs[i].id;

function documentsView() {
  const order = docs.map((_, i) => i).sort((x, y) => docs[y].part - docs[x].part || x - y);
  if (data.n_documents > docs.length) main.append(el("p", {class: "soft"}, say("less_documents", {shown: docs.length, n: data.n_documents})));
  if (!docs.length) return void main.append(el("p", {}, say("none")));
  const settled = docs.some(d => d.dated), has = {date: docs.some(d => d.date), unit: docs.some(d => d.unit), quoted: docs.some(d => d.quoted >= .005)};
  const row = (tag, cells) => el("tr", {}, ...cells.filter(Boolean).map(([words, props]) => el(tag, props || {}, ...[words].flat())));
  const col = (key, number) => [say(key), {scope: "col", ...(number ? {class: "n"} : {})}];
  const head = row("th", [col("documents"), has.date && col("date"), has.unit && col("units"), col("similar", true), has.quoted && col("quoted", true),
    ["", {"aria-hidden": "true"}], col("source")]);
  const rows = order.map(i => {
    const d = docs[i], s = el("s"), b = el("b");
    b.style.width = d.part * 100 + "%";
    s.style.left = d.part * 100 + "%";
    s.style.width = d.quoted * 100 + "%";
    const source = d.source < 0 ? [""] : [pairLink(i, d.source, docs[d.source].id),
      d.dated || !settled ? "" : el("small", {}, " " + say("direction_unknown"))];
    return row("td", [[docLink(i)], has.date && [d.date, {class: "date"}], has.unit && [d.unit], [d.part ? percent(d.part) : "–", {class: "n"}],
      has.quoted && [d.quoted >= .005 ? percent(d.quoted) : "", {class: "n"}], [el("i", {}, b, s), {class: "bar", "aria-hidden": "true"}], [source]]);
  });
  if (!settled && docs.some(d => d.source >= 0)) main.append(el("p", {class: "soft"}, say("direction_unknown")));
  main.append(el("div", {class: "wide"}, el("table", {class: "docs"}, el("thead", {}, head), el("tbody", {}, ...rows))));
}

const MATRIX = 60;
function matrixView() {
  const total = new Map(), same = new Map();
  for (const [a, b, n] of data.pairs) {
    same.set(keyOf(a, b), n);
    for (const x of [a, b]) total.set(x, (total.get(x) || 0) + n);
  }
  if (!total.size) return void main.append(el("p", {}, say("none")));
  const chosen = [...total.keys()].sort((x, y) => total.get(y) - total.get(x)).slice(0, MATRIX).sort((x, y) => x - y);
  if (total.size > MATRIX) main.append(el("p", {class: "soft"}, say("less", {shown: MATRIX, n: total.size})));
  const head = el("tr", {}, el("th"), ...chosen.map((b, n) => el("th", {scope: "col", title: docs[b].id}, n + 1)));
  const rows = chosen.map((a, n) => el("tr", {}, el("th", {scope: "row", title: docs[a].id}, n + 1 + " " + docs[a].id),
    ...chosen.map(b => {
      const count = same.get(keyOf(a, b)) || 0, cell = el("td", a === b ? {class: "self"} : {});
      if (a === b || !count) return cell;
      const part = Math.min(1, count / Math.max(1, Math.min(docs[a].size, docs[b].size)));
      cell.style.background = `rgba(var(--heat),${(.06 + .4 * part).toFixed(2)})`;
      const label = `${docs[a].id} – ${docs[b].id}: ${say("matrix_cell", {part: percent(part)})}`;
      cell.title = label;
      cell.append(pairLink(a, b, String(Math.round(part * 100)), label));
      return cell;
    })));
  main.append(el("p", {class: "soft"}, say("matrix_note")),
    el("div", {class: "wide", tabindex: "0", role: "region", "aria-label": say("matrix")}, el("table", {class: "matrix"}, el("thead", {}, head), el("tbody", {}, ...rows))));
}

function painted(doc, layers) {
  /* Every boundary cuts the text; each piece then knows its layer, its change and whether it is dimmed. Later layers lie on top. */
  const d = docs[doc], points = [...d.text], wide = points.length !== d.text.length;
  const own = wide ? points : d.text, size = own.length;
  const of = new Int32Array(size).fill(-1), kind = new Array(size), dim = new Uint8Array(size);
  for (const {n, begin, end, marks} of layers) {
    of.fill(n, begin, end);
    kind.fill(undefined, begin, end);
    for (const [name, x, y] of marks) kind.fill(name, begin + x, begin + y);
  }
  for (const [x, y] of d.quotes) dim.fill(1, x, y);
  for (const [x, y] of d.stock) dim.fill(1, x, y);
  const out = [];
  for (let i = 0, j; i < size; i = j) {
    for (j = i + 1; j < size && of[j] === of[i] && kind[j] === kind[i] && dim[j] === dim[i];) j++;
    out.push({n: of[i], kind: kind[i], dim: dim[i], size: j - i, text: wide ? own.slice(i, j).join("") : own.slice(i, j)});
  }
  return out;
}

function pieces(doc, passages, side) {
  const o = side ? 4 : 1, c = side ? 3 : 1;
  const layers = passages.map((p, n) => ({n, begin: p[o], end: p[o + 1], same: p[6], marks: p[7].map(m => [m[0], m[c], m[c + 1]])}));
  return painted(doc, layers.sort((x, y) => x.same - y.same));
}

function column(doc, passages, side) {
  const text = el("div", {class: "text", tabindex: "0", role: "region", "aria-label": docs[doc].id}), started = new Set();
  let last = -1, held = null;
  for (const p of pieces(doc, passages, side)) {
    if (p.n < 0) { text.append(p.dim ? el("span", {class: "dim"}, p.text) : p.text); last = -1; continue; }
    if (p.n !== last) {
      held = el("span", {class: "s p" + p.n % 6, "data-n": p.n, role: "button", tabindex: "0"});
      if (!started.has(p.n)) held.append(el("sup", {}, p.n + 1));
      started.add(p.n);
      text.append(held);
      last = p.n;
    }
    held.append(p.kind ? el("span", {class: "c " + p.kind, title: say("kind_" + p.kind)}, p.text)
      : p.dim ? el("span", {class: "dim"}, p.text) : p.text);
  }
  const d = docs[doc];
  return el("section", {}, el("h2", {}, docLink(doc), el("small", {}, [d.date || say("no_date"), d.unit].filter(Boolean).join(" · "))), text);
}

function follow(event) {
  const from = event.target.closest(".s");
  if (!from || (event.type === "keydown" && event.key !== "Enter" && event.key !== " ")) return;
  event.preventDefault();
  for (const x of main.querySelectorAll(".s.on")) x.classList.remove("on");
  const here = from.closest(".text"), offset = from.getBoundingClientRect().top - here.getBoundingClientRect().top;
  for (const x of main.querySelectorAll(`.s[data-n="${from.dataset.n}"]`)) x.classList.add("on");
  for (const box of main.querySelectorAll(".text")) {
    const to = box.querySelector(`.s[data-n="${from.dataset.n}"]`);
    if (box !== here && to) box.scrollTop += to.getBoundingClientRect().top - box.getBoundingClientRect().top - offset;
  }
}

function pairView(key) {
  const passages = byPair.get(key);
  if (!passages) return documentsView();
  const [a, b] = key.split("-").map(Number), same = passages.reduce((sum, p) => sum + p[6], 0);
  const kinds = [...new Set(passages.flatMap(p => p[7].map(m => m[0])))];
  main.append(el("p", {}, say("passages_in", {n: passages.length, same})),
    el("p", {class: "key"}, ...kinds.map(k => el("span", {}, el("span", {class: "c " + k}, say("kind_" + k)))),
      el("span", {class: "dim"}, say("stock"))));
  const pair = el("div", {class: "pair", onclick: follow, onkeydown: follow}, column(a, passages, 0), column(b, passages, 1));
  main.append(pair);
  for (const box of pair.querySelectorAll(".text")) {
    const first = box.querySelector(".s");
    if (first) box.scrollTop = Math.max(0, first.offsetTop - 60);
  }
}

function docView(i) {
  /* One document whole: each stretch in the colour of the earliest document it stood in. */
  if (!docs[i] || docs[i].text === null) return documentsView();
  const rank = data.rank, layers = [];
  for (const p of data.passages) {
    if (p[0] !== i && p[3] !== i) continue;
    const [other, begin, end] = p[0] === i ? [p[3], p[1], p[2]] : [p[0], p[4], p[5]];
    if (rank[other] < rank[i]) layers.push({other, begin, end, marks: []});
  }
  layers.sort((x, y) => rank[y.other] - rank[x.other] || x.begin - y.begin);
  for (const l of layers) l.n = l.other;
  const parts = painted(i, layers), total = new Map();
  for (const p of parts) if (p.n >= 0) total.set(p.n, (total.get(p.n) || 0) + p.size);
  const sources = [...total.keys()].sort((x, y) => total.get(y) - total.get(x)), colour = new Map(sources.map((x, n) => [x, "p" + n % 6]));
  const text = el("div", {class: "text", tabindex: "0", role: "region", "aria-label": docs[i].id});
  for (const p of parts)
    text.append(p.n < 0 ? (p.dim ? el("span", {class: "dim"}, p.text) : p.text)
      : el("a", {class: "s " + colour.get(p.n), href: "#pair-" + keyOf(i, p.n), title: docs[p.n].id}, p.dim ? el("span", {class: "dim"}, p.text) : p.text));
  const size = docs[i].size, places = x => layers.filter(l => l.other === x).length;
  const list = el("ol", {class: "sources"}, ...sources.map(x => el("li", {}, el("span", {class: "swatch " + colour.get(x)}),
    el("span", {}, pairLink(i, x, docs[x].id), el("small", {}, [say("part_from", {part: percent(total.get(x) / size), n: places(x)}),
      docs[x].date, docs[x].unit].filter(Boolean).join(" · "))))));
  const fresh = 1 - [...total.values()].reduce((sum, n) => sum + n, 0) / size;
  main.append(el("div", {class: "pair one"},
    el("section", {}, el("h2", {}, docs[i].id, el("small", {}, [docs[i].date || say("no_date"), docs[i].unit].filter(Boolean).join(" · "))), text),
    el("section", {}, el("h2", {}, say("sources")), list, el("p", {class: "soft"}, say("new_text", {part: percent(fresh)})))));
}

function familyItem(f) {
  const facts = [say("holders", {n: f.n}), f.first_seen ? say("first_seen", {date: f.first_seen}) : say("no_date"),
    f.units.slice(0, 6).join("、") + (f.units.length > 6 ? "…" : "")].filter(Boolean).join(" · ");
  const words = el("q", {class: "short"}, f.exemplar);
  const holders = f.holders.map((h, i) => el("li", {}, i && h.doc !== f.holders[0].doc
    ? pairLink(f.holders[0].doc, h.doc, docs[h.doc].id) : docs[h.doc].id, docs[h.doc].date ? el("small", {}, " " + docs[h.doc].date) : null));
  return el("li", {}, el("small", {}, facts), words,
    f.fullest !== f.exemplar ? el("details", {}, el("summary", {}, say("fullest")), el("q", {}, f.fullest), el("small", {}, say("fullest_note"))) : null,
    el("details", {ontoggle: e => words.classList.toggle("short", !e.target.open)}, el("summary", {}, say("documents")), el("ol", {}, ...holders),
      f.n > f.holders.length ? el("small", {}, say("less", {shown: f.holders.length, n: f.n})) : null));
}

function familiesView(quoted) {
  const list = data.families.filter(f => f.is_quotation === quoted), n = quoted ? data.n_quoted : data.n_families;
  if (!list.length) return void main.append(el("p", {}, say("none")));
  if (n > list.length) main.append(el("p", {class: "soft"}, say("less", {shown: list.length, n})));
  main.append(el("ul", {class: "families"}, ...list.map(familyItem)));
}

function show() {
  const where = location.hash.slice(1) || "documents";
  document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
  document.title = say("title");
  document.getElementById("title").textContent = say("title");
  document.getElementById("numbers").textContent = say("summary", {n: data.n_documents, pairs: data.n_pairs,
    passages: data.n_passages, families: data.n_families, quotes: data.n_quoted}) + " · " + say("print_date", {date: data.day}) + (data.place ? " · " + data.place : "");
  document.getElementById("fair").textContent = say("fair");
  const tabs = ["documents", "matrix", "families", "quotes"].map(k =>
    el("a", {href: "#" + k, ...(k === where ? {"aria-current": "page"} : {})}, say(k)));
  if (where.startsWith("pair-")) tabs.push(el("a", {href: "#" + where, "aria-current": "page"}, say("pair")));
  if (where.startsWith("doc-")) tabs.push(el("a", {href: "#" + where, "aria-current": "page"}, docs[+where.slice(4)]?.id ?? ""));
  document.getElementById("nav").replaceChildren(...tabs,
    el("button", {type: "button", lang: lang === "zh" ? "en" : "zh-CN", onclick: () => { lang = lang === "zh" ? "en" : "zh"; show(); }},
      lang === "zh" ? "English" : "中文"));
  main.replaceChildren();
  if (where === "matrix") matrixView();
  else if (where === "families" || where === "quotes") familiesView(where === "quotes");
  else if (where.startsWith("pair-")) pairView(where.slice(5));
  else if (where.startsWith("doc-")) docView(+where.slice(4));
  else documentsView();
}
addEventListener("hashchange", () => { show(); main.focus({preventScroll: true}); scrollTo(0, 0); });
show();
