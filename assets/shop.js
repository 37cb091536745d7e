/* SPDX-License-Identifier: Apache-2.0 */
/* shop.js - small comforts only. Every page works whole without it. */
(() => {
  'use strict';
  const all = (sel, fn) => document.querySelectorAll(sel).forEach(fn);

  // Copy a number: the button appears only where it can work.
  if (navigator.clipboard) {
    all('[data-copy]', (b) => {
      const name = b.textContent;
      b.hidden = false;
      b.addEventListener('click', () => navigator.clipboard.writeText(b.dataset.copy).then(() => {
        b.textContent = b.dataset.done;
        setTimeout(() => { b.textContent = name; }, 2000);
      }));
    });
  }

  all('.tabs [aria-current]', (a) => a.scrollIntoView({ block: 'nearest', inline: 'center' }));

  all('[data-print]', (b) => {
    b.hidden = false;
    b.addEventListener('click', () => window.print());
  });

  // A file that is too large is said at once, beside its field: nothing leaves, nothing typed is lost.
  all('input[type=file][data-max-bytes]', (i) => i.addEventListener('change', () => {
    const large = [...i.files].some((f) => f.size > Number(i.dataset.maxBytes));
    let note = i.parentNode.querySelector('[data-large]');
    i.setCustomValidity(large ? i.dataset.tooLarge : '');
    if (large) i.setAttribute('aria-invalid', 'true'); else i.removeAttribute('aria-invalid');
    if (!large) { if (note) note.remove(); return; }
    if (note) return;
    note = document.createElement('p');
    note.className = 'error';
    note.dataset.large = '';
    note.setAttribute('role', 'alert');
    note.textContent = i.dataset.tooLarge;
    i.after(note);
  }));

  // What was refused comes first: its field lies open under the cursor (without scripts: the message above it, by autofocus).
  const wrong = document.querySelector('main [aria-invalid=true], main .bad input:not([type=hidden])') || document.querySelector('main [autofocus]');
  if (wrong) {
    for (let box = wrong.closest('details'); box; box = box.parentNode.closest('details')) box.open = true;
    wrong.focus();
  }

  // The server makes one order whatever is sent twice; this only spares the buyer the doubt.
  all('form[data-once]', (f) => f.addEventListener('submit', () => {
    const b = f.querySelector('button:not([type=button])');
    setTimeout(() => { b.disabled = true; }, 0);
  }));
  addEventListener('pageshow', () => all('form[data-once] button', (b) => { b.disabled = false; }));

  // The button at the end says what will be paid for the chosen way of shipping.
  const pay = document.querySelector('[data-total]');
  const say = () => {
    const chosen = document.querySelector('[name=shipping_method]:checked');
    const total = chosen && chosen.closest('label').querySelector('[data-sum]');
    const way = document.querySelector('[name=payment_method]:checked');
    const fee = way && way.dataset.fee ? ' + ' + way.dataset.fee : '';
    if (total) pay.textContent = pay.dataset.total + ' · ' + total.dataset.sum + fee;
  };
  if (pay) {
    all('[name=shipping_method], [name=payment_method]', (r) => r.addEventListener('change', say));
    say();
  }

  // Kecamatan appear while one types: the same page is asked, and its list put here.
  all('form[data-district]', (f) => {
    const box = document.querySelector('[data-results]');
    let wait;
    f.q.addEventListener('input', () => {
      const asked = f.q.value.trim();
      clearTimeout(wait);
      if (!box || asked.length < 3) return;
      wait = setTimeout(() => fetch(f.action + '?' + new URLSearchParams(new FormData(f)))
        .then((r) => (r.ok ? r.text() : ''))
        .then((html) => {
          const found = new DOMParser().parseFromString(html, 'text/html').querySelector('[data-results]');
          if (found && f.q.value.trim() === asked) box.replaceChildren(...found.childNodes);
        })
        .catch(() => {}), 350);
    });
  });

  // Cached pages carry no cart.
  const count = document.querySelector('[data-cart-count]');
  if (count) {
    fetch('/api/v1/cart', { headers: { Accept: 'application/json' } })
      .then((r) => (r.ok ? r.json() : { items: [] }))
      .then((c) => {
        const n = c.items.reduce((sum, i) => sum + i.quantity, 0);
        count.textContent = n;
        count.hidden = !n;
      })
      .catch(() => {});
  }
})();
