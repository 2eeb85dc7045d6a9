// The promenade: houses with arcades on both sides, lamps overhead, people on the stones.
const streets = {
  dusk: { sky: ['#2b2a5e', '#a0527d', '#ff9a6c', '#ffd39a'], walls: ['#5b3554', '#7a4158', '#94504f', '#6a3a63'], window: '#ffdf9a',
      ground: ['#6d4256', '#2a1a2c'], arch: '#ffbf73', lamps: true },
  day: { sky: ['#79bfe8', '#c9e6f0', '#fff1d8'], walls: ['#f0c79b', '#e7a184', '#f6dcb2', '#d8b4a0'], window: '#6d8390',
      ground: ['#e8d6bd', '#b99c83'], arch: '#7c5b4c' },
  rain: { sky: ['#6d7f8f', '#a9b7bf', '#d9dcd8'], walls: ['#8a7f86', '#a08a84', '#94909a', '#7d7480'], window: '#ffe0a0',
      ground: ['#8f97a0', '#4a5058'], arch: '#ffca86', lamps: true },
  winter: { sky: ['#4a5c86', '#9aa6c4', '#e6dfe4'], walls: ['#7a6a86', '#8f7480', '#a08a90', '#6d6684'], window: '#ffe09a',
      ground: ['#f2f5fa', '#b9c6da'], arch: '#ffc880', lamps: true },
  morning: { sky: ['#a9bfe4', '#f0cdd4', '#ffe6cc'], walls: ['#e8b8a8', '#f2cfb4', '#dba6a4', '#f6dcc4'], window: '#8a8fa8',
      ground: ['#f2d9c8', '#c09c94'], arch: '#a47a74' },
  night: { sky: ['#070d22', '#16224a', '#3a3f6a'], walls: ['#1f2440', '#2a2a4a', '#262040', '#1a2040'], window: '#ffd27a',
      ground: ['#2f3352', '#0c1022'], arch: '#ffb35c', lamps: true },
};

Art.promenade = (w, h, o) => {
  const M = streets[o.mode], R = chance(o.seed);
  let b = full(w, h, lin(M.sky)) + full(w, h, rad([[0, '#fff0c8', o.mode === 'night' ? 0.25 : 0.85], [1, '#fff0c8', 0]], 0.5, 0.56, 0.4))
    + path(under(ridge(w, h * 0.5, h * 0.2, R, 0.5, 7), w, h), mix(M.walls[0], M.sky[2], 0.6), 'opacity=".8"') + houseRow(w, h, -1, M, R)
      + houseRow(w, h, 1, M, R);
  b += path(`M${w * 0.45} ${h * 0.66}L${w * 0.55} ${h * 0.66}L${w * 1.02} ${h}L${-w * 0.02} ${h}Z`, lin(M.ground))
    + times(8, i => {
      const t = (i + 1) ** 2 / 81;
      return stroke(`M${w * 0.45 - w * 0.47 * t} ${h * (0.66 + 0.34 * t)}H${w * 0.55 + w * 0.47 * t}`, '#000', 1 + 3 * t, 'opacity=".13"');
    });
  if (o.mode === 'rain') b += wetStones(w, h, R);
  if (M.lamps || o.mode === 'day') b += lampStrings(w, h, o.mode === 'day');
  b += crowd(w, h, o, R);
  if (o.runner) b += circle(w * o.runner[0], h * o.runner[1] - 60, w * 0.3, rad([[0, '#ffd79a', 0.3], [1, '#ffd79a', 0]], 0.5, 0.5, 0.5))
    + runner(w * o.runner[0], h * o.runner[1], o.runner[2] * h / 400, '#0a0c18', { shirt: '#d9f24a', dim: 0.75 });
  if (o.bubbles) b += speech(w, h);
  if (o.mode === 'rain') b += rain(w, h, 200, R);
  if (o.mode === 'winter') b += snowfall(w, h, 170, R);
  return b;
};

function houseRow(w, h, side, M, R) {
  const X = t => (side < 0 ? w * 0.46 * t : w - w * 0.46 * t), top = t => h * (0.02 + 0.4 * t) + R() * h * 0.05, base = t => h * (0.98 - 0.32 * t);
  let b = '';
  for (let i = 0; i < 5; i++) {
    const [t0, t1] = [i / 5, (i + 1) / 5], [x0, x1] = [X(t0), X(t1)], [a, c] = [top(t0), top(t1)], colour = M.walls[i % 4];
    const Y = (u, f) => lerp(lerp(a, c, 0.8 * u), lerp(base(t0), base(t1), u), f);
    b += path(`M${x0} ${a}L${x1} ${a + (c - a) * 0.8}L${x1} ${base(t1)}L${x0} ${base(t0)}Z`,
        lin([lighter(colour, 0.12), darker(colour, M.lamps ? 0.3 : 0.1)]));
    if (M === streets.winter) b += path(`M${x0} ${a}L${x1} ${a + (c - a) * 0.8}L${x1} ${Y(1, 0.03)}L${x0} ${Y(0, 0.03)}Z`, '#ffffff');
    for (let k = 0; k < 9; k++) {
      const u = (k % 3 + 0.28) / 3, v = (k % 3 + 0.72) / 3, r = Math.floor(k / 3), [xa, xb] = [lerp(x0, x1, u), lerp(x0, x1, v)];
      b += path(`M${xa} ${Y(u, 0.08 + r * 0.19)}L${xb} ${Y(v, 0.08 + r * 0.19)}L${xb} ${Y(v, 0.2 + r * 0.19)}L${xa} ${Y(u, 0.2 + r * 0.19)}Z`,
          R() > 0.35 ? M.window : darker(colour, 0.4), `opacity="${(0.55 + R() * 0.45).toFixed(2)}"`);
    }
    for (let k = 0; k < 2; k++) {
      const u = (k + 0.14) / 2, v = (k + 0.86) / 2, [xa, xb] = [lerp(x0, x1, u), lerp(x0, x1, v)];
      b += path(`M${xa} ${Y(u, 1)}L${xa} ${Y(u, 0.78)}Q${(xa + xb) / 2} ${Y((u + v) / 2, 0.62)} ${xb} ${Y(v, 0.78)}L${xb} ${Y(v, 1)}Z`, M.arch,
          `opacity="${M.lamps ? 0.9 : 0.75}"`);
    }
  }
  return b;
}

const lampStrings = (w, h, dim) => times(3, j => {
  const y = h * (0.3 + 0.09 * j), x0 = w * (0.14 + 0.1 * j), x1 = w - x0;
  return stroke(`M${x0} ${y}Q${w / 2} ${y + h * 0.12} ${x1} ${y}`, '#0005', 2) + times(9, k => {
    const t = (k + 1) / 10, x = lerp(x0, x1, t), yy = y + h * 0.24 * t * (1 - t) + 4;
    return circle(x, yy, h * 0.02, '#ffe2a0', `opacity="${dim ? 0.1 : 0.35}"`) + circle(x, yy, h * 0.0075, '#fff3cf');
  });
});

const wetStones = (w, h, R) => `<g filter="${blur(w / 120, 10)}">${times(26, () => {
  const t = R(), x = w * (0.5 + (R() - 0.5) * (0.1 + 0.9 * t)), y = h * (0.68 + 0.3 * t);
  return ellipse(x, y, w * 0.012, h * (0.02 + 0.05 * R()), pick(['#ffd48a', '#ffe9b8', '#e8f0f4', '#ff9a6c'], R), 'opacity=".5"');
})}</g>`;

function crowd(w, h, o, R) {
  const coats = o.mode === 'day' || o.mode === 'morning' ? ['#b5432e', '#2f5f9e', '#f0e4cc', '#3c8a6a', '#8a4a8a']
    : ['#4a3a5a', '#5a3450', '#3d5568', '#7c3d4d', '#37645d'];
  const places = Array.from({ length: o.people ?? 11 }, () => ({ t: 0.08 + R() * 0.7, x: R() - 0.5 })).sort((a, b) => a.t - b.t);
  return places.map(({ t, x }, i) => {
    const px = w * (0.5 + x * (0.1 + 0.75 * t)), y = h * (0.66 + 0.34 * t), s = h * (0.035 + 0.17 * t) / 100 * Math.min(1, w / h + 0.1);
    return (i % 4 === 3 && !o.umbrellas ? ellipse(px, y, 30 * s, 6 * s, '#000', 'opacity=".28"')
        + runner(px, y, s, '#2a2030', { shirt: coats[i % 5], flip: i % 2 === 0 }) : stroller(px, y, s, coats[i % 5], R))
      + (o.umbrellas ? umbrella(px, y, s, ['#d8432f', '#f0b53c', '#2f7fc0', '#3fae8a', '#e0719a', '#7a5fc0'][i % 6]) : '');
  }).join('');
}

const umbrella = (x, y, s, colour) => at(x, y, s, stroke('M16 -54 V-128', '#222', 3)
    + path('M-42 -108 C-38 -158 70 -158 74 -108 C62 -118 48 -118 36 -108 C26 -118 8 -118 -2 -108 C-14 -118 -30 -118 -42 -108Z', colour)
  + path('M16 -146 C2 -136 -4 -122 -2 -108 C8 -118 26 -118 36 -108 C36 -124 28 -138 16 -146Z', '#fff', 'opacity=".2"'));

function speech(w, h) {
  const dots = (x, y, s, colour, bars) => at(x, y, s,
      path('M-60 -44 H60 Q78 -44 78 -26 V20 Q78 38 60 38 H-6 L-34 66 L-30 38 H-60 Q-78 38 -78 20 V-26 Q-78 -44 -60 -44Z', colour)
    + bars.map(([bx, by, bw]) => rect(bx, by, bw, 11, '#fff', 'rx="5" opacity=".9"')).join(''));
  const s = h / 560;
  return dots(w * 0.3, h * 0.5, s, '#2f9a8a', [[-54, -24, 96], [-54, -4, 60], [-54, 16, 80]])
    + dots(w * 0.43, h * 0.4, s * 0.8, '#ff8a3d', [[-54, -14, 70], [-54, 8, 104]])
    + dots(w * 0.56, h * 0.46, s * 0.9, '#7a5fc0', [[-48, -24, 102], [10, -4, 44], [-20, 16, 74]])
      + dots(w * 0.69, h * 0.38, s, '#e0507a', [[-54, -24, 40], [-6, -24, 56], [-54, -4, 96], [-54, 16, 50]]);
}
