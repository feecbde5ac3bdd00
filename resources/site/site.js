// site.js - what is nicer with a script on every page. SPDX-License-Identifier: Apache-2.0
'use strict';

document.documentElement.classList.add('scripted');

// Language and appearance are taken when they are chosen; without a script they have a button.
for (const select of document.querySelectorAll('footer select'))
  select.addEventListener('change', () => select.form.submit());

// On a phone the sections are a line that moves: the one that is shown is in sight.
document.querySelector('nav [aria-current]')?.scrollIntoView({block: 'nearest', inline: 'center', behavior: 'instant'});

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
// fetched again while the page is looked at and nobody types in it. Only those children change
// that differ, so nothing flickers; where the keyboard is, it stays, and what is unfolded, too.
// What is in data-say is read aloud when it has become something else.
const live = document.createElement('p');
live.className = 'away';
live.setAttribute('role', 'status');
document.body.append(live);

const typing = (part) => part.contains(document.activeElement) &&
  document.activeElement.matches('input:not([type=hidden]):not([type=submit]), textarea, select');

// Where the keyboard is, as a selector that finds it again.
const place = (part) => {
  const element = document.activeElement;
  if (!element || element === document.body || !part.contains(element))
    return '';
  if (element.id)
    return '#' + CSS.escape(element.id);
  const names = ['aria-label', 'href', 'name', 'value'].filter((name) => element.hasAttribute(name));
  return element.localName + names.map((name) => `[${name}="${CSS.escape(element.getAttribute(name))}"]`).join('');
};

const unfolded = (part) => [...part.querySelectorAll('details[open][id]')].map((one) => one.id);

const change = (part, text) => {
  const fresh = document.createElement('template');
  fresh.innerHTML = text;
  const focus = place(part), open = unfolded(part);
  for (const id of open)
    fresh.content.getElementById(id)?.setAttribute('open', '');
  const before = [...part.children], after = [...fresh.content.children];
  const alike = before.length === after.length && before.every((one, i) => one.id === after[i].id && one.localName === after[i].localName);
  if (!alike)
    part.replaceChildren(...fresh.content.childNodes);
  else
    before.forEach((one, i) => one.isEqualNode(after[i]) || patch(one, after[i]));
  if (focus && !part.contains(document.activeElement))
    part.querySelector(focus)?.focus({preventScroll: true});
};

// One level deeper where the children are the same ones, as in a list of printers.
const patch = (one, other) => {
  const before = [...one.children], after = [...other.children];
  const alike = before.length > 0 && before.length === after.length &&
    before.every((child, i) => child.id && child.id === after[i].id) && one.cloneNode().isEqualNode(other.cloneNode());
  if (alike)
    before.forEach((child, i) => child.isEqualNode(after[i]) || child.replaceWith(after[i]));
  else
    one.replaceWith(other);
};

const said = (part) => [...part.querySelectorAll('[data-say]')].map((one) => one.dataset.say);

const renew = async (part) => {
  const wait = Number(part.dataset.every || 5) * 1000;
  if (!document.hidden && !typing(part)) {
    try {
      const answer = await fetch(part.dataset.renew, {credentials: 'same-origin'});
      if (answer.ok && !answer.redirected && !typing(part)) {
        const before = said(part);
        change(part, await answer.text());
        const news = said(part).filter((text) => !before.includes(text));
        if (news.length > 0)
          live.textContent = news.join(' ');
      }
      part.classList.toggle('stale', !answer.ok);
    } catch {
      part.classList.add('stale');
    }
  }
  setTimeout(renew, wait, part);
};
for (const part of document.querySelectorAll('[data-renew]'))
  setTimeout(renew, Number(part.dataset.every || 5) * 1000, part);
