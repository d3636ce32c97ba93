// Requests to the program that serves this page. Faults come as one sentence.

export const GONE = 'The program does not answer; it may have ended. All that was done is kept: start it again.';

export async function ask(method, path, body, type) {
  let response;
  try { response = await fetch(path, { method, body, headers: type ? { 'Content-Type': type } : {} }); } catch { throw new Error(GONE); }
  if (response.ok) return response;
  throw new Error(sentence(response.status, await response.text()));
}

function sentence(status, text) {
  try { return JSON.parse(text).error ?? text; } catch { return `The request failed (${status}).`; }
}

/** Sends a form whose progress is told, and which can be given up. */
export function send(path, form, progress) {
  const request = new XMLHttpRequest();
  const done = new Promise((resolve, reject) => {
    request.upload.onprogress = event => progress(event.loaded / event.total);
    request.onload = () => request.status < 300 ? resolve() : reject(new Error(sentence(request.status, request.responseText)));
    request.onerror = () => reject(new Error('The clip did not arrive. If the program has ended, start it again; nothing of it was kept.'));
    request.onabort = () => reject(new Error('The clip was not sent; nothing of it was kept.'));
  });
  request.open('POST', path);
  request.send(form);
  return { done, abort: () => request.abort() };
}

const json = (method, path, value) => ask(method, path, JSON.stringify(value ?? {}), 'application/json');

export const getJson = async path => (await ask('GET', path)).json();
export const post = (path, value) => json('POST', path, value);
export const put = (path, value) => json('PUT', path, value);
export const remove = path => ask('DELETE', path);
export const putMask = (frame, ids, tool) => ask('PUT', `/api/frames/${frame}/mask?tool=${tool}`, ids, 'application/octet-stream');
export const pictureUrl = frame => `/api/frames/${frame}/picture`;

const masks = new Map(); // by key: a mask never changes
const KEPT = 60;

export async function getMask(key) {
  if (!key) return null;
  if (!masks.has(key)) {
    masks.set(key, ask('GET', `/api/masks/${key}`).then(r => r.arrayBuffer()).then(b => new Uint8Array(b)));
    if (masks.size > KEPT) masks.delete(masks.keys().next().value);
  }
  try { return await masks.get(key); } catch (error) { masks.delete(key); throw error; }
}

/** Listens to what happens; `lost` is called where the connection breaks, and everything is loaded anew when it is back. */
export function listen(take, back, lost) {
  const events = new EventSource('/api/events');
  let broken = false;
  events.onopen = () => { if (broken) back(); broken = false; };
  events.onmessage = message => take(JSON.parse(message.data));
  events.onerror = () => { broken = true; lost(); };
}
