// The run at a glance: figures, the bar of kinds (which is a filter too), and the filters.
function drawOverview() {
  const claims = allClaims();
  const flagged = claims.filter((claim) => claim.flags.length).length;
  const dropped = docs.reduce((sum, doc) => sum + doc.dropped.length, 0);
  const tiles = [
    tile(whole(docs.length), t('tile.documents'), data.leftOut ? t('tile.left', { n: whole(data.leftOut) }) : ''),
    tile(whole(claims.length), t('tile.claims')),
    tile(whole(flagged), t('tile.flagged'), claims.length ? percentText(flagged / claims.length) : ''),
    tile(whole(dropped), t('tile.dropped')),
  ];
  if (data.rejected.length) tiles.push(tile(whole(data.rejected.length), t('tile.rejected')));
  if (data.gold) tiles.push(tile(percentText(data.gold[2]), t('tile.gold'),
    t('tile.gold.note', { found: percentText(data.gold[0]), quantity: percentText(data.gold[1]) })));
  put($('overview'),
    h('ul', { class: 'tiles' }, tiles),
    kindBar(),
    data.comparison ? h('p', {}, h('a', { href: data.comparison }, t('comparison'))) : null,
    data.rejected.length ? h('details', { class: 'rejected' }, h('summary', {}, t('rejected.list')),
      h('ul', {}, data.rejected.map(([path, reason]) => h('li', {}, h('b', {}, path), ' – ', reason)))) : null);
}

function tile(figure, label, note = '') {
  return h('li', {}, h('b', {}, figure), h('span', {}, label), note ? h('small', {}, note) : null);
}

// One part a kind, its flagged share hatched. The other filters decide what is counted.
function kindBar() {
  const counts = Object.fromEntries(KINDS.map((kind) => [kind, [0, 0]]));
  for (const claim of allClaims()) {
    if (passes(claim, 'kinds')) counts[claim.kind][claim.flags.length ? 1 : 0] += 1;
  }
  const total = KINDS.reduce((sum, kind) => sum + counts[kind][0] + counts[kind][1], 0);
  const bar = h('div', { class: 'bar', 'aria-hidden': 'true' });
  const legend = h('div', { class: 'legend', role: 'group', 'aria-label': t('kinds') });
  for (const kind of KINDS) {
    const [clear, flagged] = counts[kind];
    const off = filters.kinds.size && !filters.kinds.has(kind);
    if (total) {
      const part = h('div', { class: `part k-${kind}${off ? ' off' : ''}`, onclick: () => toggleKind(kind) },
        h('i', { class: 'clear' }), h('i', { class: 'hatched' }));
      part.style.flexGrow = clear + flagged;
      part.children[0].style.flexGrow = clear;
      part.children[1].style.flexGrow = flagged;
      if (clear + flagged) bar.append(part);
    }
    legend.append(h('button', {
      type: 'button', class: `chip k-${kind}`, 'aria-pressed': String(filters.kinds.has(kind)), 'data-kind': kind,
      onclick: () => toggleKind(kind),
    }, h('span', { class: 'glyph', 'aria-hidden': 'true' }, GLYPHS[kind]), word('kind', kind),
    h('b', {}, whole(clear + flagged)), flagged ? h('small', {}, `⚑ ${whole(flagged)}`) : null));
  }
  return h('div', { class: 'kinds' }, bar, legend);
}

function toggleKind(kind) {
  if (!filters.kinds.delete(kind)) filters.kinds.add(kind);
  const held = document.activeElement?.dataset?.kind;
  drawFiltered();
  if (held) $('overview').querySelector(`.chip[data-kind="${held}"]`)?.focus();
}

function drawFilters() {
  const claims = allClaims();
  const flags = [...new Set(claims.flatMap((claim) => claim.flags))].sort();
  const differs = claims.some((claim) => claim.differences.length);
  put($('filters'),
    h('label', { class: 'search' }, h('span', {}, t('search')), h('input', {
      type: 'search', id: 'q', value: filters.q, placeholder: t('search.hint'), autocomplete: 'off',
      oninput: later((event) => { filters.q = plain(event.target.value.trim()); drawFiltered(); }, 60),
    })),
    select('role', ['level', 'change', 'share'].map((role) => [role, word('role', role)])),
    select('status', ['observed', 'forecast', 'target'].map((status) => [status, word('status', status)])),
    select('flagged', [['yes', t('flagged.yes')], ['no', t('flagged.no')]]),
    flags.length ? select('flag', flags.map((flag) => [flag, word('flag', flag)])) : null,
    hooks.filters(),
    differs ? h('label', { class: 'tick' }, h('input', {
      type: 'checkbox', id: 'differs', checked: filters.differs,
      onchange: (event) => { filters.differs = event.target.checked; drawFiltered(); },
    }), t('differs')) : null,
    h('span', { class: 'shown', id: 'shown' }),
    h('button', { type: 'button', class: 'plain', id: 'reset', onclick: () => {
      resetFilters(); drawFilters(); drawFiltered();
    } }, t('reset')));
}

function select(name, options) {
  return h('label', {}, h('span', {}, t(`filter.${name}`)), h('select', {
    id: `filter-${name}`, onchange: (event) => { filters[name] = event.target.value; drawFiltered(); },
  }, h('option', { value: '' }, t('all')), options.map(([value, label]) => h('option', {
    value, selected: filters[name] === value,
  }, label))));
}

function drawCounts() {
  const claims = allClaims();
  const shown = claims.filter((claim) => passes(claim)).length;
  $('shown').textContent = filtering() ? t('shown', { n: whole(shown), m: whole(claims.length) }) : '';
  $('reset').hidden = !filtering();
}
