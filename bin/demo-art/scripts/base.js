// The ground every drawing stands on: seeded chance, colours, gradients, filters. Each drawing is one SVG string.
const Art = {};

// Gradients, clips and filters of the picture being drawn; emptied for each picture so that ids repeat exactly.
let defs = '';
let ids = 0;

Art.draw = (name, w, h, options) => {
  defs = '';
  ids = 0;
  const body = Art[name](w, h, options);
  return svg(w, h, body);
};

// A thin grain keeps large gradients from showing bands after compression.
function svg(w, h, body) {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}" style="display:block">
    <defs>${defs}<filter id="grain" x="0" y="0" width="100%" height="100%">
      <feTurbulence type="fractalNoise" baseFrequency=".85" numOctaves="2" seed="4"/>
      <feColorMatrix values="0 0 0 0 .5  0 0 0 0 .5  0 0 0 0 .5  0 0 0 .9 -.18"/></filter></defs>
    ${body}<rect width="${w}" height="${h}" filter="url(#grain)" opacity=".12" style="mix-blend-mode:overlay"/></svg>`;
}

// Mulberry32: small, fast, and the same on every machine.
function chance(seed) {
  let s = seed | 0;
  return () => {
    s = (s + 0x6d2b79f5) | 0;
    let t = Math.imul(s ^ (s >>> 15), 1 | s);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const newId = prefix => prefix + ++ids;
const pick = (list, R) => list[Math.floor(R() * list.length)];
const times = (n, make) => Array.from({ length: n }, (_, i) => make(i)).join('');
const lerp = (a, b, t) => a + (b - a) * t;

// Stops are colours at even distances, or [offset, colour, opacity].
function stopTags(stops) {
  return stops.map((s, i) => {
    const [offset, colour, opacity] = Array.isArray(s) ? s : [i / (stops.length - 1), s, 1];
    return `<stop offset="${offset}" stop-color="${colour}" stop-opacity="${opacity ?? 1}"/>`;
  }).join('');
}

function lin(stops, angle = 90) {
  const id = newId('l');
  const r = angle * Math.PI / 180, x = Math.cos(r) / 2, y = Math.sin(r) / 2;
  defs += `<linearGradient id="${id}" x1="${0.5 - x}" y1="${0.5 - y}" x2="${0.5 + x}" y2="${0.5 + y}">${stopTags(stops)}</linearGradient>`;
  return `url(#${id})`;
}

function rad(stops, cx = 0.5, cy = 0.5, r = 0.6) {
  const id = newId('r');
  defs += `<radialGradient id="${id}" cx="${cx}" cy="${cy}" r="${r}">${stopTags(stops)}</radialGradient>`;
  return `url(#${id})`;
}

function blur(deviation, margin = 60) {
  const id = newId('b');
  defs += `<filter id="${id}" x="-${margin}%" y="-${margin}%" width="${100 + 2 * margin}%" height="${100 + 2 * margin}%"><feGaussianBlur stdDeviation="${deviation}"/></filter>`;
  return `url(#${id})`;
}

// A background out of focus, a little larger than the picture so that no pale edge shows.
const outOfFocus = (w, h, deviation, body) =>
  `<g filter="${blur(deviation, 5)}" transform="translate(${-w * 0.06} ${-h * 0.06}) scale(1.12)">${body}</g>`;

function clip(shape) {
  const id = newId('c');
  defs += `<clipPath id="${id}">${shape}</clipPath>`;
  return `url(#${id})`;
}

function channels(hex) {
  let h = hex.slice(1);
  if (h.length === 3) h = [...h].map(c => c + c).join('');
  return [0, 2, 4].map(i => parseInt(h.slice(i, i + 2), 16));
}

function mix(a, b, t) {
  const [p, q] = [channels(a), channels(b)];
  return '#' + p.map((v, i) => Math.round(v + (q[i] - v) * t).toString(16).padStart(2, '0')).join('');
}
const darker = (c, t) => mix(c, '#000000', t);
const lighter = (c, t) => mix(c, '#ffffff', t);

const rect = (x, y, w, h, fill, more = '') => `<rect x="${x}" y="${y}" width="${w}" height="${h}" fill="${fill}" ${more}/>`;
const circle = (x, y, r, fill, more = '') => `<circle cx="${x}" cy="${y}" r="${r}" fill="${fill}" ${more}/>`;
const ellipse = (x, y, rx, ry, fill, more = '') => `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" fill="${fill}" ${more}/>`;
const path = (d, fill, more = '') => `<path d="${d}" fill="${fill}" ${more}/>`;
const stroke = (d, colour, width, more = '') =>
  `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round" ${more}/>`;
const group = (transform, body, more = '') => `<g transform="${transform}" ${more}>${body}</g>`;
const at = (x, y, scale, body, turn = 0) => group(`translate(${x} ${y}) rotate(${turn}) scale(${scale})`, body);
const full = (w, h, fill, more = '') => rect(0, 0, w, h, fill, more);

// Two stacked soft ellipses: the wide one is the room's light, the narrow one the contact.
function shadow(cx, cy, rx, ry, opacity = 0.45, soft = 22) {
  const f = blur(soft, 300);
  return ellipse(cx, cy, rx, ry, '#140c10', `opacity="${opacity}" filter="${f}"`)
    + ellipse(cx, cy + 2, rx * 0.84, ry * 0.4, '#140c10', `opacity="${opacity}" filter="${f}"`);
}

// Midpoint displacement: a mountain line with its two ends free.
function ridge(w, y, amp, R, rough = 0.55, n = 7) {
  let points = [R() - 0.5, R() - 0.5];
  let a = 1;
  for (let k = 0; k < n; k++) {
    const next = [];
    for (let i = 0; i < points.length - 1; i++) next.push(points[i], (points[i] + points[i + 1]) / 2 + (R() - 0.5) * a);
    next.push(points.at(-1));
    points = next;
    a *= rough;
  }
  return points.map((p, i) => [i * w / (points.length - 1), y - p * amp]);
}
const line = points => points.map((q, i) => `${i ? 'L' : 'M'}${q[0].toFixed(1)} ${q[1].toFixed(1)}`).join('');
const under = (points, w, h) => `${line(points)}L${w} ${h}L0 ${h}Z`;

const vignette = (w, h, light = 0.28, dark = 0.28) =>
  full(w, h, rad([[0, '#fff', light], [0.6, '#fff', 0], [0.6, '#000', 0], [1, '#000', dark]], 0.38, 0.28, 0.95));
