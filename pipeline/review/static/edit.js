// The form in which a claim is corrected, or one that was missed is added. The span is what is selected in the text.
const form = { open: false, adding: false, span: null, fault: null };

// The selection in the text as the text's own offsets, white space at its ends left out; null for none.
function selectedSpan() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const s = offsetOf(range.startContainer, range.startOffset), e = offsetOf(range.endContainer, range.endOffset);
  if (s === null || e === null) return null;
  const text = current().text;
  let from = Math.min(s, e), to = Math.max(s, e);
  while (from < to && /\s/.test(text[from])) from += 1;
  while (to > from && /\s/.test(text[to - 1])) to -= 1;
  return from < to ? { s: from, e: to } : null;
}

// A block's own text is a stretch of the document's, so an offset is the block's start and what stands before the point.
function offsetOf(node, offset) {
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  const block = element.closest('#text .block');
  if (!block) return null;
  const before = document.createRange();
  before.setStart(block, 0);
  before.setEnd(node, offset);
  return Number(block.dataset.s) + before.toString().length;
}

function openForm(adding) {
  const span = adding ? selectedSpan() : null;
  if (adding && !span) { say(t('add.hint')); trouble(t('add.hint')); return; }
  if (!adding && !state.claim) return;
  $('trouble')?.remove();
  hideCard();
  Object.assign(form, { open: true, adding, span, fault: null, values: adding ? guess(span) : { ...state.claim } });
  drawDesk();
  ($('edit-value') || $('desk')).focus();
  $('edit-value')?.select();
}

// A first guess for an added claim: what the selected words show by themselves.
function guess({ s, e }) {
  const quote = current().text.slice(s, e);
  const number = /[-−]?\d[\d\s.,]*\d|\d/.exec(quote);
  const percent = quote.includes('%');
  const near = current().claims.filter((claim) => claim.s < s).pop();
  return { kind: percent ? 'percentage' : 'count', bound: '=', value: number ? number[0] : '', value_max: '',
    unit: percent ? '%' : '1', unit_text: percent ? '%' : number ? quote.slice(number.index + number[0].length).trim() : '',
    per: '', indicator: '', role: 'level', basis: '', prices: '', whole: '', place: near ? near.place : '',
    period: near ? near.period : '', status: 'observed' };
}

function closeForm() { Object.assign(form, { open: false, span: null, fault: null }); }

function drawForm() {
  const quote = form.span ? current().text.slice(form.span.s, form.span.e) : state.claim.quote;
  const names = R.editable.filter((name) => !['quote', 'start', 'end'].includes(name));
  return h('form', { class: 'edit', id: 'edit', autocomplete: 'off', onsubmit: (event) => { event.preventDefault(); submitForm(); },
    onkeydown: (event) => { if (event.key === 'Escape') { event.stopPropagation(); closeForm(); drawDesk(); } } },
  h('h3', {}, t(form.adding ? 'add.title' : 'edit.title')),
  h('p', { class: 'span' }, h('q', { id: 'edit-quote', lang: current().lang }, quote), ' ', h('small', {}, t('select.hint'))),
  h('div', { class: 'cells' }, names.map((name) => h('label', { class: form.fault?.column === name ? 'fault' : null },
    h('span', {}, word('column', name)), field(name),
    form.fault?.column === name ? h('small', { role: 'alert' }, word('problem', form.fault.message)) : null))),
  form.fault && !names.includes(form.fault.column) ? h('p', { class: 'fault', role: 'alert' }, word('problem', form.fault.message)) : null,
  h('datalist', { id: 'units' }, R.units.map((unit) => h('option', { value: unit }))),
  h('p', { class: 'buttons' }, h('button', { class: 'main', type: 'submit' }, t('save')),
    h('button', { type: 'button', onclick: () => { closeForm(); drawDesk(); } }, t('cancel'))));
}

function field(name) {
  const value = form.values[name] ?? '';
  const keep = (event) => { form.values[name] = event.target.value; };
  if (data.enums[name] || name === 'prices') {
    const options = data.enums[name] || ['', 'current', 'constant'];
    return h('select', { id: `edit-${name}`, onchange: keep }, options.map((option) => h('option', {
      value: option, selected: option === value }, name === 'bound' ? option : option ? word(name === 'kind' ? 'one' : name, option) : '–')));
  }
  return h('input', { id: `edit-${name}`, type: 'text', value, oninput: keep, spellcheck: 'false',
    list: name === 'unit' ? 'units' : null, inputmode: name.startsWith('value') ? 'decimal' : null });
}

function submitForm() {
  const changes = {};
  for (const name of R.editable) {
    const value = form.values[name];
    if (['quote', 'start', 'end'].includes(name) || value === undefined) continue;
    if (form.adding || value !== state.claim[name]) changes[name] = value;
  }
  if (form.span) Object.assign(changes, { start: form.span.s, end: form.span.e });
  if (form.adding) decide('add', { changes });
  else decide('correct', { changes, target: state.claim });
}

// What the server does not accept is told at its field; true if there is a form to tell it in.
function showFault(error) {
  if (!form.open) return false;
  form.fault = error;
  drawDesk();
  ($(`edit-${error.column}`) || $('edit-value')).focus();
  say(t('refused', { why: word('problem', error.message) }));
  return true;
}

document.addEventListener('selectionchange', later(() => {
  if (!form.open) return;
  const span = selectedSpan();
  if (!span) return;
  form.span = span;
  const quote = $('edit-quote');
  if (quote) quote.textContent = current().text.slice(span.s, span.e);
}, 50));
