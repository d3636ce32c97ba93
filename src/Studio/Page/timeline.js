// Frames: the slider, and confidence over time, where frames whose masks the user made have marks.

import { colorOf, record, state } from './state.js';

const strip = document.getElementById('timeline');
const slider = document.getElementById('frame');
const number = document.getElementById('number');

export function bindTimeline(go) {
  slider.oninput = () => go(slider.valueAsNumber);
  document.getElementById('previous').onclick = () => go(state.frame - 1);
  document.getElementById('next').onclick = () => go(state.frame + 1);
  document.getElementById('doubt').onclick = () => go(nextDoubt());
  const drag = event => { if (event.buttons || event.type === 'pointerdown') go(Math.floor(event.offsetX / strip.clientWidth * state.project.count)); };
  strip.onpointerdown = drag;
  strip.onpointermove = drag;
}

/** The confidence of the least sure object; null where the network said nothing. */
function confidence(frame) {
  const scores = record(frame).scores;
  return scores?.length ? Math.min(...scores.map(each => each.meanP)) : null;
}

/** The frame behind this one in which confidence is least: the next fall, then the next. */
function nextDoubt() {
  let best = state.frame, least = 1;
  for (let frame = 0; frame < state.project.count; frame++) {
    const here = confidence(frame);
    if (here !== null && here < least && Math.abs(frame - state.frame) > 2) [best, least] = [frame, here];
  }
  return best;
}

export function showTimeline() {
  const { count, rate } = state.project;
  slider.max = count - 1;
  slider.value = state.frame;
  const time = rate ? ` · ${(state.frame / rate).toFixed(2)} s` : '';
  number.textContent = `${state.frame} / ${count - 1}${time}`;
  slider.setAttribute('aria-valuetext', `Frame ${state.frame} of ${count - 1}`);
  const width = strip.width = Math.max(1, strip.clientWidth * devicePixelRatio), height = strip.height = 40 * devicePixelRatio;
  const context = strip.getContext('2d'), style = getComputedStyle(document.body), each = width / count;
  context.fillStyle = style.getPropertyValue('--ground');
  context.fillRect(0, 0, width, height);
  for (const [key, known] of Object.entries(state.project.frames)) {
    const frame = +key, x = frame * each, wide = Math.max(1, each);
    if (known.given) {
      context.fillStyle = style.getPropertyValue('--text');
      context.fillRect(x, 0, Math.max(3, each), height);
      continue;
    }
    const scores = known.scores ?? [];
    scores.forEach((score, i) => {
      const lane = height / scores.length;
      context.fillStyle = score.lost || !score.area ? '#8884' : colorOf(score.id);
      const tall = lane * Math.max(.05, (score.meanP - .5) * 2);
      context.fillRect(x, (i + 1) * lane - tall, wide, tall);
    });
  }
  context.fillStyle = style.getPropertyValue('--accent');
  context.fillRect((state.frame + .5) * each - devicePixelRatio, 0, 2 * devicePixelRatio, height);
}
