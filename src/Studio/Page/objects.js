// The list of objects: names, colours, which one is chosen, where it ends.

import { post, put } from './api.js';
import { guarded } from './problem.js';
import { changed, state } from './state.js';
import { forget } from './tools.js';

const COLORS = ['#e4572e', '#2e86ab', '#f2c14e', '#5d9c59', '#8e5ea2', '#e07a9f', '#00a6a6', '#a05c2c'];
const list = document.getElementById('objects');
let shown = '';

export function choose(id) {
  if (!state.project.objects.some(each => each.id === id)) return;
  state.object = id;
  forget();
  changed();
}

export async function add() {
  const used = state.project.objects.map(each => each.id);
  let id = 1;
  while (used.includes(id)) id++;
  const color = COLORS[(id - 1) % COLORS.length];
  if (await guarded(() => put(`/api/objects/${id}`, { id, name: `Object ${id}`, color }))) { state.object = id; changed(); }
}

document.getElementById('add').onclick = add;

export function showObjects() {
  const { objects, ends } = state.project;
  if (!objects.some(each => each.id === state.object)) state.object = objects[0]?.id ?? 0;
  const now = JSON.stringify([objects, ends, state.object]);
  if (now === shown) return;
  shown = now;
  list.replaceChildren(...objects.map(each => row(each, ends.find(end => end.id === each.id))));
}

function row(object, end) {
  const item = document.createElement('li');
  item.className = object.id === state.object ? 'chosen' : '';
  const number = element('button', { textContent: object.id, title: `Choose (${object.id})`, ariaLabel: `Choose ${object.name}` });
  number.setAttribute('aria-pressed', object.id === state.object);
  number.onclick = () => choose(object.id);
  const color = element('input', { type: 'color', value: object.color, ariaLabel: `Colour of ${object.name}` });
  color.onchange = () => guarded(() => put(`/api/objects/${object.id}`, { ...object, color: color.value }));
  const name = element('input', { type: 'text', value: object.name, maxLength: 100, ariaLabel: `Name of object ${object.id}` });
  name.onchange = () => guarded(() => put(`/api/objects/${object.id}`, { ...object, name: name.value }));
  const finish = element('button', { textContent: 'End', title: end ? `It ends at frame ${end.frame}` : 'Delete it from this frame on', ariaLabel: `Delete ${object.name} from this frame on` });
  finish.onclick = () => guarded(() => post(`/api/objects/${object.id}/end`, { frame: state.frame }));
  const gone = element('button', { textContent: '✕', title: 'Delete it from all frames', ariaLabel: `Delete ${object.name} from all frames` });
  gone.onclick = () => guarded(() => post(`/api/objects/${object.id}/end`, { frame: 0 }));
  item.append(number, color, name, finish, gone);
  return item;
}

function element(name, properties) {
  return Object.assign(document.createElement(name), properties);
}
