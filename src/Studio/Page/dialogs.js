// Opening a clip, or bringing one, and exporting.

import { getJson, post } from './api.js';
import { guarded } from './problem.js';
import { state } from './state.js';
import { setUpUploads } from './upload.js';

const opening = document.getElementById('opening');
const exporting = document.getElementById('exporting');
const entries = document.getElementById('entries');
const format = document.getElementById('format');
const exported = document.getElementById('exported');
const write = document.getElementById('write');

let shown = null; // the folder that is listed

export async function showOpening(folder) {
  if (!opening.open) opening.showModal();
  await guarded(async () => {
    const found = await getJson('/api/clips' + (folder ? `?folder=${encodeURIComponent(folder)}` : ''));
    document.getElementById('folder').textContent = shown = found.folder;
    const rows = found.entries.map(each => row(each.name, each.kind, () => each.kind === 'folder' ? showOpening(each.path) : open(each.path)));
    if (found.parent) rows.unshift(row('..', 'folder', () => showOpening(found.parent)));
    entries.replaceChildren(...rows);
    if (!rows.length) entries.textContent = 'There are no clips here: no videos, and no folders of pictures.';
  });
}

function row(name, kind, choose) {
  const item = document.createElement('li'), button = document.createElement('button');
  const what = Object.assign(document.createElement('span'), { className: 'quiet', textContent: ` ${kind}` });
  button.append(name, what);
  button.onclick = choose;
  item.append(button);
  return item;
}

setUpUploads(() => shown, () => { if (!opening.open) showOpening(shown); }, () => opening.close());

const open = path => guarded(async () => { await post('/api/open', { path }); opening.close(); });

export function showExporting() {
  format.replaceChildren(...state.project.formats.map(name => new Option(name)));
  exported.textContent = '';
  exporting.showModal();
}

write.onclick = async () => {
  write.disabled = true;
  await guarded(async () => {
    const result = await (await post('/api/export', { format: format.value })).json();
    const link = Object.assign(document.createElement('a'), { href: `/api/exports/${encodeURIComponent(result.format)}`, textContent: 'Download' });
    exported.replaceChildren(`Written to ${result.path}. `, link);
  });
  write.disabled = false;
};

export function showProgress(count) {
  if (write.disabled) exported.textContent = `${count} frames`;
}
