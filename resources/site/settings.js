// settings.js - while the server starts again: go on as soon as it is there. Without a script, or
// where the page has another port then, the browser goes on after a while by itself.
// SPDX-License-Identifier: Apache-2.0
'use strict';

const link = document.querySelector('[data-go-on]');
const PATIENCE_MS = 4000; // the end of the old one may be too quick to be seen

const is_there = async () => {
  try {
    return (await fetch('/about', {credentials: 'same-origin', cache: 'no-store'})).ok;
  } catch {
    return false;
  }
};

const look = async (began, gone) => {
  const there = await is_there();
  if (there && (gone || Date.now() - began > PATIENCE_MS))
    location.replace(link.href);
  else
    setTimeout(look, 300, began, gone || !there);
};

if (link && new URL(link.href).origin === location.origin)
  look(Date.now(), false);
