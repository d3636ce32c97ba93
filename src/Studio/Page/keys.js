// The keyboard: those of Cutie's window (F or space forward, B back), and the usual ones.

import { state } from './state.js';
import { closePolygon, forget, setTool } from './tools.js';

const TOOLS = { p: 'click', x: 'box', r: 'brush', e: 'eraser', g: 'polygon' };

export function bindKeys({ go, run, stop, undo, redo, choose, doubt, resizeBrush }) {
  document.addEventListener('keydown', event => {
    const field = event.target.closest('input, select, textarea');
    if (!state.project || document.querySelector('dialog[open]')) return;
    if (field && !(field.type === 'range' && !event.key.startsWith('Arrow'))) return;
    const key = event.key.toLowerCase(), held = event.ctrlKey || event.metaKey;
    const act =
      held && key === 'z' ? (event.shiftKey ? redo : undo)
      : held && key === 'y' ? redo
      : held || event.altKey ? null
      : key === 'f' || (key === ' ' && !event.target.closest('button, summary')) ? () => state.project.run.running ? stop() : run('forward')
      : key === 'b' ? () => state.project.run.running ? stop() : run('backward')
      : key === 'arrowleft' ? () => go(state.frame - (event.shiftKey ? 10 : 1))
      : key === 'arrowright' ? () => go(state.frame + (event.shiftKey ? 10 : 1))
      : key === 'home' ? () => go(0)
      : key === 'end' ? () => go(state.project.count - 1)
      : key === 'n' ? doubt
      : key === 'escape' ? () => state.project.run.running ? stop() : forget()
      : key === 'enter' && state.tool === 'polygon' ? closePolygon
      : key === '[' || key === ']' ? () => resizeBrush(key === ']' ? 1.25 : 0.8)
      : TOOLS[key] ? () => setTool(TOOLS[key])
      : /^[1-9]$/.test(key) ? () => choose(+key)
      : null;
    if (!act) return;
    event.preventDefault();
    act();
  });
}
