// Puts the page together.

import { GONE, getJson, listen, post, remove } from './api.js';
import { showExporting, showOpening, showProgress } from './dialogs.js';
import { showInsight } from './insight.js';
import { bindKeys } from './keys.js';
import { choose, showObjects } from './objects.js';
import { guarded, tell } from './problem.js';
import { apply, changed, state, watch } from './state.js';
import { bindTimeline, showTimeline } from './timeline.js';
import { forget, hints, setTool, settled } from './tools.js';
import { paint, paintLayer, resize, show } from './view.js';

const by = id => document.getElementById(id);
let colors = '';

async function load() {
  let project;
  try {
    project = await getJson('/api/project');
  } catch {
    state.project = null;
    by('workspace').hidden = true;
    return showOpening();
  }
  const isOther = state.project?.folder !== project.folder;
  state.project = project;
  if (isOther) {
    state.frame = +Object.keys(project.frames)[0] || 0;
    by('workspace').hidden = false;
    resize();
    if (!project.clicks && ['click', 'box'].includes(state.tool)) setTool('brush');
  }
  changed();
  await showFrame();
}

const showFrame = () => guarded(show);

function go(frame) {
  frame = Math.min(state.project.count - 1, Math.max(0, frame));
  if (frame === state.frame) return;
  state.frame = frame;
  forget();
  changed();
  showFrame();
}

function take(event) {
  if (event.reload) return load();
  if (!state.project) return;
  if (event.change) {
    apply(event.change);
    [state.project.undo, state.project.redo] = [event.undo, event.redo];
    if (event.change.frame === state.frame) showFrame();
  }
  if (event.run) {
    const was = state.project.run;
    state.project.run = event.run;
    if (event.run.running && event.run.frame !== was.frame) go(event.run.frame);
    if (event.run.problem) tell(event.run.problem);
  }
  if (event.ready !== undefined) state.project.ready = event.ready;
  if (event.exported !== undefined) showProgress(event.exported);
  changed();
}

watch(() => {
  const project = state.project;
  if (!project) return;
  document.title = `${project.clip.split(/[\\/]/).pop()} — LiVOS Studio`;
  by('clip').textContent = project.clip;
  by('undo').disabled = !project.undo;
  by('undo').title = project.undo ? `Undo: ${project.undo} (Ctrl+Z)` : 'Undo (Ctrl+Z)';
  by('redo').disabled = !project.redo;
  by('redo').title = project.redo ? `Redo: ${project.redo} (Ctrl+Y)` : 'Redo (Ctrl+Y)';
  by('export').disabled = false;
  by('stop').disabled = !project.run.running;
  for (const button of document.querySelectorAll('[data-tool]')) {
    button.setAttribute('aria-pressed', button.dataset.tool === state.tool);
    if (['click', 'box'].includes(button.dataset.tool)) button.disabled = !project.clicks;
  }
  by('hint').textContent = hints[state.tool];
  by('status').textContent = status(project);
  const now = JSON.stringify(project.objects.map(each => [each.id, each.color]));
  if (now !== colors) { colors = now; paintLayer(); paint(); }
  showObjects();
  showTimeline();
  showInsight();
});

function status({ run, ready, count, clicks }) {
  if (run.running) return `Running: frame ${run.frame}, ${run.framesPerSecond} frames per second.`;
  if (ready < count) return `Unpacking the video: ${ready} of ${count} frames.`;
  return clicks ? '' : 'These weights make no masks of clicks; draw the first one.';
}

const run = direction => guarded(async () => {
  const frame = state.frame;
  await settled(); // a change that came later would stop the run
  await post('/api/run', { frame, direction });
});
const stop = () => guarded(() => post('/api/stop'));
const undo = () => guarded(() => post('/api/undo'));
const redo = () => guarded(() => post('/api/redo'));

function resizeBrush(factor) {
  state.brush = by('size').value = Math.min(100, Math.max(1, Math.round(state.brush * factor) + (factor > 1 ? 1 : 0)));
}

for (const button of document.querySelectorAll('[data-tool]')) button.onclick = () => setTool(button.dataset.tool);
by('size').oninput = () => { state.brush = by('size').valueAsNumber; };
by('opacity').oninput = () => { state.opacity = by('opacity').valueAsNumber / 100; paint(); };
by('clear').onclick = () => guarded(() => remove(`/api/frames/${state.frame}/mask`));
for (const direction of ['forward', 'backward', 'both']) by(direction).onclick = () => run(direction);
by('stop').onclick = stop;
by('undo').onclick = undo;
by('redo').onclick = redo;
by('open').onclick = () => showOpening();
by('export').onclick = showExporting;
bindTimeline(go);
bindKeys({ go, run, stop, undo, redo, choose, doubt: () => by('doubt').click(), resizeBrush });
addEventListener('resize', changed);
listen(take, load, () => tell(GONE));
load();
