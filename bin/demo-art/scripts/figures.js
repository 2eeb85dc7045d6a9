// Small people and animals, all standing with their feet at (x, y); a scale of 1 is about 100 units tall.

const SKINS = ['#e6b088', '#cf9468', '#a8714a', '#7a4b30'];

// One colour makes a silhouette; a shirt makes somebody we could know. `dim` lets the evening swallow the skin.
function runner(x, y, s, colour, { flip = false, shirt = null, lamp = false, arms = false, dim = 0 } = {}) {
  const skin = shirt ? mix(SKINS[Math.abs(Math.round(x * 7 + y)) % 4], colour, dim) : colour;
  const beam = lamp ? path('M14 -94 L190 -50 L190 10 Z', rad([[0, '#fff3c0', 0.75], [1, '#fff3c0', 0]], 0, 0.1, 1))
    + circle(15, -95, 4, '#fffbe0') : '';
  const limbs = arms
    ? stroke('M6 -74 L24 -96 L34 -118', skin, 7) + stroke('M0 -74 L-18 -94 L-22 -118', skin, 7)
    : stroke('M6 -74 L20 -58 L34 -66', skin, 7) + stroke('M0 -74 L-16 -62 L-22 -46', skin, 7);
  const dress = shirt ? stroke('M-2 -42 L14 -33 M-6 -42 L-9 -27', colour, 11) + path('M-3 -90 C-6 -108 18 -110 16 -96 C8 -100 2 -98 -3 -90Z', colour)
    + stroke('M12 -3 L22 -1 M-35 -15 L-39 -7', shirt, 7) : '';
  const body = circle(7, -93, 9.5, skin) + stroke('M-2 -42 L20 -30 L12 -4 L22 -2', skin, 9) + stroke('M-6 -42 L-10 -20 L-34 -16 L-38 -8', skin, 9)
    + stroke('M4 -76 L-4 -44', shirt || colour, 17) + dress + limbs;
  return `<g transform="translate(${x} ${y}) scale(${flip ? -s : s} ${s})">${beam}${body}</g>`;
}

function walker(x, y, s, colour, { pack = false, flip = false, coat = null } = {}) {
  const bag = pack ? `<rect x="-26" y="-80" width="18" height="34" rx="8" fill="${coat || colour}"/>` : '';
  const poles = pack ? stroke('M14 -62 L30 -4', colour, 3) : '';
  return `<g transform="translate(${x} ${y}) scale(${flip ? -s : s} ${s})">${bag}${circle(2, -94, 9.5, colour)}
    ${stroke('M0 -44 L10 -22 L12 -2', colour, 9)}${stroke('M-2 -44 L-8 -22 L-16 -2', colour, 9)}${stroke('M1 -76 L-1 -46', coat || colour, 20)}
    ${stroke('M4 -72 L12 -56 L18 -50', colour, 7)}${poles}</g>`;
}

// Somebody seen from the front or the back, with trousers and a coat.
function stroller(x, y, s, colour, R) {
  const skin = pick(SKINS, R), hair = pick(['#2a1a18', '#5a3a24', '#c9c4bd', '#8a5a2c'], R);
  return ellipse(x, y, 30 * s, 6 * s, '#000', 'opacity=".28"') + at(x, y, s,
    path('M-9 -46 H9 L8 0 H2 L0 -34 L-2 0 H-8Z', darker(colour, 0.45)) + path('M-15 -42 C-17 -84 17 -84 15 -42 Z', colour)
    + circle(0, -91, 9.5, skin) + path('M-10 -90 C-11 -106 11 -106 10 -90 C6 -97 -6 -97 -10 -90Z', hair));
}

function dog(x, y, s, colour, flip = false) {
  const dark = darker(colour, 0.28), pale = lighter(colour, 0.45);
  return ellipse(x, y, 60 * s, 8 * s, '#000', 'opacity=".3"') + `<g transform="translate(${x} ${y}) scale(${flip ? -s : s} ${s})">
    ${stroke('M-44 -54 C-62 -66 -66 -88 -56 -98', colour, 9)}
    ${stroke('M-32 -40 L-40 -18 L-34 -2', dark, 11)}${stroke('M26 -40 L24 -18 L26 -2', dark, 10)}
    ${path('M-46 -56 C-40 -72 -10 -66 14 -68 C34 -72 42 -56 38 -42 C32 -28 6 -34 -14 -30 C-34 -26 -50 -36 -46 -56Z', colour)}
    ${stroke('M-38 -40 L-46 -20 L-42 -2', colour, 11)}${stroke('M32 -42 L34 -20 L34 -2', colour, 10)}
    ${path('M16 -60 C16 -86 30 -98 48 -98 C58 -98 62 -92 66 -84 L82 -78 C86 -72 82 -66 74 -66 C64 -66 58 -62 50 -52 C42 -42 26 -44 16 -60Z', colour)}
    ${path('M34 -96 C24 -92 20 -76 28 -66 C38 -70 42 -84 34 -96Z', dark)}${path('M62 -74 C70 -72 80 -72 83 -74 C82 -66 72 -64 64 -66Z', pale)}
    ${circle(82, -77, 4, '#1a1414')}${circle(57, -84, 3.2, '#1a1414')}${stroke('M24 -54 C32 -48 42 -48 50 -54', '#d8432f', 6)}</g>`;
}

function pushchair(x, y, s, colour) {
  return at(x, y, s, runner(-66, 0, 1, '#2a2026', { shirt: '#d6496b' })
    + stroke('M-34 -64 L-6 -52 L14 -14 M-6 -52 L44 -30 L20 -8', '#2a2a30', 4) + path('M-2 -50 C10 -74 46 -72 50 -40 L44 -26 L8 -26Z', colour)
    + path('M-2 -50 C10 -74 34 -76 44 -60 L18 -44Z', darker(colour, 0.25)) + circle(6, -11, 11, 'none', 'stroke="#222" stroke-width="4"')
      + circle(46, -9, 9, 'none', 'stroke="#222" stroke-width="4"'));
}

const pine = (x, y, s, colour) => path(times(5, i => {
  const yy = y - s + s * 0.9 * (i / 5), ww = s * (0.07 + 0.2 * (i / 5));
  return `M${x.toFixed(1)} ${(yy - s * 0.1).toFixed(1)}L${(x + ww).toFixed(1)} ${(yy + s * 0.24).toFixed(1)}L${(x - ww).toFixed(1)} ${(yy + s * 0.24).toFixed(1)}Z`;
}) + `M${x - s * 0.02} ${y - s * 0.1}h${s * 0.04}v${s * 0.16}h${-s * 0.04}Z`, colour);

function roundTree(x, y, s, colour, R) {
  return path(`M${x - s * 0.05} ${y} L${x - s * 0.03} ${y - s * 0.5} L${x + s * 0.03} ${y - s * 0.5} L${x + s * 0.05} ${y}Z`, darker(colour, 0.55))
    + times(9, i => circle(x + (R() - 0.5) * s * 0.62, y - s * (0.5 + 0.4 * R()), s * (0.14 + 0.1 * R()), i < 4 ? darker(colour, 0.18)
          : lighter(colour, 0.1 * R())));
}
