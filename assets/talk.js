/* SPDX-License-Identifier: Apache-2.0 */
/* talk.js - conversations that come by themselves, and keys for the care team. Pages work whole without it. */
(() => {
  'use strict';
  const one = (sel) => document.querySelector(sel);
  const all = (sel) => [...document.querySelectorAll(sel)];
  const text = one('form [name=text]');
  const news = one('[data-news]');

  // The stream says only that something changed: the page itself is asked for it, and its lists put here. What is being typed stays.
  const box = one('[data-stream]');
  const fresh = async () => {
    const reply = await fetch(location.href.replace(/[?&](done|pick)=[^&#]*/g, ''), { credentials: 'same-origin' }).catch(() => null);
    if (!reply || !reply.ok) return;
    const page = new DOMParser().parseFromString(await reply.text(), 'text/html');
    for (const sel of ['[data-talk]', '[data-inbox]', '[data-writers]', '.promises']) {
      const now = one(sel), then = page.querySelector(sel);
      if (!now || !then || now.innerHTML === then.innerHTML) continue;
      const more = sel === '[data-talk]' && then.children.length > now.children.length;
      const row = sel === '[data-inbox]' && document.activeElement && document.activeElement.closest('[data-row]');
      now.replaceChildren(...then.childNodes);
      if (row) { const same = all('[data-row]').find((r) => r.href === row.href); if (same) same.focus(); }
      if (more && news && text && text.value.trim() !== '') news.hidden = false;
    }
  };
  if (box) {
    let timer;
    const ask = () => { clearTimeout(timer); timer = setTimeout(fresh, 150); };
    const listen = () => {
      const stream = new EventSource(box.dataset.stream);
      stream.addEventListener('change', ask);
      stream.onerror = () => { if (stream.readyState === 2) setInterval(ask, 20000); };
    };
    if (one('[data-office]')) document.addEventListener('office-change', ask);
    else if (window.EventSource) listen(); else setInterval(ask, 20000);
  }

  // Whoever begins to write says so, to the others who have the same conversation before them.
  const form = one('form[data-writing]');
  if (form && text) {
    let said = 0;
    text.addEventListener('input', () => {
      if (text.value.trim() === '' || Date.now() - said < 45000) return;
      said = Date.now();
      fetch(form.dataset.writing, { method: 'POST', credentials: 'same-origin', headers: { 'Content-Type': 'application/json' }, body: '{}' }).catch(() => null);
    });
  }

  const answer = one('form [name=answer]');
  for (const put of all('[data-put]')) {
    put.addEventListener('click', (e) => {
      e.preventDefault();
      text.value = text.value.trim() === '' ? put.dataset.put : text.value.trimEnd() + '\n' + put.dataset.put;
      if (answer) answer.value = put.dataset.answer;
      text.dispatchEvent(new Event('input'));
      text.focus();
    });
  }

  // The keys are named on the pages themselves, below "Keys".
  const go = (sel) => { const at = one(sel); if (at) at.click(); };
  const into = (e, at) => { if (at) { at.focus(); e.preventDefault(); } };
  document.addEventListener('keydown', (e) => {
    const typing = e.target.closest('input, textarea, select');
    if (typing) {
      if (e.key === 'Enter' && (e.ctrlKey || e.metaKey) && e.target.form) e.target.form.requestSubmit();
      if (e.key === 'Escape') e.target.blur();
      return;
    }
    if (e.ctrlKey || e.altKey || e.metaKey) return;
    const rows = all('[data-row]');
    const at = rows.indexOf(document.activeElement && document.activeElement.closest('[data-row]'));
    if (e.key === 'j' && rows.length) rows[Math.min(at + 1, rows.length - 1)].focus();
    else if (e.key === 'k' && rows.length) rows[Math.max(at - 1, 0)].focus();
    else if (e.key === 'r') into(e, text);
    else if (e.key === 'n') { const kind = one('form [name=direction]'); if (kind && text) { kind.value = 'note'; into(e, text); } }
    else if (e.key === '/') into(e, one('input[type=search]'));
    else if (e.key === 'i') go('a[data-place="inbox"]');
    else if (e.key === 'x') go('[data-solve]');
    else if (e.key === '?') { const keys = one('details.keys'); if (keys) { keys.open = !keys.open; keys.scrollIntoView({ block: 'nearest' }); } }
  });
})();
