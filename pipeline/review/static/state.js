// The claims as objects, what is chosen, and which claims a choice lets through.
const docs = data.docs.map((doc, index) => ({ ...doc, index }));
const filters = { kinds: new Set(), flagged: '', role: '', status: '', flag: '', verdict: '', differs: false, q: '' };
const state = { doc: 0, claim: null };
// The review page adds to these; the report leaves them as they are.
const hooks = { verdict: () => '', focused: () => {}, drawn: () => {}, filters: () => [], listed: () => ['', false] };

function makeClaim(doc, row, index) {
  const [s, e, ss, se, ...cells] = row;
  const claim = { doc, index, s, e, ss, se, quote: doc.text.slice(s, e) };
  data.columns.forEach((name, at) => { claim[name] = cells[at]; });
  claim.id = claim.claim_id;
  claim.flags = claim.flags ? claim.flags.split(' ') : [];
  claim.differences = [];
  return claim;
}

for (const doc of docs) {
  doc.claims = doc.claims.map((row, index) => makeClaim(doc, row, index));
  doc.missing = [];
  for (const [at, quote, column, gold, got] of doc.differences) {
    const claim = column === 'missing' ? null : doc.claims.find((one) => one.s <= at && at < one.e)
      || doc.claims.find((one) => at <= one.s && one.s < at + quote.length);
    if (claim) claim.differences.push([column, gold, got]);
    else if (column === 'missing') doc.missing.push([at, quote]);
  }
}
let byId = new Map(docs.flatMap((doc) => doc.claims.map((claim) => [claim.id, claim])));

function allClaims() { return docs.flatMap((doc) => doc.claims); }

function haystack(claim) {
  claim.haystack ??= plain([claim.quote, claim.indicator, claim.unit_text, claim.unit, claim.place, claim.whole,
    claim.period, claim.value, claim.doc.title, claim.doc.id].join(' '));
  return claim.haystack;
}

// Whether the filters let a claim through; `but` names one filter that is not asked.
function passes(claim, but = '') {
  if (but !== 'kinds' && filters.kinds.size && !filters.kinds.has(claim.kind)) return false;
  if (but !== 'flagged' && filters.flagged && (filters.flagged === 'yes') !== claim.flags.length > 0) return false;
  if (filters.role && claim.role !== filters.role) return false;
  if (filters.status && claim.status !== filters.status) return false;
  if (filters.flag && !claim.flags.includes(filters.flag)) return false;
  if (filters.differs && !claim.differences.length) return false;
  if (filters.verdict && !passesVerdict(claim)) return false;
  return !filters.q || filters.q.split(/\s+/).every((part) => haystack(claim).includes(part));
}

function passesVerdict(claim) {
  if (filters.verdict === 'flag') return claim.marked;
  const verdict = hooks.verdict(claim);
  return filters.verdict === 'none' ? !verdict : verdict === filters.verdict;
}

function filtering() {
  return filters.kinds.size > 0 || filters.differs
    || ['flagged', 'role', 'status', 'flag', 'verdict', 'q'].some((name) => filters[name]);
}

function resetFilters() {
  filters.kinds.clear();
  for (const name of ['flagged', 'role', 'status', 'flag', 'verdict', 'q']) filters[name] = '';
  filters.differs = false;
}

function current() { return docs[state.doc]; }
