// What all of the page stands on: the data, the words of the interface, and elements made without any HTML text.
const data = JSON.parse(document.getElementById('data').textContent);
const STRINGS = JSON.parse(document.getElementById('strings').textContent);
const KINDS = ['amount', 'percentage', 'count', 'measure', 'ratio'];
const GLYPHS = { amount: '¤', percentage: '%', count: '#', measure: '↔', ratio: '×' };
const SVG = 'http://www.w3.org/2000/svg';
const $ = (id) => document.getElementById(id);

const memory = {  // a browser may forbid storage for files and in private windows
  get(name) { try { return localStorage.getItem(`releve.${name}`); } catch { return null; } },
  set(name, value) { try { localStorage.setItem(`releve.${name}`, value); } catch { /* it is only a convenience */ } },
};
const ui = {
  lang: memory.get('lang') || (navigator.language.startsWith('fr') ? 'fr' : 'en'),
  theme: memory.get('theme') || 'auto',
};

// The words for a key in the language of the interface, with {name} replaced; the key itself where it has none.
function t(key, values = {}) {
  const entry = STRINGS.ui[key];
  const text = entry ? entry[ui.lang] : key;
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');
}

// Words for codes of the table (kinds, roles, flags, reasons…), and the code itself where we have none.
function word(group, code) {
  const entry = (STRINGS[group] || {})[code];
  return entry ? entry[ui.lang] : code;
}

// "1 document", "3 documents": the plural rule is that of the language.
function counted(key, number) {
  const form = new Intl.PluralRules(ui.lang).select(number) === 'one' ? 'one' : 'other';
  return t(`${key}.${form}`, { n: whole(number) });
}

function whole(number) { return new Intl.NumberFormat(ui.lang).format(number); }

// An element: attributes, handlers (on…) and children; strings become text and never HTML.
function h(tag, attributes = {}, ...children) { return fill(document.createElement(tag), attributes, children); }
function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'value') element.value = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  for (const child of children.flat(9)) {
    if (child !== null && child !== undefined && child !== false) element.append(child);
  }
  return element;
}

function put(target, ...children) {
  target.replaceChildren(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false));
}

function say(text) { $('said').textContent = text; }

// Case and accents do not matter in a search.
function plain(text) { return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase(); }

function later(work, wait) {
  let timer = 0;
  return (...values) => { clearTimeout(timer); timer = setTimeout(() => work(...values), wait); };
}

const quietMotion = matchMedia('(prefers-reduced-motion: reduce)');
function scrollTo(element, block = 'center') {
  element.scrollIntoView({ block, behavior: quietMotion.matches ? 'auto' : 'smooth' });
}
