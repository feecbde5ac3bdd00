// queue.js - the lists of jobs renew themselves. SPDX-License-Identifier: Apache-2.0
'use strict';

{
  // What a person types, or has opened and pointed at, stays as it is: nothing is renewed while a
  // field has the focus; a button that has it gets it again, by its id; details stay open.
  const live = document.querySelector('[data-jobs]');
  const WAIT = 3000;

  const typing = () => {
    const at = document.activeElement;
    if (live.contains(at) && at.matches('input, select'))
      return true;
    return [...live.querySelectorAll('input:not([type=hidden])')].some((field) =>
      field.type === 'checkbox' ? field.checked : field.value !== field.defaultValue);
  };

  const put = (html) => {
    const focus = live.contains(document.activeElement) ? document.activeElement.id : '';
    const open = [...live.querySelectorAll('details[open]')].map((details) => details.id);
    live.innerHTML = html;
    for (const id of open) {
      const details = document.getElementById(id);
      if (details)
        details.open = true;
    }
    if (focus)
      document.getElementById(focus)?.focus({preventScroll: true});
  };

  // The same page as it is now: the part that lives.
  const fetchLive = async () => {
    const answer = await fetch(live.dataset.jobs || location.pathname, {credentials: 'same-origin'});
    if (!answer.ok)
      throw new Error(answer.statusText);
    const text = await answer.text();
    if (live.dataset.jobs)
      return text;
    return new DOMParser().parseFromString(text, 'text/html').querySelector('[data-jobs]')?.innerHTML ?? '';
  };

  let last = '';
  const renewJobs = async () => {
    if (!document.hidden && !typing()) {
      try {
        const html = await fetchLive();
        if (html !== last && !typing()) {
          put(html);
          last = html;
        }
        live.classList.remove('stale');
      } catch {
        live.classList.add('stale');
      }
    }
    setTimeout(renewJobs, WAIT);
  };
  if (live)
    setTimeout(renewJobs, WAIT);
}
