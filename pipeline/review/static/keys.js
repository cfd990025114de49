// Keys, and the same deeds as buttons. A reviewer's own keys are kept by the server, under the name.
const KEYS = { accept: 'a', reject: 'r', correct: 'c', 'skip.claim': 's', 'flag.claim': 'f', undo: 'u', next: 'n',
  previous: 'p', add: 'm', done: 'd', help: '?' };
const DEEDS = {
  accept: () => decide('accept'),
  reject: () => decide('reject'),
  correct: () => enqueue(async () => openForm(false)),
  'skip.claim': () => decide('skip'),
  'flag.claim': () => decide('flag'),
  undo,
  next: () => enqueue(async () => advance(state.claim)),
  previous: () => enqueue(async () => advance(state.claim, -1)),
  add: () => openForm(true),
  done: () => decide(R.done.includes(current().id) ? 'reopen' : 'done', { target: null }),
  help: () => openHelp(),
};
let binding = '';

function keyOf(deed) { return R.keys[deed] || KEYS[deed]; }

function bindKeys() {
  document.addEventListener('keydown', (event) => {
    if (binding) { bind(event); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || $('overlay').open) return;
    if (event.target.closest('input, select, textarea')) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (!state.claim) return;
      event.preventDefault();
      enqueue(async () => neighbour(event.key === 'ArrowDown' ? 1 : -1));
      return;
    }
    const deed = Object.keys(KEYS).find((name) => keyOf(name) === event.key);
    if (!deed) return;
    event.preventDefault();
    DEEDS[deed]();
  });
}

function keyBar() {
  const doc = current();
  const label = (deed) => t(deed === 'done' && R.done.includes(doc.id) ? 'done.undo' : deed);
  return h('div', { class: 'deeds', role: 'group', 'aria-label': t('keys') }, Object.keys(KEYS).map((deed) => h('button', {
    type: 'button', class: `deed d-${deed.split('.')[0]}`, 'data-deed': deed, onmousedown: (event) => event.preventDefault(),
    onclick: () => DEEDS[deed](),
  }, h('kbd', {}, keyOf(deed)), label(deed))));
}

function openHelp() {
  drawHelp();
  if (!$('overlay').open) $('overlay').showModal();
}

function drawHelp() {
  put($('overlay'), h('h2', {}, t('help')), h('p', {}, t('keys.hint')),
    h('dl', { class: 'keys' }, Object.keys(KEYS).flatMap((deed) => [h('dt', {}, t(deed)), h('dd', {}, h('button', {
      type: 'button', 'data-bind': deed, 'aria-label': `${t(deed)} : ${keyOf(deed)}`,
      onclick: () => { binding = deed; drawHelp(); },
    }, h('kbd', {}, binding === deed ? t('keys.press') : keyOf(deed))))])),
    h('p', {}, h('button', { type: 'button', class: 'main', onclick: () => { binding = ''; $('overlay').close(); } }, t('close'))));
}

function bind(event) {
  if (['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return;
  event.preventDefault();
  const deed = binding;
  binding = '';
  if (event.key.length === 1 && event.key !== ' ') {
    if (Object.keys(KEYS).some((other) => other !== deed && keyOf(other) === event.key)) say(t('keys.taken'));
    else {
      R.keys = { ...R.keys, [deed]: event.key };
      enqueue(() => ask('keys', { keys: R.keys }));
    }
  }
  drawHelp();
  drawDesk();
}
