// The release with its numbers marked, the strip that shows where they stand, and the card that explains one.
function openDoc(index, { top = false } = {}) {
  state.doc = index;
  state.claim = null;
  hideCard();
  drawReader();
  markDoc();
  drawRows();
  plotSoon();
  if (top) scrollTo($('reader'), 'start');
}

function drawReader() {
  const doc = current();
  if (!doc) { put($('reader'), h('p', { class: 'notice' }, t('empty'))); return; }
  const about = [doc.publisher, doc.published && periodText(doc.published), counted('claims', doc.claims.length),
    doc.gold && t('gold.line', { found: percentText(doc.gold[0]), exact: percentText(doc.gold[2]) })];
  put($('reader'),
    h('header', { class: 'head' }, h('p', { class: 'path' }, doc.id),
      h('p', { class: 'about' }, about.filter(Boolean).map((part) => h('span', {}, part)))),
    strip(doc),
    h('div', { class: 'text', id: 'text', lang: doc.lang, tabindex: '-1' }, blocks(doc)),
    droppedList(doc));
  dimMarks();
  markCurrent();
  drawWindow();
}

// Marks must not cross each other or a block: what overlaps an earlier mark is left to the table.
function pieces(doc) {
  const all = [...doc.claims.map((claim) => ({ s: claim.s, e: claim.e, claim })),
    ...doc.dropped.map(([s, e, reason]) => ({ s, e, reason })),
    ...doc.missing.map(([s, quote]) => ({ s, e: s + quote.length, missing: true }))];
  all.sort((a, b) => a.s - b.s || (a.claim ? -1 : 1));
  let last = 0;
  return all.filter((one) => { const good = one.s >= last && one.e > one.s; if (good) last = one.e; return good; });
}

function blocks(doc) {
  const marks = pieces(doc);
  let next = 0;
  return doc.blocks.map(([start, end, kind]) => {
    const tag = kind === 'title' ? 'h2' : kind === 'heading' ? 'h3' : 'p';
    const block = h(tag, { class: `block b-${kind}`, 'data-s': start });
    let at = start;
    for (; next < marks.length && marks[next].s < end; next += 1) {
      const mark = marks[next];
      if (mark.s < at) continue;
      block.append(doc.text.slice(at, mark.s), markOf(doc, mark, Math.min(mark.e, end)));
      at = Math.min(mark.e, end);
    }
    block.append(doc.text.slice(at, end));
    return block;
  });
}

function markOf(doc, { s, claim, reason, missing }, end) {
  const text = doc.text.slice(s, end);
  if (!claim) {
    const why = missing ? t('gold.missing') : t('dropped.why', { reason: word('reason', reason) });
    const span = h('span', { class: missing ? 'missing' : 'dropped' }, text);
    span.addEventListener('mouseenter', () => showCard(span, h('p', {}, why)));
    span.addEventListener('mouseleave', hideCard);
    return span;
  }
  const mark = h('mark', {
    class: `k-${claim.kind}${claim.flags.length ? ' flagged' : ''}`, 'data-id': claim.id, tabindex: '0', role: 'button',
    onclick: () => focusClaim(claim, { scroll: 'row' }),
    onkeydown: (event) => {
      if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); focusClaim(claim, { scroll: 'row' }); }
    },
  }, text);
  const show = () => showCard(mark, cardOf(claim));
  mark.addEventListener('mouseenter', show);
  mark.addEventListener('focus', show);
  mark.addEventListener('mouseleave', hideCard);
  mark.addEventListener('blur', hideCard);
  return mark;
}

// A number of the text that is no claim is told here too, for those who cannot hover.
function droppedList(doc) {
  if (!doc.dropped.length) return null;
  return h('details', { class: 'dropped-list' }, h('summary', {}, counted('dropped', doc.dropped.length)),
    h('ul', {}, doc.dropped.map(([s, e, reason]) => h('li', {}, h('q', { lang: doc.lang }, doc.text.slice(s, e)), ' ',
      word('reason', reason)))));
}

function dimMarks() {
  for (const mark of $('reader').querySelectorAll('mark')) {
    const claim = byId.get(mark.dataset.id);
    mark.classList.toggle('dim', !claim || !passes(claim));
    mark.dataset.verdict = claim ? hooks.verdict(claim) : '';
  }
  for (const tick of $('reader').querySelectorAll('.strip [data-id]')) {
    const claim = byId.get(tick.dataset.id);
    tick.classList.toggle('dim', !claim || !passes(claim));
  }
}

function strip(doc) {
  const length = Math.max(1, doc.text.length);
  const x = (at) => (at / length) * 1000;
  const ends = [0, ...doc.claims.flatMap((claim) => [claim.s, claim.e]), length];
  let gap = [0, 0];
  for (let i = 0; i < ends.length; i += 2) if (ends[i + 1] - ends[i] > gap[1] - gap[0]) gap = [ends[i], ends[i + 1]];
  const label = t('strip', { n: whole(doc.claims.length), share: percentText((gap[1] - gap[0]) / length) });
  const ticks = doc.claims.map((claim) => svg('rect', {
    class: `tick k-${claim.kind}`, x: x(claim.s), y: 3, width: Math.max(3, x(claim.e) - x(claim.s)), height: 22,
    'data-id': claim.id, onclick: () => focusClaim(claim, { scroll: true }),
  }));
  const faint = doc.dropped.map(([s, e]) => svg('rect', {
    class: 'faint', x: x(s), y: 10, width: Math.max(2, x(e) - x(s)), height: 8 }));
  return h('figure', { class: 'strip' },
    svg('svg', { viewBox: '0 0 1000 28', preserveAspectRatio: 'none', role: 'img', 'aria-label': label },
      svg('rect', { class: 'ground', x: 0, y: 13, width: 1000, height: 2 }),
      svg('rect', { class: 'window', id: 'window', x: 0, y: 0, width: 0, height: 28 }),
      svg('rect', { class: 'gap', x: x(gap[0]), y: 13, width: x(gap[1] - gap[0]), height: 2 }), faint, ticks),
    h('figcaption', {}, label));
}

// Which part of the text is on the screen.
function drawWindow() {
  const text = $('text'), box = $('window');
  if (!text || !box) return;
  const { top, height } = text.getBoundingClientRect();
  const from = Math.max(0, -top / height), to = Math.min(1, (innerHeight - top) / height);
  box.setAttribute('x', from * 1000);
  box.setAttribute('width', Math.max(0, to - from) * 1000);
}

function cardOf(claim) {
  const lines = [['basis', basisText(claim.basis)], ['whole', claim.whole], ['place', claim.place],
    ['period', claim.period && periodText(claim.period)], ['status', word('status', claim.status)],
    ['prices', claim.prices && word('prices', claim.prices)]].filter(([, cell]) => cell);
  const differ = claim.differences.map(([column, gold, got]) => h('li', {}, h('b', {}, word('column', column)), ' ',
    h('del', {}, got || '∅'), ' → ', h('ins', {}, gold || '∅')));
  return [
    h('p', { class: `value k-${claim.kind}` }, h('span', { class: 'glyph' }, GLYPHS[claim.kind]), signedText(claim)),
    h('p', { class: 'what' }, claim.indicator || t('no.indicator'), ' ',
      h('small', {}, [word('one', claim.kind), word('role', claim.role)].join(' · '))),
    h('dl', {}, lines.flatMap(([name, cell]) => [h('dt', {}, word('column', name)), h('dd', {}, cell)])),
    claim.flags.length ? h('p', { class: 'flags' }, claim.flags.map((flag) => h('span', {}, `⚑ ${word('flag', flag)}`))) : null,
    differ.length ? h('ul', { class: 'differ' }, h('li', {}, t('gold.says')), differ) : null,
  ];
}

function showCard(anchor, content) {
  const card = $('card');
  put(card, ...[content].flat());
  card.hidden = false;
  const box = anchor.getBoundingClientRect();
  if (innerWidth < 700) { card.style.left = card.style.top = ''; return; }
  const left = Math.min(Math.max(8, box.left), innerWidth - card.offsetWidth - 8);
  const below = box.bottom + card.offsetHeight + 10 < innerHeight;
  card.style.left = `${left + scrollX}px`;
  card.style.top = `${(below ? box.bottom + 6 : box.top - card.offsetHeight - 6) + scrollY}px`;
}

function hideCard() { $('card').hidden = true; }

// Bring a claim into focus: its mark, its row, and the page's address.
function focusClaim(claim, { scroll = false } = {}) {
  if (claim.doc !== current()) openDoc(claim.doc.index);
  state.claim = claim;
  markCurrent();
  history.replaceState(null, '', `#${encodeURIComponent(claim.id)}`);
  if (scroll === true) { const mark = markElement(claim); if (mark) scrollTo(mark); }
  if (scroll) showRow(claim);
  hooks.focused(claim);
}

function markElement(claim) { return $('reader').querySelector(`mark[data-id="${CSS.escape(claim.id)}"]`); }

function markCurrent() {
  for (const one of document.querySelectorAll('.current')) one.classList.remove('current');
  for (const one of document.querySelectorAll('tr[aria-current]')) one.removeAttribute('aria-current');
  if (!state.claim) return;
  for (const one of document.querySelectorAll(`[data-id="${CSS.escape(state.claim.id)}"]`)) {
    one.classList.add('current');
    if (one.tagName === 'TR') one.setAttribute('aria-current', 'true');
  }
}
