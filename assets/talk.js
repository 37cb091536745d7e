/* SPDX-License-Identifier: Apache-2.0 */
/* talk.js - conversations that come by themselves, and keys for the care team. Pages work whole without it. */
(() => {
  'use strict';
  const one = (sel) => document.querySelector(sel);
  const all = (sel) => [...document.querySelectorAll(sel)];

  // The stream says only that something changed: the page itself is asked for it, and its list put here.
  const box = one('[data-stream]');
  const fresh = async () => {
    const reply = await fetch(location.href.replace(/[?&]done=[^&]*/, ''), { credentials: 'same-origin' }).catch(() => null);
    if (!reply || !reply.ok) return;
    const page = new DOMParser().parseFromString(await reply.text(), 'text/html');
    for (const sel of ['[data-talk]', '[data-inbox]', '.promises']) {
      const now = one(sel), then = page.querySelector(sel);
      if (now && then && now.innerHTML !== then.innerHTML) {
        now.replaceChildren(...then.childNodes);
        if (document.hidden && window.Notification && Notification.permission === 'granted') new Notification(document.title);
      }
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
    if (window.EventSource) listen(); else setInterval(ask, 20000);
  }

  const tell = one('[data-notify]');
  if (tell && window.Notification && Notification.permission === 'default') {
    tell.hidden = false;
    tell.addEventListener('click', () => Notification.requestPermission().then(() => { tell.hidden = true; }));
  }

  const text = one('form [name=text]');
  const answer = one('form [name=answer]');
  for (const put of all('[data-put]')) {
    put.addEventListener('click', (e) => {
      e.preventDefault();
      text.value = text.value.trim() === '' ? put.dataset.put : text.value.trimEnd() + '\n' + put.dataset.put;
      if (answer) answer.value = put.dataset.answer;
      text.focus();
    });
  }

  // j and k walk the list, r answers; Ctrl+Enter sends.
  document.addEventListener('keydown', (e) => {
    const typing = e.target.closest('input, textarea, select');
    if (typing) {
      if (e.key === 'Enter' && (e.ctrlKey || e.metaKey) && e.target.form) e.target.form.requestSubmit();
      return;
    }
    if (e.ctrlKey || e.altKey || e.metaKey) return;
    const rows = all('[data-row]');
    const at = rows.indexOf(document.activeElement);
    if (e.key === 'j' && rows.length) rows[Math.min(at + 1, rows.length - 1)].focus();
    else if (e.key === 'k' && rows.length) rows[Math.max(at - 1, 0)].focus();
    else if (e.key === 'r' && text) { text.focus(); e.preventDefault(); }
  });
})();
