// Click, box, brush, eraser and polygon. Mouse, pen and finger are pointers alike.

import { post, putMask } from './api.js';
import { guarded, tell } from './problem.js';
import { changed, colorOf, state } from './state.js';
import { mask, maskKey, paint, paintLayer, place, sketch } from './view.js';

const canvas = document.getElementById('canvas');
let stroke = null;                   // of the brush: the last point
let corners = [];                    // of the polygon
let box = null;                      // being dragged
let prompts = fresh();               // clicks since the object or the frame was chosen
let queue = Promise.resolve();       // one change after another

function fresh() { return { frame: -1, object: 0, before: null, strokes: [], box: null }; }

/** When all changes so far are the project's. */
export const settled = () => queue;

/** Forgets what was begun. */
export function forget() {
  [stroke, corners, box, prompts] = [null, [], null, fresh()];
  draw();
}

export function setTool(name) {
  state.tool = name;
  forget();
  changed();
}

export const hints = {
  click: 'Click on the object; the right button, Alt or Shift clicks beside it.',
  box: 'Drag a box around the object.',
  brush: 'Draw on the object. [ and ] change the size.',
  eraser: 'Draw where the object is not.',
  polygon: 'Click its corners; Enter or a double click closes it.',
};

canvas.addEventListener('contextmenu', event => event.preventDefault());
canvas.addEventListener('pointerdown', event => {
  if (!state.project) return;
  if (!state.object) return tell('There is no object yet; add one first.');
  canvas.focus();
  const at = place(event), beside = event.button === 2 || event.altKey || event.shiftKey;
  if (event.button > 0 && !(beside && state.tool === 'click')) return;
  canvas.setPointerCapture(event.pointerId);
  if (state.tool === 'click') click(at, !beside);
  else if (state.tool === 'box') box = [...at, ...at];
  else if (state.tool === 'polygon') { corners.push(at); draw(); }
  else line(stroke = at, at);
});
canvas.addEventListener('pointermove', event => {
  if (stroke) { const to = place(event); line(stroke, to); stroke = to; }
  else if (box) { [box[2], box[3]] = place(event); draw(); }
});
canvas.addEventListener('pointerup', () => {
  if (stroke) { stroke = null; keep(state.tool); }
  if (box) { const [x, y, u, v] = box; box = null; draw(); prompt({ box: [Math.min(x, u), Math.min(y, v), Math.max(x, u), Math.max(y, v)] }); }
});
canvas.addEventListener('pointercancel', () => { stroke = box = null; draw(); });
canvas.addEventListener('dblclick', () => closePolygon());

function draw() {
  sketch.draw = corners.length || box ? context => {
    context.strokeStyle = colorOf(state.object);
    context.lineWidth = Math.max(1, canvas.width / 400);
    context.beginPath();
    for (const [x, y] of corners) context.lineTo(x, y);
    context.stroke();
    if (box) context.strokeRect(box[0], box[1], box[2] - box[0], box[3] - box[1]);
  } : null;
  paint();
}

/** A line of the brush. The eraser takes only the chosen object away. */
function line([x0, y0], [x1, y1]) {
  const radius = state.brush / 2, steps = Math.ceil(Math.hypot(x1 - x0, y1 - y0) / Math.max(1, radius / 2)) + 1;
  for (let i = 0; i <= steps; i++) disk(x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps, radius);
  paintLayer(Math.min(x0, x1) - radius - 1, Math.min(y0, y1) - radius - 1, Math.max(x0, x1) + radius + 2, Math.max(y0, y1) + radius + 2);
  paint();
}

function disk(x, y, radius) {
  const erases = state.tool === 'eraser';
  for (let row = Math.max(0, Math.floor(y - radius)); row <= Math.min(canvas.height - 1, y + radius); row++) {
    const half = Math.sqrt(Math.max(0, radius * radius - (row + .5 - y) ** 2));
    const from = Math.max(0, Math.round(x - half)), to = Math.min(canvas.width, Math.round(x + half));
    for (let at = row * canvas.width + from, end = row * canvas.width + to; at < end; at++)
      if (!erases) mask[at] = state.object;
      else if (mask[at] === state.object) mask[at] = 0;
  }
}

export function closePolygon() {
  const points = corners;
  corners = [];
  draw();
  if (points.length < 3) return;
  const { width, height } = canvas;
  for (let y = 0; y < height; y++) {
    const crossings = [];
    points.forEach(([x0, y0], i) => {
      const [x1, y1] = points[(i + 1) % points.length], row = y + .5;
      if (y0 <= row !== y1 <= row) crossings.push(x0 + (row - y0) / (y1 - y0) * (x1 - x0));
    });
    crossings.sort((a, b) => a - b);
    for (let i = 0; i + 1 < crossings.length; i += 2)
      mask.fill(state.object, y * width + Math.min(width, Math.max(0, Math.round(crossings[i]))), y * width + Math.min(width, Math.max(0, Math.round(crossings[i + 1]))));
  }
  paintLayer();
  paint();
  keep('polygon');
}

/** Gives the drawn mask to the project. */
function keep(tool) {
  const frame = state.frame, ids = mask.slice();
  prompts = fresh();
  queue = queue.then(() => guarded(() => putMask(frame, ids, tool)));
}

const click = (at, positive) => prompt({ stroke: { points: [at.map(value => Math.max(0, value - .5))], positive } });

function prompt({ stroke, box }) {
  if (prompts.frame !== state.frame || prompts.object !== state.object)
    prompts = { ...fresh(), frame: state.frame, object: state.object, before: maskKey() };
  if (stroke) prompts.strokes.push(stroke);
  if (box) prompts.box = box;
  const { frame, ...request } = structuredClone(prompts), said = prompts;
  queue = queue.then(async () => {
    const done = await guarded(() => post(`/api/frames/${frame}/click`, request));
    if (!done && stroke) said.strokes = said.strokes.filter(each => each !== stroke);
    if (!done && box) said.box = null;
  });
}
