// printers.js - a field to search in the long list of models, and a page that does not jump.
// SPDX-License-Identifier: Apache-2.0
'use strict';

// The list of models has many entries: what is typed into the field before it thins it out.
for (const select of document.querySelectorAll('select[data-search]')) {
  const all = [...select.options];
  const label = document.createElement('label');
  const field = document.createElement('input');
  field.type = 'search';
  field.id = select.id + '-search';
  label.htmlFor = field.id;
  label.textContent = select.dataset.search;
  field.addEventListener('input', () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = select.value;
    select.replaceChildren(...all.filter((option) =>
      option.value === 'auto' || words.every((word) => option.text.toLowerCase().includes(word))));
    select.value = chosen;
    if (select.selectedIndex < 0)
      select.selectedIndex = select.options.length > 1 ? 1 : 0;
    else if (words.length > 0 && select.selectedIndex === 0 && select.options.length > 1)
      select.selectedIndex = 1;
  });
  // Enter here is no wish to send the form.
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter')
      event.preventDefault();
  });
  // above the label of the list: each name stands by what it names
  const box = document.createElement('div');
  box.className = 'field';
  box.append(label, field);
  select.closest('.field').before(box);
}
