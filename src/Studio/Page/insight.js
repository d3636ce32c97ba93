// The corner that teaches: what the network computes for the frame at hand.

import { getJson } from './api.js';
import { state } from './state.js';

const corner = document.getElementById('insight');
const panels = document.getElementById('panels');
let asked = '';

corner.ontoggle = () => { asked = ''; showInsight(); };

export async function showInsight() {
  if (!corner.open || !state.project || state.project.run.running) return;
  const what = `${state.frame} ${state.object} ${state.project.frames[state.frame]?.mask}`;
  if (what === asked) return;
  asked = what;
  try {
    const found = await getJson(`/api/frames/${state.frame}/insight?object=${state.object}`);
    if (what === asked) panels.replaceChildren(...found.map(figure));
  } catch (error) {
    panels.textContent = error.message;
  }
}

function figure({ title, equation, text, pictures }) {
  const made = document.createElement('figure'), caption = document.createElement('figcaption'), all = document.createElement('div');
  caption.append(element('strong', title), ' ', element('code', equation), document.createElement('br'), text);
  all.className = pictures.length > 1 ? 'many' : '';
  all.append(...pictures.map(picture => raster(picture, title)));
  made.append(caption, all);
  return made;
}

function element(name, text) {
  return Object.assign(document.createElement(name), { textContent: text });
}

function raster({ name, width, height, rgb }, title) {
  const canvas = Object.assign(document.createElement('canvas'), { width, height, title: name });
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', `${title} ${name}`);
  if (height < 4) canvas.style.height = '24px';
  const image = new ImageData(width, height), bytes = atob(rgb);
  for (let i = 0, to = 0; i < bytes.length; i += 3, to += 4) {
    for (let part = 0; part < 3; part++) image.data[to + part] = bytes.charCodeAt(i + part);
    image.data[to + 3] = 255;
  }
  canvas.getContext('2d').putImageData(image, 0, 0);
  return canvas;
}
