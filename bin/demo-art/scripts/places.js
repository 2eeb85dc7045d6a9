// Places in the open: fields, a winding path, dunes, a city under a mountain wall.
const onGround = (w, h, list, colour) => (list || []).map(([x, y, s, shirt]) => runner(x * w, y * h, s * h / 400, colour, { shirt })).join('');

// Rows of wheat or vines run to the horizon, a path between them.
Art.field = (w, h, o) => {
  const R = chance(o.seed), vines = o.tone === 'vineyard', P = vines ? hours.autumn : hours.clear, y0 = h * 0.55;
  let b = sky(w, h, P, { sx: 0.7, sy: 0.26, clouds: vines ? 0 : 4 }, R)
    + ridges(w, h, P, { top: 0.44, span: 0.1, soft: 0.5, trees: false, layers: 4, amp: 0.5 }, R);
  b += rect(0, y0, w, h - y0, lin(vines ? ['#c9a25c', '#8a5a34'] : ['#f0d27a', '#c8932f']));
  for (let i = -14; i <= 14; i++) {
    if (i === 0) continue;
    const near = w * 0.5 + (i + (i > 0 ? 0.1 : -0.1)) * w * 0.2, far = w * 0.52 + i * w * 0.014, wide = w * 0.07;
    const colour = vines ? ['#b8452a', '#d98a2e', '#a83222', '#e0ab3c'][Math.abs(i) % 4] : i % 2 ? '#e0b548' : '#f3d884';
    b += path(`M${far} ${y0}L${far + 2} ${y0}L${near + wide} ${h}L${near - wide} ${h}Z`, lin([mix(colour, P.glow, 0.4), darker(colour, 0.12)]),
        'opacity=".92"');
  }
  b += vines ? vineLeaves(w, h, y0, R) : ears(w, h, y0, R);
  b += path(`M${w * 0.515} ${y0}L${w * 0.525} ${y0}C${w * 0.54} ${h * 0.7} ${w * 0.6} ${h * 0.84} ${w * 0.66} ${h}L${w * 0.34} ${h}C${w * 0.46} ${h * 0.84} ${w * 0.51} ${h * 0.7} ${w * 0.515} ${y0}Z`,
      lin(['#e8d4a8', '#c29a62']));
  return b + onGround(w, h, o.runners, '#2a1a14');
};

const besidePath = (w, h, y, R) => {
  const t = (y - h * 0.55) / (h * 0.45), gap = w * (0.01 + 0.17 * t * t);
  return R() > 0.5 ? w * 0.52 + gap + R() * (w * 0.5 - gap) : w * 0.5 - gap - R() * (w * 0.5 - gap);
};
const ears = (w, h, y0, R) => stroke(times(420, () => {
  const t = R(), y = y0 + (h - y0) * t + 6, l = h * (0.012 + 0.07 * t * t);
  return `M${besidePath(w, h, y, R).toFixed(0)} ${y.toFixed(0)}q${((R() - 0.3) * 6).toFixed(1)} ${(-l * 0.7).toFixed(1)} ${((R() - 0.2) * 16 * t).toFixed(1)} ${(-l).toFixed(1)}`;
}), '#a8741e', 2.4, 'opacity=".6"');
const vineLeaves = (w, h, y0, R) => times(330, () => {
  const t = R(), y = y0 + (h - y0) * t;
  return circle(besidePath(w, h, y, R).toFixed(0), y.toFixed(0), (w * (0.003 + 0.014 * t * t)).toFixed(1),
      pick(['#c9402a', '#e08a2e', '#f0b545', '#8f2f1b', '#7a8a34'], R), 'opacity=".85"');
});

Art.switchback = (w, h, o) => {
  const R = chance(o.seed), P = hours[o.light];
  let b = sky(w, h, P, { sx: 0.74, sy: 0.16, clouds: 3 }, R)
    + ridges(w, h, P, { top: 0.34, span: 0.16, soft: 0.55, trees: false, layers: 5, amp: 0.7 }, R);
  b += path(`M0 ${h * 0.62}C${w * 0.24} ${h * 0.56} ${w * 0.5} ${h * 0.38} ${w * 0.72} ${h * 0.34}C${w * 0.86} ${h * 0.33} ${w * 0.94} ${h * 0.4} ${w} ${h * 0.42}V${h}H0Z`,
      lin(['#8fbf6a', '#2f6a3c']));
  const bends = [[0.2, 1.04], [0.78, 0.87], [0.26, 0.74], [0.7, 0.62], [0.42, 0.53], [0.7, 0.455], [0.62, 0.4], [0.72, 0.345]];
  for (let i = 0; i < bends.length - 1; i++) {
    const [x0, y0] = bends[i], [x1, y1] = bends[i + 1], turn = x1 > x0 ? 0.1 : -0.1;
    const d = `M${w * x0} ${h * y0}C${w * (x0 + (x1 - x0) * 0.3)} ${h * (y0 - 0.02)} ${w * (x1 + turn)} ${h * (y1 + (y0 - y1) * 0.55)} ${w * x1} ${h * y1}`;
    b += stroke(d, '#7d8a4a', w * (0.05 - i * 0.0065)) + stroke(d, '#ecd9ac', w * (0.04 - i * 0.0054));
  }
  const slope = x => h * (0.64 - 0.3 * Math.min(1, x / 0.72));
  b += times(70, () => {
    const x = R(), y = slope(x) + (h - slope(x)) * (0.08 + 0.9 * R()), s = h * 0.012 * (1 + 2.4 * (y / h - 0.3));
    return ellipse(x * w, y, s * 1.3, s * 0.8, pick(['#5a9448', '#3d7a3c', '#a8cc78', '#c7c4b4'], R), 'opacity=".75"');
  });
  return b + onGround(w, h, o.runners, '#1a2a20');
};

Art.desert = (w, h, o) => {
  const night = o.light === 'night', noon = o.light === 'noon', R = chance(o.seed);
  const P = noon ? { ...hours.heat, sky: ['#f0c878', '#fbe6b4', '#fff8e4'] } : night ? hours.night : hours.sunset;
  const sand = night ? ['#3f4a70', '#141a34'] : noon ? ['#f4d392', '#b97f3c'] : ['#d98a5c', '#5a2a34'];
  let b = sky(w, h, P, { sx: noon ? 0.6 : 0.68, sy: noon ? 0.2 : 0.44, stars: night ? 220 : 0, moon: night }, R);
  [[0.52, 0.07, 0.2], [0.6, 0.1, 0.5], [0.7, 0.14, 0.75],
      [0.84, 0.16, 1]].forEach(([y, a, t], i) => {
    b += dune(w, h, y, a, i, mix(P.glow, sand[0], 0.3 + 0.7 * t), mix(sand[0], sand[1], 0.35 + 0.65 * t), R); });
  if (noon) b += times(22, i => ellipse(w * (0.44 - 0.1 * Math.sin(i / 4) + 0.004 * i), h * (0.995 - 0.0155 * i), w * 0.009 * (1.1 - i / 26),
        h * 0.006 * (1.1 - i / 26), '#8a5a28', 'opacity=".55"'))
    + times(5, i => rect(0, h * (0.49 + i * 0.012), w, h * 0.005, '#fff', 'opacity=".22"'));
  if (noon) b = group(`translate(${w} 0) scale(-1 1)`, b);
  if (o.tent) b += tent(w * 0.42, h * 0.77, w / 900);
  return b + onGround(w, h, (o.runners || []), '#1c0f18');
};

// The wind side of a dune is lit, the lee side lies in shadow below the crest.
function dune(w, h, y, a, i, light, dark, R) {
  const cx = w * [0.7, 0.3, 0.4, 0.66][i], top = h * (y - a), foot = h * (y + 0.03);
  const crest = `M${-w * 0.1} ${foot}C${cx * 0.4} ${foot - h * 0.01} ${cx - w * 0.16} ${top + h * 0.02} ${cx} ${top}C${cx + w * 0.1} ${top + h * 0.05} ${cx + w * 0.24} ${foot - h * 0.03} ${w * 1.1} ${foot - h * 0.02}`;
  const lee = `M${cx} ${top}C${cx + w * 0.015} ${top + h * 0.08} ${cx + w * 0.07} ${foot} ${cx + w * 0.2} ${foot + h * 0.24}L${w * 1.1} ${h + 10}L${w * 1.1} ${foot - h * 0.02}C${cx + w * 0.24} ${foot - h * 0.03} ${cx + w * 0.1} ${top + h * 0.05} ${cx} ${top}Z`;
  const ripples = times(6, k => `M${cx - w * (0.3 + 0.1 * R())} ${foot + h * (0.03 + k * 0.03)}q${w * 0.1} ${-h * 0.016} ${w * 0.2} ${h * 0.004}t${w * 0.16} 0`);
  return path(`${crest}V${h + 10}H${-w * 0.1}Z`, lin([light, mix(light, dark, 0.5)]))
    + path(lee, lin([dark, mix(light, dark, 0.6)]), 'opacity=".55"') + (i > 1 ? stroke(ripples, dark, 2, 'opacity=".28"') : '');
}

function tent(x, y, s) {
  return circle(x, y - 40 * s, 260 * s, rad([[0, '#ffb860', 0.5], [1, '#ffb860', 0]], 0.5, 0.5, 0.5))
    + at(x, y, s, path('M-120 0 L-10 -110 L120 0Z', lin(['#ffd38a', '#f08a3c'])) + path('M-10 -110 L120 0 L60 0Z', '#c8602a')
        + path('M-10 -110 L-40 0 L22 0Z', '#fff0c0', 'opacity=".8"') + stroke('M-120 0 L-150 8 M120 0 L150 8 M-10 -110 L-10 -118', '#4a2a1a', 3));
}

Art.cityBelow = (w, h, o) => {
  const R = chance(o.seed), P = hours[o.light];
  let b = sky(w, h, P, { sx: 0.3, sy: 0.3 }, R) + peaks(w, h, 0.5, { ...P, far: '#b6a2bc' }, R)
    + rect(0, h * 0.4, w, h * 0.25, lin([[0, P.glow, 0], [1, P.glow, 0.55]]));
  b += path(under(ridge(w, h * 0.6, h * 0.1, R, 0.5, 7), w, h), lin(['#8f7a98', '#6a5a80']));
  [0, 1, 2].forEach(row => {
    const base = h * (0.74 + row * 0.14), tone = mix('#8d7d9c', '#2a2440', row / 2);
    for (let x = -20; x < w;) {
      const bw = w * (0.025 + 0.03 * R()) * (1 + row * 0.4), bh = h * (0.05 + 0.13 * R() * R() + row * 0.02);
      b += rect(x, base - bh, bw, h - base + bh, lin([lighter(tone, 0.1), tone]))
        + times(Math.floor(bh / 22) * 3, k => (R() > 0.5 ? ''
              : rect(x + bw * (0.14 + (k % 3) * 0.28), base - bh + 10 + Math.floor(k / 3) * 20, bw * 0.16, 9, '#ffd98a', 'opacity=".8"')));
      x += bw + w * 0.004;
    }
  });
  return b + stroke(`M${w * 0.78} ${h * 0.7}V${h * 0.34}`, '#4a3f60', w * 0.006) + ellipse(w * 0.78, h * 0.42, w * 0.02, h * 0.026, '#4a3f60')
    + circle(w * 0.78, h * 0.335, 4, '#ff6b5a');
};
