// The list of documents, and the rows of the one that is open.
function drawDocs() {
  const shown = docs.map((doc) => [doc, doc.claims.filter((claim) => passes(claim)).length])
    .filter(([doc, hits]) => hits || !filtering() || doc.index === state.doc);
  const items = shown.map(([doc, hits]) => h('li', {}, h('button', {
    type: 'button', 'aria-current': doc.index === state.doc ? 'true' : null, 'data-doc': doc.index,
    onclick: () => { openDoc(doc.index, { top: true }); $('docs').querySelector('[aria-current]')?.focus(); },
  }, h('span', { class: 'name', lang: doc.lang }, doc.title || doc.id), h('span', { class: 'meta' },
    h('span', {}, filtering() ? t('shown', { n: whole(hits), m: whole(doc.claims.length) }) : counted('claims', doc.claims.length)),
    doc.gold ? h('span', {}, t('gold.short', { exact: percentText(doc.gold[2]) })) : null, hooks.listed(doc)))));
  const choose = h('select', { id: 'choose', 'aria-label': t('documents'),
    onchange: (event) => openDoc(+event.target.value) },
  shown.map(([doc, hits]) => h('option', { value: doc.index, selected: doc.index === state.doc },
    `${doc.title || doc.id} (${whole(hits)})`)));
  const list = $('docs').querySelector('ul');
  const scrolled = list ? list.scrollTop : 0;
  put($('docs'), h('h2', {}, t('documents')), choose, h('ul', {}, items));
  $('docs').querySelector('ul').scrollTop = scrolled;
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
