// Draws the frame, its masks and what is being drawn.

import { ask, getMask, pictureUrl } from './api.js';
import { colorOf, record, state } from './state.js';

const canvas = document.getElementById('canvas');
const context = canvas.getContext('2d');
const layer = document.createElement('canvas'); // the mask in colours
let picture = null, pictureFrame = -1, shownKey = null;

export let mask = null; // Uint8Array of the frame that is shown: the id of each pixel

/** What a tool draws above it all. */
export const sketch = { draw: null };

export function resize() {
  const { width, height } = state.project;
  for (const each of [canvas, layer]) { each.width = width; each.height = height; }
  pictureFrame = -1;
}

/** Shows the chosen frame as the project has it. */
export async function show() {
  const frame = state.frame, key = record(frame).mask ?? null;
  const loading = [pictureFrame === frame ? picture : load(frame), getMask(key)];
  const [image, ids] = await Promise.all(loading);
  if (frame !== state.frame) return; // another was chosen meanwhile
  [picture, pictureFrame, shownKey] = [image, frame, key];
  mask = ids ? ids.slice() : new Uint8Array(state.project.width * state.project.height);
  paintLayer();
  paint();
  canvas.dataset.frame = frame;
  canvas.dataset.mask = key ?? '';
}

/** The key of the mask that is shown, without what was drawn since. */
export const maskKey = () => shownKey;

function load(frame) {
  return new Promise((done, fail) => {
    const image = new Image();
    image.onload = () => done(image);
    image.onerror = async () => {
      try { await ask('GET', pictureUrl(frame)); } catch (error) { return fail(error); }
      fail(new Error(`Frame ${frame} cannot be shown.`));
    };
    image.src = pictureUrl(frame);
  });
}

/** Draws the mask in the objects' colours, or only the part of it that was changed. */
export function paintLayer(left = 0, top = 0, right = layer.width, bottom = layer.height) {
  [left, top] = [Math.max(0, left | 0), Math.max(0, top | 0)];
  [right, bottom] = [Math.min(layer.width, Math.ceil(right)), Math.min(layer.height, Math.ceil(bottom))];
  if (!mask || right <= left || bottom <= top) return;
  const part = new ImageData(right - left, bottom - top), colors = new Map();
  for (let y = top, to = 0; y < bottom; y++)
    for (let x = left, from = y * layer.width + left; x < right; x++, from++, to += 4) {
      const id = mask[from];
      if (!id) continue;
      let color = colors.get(id);
      if (!color) colors.set(id, color = [1, 3, 5].map(at => parseInt(colorOf(id).slice(at, at + 2), 16)));
      part.data.set(color, to);
      part.data[to + 3] = 255;
    }
  layer.getContext('2d').putImageData(part, left, top);
}

export function paint() {
  if (!picture) return;
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  context.globalAlpha = state.opacity;
  context.drawImage(layer, 0, 0);
  context.globalAlpha = 1;
  sketch.draw?.(context);
}

/** Where a pointer is, in pixels of the frame. */
export function place(event) {
  const box = canvas.getBoundingClientRect();
  const scale = Math.min(box.width / canvas.width, box.height / canvas.height);
  const left = box.left + (box.width - canvas.width * scale) / 2, top = box.top + (box.height - canvas.height * scale) / 2;
  return [(event.clientX - left) / scale, (event.clientY - top) / scale];
}
