// The way in: draw everything, and again what a choice changes.
function applyTheme() {
  if (ui.theme === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = ui.theme;
}

function applyLanguage() {
  document.documentElement.lang = ui.lang;
  document.title = `Relevé – ${counted('claims', allClaims().length)}`;
  for (const element of document.querySelectorAll('[data-t]')) element.textContent = t(element.dataset.t);
  $('tagline').textContent = t(data.review ? 'tagline.review' : 'tagline');
  for (const [id, key] of [['overview', 'overview'], ['filters', 'filters'], ['docs', 'documents'], ['side', 'rows'],
    ['plots', 'plots']]) $(id).setAttribute('aria-label', t(key));
}

function drawTools() {
  const choice = (name, value, label, title) => h('button', {
    type: 'button', 'aria-pressed': String(ui[name] === value), title, lang: name === 'lang' ? value : null,
    'aria-label': title, onclick: () => { ui[name] = value; memory.set(name, value); drawAll(); $('tools')
      .querySelector(`[data-choice="${name}-${value}"]`)?.focus(); }, 'data-choice': `${name}-${value}`,
  }, label);
  put($('tools'),
    h('span', { id: 'tools-review' }),
    h('div', { class: 'switch', role: 'group', 'aria-label': t('language') },
      choice('lang', 'fr', 'FR', 'Français'), choice('lang', 'en', 'EN', 'English')),
    h('div', { class: 'switch', role: 'group', 'aria-label': t('theme') },
      choice('theme', 'auto', '◐', t('theme.auto')), choice('theme', 'light', '☀', t('theme.light')),
      choice('theme', 'dark', '☾', t('theme.dark'))));
}

function drawFiltered() {
  drawOverview();
  drawCounts();
  refreshDocs();
  drawRows();
  dimMarks();
  plotSoon();
}

function drawAll() {
  applyTheme();
  applyLanguage();
  drawTools();
  drawFilters();
  drawDocs();
  drawFiltered();
  drawReader();
  drawFoot();
  hooks.drawn();
}

function drawFoot() {
  put($('foot'), h('p', {}, t('foot')));
}

function fromAddress() {
  const id = decodeURIComponent(location.hash.slice(1));
  if (byId.has(id)) focusClaim(byId.get(id), { scroll: true });
}

if (typeof prepareReview === 'function') prepareReview();
document.addEventListener('keydown', (event) => { if (event.key === 'Escape') hideCard(); });
addEventListener('scroll', later(drawWindow, 30), { passive: true });
addEventListener('hashchange', fromAddress);
drawAll();
fromAddress();
document.documentElement.dataset.ready = String(Math.round(performance.now()));
