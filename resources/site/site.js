// site.js - what is nicer with a script on every page. SPDX-License-Identifier: Apache-2.0
'use strict';

document.documentElement.classList.add('scripted');

// Language and appearance are taken when they are chosen; without a script they have a button.
for (const select of document.querySelectorAll('footer select'))
  select.addEventListener('change', () => select.form.submit());

// A form is sent once.
document.addEventListener('submit', (event) => {
  if (event.defaultPrevented)
    return;
  if (event.target.dataset.sent) {
    event.preventDefault();
    return;
  }
  event.target.dataset.sent = 'yes';
});
window.addEventListener('pageshow', () => {
  for (const form of document.forms)
    delete form.dataset.sent;
});

// Parts that change by themselves: <section data-renew="/address" data-every="3">, whose content is
// fetched again while the page is looked at and nobody types in it.
const renew = async (part) => {
  const wait = Number(part.dataset.every || 5) * 1000;
  const busy = document.hidden || part.contains(document.activeElement) && document.activeElement !== document.body;
  if (!busy) {
    try {
      const answer = await fetch(part.dataset.renew, {credentials: 'same-origin'});
      if (answer.ok) {
        const text = await answer.text();
        if (text !== part.lastText) {
          part.lastText = text;
          part.innerHTML = text;
        }
        part.classList.remove('stale');
      }
    } catch {
      part.classList.add('stale');
    }
  }
  setTimeout(renew, wait, part);
};
for (const part of document.querySelectorAll('[data-renew]'))
  setTimeout(renew, Number(part.dataset.every || 5) * 1000, part);
