// The desk: one claim in focus with its sentence and all its columns, what one can do about it, and how far one is.
const R = data.review;
const CONTEXT = 220;
const DECIDED = ['accept', 'reject', 'correct', 'add'];
let chain = Promise.resolve();  // decisions are written one after the other, in the order of the keys

function decided(claim) { return DECIDED.includes(claim.verdict); }

function prepareReview() {
  for (const doc of docs) {
    for (const claim of doc.claims) Object.assign(claim, { extracted: { ...claim }, verdict: '', marked: false, changed: [] });
  }
  hooks.verdict = (claim) => claim.verdict || '';
  hooks.focused = () => { closeForm(); drawDesk(); };
  hooks.drawn = () => { drawReviewTools(); drawDesk(); drawPeople(); };
  hooks.filters = () => select('verdict', [['none', t('verdict.none')], ...['accept', 'reject', 'correct', 'add', 'skip', 'flag']
    .map((verdict) => [verdict, word('verdict', verdict)])]);
  hooks.listed = (doc) => {
    const done = doc.claims.filter(decided).length;
    const closed = R.done.includes(doc.id);
    return [closed ? `✓ ${t('document.done')}` : `${whole(done)} / ${whole(doc.claims.length)}`, closed];
  };
  applyAll(R.judgements);
  bindKeys();
}

// Put what the server knows of a claim into ours; null: nothing is decided about it.
function applyOne(id, shown) {
  let claim = byId.get(id);
  if (claim && !claim.extracted) {  // an added one is made anew
    claim.doc.claims = claim.doc.claims.filter((one) => one !== claim);
    byId.delete(id);
    claim = null;
  }
  if (claim) Object.assign(claim, claim.extracted, { haystack: undefined, verdict: '', marked: false, changed: [] });
  if (!shown) return;
  if (shown.row && shown.added) {
    const doc = docs.find((one) => one.id === shown.doc);
    claim = makeClaim(doc, shown.row, -1);
    doc.claims.push(claim);
    byId.set(id, claim);
  } else if (claim && shown.row) {
    const { differences, index, extracted } = claim;
    Object.assign(claim, makeClaim(claim.doc, shown.row, index), { differences, extracted });
  }
  if (!claim) return;
  Object.assign(claim, { verdict: shown.verdict, marked: shown.flagged, changed: shown.changed || [] });
  claim.doc.claims.sort((a, b) => a.s - b.s || a.e - b.e);
}

function applyAll(judgements) {
  for (const id of [...byId.keys()]) applyOne(id, null);
  for (const [id, shown] of Object.entries(judgements)) applyOne(id, shown);
}

async function ask(path, message = null) {
  const token = encodeURIComponent(new URLSearchParams(location.search).get('token') || '');
  const question = message ? '' : `&reviewer=${encodeURIComponent(R.reviewer)}`;
  const answer = await fetch(`/api/${path}?token=${token}${question}`, message ? {
    method: 'POST', headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ reviewer: R.reviewer, ...message }),
  } : {});
  const body = await answer.json().catch(() => ({ problem: answer.statusText }));
  if (!answer.ok) throw Object.assign(new Error(body.problem || answer.statusText), { refused: true, column: body.column });
  return body;
}

function enqueue(work) {
  chain = chain.then(work).catch((error) => {
    if (!error.refused) trouble(t('lost'));
    else if (!showFault(error)) trouble(t('refused', { why: word('problem', error.message) }));
  });
  return chain;
}

function trouble(text) {
  say(text);
  let box = $('trouble');
  if (!box) { box = h('p', { id: 'trouble', role: 'alert' }); document.body.append(box); }
  put(box, text, ' ', h('button', { type: 'button', class: 'plain', onclick: () => box.remove() }, t('close')));
}

function decide(action, extra = {}) {
  return enqueue(async () => {
    const claim = extra.target || state.claim;
    if (!claim && !['done', 'reopen', 'add'].includes(action)) { firstUndecided(); return; }
    const { target, ...rest } = extra;
    const doc = (claim ? claim.doc : current()).id;
    learn(await ask('decide', { action, doc, claim: claim ? claim.id : '', ...rest }), 'saved');
    if (['accept', 'reject', 'skip', 'correct'].includes(action)) advance(claim);
  });
}

function undo() {
  return enqueue(async () => {
    const news = await ask('undo', {});
    if (!news.action) { say(t('nothing.undo')); return; }
    learn(news, 'undone');
    if (byId.has(news.claim)) focusClaim(byId.get(news.claim), { scroll: true });
  });
}

// What an answer of the server changes on the page.
function learn(news, how) {
  $('trouble')?.remove();
  R.done = news.done;
  const before = byId.get(news.claim);
  const place = before && `${before.s} ${before.e}`;
  if (news.claim) applyOne(news.claim, news.judgement);
  const after = byId.get(news.claim);
  if (state.claim && state.claim.id === news.claim) state.claim = after || null;
  if (place !== (after && `${after.s} ${after.e}`)) drawReader();
  closeForm();
  dimMarks();
  refreshDocs(docs.find((doc) => doc.id === news.doc));
  drawRows();
  drawCounts();
  drawDesk();
  say(t(how, { what: [word('verdict', news.action), after && valueText(after)].filter(Boolean).join(', ') }));
}

// The next claim in the order of documents and text that is not decided and passes the filters; skipped ones last.
function nextUndecided(from, step = 1) {
  const order = allClaims().filter((claim) => (!decided(claim) && passes(claim)) || claim === from);
  const at = order.indexOf(from);
  const round = [...order.slice(at + 1), ...order.slice(0, Math.max(at, 0))];
  if (step < 0) round.reverse();
  return round.find((claim) => claim.verdict !== 'skip') || round[0] || null;
}

function advance(from, step = 1) {
  const next = nextUndecided(from, step);
  if (next) focusClaim(next, { scroll: true });
  else { state.claim = null; markCurrent(); drawDesk(); say(t('all.decided')); }
}

function firstUndecided() {
  const here = current().claims.find((claim) => !decided(claim) && passes(claim));
  if (here) focusClaim(here, { scroll: true });
  else advance(null);
}

function neighbour(step) {
  const list = current().claims.filter((claim) => passes(claim));
  const next = list[state.claim ? list.indexOf(state.claim) + step : 0];
  if (next) focusClaim(next, { scroll: true });
}

function drawDesk() {
  const claim = state.claim, all = allClaims(), doc = current();
  if (!doc) return;
  const n = all.filter(decided).length, here = doc.claims.filter(decided).length;
  const bar = h('progress', { max: all.length || 1, value: n, 'aria-label': t('progress', { n: whole(n), m: whole(all.length) }) });
  put($('desk'),
    h('div', { class: 'progress' }, bar, h('p', {}, h('b', { id: 'progress' }, t('progress', { n: whole(n), m: whole(all.length) })),
      ' ', h('small', {}, t('progress.doc', { n: whole(here), m: whole(doc.claims.length) })))),
    form.open ? drawForm() : claim ? focusCard(claim)
      : h('p', { class: 'notice' }, all.length && n === all.length ? t('all.decided') : t('choose.claim')),
    form.open ? null : keyBar());
}

function focusCard(claim) {
  const text = claim.doc.text;
  const cells = R.editable.filter((name) => !['quote', 'start', 'end', 'kind', 'value', 'value_max', 'bound', 'indicator'].includes(name)
    && (claim[name] || ['place', 'period'].includes(name)));
  const before = Object.fromEntries(claim.changed);
  return h('div', { class: `focus k-${claim.kind}`, 'data-verdict': claim.verdict },
    h('p', { class: 'context', lang: claim.doc.lang }, around(text.slice(claim.ss, claim.s), -1),
      h('b', {}, text.slice(claim.s, claim.e)), around(text.slice(claim.e, Math.max(claim.e, claim.se)), 1)),
    h('p', { class: 'value' }, h('span', { class: 'glyph', 'aria-hidden': 'true' }, GLYPHS[claim.kind]), signedText(claim),
      claim.verdict ? h('span', { class: 'stamp' }, word('verdict', claim.verdict)) : null, claim.marked ? ' ⚑' : null),
    h('p', { class: 'what', lang: claim.doc.lang }, claim.indicator || t('no.indicator')),
    h('dl', {}, cells.flatMap((name) => [h('dt', {}, word('column', name)), h('dd', {}, cellText(claim, name),
      name in before ? h('small', {}, ` ${t('was', { value: before[name] || '∅' })}`) : null)])),
    claim.flags.length ? h('p', { class: 'flags' }, claim.flags.map((flag) => h('span', {}, `⚑ ${word('flag', flag)}`))) : null,
    claim.differences.length ? h('p', { class: 'differ' }, claim.differences.map(([column, gold, got]) => h('span', {},
      `${word('column', column)} : `, h('del', {}, got || '∅'), ' → ', h('ins', {}, gold || '∅'), ' '))) : null);
}

// So much of a long sentence as helps; the text beside has all of it.
function around(words, side) {
  if (words.length <= CONTEXT) return words;
  return side < 0 ? `… ${words.slice(-CONTEXT).replace(/^\S*\s/, '')}` : `${words.slice(0, CONTEXT).replace(/\s\S*$/, '')} …`;
}

function cellText(claim, name) {
  if (name === 'period') return claim.period ? periodText(claim.period) : '–';
  if (name === 'basis') return basisText(claim.basis);
  return STRINGS[name] ? word(name, claim[name]) : claim[name] || '–';
}
