// print.js - the page to print from: files are dropped, pasted or photographed, several are sent one
// after the other, and it is seen how far that is. Without it the form is sent by the browser.
// SPDX-License-Identifier: Apache-2.0
'use strict';

// A block: names at the top belong to all scripts of a page.
{
  const chooser = document.querySelector('.choose-printer');
  if (chooser) {
    chooser.querySelector('button').hidden = true;
    chooser.querySelector('select').addEventListener('change', () => chooser.submit());
  }

  const form = document.getElementById('print');
  const input = document.getElementById('file');
  const list = document.getElementById('files');
  const said = document.getElementById('said');
  const progress = document.getElementById('progress');

  // The input itself has all files, so that the form is the same without us.
  const setFiles = (files) => {
    const all = new DataTransfer();
    for (const file of files)
      all.items.add(file);
    input.files = all.files;
    showFiles();
  };

  const addFiles = (files) => {
    setFiles([...input.files, ...files]);
    say('');
  };

  const showFiles = () => {
    list.replaceChildren(...[...input.files].map((file, i) => {
      const row = document.createElement('li');
      const name = document.createElement('span');
      const button = document.createElement('button');
      name.textContent = file.name;
      button.type = 'button';
      button.className = 'quiet';
      button.textContent = said.dataset.remove;
      button.setAttribute('aria-label', said.dataset.remove + ': ' + file.name);
      button.addEventListener('click', () => {
        setFiles([...input.files].filter((_, n) => n !== i));
        input.focus();
      });
      row.append(name, button);
      return row;
    }));
  };

  const say = (text, bad) => {
    said.textContent = text;
    said.className = text === '' ? 'script' : bad ? 'script notice bad' : 'script';
  };

  // One file; what the server answers.
  const send = (file, what) => new Promise((done, broken) => {
    const data = new FormData(form);
    data.delete('file');
    data.set('answer', 'json');
    data.set('do', what);
    data.append('file', file, file.name);
    const request = new XMLHttpRequest();
    request.open('POST', form.action);
    request.upload.addEventListener('progress', (event) => {
      const percent = event.lengthComputable ? Math.floor(100 * event.loaded / event.total) : 0;
      progress.value = percent;
      say(said.dataset.sending.replace('{name}', file.name).replace('{percent}', percent));
    });
    request.addEventListener('load', () => {
      try {
        done(JSON.parse(request.responseText));
      } catch {
        broken();
      }
    });
    request.addEventListener('error', broken);
    request.addEventListener('abort', broken);
    request.send(data);
  });

  const sendAll = async (what) => {
    const files = [...input.files];
    const buttons = form.querySelectorAll('button[name=do]');
    const large = files.find((file) => file.size > Number(said.dataset.max));
    if (large) {
      say(large.name + ': ' + said.dataset.large, true);
      return;
    }
    let go = '';
    buttons.forEach((button) => { button.disabled = true; });
    progress.hidden = false;
    try {
      for (const [i, file] of files.entries()) {
        const answer = await send(file, what);
        if (!answer.go) {
          setFiles(files.slice(i));
          say(answer.message || said.dataset.broken, true);
          return;
        }
        go = answer.go;
      }
      location.assign(files.length > 1 && what !== 'look' ? '/jobs' : go);
    } catch {
      say(said.dataset.broken, true);
    } finally {
      progress.hidden = true;
      buttons.forEach((button) => { button.disabled = false; });
    }
  };

  if (form && input) {
    input.addEventListener('change', showFiles);
    form.addEventListener('submit', (event) => {
      const what = event.submitter && event.submitter.value || 'print';
      if (what === 'look' && input.files.length > 1)
        return; // the server says it
      event.preventDefault();
      sendAll(what);
    });

    const camera = document.getElementById('camera');
    camera.addEventListener('change', () => {
      addFiles(camera.files);
      camera.value = '';
    });

    const drop = document.getElementById('drop');
    document.addEventListener('dragover', (event) => {
      if ([...event.dataTransfer.types].includes('Files')) {
        event.preventDefault();
        drop.classList.add('over');
      }
    });
    document.addEventListener('dragleave', (event) => {
      if (!event.relatedTarget)
        drop.classList.remove('over');
    });
    document.addEventListener('drop', (event) => {
      drop.classList.remove('over');
      if (event.dataTransfer.files.length > 0) {
        event.preventDefault();
        addFiles(event.dataTransfer.files);
      }
    });
    document.addEventListener('paste', (event) => {
      if (event.clipboardData && event.clipboardData.files.length > 0) {
        event.preventDefault();
        addFiles(event.clipboardData.files);
      }
    });
    showFiles();
  }
}
