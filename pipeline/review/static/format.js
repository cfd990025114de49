// Values as a reader of the language expects them. The data stay as they are: exact decimals, codes, ISO periods.
const BOUNDS = { '=': '', '~': '≈\u00a0', '>': '>\u00a0', '>=': '≥\u00a0', '<': '<\u00a0', '<=': '≤\u00a0' };

// A plain decimal of any length, grouped and with the language's mark; never through a float.
function decimal(value) {
  const [, sign, digits, rest] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(value) || [null, '', value, ''];
  if (!/^\d+$/.test(digits)) return value;
  const format = new Intl.NumberFormat(ui.lang);
  const mark = format.formatToParts(1.5).find((part) => part.type === 'decimal').value;
  return (sign ? '−' : '') + format.format(BigInt(digits)) + (rest ? mark + rest : '');
}

function unitLabel(claim) {
  if (claim.unit === '1') return claim.kind === 'count' ? claim.unit_text : '';
  const own = STRINGS.units[claim.unit];
  if (own) return own[ui.lang] ?? own['*'];
  if (claim.kind === 'amount') return claim.unit;
  return claim.unit.replace(/\[(.*?)\]/g, '$1').replace(/\{(.*?)\}/g, '$1').replaceAll('.', '')
    .replace(/(?<=\p{L})2\b/gu, '²').replace(/(?<=\p{L})3\b/gu, '³');
}

function numberText(claim) {
  const range = claim.value_max ? ` – ${decimal(claim.value_max)}` : '';
  return BOUNDS[claim.bound] + (claim.unit === '{x}' ? '× ' : '') + decimal(claim.value) + range;
}

// The number with its unit, as one phrase: « ≈ 2 400 000 000 000 CNY ».
function valueText(claim) {
  const unit = claim.unit === '{x}' ? '' : unitLabel(claim);
  const tight = ui.lang === 'en' && (unit === '%' || unit === '‰');
  return numberText(claim) + (unit ? (tight ? '' : unit.length < 3 ? '\u202f' : ' ') + unit : '') + (claim.per ? ` / ${perText(claim)}` : '');
}

// The denominator in words: « 1 habitant, 1 a » → habitant, an.
function perText(claim) {
  const one = (part) => (STRINGS.per[part] ? word('per', part) : part.replace(/^1 /, ''));
  return claim.per ? claim.per.split(', ').map(one).join(', ') : '';
}

function signedText(claim) {
  const text = valueText(claim);
  return claim.role === 'change' && claim.unit !== '{x}' && !claim.value.startsWith('-') && Number(claim.value) !== 0
    ? text.replace(/(?=\d)/, '+') : text;
}

// An ISO period in words: 2025-12 → déc. 2025, 2025-Q3 → T3 2025, an interval with a dash.
function periodText(period) {
  return period.split('/').map(onePeriod).join(' – ');
}

function onePeriod(period) {
  const part = /^(\d{4})-(Q|S|W)(\d+)$/.exec(period);
  if (part) return t(`period.${part[2]}`, { n: part[3].replace(/^0/, ''), year: part[1] });
  const day = /^(\d{4})-(\d\d)(?:-(\d\d))?$/.exec(period);
  if (!day) return period;
  const when = new Date(Date.UTC(+day[1], +day[2] - 1, +(day[3] || 1)));
  const style = { year: 'numeric', month: 'short', timeZone: 'UTC', ...(day[3] ? { day: 'numeric' } : {}) };
  return new Intl.DateTimeFormat(ui.lang, style).format(when);
}

function basisText(basis) {
  const since = /^since (.+)$/.exec(basis);
  return since ? t('basis.since', { period: periodText(since[1]) }) : word('basis', basis);
}

function percentText(share) {
  return new Intl.NumberFormat(ui.lang, { style: 'percent', maximumFractionDigits: 1 }).format(share);
}

// First and last moment of a period, in milliseconds; null for none.
function reach(period) {
  const ends = period.split('/').map(reachOfOne);
  if (!ends.length || ends.includes(null)) return null;
  return [ends[0][0], ends[ends.length - 1][1]];
}

function reachOfOne(period) {
  const found = /^(\d{4})(?:-(?:Q([1-4])|S([12])|W(\d\d)|(\d\d)(?:-(\d\d))?))?$/.exec(period);
  if (!found) return null;
  const [, year, quarter, half, week, month, day] = found;
  const from = (m, d = 1) => Date.UTC(+year, m, d);
  if (day) return [from(month - 1, +day), from(month - 1, +day)];
  if (month) return [from(month - 1), from(+month)];
  if (quarter) return [from((quarter - 1) * 3), from(quarter * 3)];
  if (half) return [from((half - 1) * 6), from(half * 6)];
  if (week) return [from(0, (week - 1) * 7 + 1), from(0, week * 7 + 1)];
  return [from(0), from(12)];
}
