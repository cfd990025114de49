// Small plots over time, one for an indicator of one place in one unit that is told for several periods.
const MAX_PLOTS = 12;
const PLOT = { width: 340, height: 170, left: 14, right: 14, top: 30, bottom: 26 };

// The plots stand below everything else: they can wait until the rest is on the screen.
const plotSoon = later(drawPlots, 120);

// What belongs into one plot has one key; '' for a claim that no plot can show.
function plotKey(claim) {
  const cells = [claim.indicator, claim.place, claim.whole, claim.unit, claim.per, claim.role, claim.basis, claim.kind, claim.prices];
  const made = claim.indicator && claim.period ? plain(cells.join('\u0000')) : '';
  if (claim.plotted !== `${made}${claim.period}`) {
    claim.span = made ? reach(claim.period) : null;
    claim.plotted = `${made}${claim.period}`;
  }
  return claim.span ? made : '';
}

function drawPlots() {
  const groups = new Map();
  for (const claim of allClaims()) {
    const key = passes(claim) ? plotKey(claim) : '';
    if (!key) continue;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push({ claim, at: (claim.span[0] + claim.span[1]) / 2 });
  }
  const here = (points) => points.some(({ claim }) => claim.doc === current());
  const told = [...groups.values()].filter((points) => new Set(points.map(({ claim }) => claim.period)).size > 1)
    .sort((a, b) => here(b) - here(a) || b.length - a.length).slice(0, MAX_PLOTS);
  $('plots').hidden = !told.length;
  put($('plots'), h('h2', {}, t('plots')), h('p', { class: 'key' }, statusKey()), h('div', { class: 'grid' }, told.map(plot)));
}

function statusKey() {
  const sample = (status, label) => h('span', {}, svg('svg', { viewBox: '0 0 14 14', width: 14, height: 14, class: 'k-percentage',
    'aria-hidden': 'true' }, shape(status, 7, 7)), label);
  return ['observed', 'forecast', 'target'].map((status) => sample(status, word('status', status)));
}

function shape(status, x, y) {
  if (status === 'target') return svg('path', { class: 'dot hollow', d: `M${x} ${y - 5.5}l5.5 5.5l-5.5 5.5l-5.5 -5.5z` });
  return svg('circle', { class: status === 'observed' ? 'dot' : 'dot hollow', cx: x, cy: y, r: 4.5 });
}

function plot(points) {
  points.sort((a, b) => a.at - b.at);
  const { claim } = points[0];
  const values = points.flatMap((point) => [point.claim.value, point.claim.value_max].filter(Boolean).map(Number));
  const y = scale(values, PLOT.height - PLOT.bottom, PLOT.top, 0.18);
  const x = scale(points.map((point) => point.at), PLOT.left + 28, PLOT.width - PLOT.right - 28, 0);
  const different = (cell) => new Set(points.map(cell)).size;
  const clear = different((one) => one.claim.period) === different((one) => `${one.claim.period} ${one.claim.value}`);
  const path = !clear ? '' : points.filter((point) => !point.claim.value_max)
    .map((point) => `${x(point.at).toFixed(1)},${y(Number(point.claim.value)).toFixed(1)}`).join(' ');
  const periods = new Map(points.map((point) => [point.claim.period, point]));
  const name = [claim.indicator, claim.place].filter(Boolean).join(', ');
  const picture = svg('svg', { viewBox: `0 0 ${PLOT.width} ${PLOT.height}`, role: 'img', class: `k-${claim.kind}`,
    'aria-label': `${name}: ${points.map((point) => `${periodText(point.claim.period)} ${signedText(point.claim)}`).join('; ')}` },
  svg('line', { class: 'axis', x1: PLOT.left, x2: PLOT.width - PLOT.right, y1: PLOT.height - PLOT.bottom, y2: PLOT.height - PLOT.bottom }),
  zeroLine(values, y), svg('polyline', { class: 'thread', points: path }),
  points.map((point) => dot(point, x(point.at), y)), valueLabels(points, x, y), periodLabels([...periods.values()], x));
  const unit = plain(unitLabel(claim)) === plain(claim.indicator) ? '' : unitLabel(claim);
  return h('figure', { class: 'plot' }, h('figcaption', {}, h('b', { lang: claim.doc.lang }, claim.indicator),
    h('small', {}, [claim.place, [unit, claim.per && `/ ${perText(claim)}`].filter(Boolean).join(' '), word('role', claim.role), basisText(claim.basis)]
      .filter(Boolean).join(' · '))), picture);
}

function scale(values, from, to, room) {
  const low = Math.min(...values), high = Math.max(...values), size = high - low || Math.abs(high) || 1;
  const start = high === low ? low - size / 2 : low - size * room, end = high === low ? low + size / 2 : high + size * room;
  return (value) => from + ((value - start) / (end - start)) * (to - from);
}

function zeroLine(values, y) {
  if (!(Math.min(...values) < 0 && Math.max(...values) > 0)) return null;
  return svg('line', { class: 'zero', x1: PLOT.left, x2: PLOT.width - PLOT.right, y1: y(0), y2: y(0) });
}

// A range has whiskers, a bound an arrow to the side where the value may lie.
function dot({ claim }, x, y) {
  const low = y(Number(claim.value)), parts = [];
  if (claim.value_max) {
    const high = y(Number(claim.value_max));
    parts.push(svg('path', { class: 'whisker', d: `M${x} ${low}V${high}M${x - 5} ${low}h10M${x - 5} ${high}h10` }));
    parts.push(shape(claim.status, x, (low + high) / 2));
  } else parts.push(shape(claim.status, x, low));
  const side = { '>': -1, '>=': -1, '<': 1, '<=': 1 }[claim.bound];
  if (side) {
    const tip = low + side * 20;
    parts.push(svg('path', { class: 'whisker', d: `M${x} ${low + side * 5}V${tip}m-4 ${-side * 5}l4 ${side * 5}l4 ${-side * 5}` }));
  }
  return svg('g', { class: 'point', onclick: () => focusClaim(claim, { scroll: true }) },
    svg('title', {}, `${periodText(claim.period)}: ${signedText(claim)}`), parts);
}

// A label is left out where it would run into one that is there; the tooltip still has it.
function labels(list, wide) {
  const placed = [];
  return list.filter(({ x, y, text }) => {
    const half = Math.max(14, text.length * wide / 2);
    const free = placed.every((other) => Math.abs(other.x - x) > other.half + half || Math.abs(other.y - y) > 11);
    if (free) placed.push({ x, y, half });
    return free;
  });
}

function valueLabels(points, x, y) {
  const list = points.map(({ claim, at }) => ({ x: x(at),
    y: y(Number(claim.value_max || claim.value)) - (['>', '>='].includes(claim.bound) ? 24 : 10), text: shortText(claim) }));
  return labels(list, 6).map((one) => svg('text', { class: 'value', x: inside(one), y: one.y }, one.text));
}

function periodLabels(points, x) {
  const list = points.map(({ claim, at }) => ({ x: x(at), y: PLOT.height - 9, text: periodText(claim.period) }));
  return labels(list, 5.6).map((one) => svg('text', { class: 'when', x: inside(one), y: one.y }, one.text));
}

function inside({ x, text }) {
  const half = text.length * 3;
  return Math.min(Math.max(x, half + 2), PLOT.width - half - 2);
}

function shortText(claim) {
  const short = (value) => new Intl.NumberFormat(ui.lang, Math.abs(Number(value)) < 10000 ? { maximumSignificantDigits: 6 }
    : { notation: 'compact', maximumSignificantDigits: 4 }).format(Number(value)).replace('-', '−');
  return BOUNDS[claim.bound] + short(claim.value) + (claim.value_max ? `–${short(claim.value_max)}` : '');
}
