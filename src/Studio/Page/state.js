// What the page shows: the project as the program tells it, and what is chosen here.

export const state = {
  project: null, // as /api/project gives it
  frame: 0,
  object: 0,
  tool: 'brush',
  opacity: 0.5,
  brush: 20, // diameter in pixels of the frame
};

const watchers = [];

/** Calls back after every change. */
export const watch = callback => watchers.push(callback);

export function changed() { for (const each of watchers) each(); }

export const record = frame => state.project?.frames[frame] ?? {};
export const colorOf = id => state.project?.objects.find(each => each.id === id)?.color ?? '#888888';

/** Takes one change of the project. */
export function apply(change) {
  const project = state.project;
  if (!project) return;
  if (change.frame !== undefined) {
    const now = change.frameIs;
    if (!now || (!now.given && !now.mask)) delete project.frames[change.frame];
    else project.frames[change.frame] = now;
  } else if (change.object !== undefined) {
    project.objects = project.objects.filter(each => each.id !== change.object);
    if (change.objectIs) project.objects.push(change.objectIs);
    project.objects.sort((a, b) => a.id - b.id);
  } else if (change.ends !== undefined) {
    project.ends = project.ends.filter(each => each.id !== change.ends);
    if (change.endsAt !== undefined) project.ends.push({ id: change.ends, frame: change.endsAt });
  }
}
