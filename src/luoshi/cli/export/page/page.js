(() => {
  'use strict';
  const $$ = (s, from = document) => [...from.querySelectorAll(s)];
  const $ = (s, from = document) => from.querySelector(s);
  const root = document.documentElement;
  const source = $('#source'), ledger = $('#ledger'), path = $('#line path');
  const rows = $$('.row');
  const pieces = new Map();
  for (const piece of $$('.u')) {
    const name = piece.dataset.r;
    pieces.has(name) ? pieces.get(name).push(piece) : pieces.set(name, [piece]);
  }
  const parts = new Map();
  for (const part of $$('.p[data-p]')) {
    for (const name of part.dataset.p.split(' ')) {
      parts.has(name) ? parts.get(name).push(part) : parts.set(name, [part]);
    }
  }
  const calm = rows.length > 300 || matchMedia('(prefers-reduced-motion: reduce)').matches;
  const narrow = matchMedia('(max-width:860px)');
  let current = null, filter = '', wanted = '';
  root.classList.add('js');

  const row = (name) => document.getElementById('r-' + name);
  const scroller = (el) => (narrow.matches ? window : el.closest('.source, .ledger'));

  function bring(el) {
    if (!el || !scroller(el)) return;
    el.scrollIntoView({ block: 'nearest', behavior: calm ? 'auto' : 'smooth' });
  }
  function show(view) {
    root.dataset.view = view;
    for (const b of $$('.views button')) b.setAttribute('aria-pressed', String(b.dataset.v === view));
  }
  function light(name, on) {
    for (const el of pieces.get(name) || []) el.classList.toggle('on', on);
    for (const el of parts.get(name) || []) el.classList.toggle('lit', on && el.classList.contains('inh'));
    const r = row(name);
    if (r) r.classList.toggle('on', on);
  }
  function select(name, { reveal = '' } = {}) {
    if (current && current !== name) light(current, false);
    current = name;
    light(name, true);
    if (reveal === 'source') bring((pieces.get(name) || [])[0]);
    if (reveal === 'ledger') bring(row(name));
    draw(name);
  }
  function draw(name) {
    const from = (pieces.get(name) || [])[0], to = row(name);
    if (!from || !to || to.hidden || narrow.matches) return path.setAttribute('d', '');
    const left = [...from.getClientRects()].pop(), right = to.getBoundingClientRect();
    const pane = source.getBoundingClientRect(), list = ledger.getBoundingClientRect();
    const y1 = left.bottom, y2 = right.top + 18, edge = pane.right;
    if (y1 < pane.top || y1 > pane.bottom || y2 < list.top || y2 > list.bottom) return path.setAttribute('d', '');
    path.setAttribute('d', `M${left.right} ${y1}H${edge - 12}L${edge} ${y2}H${right.left + 4}`);
  }
  function seen() { return rows.filter((r) => !r.hidden); }
  function step(by) {
    const list = seen();
    if (!list.length) return;
    const at = list.findIndex((r) => r.dataset.r === current);
    const next = list[Math.max(0, Math.min(list.length - 1, at < 0 ? (by > 0 ? 0 : list.length - 1) : at + by))];
    if (narrow.matches) show('ledger');
    $('th a', next).focus({ preventScroll: true });
    bring(next);
    select(next.dataset.r, { reveal: narrow.matches ? '' : 'source' });
  }
  function sift() {
    let n = 0;
    for (const r of rows) {
      r.hidden = (filter && !r.classList.contains(filter)) || (wanted && !r.textContent.toLowerCase().includes(wanted));
      if (!r.hidden) n += 1;
    }
    for (const cat of $$('.cat')) {
      let at = cat.nextElementSibling;
      while (at && at.classList.contains('row') && at.hidden) at = at.nextElementSibling;
      cat.hidden = !at || !at.classList.contains('row');
    }
    $('#nomatch').hidden = n > 0 || !rows.length;
    root.dataset.filter = filter;
    path.setAttribute('d', '');
  }
  function turn() {
    for (const el of $$('[data-o]')) [el.textContent, el.dataset.o] = [el.dataset.o, el.textContent];
    for (const el of $$('[data-t]')) [el.title, el.dataset.t] = [el.dataset.t, el.title];
    for (const el of $$('[data-m]')) [el.dataset.n, el.dataset.m] = [el.dataset.m, el.dataset.n];
    for (const el of $$('[data-l]')) {
      const own = el.getAttribute('aria-label');
      el.setAttribute('aria-label', el.dataset.l);
      el.dataset.l = own;
    }
    root.lang = root.lang === 'en' ? 'zh-CN' : 'en';
    name_find();
  }
  function name_find() { $('#find').placeholder = $('#find').getAttribute('aria-label'); }
  function received() {
    const on = root.classList.toggle('received');
    $('#b-received').setAttribute('aria-pressed', String(on));
  }
  function keys() {
    const box = $('#keys');
    box.hidden = !box.hidden;
    $('#b-keys').setAttribute('aria-expanded', String(!box.hidden));
  }
  function open(name) {
    if (narrow.matches) show('source');
    select(name, { reveal: 'source' });
    const first = (pieces.get(name) || [])[0];
    if (first) first.focus({ preventScroll: true });
  }

  ledger.addEventListener('click', (e) => {
    const link = e.target.closest('a');
    const other = link && link.hash.startsWith('#r-') ? link.hash.slice(3) : null;
    const r = e.target.closest('.row');
    if (!other && !r) return;
    e.preventDefault();
    if (other) return select(other, { reveal: 'ledger' });
    open(r.dataset.r);
  });
  source.addEventListener('click', (e) => {
    const piece = e.target.closest('.u');
    if (!piece) return;
    e.preventDefault();
    if (narrow.matches) show('ledger');
    const r = row(piece.dataset.r);
    if (r && r.hidden) { filter = ''; wanted = ''; $('#find').value = ''; press(''); sift(); }
    select(piece.dataset.r, { reveal: 'ledger' });
  });
  for (const pane of [source, ledger]) {
    const look = (e) => {
      const el = e.target.closest && e.target.closest('[data-r]');
      if (el) draw(el.dataset.r);
    };
    pane.addEventListener('pointerover', look);
    pane.addEventListener('focusin', (e) => {
      const el = e.target.closest('[data-r]');
      if (el) select(el.dataset.r);
    });
    pane.addEventListener('pointerleave', () => (current ? draw(current) : path.setAttribute('d', '')));
    pane.addEventListener('scroll', () => current && draw(current), { passive: true });
  }
  addEventListener('resize', () => current && draw(current));

  function press(kind) {
    for (const b of $$('.filters button')) b.setAttribute('aria-pressed', String(b.dataset.f === kind));
  }
  for (const b of $$('.filters button')) {
    b.addEventListener('click', () => {
      filter = b.dataset.f;
      press(filter);
      sift();
    });
  }
  for (const b of $$('.views button')) b.addEventListener('click', () => show(b.dataset.v));
  $('#find').addEventListener('input', (e) => { wanted = e.target.value.trim().toLowerCase(); sift(); });
  $('#b-received').addEventListener('click', received);
  $('#b-keys').addEventListener('click', keys);
  $('#b-lang').addEventListener('click', turn);
  $('#b-print').addEventListener('click', () => print());
  $('#b-theme').addEventListener('click', () => {
    const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme:dark)').matches;
    root.dataset.theme = dark ? 'light' : 'dark';
  });
  addEventListener('keydown', (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.target.id === 'find') {
      if (e.key === 'Escape') e.target.blur();
      return;
    }
    const act = { j: () => step(1), k: () => step(-1), '/': () => $('#find').focus(), '?': keys, o: received }[e.key];
    if (act) { e.preventDefault(); act(); return; }
    if (e.key === 'Enter' && current && !e.target.closest('button, summary')) {
      e.preventDefault();
      e.target.closest('.u') ? bring(row(current)) : open(current);
    }
  });
  name_find();
  const asked = location.hash.match(/^#[rs]-([cap]\d+)$/);
  if (asked) select(asked[1], { reveal: 'source' });
})();
