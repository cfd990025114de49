// The list of documents, and the rows of the one that is open.
function drawDocs() {
  const items = docs.map((doc) => h('li', {}, h('button', {
    type: 'button', 'data-doc': doc.index, onclick: () => openDoc(doc.index, { top: true }),
  }, h('span', { class: 'name', lang: doc.lang }, doc.title || doc.id), h('span', { class: 'meta' }))));
  const choose = h('select', { id: 'choose', 'aria-label': t('documents'),
    onchange: (event) => openDoc(+event.target.value) }, docs.map((doc) => h('option', { value: doc.index })));
  put($('docs'), h('h2', {}, t('documents')), choose, h('ul', {}, items));
  refreshDocs();
}

// The list is made once; what a choice or a decision changes in it is put in place, as there may be thousands.
function refreshDocs(only = null) {
  const items = $('docs').querySelectorAll('li'), options = $('choose').options, narrow = filtering();
  for (const doc of only ? [only] : docs) {
    const hits = narrow ? doc.claims.filter((claim) => passes(claim)).length : doc.claims.length;
    const here = doc.index === state.doc;
    const item = items[doc.index], option = options[doc.index];
    item.hidden = option.hidden = narrow && !hits && !here;
    if (item.hidden) continue;
    const [text, done] = hooks.listed(doc);
    const count = narrow ? t('shown', { n: whole(hits), m: whole(doc.claims.length) }) : counted('claims', doc.claims.length);
    const key = `${count} ${text}`;
    if (item.dataset.key === key) continue;
    item.dataset.key = key;
    option.textContent = `${doc.title || doc.id} (${whole(hits)})`;
    put(item.querySelector('.meta'), h('span', {}, count),
      doc.gold ? h('span', {}, t('gold.short', { exact: percentText(doc.gold[2]) })) : null,
      text ? h('span', { class: done ? 'done' : null }, text) : null);
  }
  markDoc();
}

function markDoc() {
  const now = $('docs').querySelector(`[data-doc="${state.doc}"]`), before = $('docs').querySelector('[aria-current]');
  if (now === before) return;
  before?.removeAttribute('aria-current');
  now?.setAttribute('aria-current', 'true');
  now?.scrollIntoView({ block: 'nearest' });
  $('choose').value = state.doc;
}

function drawRows() {
  const doc = current();
  if (!doc) { put($('rows')); return; }
  const claims = doc.claims.filter((claim) => passes(claim));
  const body = h('tbody', {}, claims.map(rowOf));
  const heads = ['value', 'indicator', 'place', 'period'].map((name) => h('th', { scope: 'col' }, word('column', name)));
  put($('rows'),
    h('h2', {}, t('rows'), ' ', h('small', {}, claims.length === doc.claims.length ? whole(claims.length)
      : t('shown', { n: whole(claims.length), m: whole(doc.claims.length) }))),
    claims.length ? h('table', {}, h('thead', {}, h('tr', {}, heads)), body) : h('p', { class: 'notice' }, t('none')));
  markCurrent();
}

function rowOf(claim) {
  const notes = [word('role', claim.role), basisText(claim.basis), claim.whole && t('of.whole', { whole: claim.whole }),
    claim.status === 'observed' ? '' : word('status', claim.status)].filter(Boolean);
  const verdict = hooks.verdict(claim);
  return h('tr', {
    'data-id': claim.id, class: `k-${claim.kind}`, 'data-verdict': verdict,
    onclick: () => focusClaim(claim, { scroll: true }),
  },
  h('td', { class: 'num' }, h('button', { type: 'button', class: 'pick', onclick: (event) => {
    event.stopPropagation();
    focusClaim(claim, { scroll: true });
  } }, h('span', { class: 'glyph', title: word('kind', claim.kind) }, GLYPHS[claim.kind]), signedText(claim)),
  verdict ? h('span', { class: 'verdict' }, word('verdict', verdict)) : null),
  h('td', { class: 'what' }, h('span', { lang: claim.doc.lang }, claim.indicator || t('no.indicator')),
    h('small', {}, notes.join(' · ')),
    claim.flags.length ? h('small', { class: 'flags' }, claim.flags.map((flag) => h('span', {}, `⚑ ${word('flag', flag)}`))) : null,
    claim.differences.length ? h('small', { class: 'differs' },
      t('gold.differs', { columns: claim.differences.map(([column]) => word('column', column)).join(', ') })) : null),
  h('td', { class: 'where' }, claim.place),
  h('td', { class: 'when' }, claim.period && periodText(claim.period)));
}

// Only the list scrolls, so that the text stays where the reader is.
function showRow(claim) {
  const row = $('rows').querySelector(`tr[data-id="${CSS.escape(claim.id)}"]`);
  const side = $('side');
  if (!row || side.scrollHeight <= side.clientHeight) return;
  const box = row.getBoundingClientRect(), frame = side.getBoundingClientRect();
  const top = frame.top + $('desk').offsetHeight + 40;  // the desk and the head of the table lie over the rows
  if (box.top < top || box.bottom > frame.bottom) side.scrollTop += box.top - top - Math.max(0, frame.bottom - top) / 4;
}
