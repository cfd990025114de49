// Who is reviewing, how far two of them agree, and decisions that have lost their claim.
let others = { people: [], orphans: [] };

function drawReviewTools() {
  put($('tools-review'),
    h('label', { class: 'who' }, h('span', {}, t('reviewer')), h('input', { type: 'text', id: 'reviewer', value: R.reviewer,
      maxlength: 60, onchange: (event) => changeReviewer(event.target) })),
    h('button', { type: 'button', class: 'plain', id: 'export', onclick: () => enqueue(async () => {
      const { written } = await ask('export', {});
      say(t('written', { n: whole(written) }));
      $('export').textContent = `✓ ${t('written', { n: whole(written) })}`;
    }) }, t('export')));
  loadPeople();
}

function changeReviewer(input) {
  const name = input.value.trim();
  if (!name || name === R.reviewer) { input.value = R.reviewer; return; }
  enqueue(async () => {
    const before = R.reviewer;
    R.reviewer = name;
    try {
      Object.assign(R, await ask('state'));
    } catch (error) { R.reviewer = before; input.value = before; throw error; }
    state.claim = null;
    closeForm();
    applyAll(R.judgements);
    drawAll();
  });
}

const loadPeople = later(() => enqueue(async () => { others = await ask('people'); drawPeople(); }), 300);

function drawPeople() {
  const { people, orphans } = others;
  const box = $('people');
  box.hidden = !people.length && !orphans.length;
  box.setAttribute('aria-label', t('people'));
  put(box, people.length ? [h('h2', {}, t('people')), people.map(pairTable)] : null,
    orphans.length ? [h('h2', {}, t('orphans')), h('p', {}, t('orphans.hint')), h('ul', { class: 'orphans' },
      orphans.map(({ doc, verdict, seen }) => h('li', {}, h('b', {}, word('verdict', verdict)), ' ',
        h('q', {}, seen.quote || ''), ' ', seen.indicator || '', ' ', h('small', {}, doc))))] : null);
}

function pairTable({ pair: [a, b], both, f1, columns }) {
  const figure = (value) => (value === null ? '–' : new Intl.NumberFormat(ui.lang, { maximumFractionDigits: 2 }).format(value));
  return h('table', { class: 'pair' }, h('caption', {}, t('people.pair', { a, b }), ' – ',
    `${whole(both)} ${t('people.both')}, ${t('people.f1')} ${percentText(f1)}`),
  h('thead', {}, h('tr', {}, ['people.column', 'people.agree', 'people.kappa'].map((key) => h('th', { scope: 'col' }, t(key))))),
  h('tbody', {}, columns.map(([name, equal, kappa]) => h('tr', {}, h('th', { scope: 'row' }, word('column', name)),
    h('td', {}, percentText(equal)), h('td', {}, figure(kappa))))));
}
