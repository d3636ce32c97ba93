// Bringing a clip from elsewhere: a video, or pictures, chosen or dropped on the page.

import { post, send } from './api.js';
import { guarded, tell } from './problem.js';

const PICTURE = /\.(jpe?g|png|bmp|gif|tga)$/i;
const sending = document.getElementById('sending');
const sent = document.getElementById('sent');
const chosen = [document.getElementById('files'), document.getElementById('frames')];
let current = null;

/** Sets up choosing and dropping. `folder` gives where to; `begun` and `done` are called before and behind. */
export function setUpUploads(folder, begun, done) {
  const bring = async (files, name) => {
    if (current) return tell('A clip is on its way; wait for it, or cancel it.');
    begun();
    if (await guarded(() => upload(folder(), files, name))) done();
  };
  for (const input of chosen)
    input.onchange = () => {
      const files = [...input.files];
      const name = files[0]?.webkitRelativePath.split('/')[0];
      input.value = '';
      if (name) bring(pictures(files.filter(each => each.webkitRelativePath.split('/').length === 2)), name);
      else if (files.length) bring(files);
    };
  document.getElementById('cancel').onclick = () => current?.abort();
  addEventListener('dragover', event => { if (event.dataTransfer.types.includes('Files')) event.preventDefault(); });
  addEventListener('drop', async event => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    const files = [...event.dataTransfer.files];
    const entries = [...event.dataTransfer.items].map(item => item.webkitGetAsEntry?.()).filter(Boolean); // gone after the first await
    if (entries.length === 1 && entries[0].isDirectory) bring(pictures(await filesIn(entries[0])), entries[0].name);
    else if (entries.some(each => each.isDirectory)) tell('Drop one folder, or files.');
    else bring(files);
  });
}

const pictures = files => files.filter(each => PICTURE.test(each.name));

async function filesIn(directory) {
  const reader = directory.createReader(), files = [];
  for (;;) { // a reader gives some at a time
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return files;
    for (const each of some) if (each.isFile) files.push(await new Promise((resolve, reject) => each.file(resolve, reject)));
  }
}

async function upload(folder, files, name) {
  const bytes = files.reduce((sum, each) => sum + each.size, 0);
  await post('/api/uploads/check', { folder, name, files: files.map(each => each.name), bytes });
  const form = new FormData();
  for (const each of files) form.append('file', each, each.name);
  const query = new URLSearchParams({ count: files.length, ...(folder && { folder }), ...(name && { name }) });
  current = send(`/api/uploads?${query}`, form, share => { sent.value = share; });
  [sent.value, sending.hidden] = [0, false];
  try { await current.done; } finally { [current, sending.hidden] = [null, true]; }
}
