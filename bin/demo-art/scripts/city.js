// In the city: a skyline over a road or a river, a tram stop, the way to school, a row of neighbours' houses.
Art.skyline = (w, h, o) => {
  const P = hours[o.light], R = chance(o.seed), night = ['night', 'blue'].includes(o.light), y0 = h * 0.7;
  let b = sky(w, h, P, { sx: 0.72, sy: 0.36, stars: night ? 60 : 0, moon: o.light === 'night' }, R);
  [0, 1, 2].forEach(row => { b += buildings(w, h, y0, row, P, R, night ? 0.5 : 0.12); });
  if (o.river) b = water(w, h, 0.7, b, P, R, true)
    + path(`M0 ${h * 0.86}C${w * 0.3} ${h * 0.83} ${w * 0.7} ${h * 0.85} ${w} ${h * 0.83}V${h}H0Z`, lin(['#2a3858', '#0c1428']))
    + stroke(times(15, i => `M${w * (i + 0.5) / 15} ${h * 0.86}v${-h * 0.045}`) + `M0 ${h * 0.815}H${w}`, '#0a1226', 4);
  else b += road(w, h, y0, P, night);
  const dark = darker(P.near, 0.4), look = { shirt: o.river ? '#d9f24a' : '#ff8a3d', dim: night ? 0.75 : 0 };
  if (o.pack) b += times(12, i => runner(w * (0.2 + 0.05 * i + 0.015 * R()), h * (0.93 - 0.035 * (i % 3)), h / 420 * (1 - 0.09 * (i % 3)), '#2a2232',
        { shirt: ['#e0503c', '#2f6fc0', '#f0b53c', '#7a4aa0', '#2f9a8a', '#fff4e0'][i % 6] }));
  for (const one of [o.runner, o.runner2]) if (one) b += runner(one[0] * w, one[1] * h, one[2] * h / 330 * Math.min(1, w / h + 0.1), dark,
      { ...look, lamp: o.lamps });
  return b;
};

function buildings(w, h, y0, row, P, R, lit) {
  const tone = mix(mix(P.far, P.sky[0], 0.35), P.near, 0.15 + row * 0.38);
  let b = '', x = -20;
  while (x < w) {
    const bw = w * (0.05 + 0.05 * R()), bh = h * (0.12 + (0.34 - row * 0.09) * R()), cols = Math.max(2, Math.floor(bw / 20)),
      rows = Math.floor(bh / 30);
    b += rect(x, y0 - bh, bw, bh, lin([lighter(tone, 0.08), tone]));
    if (row > 0) {
      const win = rows > 0 ? Array.from({ length: cols * rows },
          (_, k) => (R() < 0.55 ? '' : rect(x + bw * (0.14 + 0.78 * (k % cols) / cols), y0 - bh + 12
            + 28 * Math.floor(k / cols), bw * 0.36 / cols, 13, R() < lit ? '#ffd98a' : lighter(tone, 0.14), 'opacity=".9"'))).join('') : '';
      b += win;
    }
    if (R() > 0.75) b += stroke(`M${x + bw / 2} ${y0 - bh}v${-h * 0.05}`, tone, 3);
    x += bw + w * 0.006 * R() - 2;
  }
  return b;
}

const road = (w, h, y0, P, night) => rect(0, y0, w, h - y0,
    lin(night ? ['#2a3350', '#0a0f20'] : [mix('#b9b0ac', P.glow, 0.4), mix('#6a6470', P.near, 0.2)]))
+ rect(0, y0, w, h * 0.025, mix(P.glow, P.near, night ? 0.7 : 0.35))
  + stroke(`M0 ${h * 0.97}H${w}`, '#fff', h / 110, `stroke-dasharray="${w * 0.05} ${w * 0.04}" opacity=".6"`)
    + (night ? [0.16, 0.5, 0.84].map(x => seaLamp(w * x, y0 + h * 0.03, h / 900, true)
        + ellipse(w * x, h * 0.86, w * 0.13, h * 0.06, '#ffe2a0', 'opacity=".14"')).join('') : '');

// A house front with a roof, windows with boxes and a door.
function house(x, y, bw, bh, wall, roof, R, lit = false) {
  const glass = lit ? '#ffe09a' : '#8fb4c8', win = (wx, wy) => rect(wx, wy, bw * 0.2, bh * 0.17, glass, 'stroke="#fff8ea" stroke-width="5"')
    + stroke(`M${wx + bw * 0.1} ${wy}v${bh * 0.17}`, '#fff8ea', 3)
    + times(4, i => circle(wx + bw * (0.03 + i * 0.05), wy + bh * 0.19, 5, pick(['#e0507a', '#ffd84a', '#ff7a4a'], R)));
  return path(`M${x - 8} ${y - bh}L${x + bw / 2} ${y - bh * 1.28}L${x + bw + 8} ${y - bh}Z`, lin([lighter(roof, 0.1), darker(roof, 0.15)]))
    + rect(x, y - bh, bw, bh, lin([lighter(wall, 0.12), darker(wall, 0.06)]))
    + win(x + bw * 0.14, y - bh * 0.86) + win(x + bw * 0.66, y - bh * 0.86) + win(x + bw * 0.66, y - bh * 0.46)
      + rect(x + bw * 0.14, y - bh * 0.44, bw * 0.26, bh * 0.44, darker(roof, 0.3), 'rx="6"') + circle(x + bw * 0.36, y - bh * 0.2, 4, '#ffd98a');
}
const walls = ['#f2c48a', '#e89a84', '#a8cfc0', '#f6e0b0', '#b8b4dc', '#f0b0b8', '#9cc4e0'];
const roofs = ['#b0583c', '#8a4a3c', '#6a5a6a', '#a8503c'];

Art.schoolRun = (w, h, o) => {
  const R = chance(o.seed), y = h * 0.74;
  let b = sky(w, h, hours.morning, { sx: 0.8, sy: 0.16, clouds: 4 }, R)
    + times(5, i => house(w * (0.005 + i * 0.2), y - 4, w * 0.185, h * (0.4 + 0.08 * (i % 2)), walls[i], roofs[i % 4], R));
  b += rect(0, y - 6, w, h, lin(['#e8dccb', '#b7a793'])) + rect(0, y - 6, w, 10, '#cbbba4')
    + stroke(times(7, i => `M${w * (i / 6)} ${y + 8}L${w * (0.5 + (i - 3) * 0.26)} ${h}`), '#000', 2, 'opacity=".1"');
  const shirts = ['#e0503c', '#2f6fc0', '#f0b53c', '#7a4aa0', '#2f9a8a', '#e0719a'];
  b += shirts.map((c, i) => {
    const x = w * (0.3 + i * 0.1), yy = h * (0.91 - 0.03 * (i % 2)), s = h / 700 * (0.88 + 0.1 * ((i * 7) % 3));
    return ellipse(x, yy, 34 * s, 6 * s, '#000', 'opacity=".25"') + runner(x, yy, s, ['#5a3a2a', '#2a2024', '#8a5a34'][i % 3], { shirt: c })
      + at(x, yy, s, `<rect x="-26" y="-82" width="22" height="32" rx="8" fill="${shirts[(i + 2) % 6]}" transform="rotate(12 -15 -66)"/>`);
  }).join('');
  return b + ellipse(w * 0.17, h * 0.92, 50, 9, '#000', 'opacity=".25"') + runner(w * 0.17, h * 0.92, h / 480, '#3a2430', { shirt: '#a33a6b' });
};

Art.houses = (w, h, o) => {
  const R = chance(o.seed), y = h * 0.8;
  let b = sky(w, h, hours.rose, { sx: 0.8, sy: 0.24 }, R)
    + ridges(w, h, hours.rose, { top: 0.5, span: 0.14, soft: 0.4, trees: false, layers: 3, amp: 0.5 }, R);
  b += times(7, i => house(w * (0.012 + i * 0.141), y, w * 0.126, h * (0.42 + 0.1 * ((i * 3) % 4) / 3), mix(walls[i], '#8a6a9a', 0.18),
        mix(roofs[i % 4], '#4a3a5a', 0.2), R, true));
  b += rect(0, y - 3, w, h, lin(['#c9b0a8', '#7a6470'])) + rect(0, y - 3, w, 8, '#a88e90')
    + times(7, i => roundTree(w * (0.147 + i * 0.141), y + 4, h * 0.24, '#6a9a5e', R));
  const coats = ['#b5432e', '#2f5f9e', '#d69a1e', '#274a45', '#6a3f86', '#e0719a', '#3c8a6a'];
  const spots = [0.2, 0.235, 0.44, 0.475, 0.51, 0.72, 0.755];
  return b + spots.map((x, i) => stroller(w * x, h * (0.93 + 0.02 * (i % 2)), h / 420, coats[i], R)).join('')
    + dog(w * 0.57, h * 0.95, h / 900, '#c98a4a', true) + stroller(w * 0.86, h * 0.92, h / 460, '#ff8a3d', R)
    + seaLamp(w * 0.31, h * 0.9, h / 700, true) + seaLamp(w * 0.65, h * 0.9, h / 700, true);
};

Art.tram = (w, h, o) => {
  const P = hours.dusk, R = chance(o.seed), y0 = h * 0.68;
  let b = sky(w, h, P, { sx: 0.2, sy: 0.4 }, R) + [0, 1].map(row => buildings(w, h, y0, row + 1, P, R, 0.45)).join('')
    + rect(0, y0, w, h - y0, lin(['#5a4460', '#1a1222'])) + stroke(`M0 ${h * 0.85}H${w}M0 ${h * 0.9}H${w}`, '#d8b8b0', 4, 'opacity=".55"')
    + stroke(`M0 ${h * 0.2}H${w}`, '#1a1222', 3);
  const body = path('M-420 0 V-190 Q-420 -236 -374 -236 H330 Q400 -236 424 -120 L430 0Z', lin(['#e0503c', '#a82c22']))
    + rect(-420, -56, 848, 18, '#fff4e0') + times(6, i => rect(-396 + i * 108, -204, 92, 84, lin(['#ffe9b0', '#ffc878']), 'rx="10"'))
    + path('M262 -204 H336 C366 -200 384 -150 392 -116 H262Z', lin(['#fff3d0', '#ffd890']))
    + [-396, -180, 36].map((x, i) => at(x + 50, -120, 0.9, circle(0, -32, 15, ['#c98a64', '#f0c6a4', '#8a5a3c'][i])
          + path('M-24 0 C-24 -22 24 -22 24 0Z', ['#3a4a7a', '#7a3a5a', '#2f6a5a'][i]))).join('')
    + times(4, i => circle(-310 + i * 200, 6, 26, '#1a1222') + circle(-310 + i * 200, 6, 10, '#8a7a80')) + circle(412, -30, 13, '#fff6c8')
      + rect(-60, -286, 120, 12, '#2a1a26') + stroke('M0 -286 L40 -340 L-20 -400', '#2a1a26', 6);
  b += circle(w * 0.44 + 430 * w / 1000, h * 0.84, 150, rad([[0, '#fff2c0', 0.6], [1, '#fff2c0', 0]], 0.5, 0.5, 0.5))
    + at(w * 0.42, h * 0.87, w / 1060, body);
  b += stroke(`M${w * 0.9} ${h * 0.96}V${h * 0.42}`, '#1a1222', 9) + rect(w * 0.865, h * 0.4, w * 0.07, h * 0.1, '#2f6fc0', 'rx="8"')
    + rect(w * 0.88, h * 0.425, w * 0.04, h * 0.014, '#fff') + rect(w * 0.88, h * 0.452, w * 0.026, h * 0.014, '#fff')
    + rect(0, h * 0.95, w, h * 0.05, '#120c1a');
  return b + stroller(w * 0.8, h * 0.965, h / 420, '#2f9a8a', R)
    + at(w * 0.8, h * 0.965, h / 420, path('M16 -50 h26 l4 34 h-34Z', '#ff8a3d') + stroke('M20 -50 q9 -16 18 0', '#ff8a3d', 4))
    + stroller(w * 0.72, h * 0.965, h / 440, '#6a4a8a', R);
};
