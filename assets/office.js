/* SPDX-License-Identifier: Apache-2.0 */
/* office.js - on every page of the back office: how much waits, in the links, in the title and, if wished, as the browser's notification.
   Pages work whole without it. One tab of the browser listens for all: browsers open few connections to a shop. */
(() => {
  'use strict';
  const dock = document.querySelector('[data-office]');
  if (!dock || !window.fetch) return;
  const title = document.title.replace(/^\(\d+\+?\) /, '');
  let waits = null;

  const show = (place, count) => {
    for (const link of document.querySelectorAll(`a[data-place="${place}"]`)) {
      let mark = link.querySelector('.count');
      if (!count) { if (mark) mark.remove(); continue; }
      if (!mark) {
        mark = document.createElement('span');
        mark.className = place === 'late' ? 'count count-late' : 'count';
        link.append(' ', mark);
      }
      mark.textContent = count > 99 ? '99+' : String(count);
    }
  };
  const tell = (count) => {
    if (!window.Notification || Notification.permission !== 'granted' || document.hasFocus()) return;
    const note = new Notification(dock.dataset.officeSay.replace('#', count), { body: dock.dataset.officeShop, tag: 'inbox' });
    note.onclick = () => { window.focus(); location.href = dock.dataset.officeInbox; note.close(); };
  };
  const head = (count) => { document.title = count ? `(${count > 99 ? '99+' : count}) ${title}` : title; };
  const count = async () => {
    const reply = await fetch(dock.dataset.office, { credentials: 'same-origin', headers: { Accept: 'application/json' } }).catch(() => null);
    if (!reply || !reply.ok) return;
    const now = await reply.json();
    for (const place of Object.keys(now)) show(place, now[place]);
    head(now.inbox);
    if (waits !== null && now.inbox > waits) tell(now.inbox);
    waits = now.inbox;
  };
  const first = document.querySelector('a[data-place="inbox"] .count');
  waits = first ? parseInt(first.textContent, 10) : 0;
  head(waits);

  let soon;
  const changed = () => {
    document.dispatchEvent(new Event('office-change'));
    clearTimeout(soon);
    soon = setTimeout(count, 300);
  };
  const tabs = window.BroadcastChannel ? new BroadcastChannel('office') : null;
  if (tabs) tabs.onmessage = changed;
  const listen = () => new Promise(() => {
    const stream = new EventSource(dock.dataset.officeStream);
    stream.addEventListener('change', () => { changed(); if (tabs) tabs.postMessage('change'); });
    stream.onerror = () => { if (stream.readyState === 2) setInterval(changed, 20000); };
  });
  if (!window.EventSource) setInterval(changed, 20000);
  else if (tabs && navigator.locks) {
    // What changed while this page was loading is told by its own stream; where another tab has the stream, it is asked for once.
    let mine = false;
    navigator.locks.request('office-stream', () => { mine = true; return listen(); });
    setTimeout(() => { if (!mine) changed(); }, 1000);
  } else listen();

  // Asked for on the inbox, once; what was answered is said there.
  const ask = document.querySelector('[data-notify]');
  if (ask && window.Notification && Notification.permission !== 'granted') {
    ask.hidden = false;
    const refused = () => { if (Notification.permission === 'denied') { ask.disabled = true; ask.textContent = ask.dataset.denied; } };
    refused();
    ask.addEventListener('click', () => Notification.requestPermission().then((answer) => { ask.hidden = answer === 'granted'; refused(); }));
  }
})();
