// Racing: the track from above, the start, the aid station, the finish and what remains of it.
const tracks = { red: ['#d4583c', '#b5432e', '#2f7d57'], blue: ['#3f7fc4', '#2a5a9c', '#4a9a6a'], night: ['#5a2c30', '#241218', '#0c2420'] };

function runnerFromAbove(w, h, [x, y, turn], shirt, hair) {
  return group(`translate(${x * w} ${y * h}) rotate(${turn}) scale(${Math.min(w, h * 1.3) / 1000})`,
    ellipse(-46, 60, 70, 22, '#2a0f0a', 'opacity=".35" transform="rotate(-40 -46 60)"')
      + stroke('M-8 10 C-30 60 -60 80 -96 96', '#2a0f0a', 26, 'opacity=".35"')
    + stroke('M-24 4 L-44 -22 M24 2 L40 24', '#e0ac86', 11) + ellipse(0, 0, 30, 17, shirt) + circle(0, -2, 13, hair));
}

Art.track = (w, h, o) => {
  const [a, c, grass] = tracks[o.tone], cx = w * 0.05, cy = h * 1.12, size = Math.max(w, h * 0.95);
  let b = full(w, h, lin([a, c], 80)) + times(7,
      i => circle(cx, cy, size * (0.34 + i * 0.17), 'none',
      `stroke="#fff6ec" stroke-width="${w * 0.008}" opacity="${o.tone === 'night' ? 0.5 : 0.92}"`)) + circle(cx, cy, size * 0.33, grass);
  if (o.spot) b += circle(w * 0.6, h * 0.42, w * 0.42, rad([[0, '#ffe9c0', 0.75], [0.5, '#ffdca0', 0.3], [1, '#ffdca0', 0]], 0.5, 0.5, 0.5));
  const places = o.at || [[0.47, 0.5, -30], [0.62, 0.34, -38], [0.8, 0.52, -42]];
  return b + places.map((p, i) => runnerFromAbove(w, h, p, ['#ffd166', '#9be0d0', '#ffffff'][i], ['#3b2419', '#1c1412', '#b4652c'][i])).join('')
    + full(w, h, rad([[0, '#fff', o.spot ? 0 : 0.25], [1, '#000', o.spot ? 0.5 : 0.28]], 0.6, 0.3, 0.8));
};

const bunting = (x0, y0, x1, y1, sag, n, size) => stroke(`M${x0} ${y0}Q${(x0 + x1) / 2} ${(y0 + y1) / 2 + sag * 2} ${x1} ${y1}`, '#0006', 2)
  + times(n, k => {
  const t = (k + 0.5) / n, x = lerp(x0, x1, t), y = lerp(y0, y1, t) + sag * 4 * t * (1 - t);
  return path(`M${x - size} ${y}H${x + size}L${x} ${y + size * 2.2}Z`, ['#e0503c', '#f0b53c', '#2f6fc0', '#2f9a8a', '#e0719a'][k % 5]);
});

function arch(w, h, lit) {
  const checks = times(26, i => rect(-260 + (i % 13) * 40, -430
        + Math.floor(i / 13) * 20, 40, 20, (i + Math.floor(i / 13)) % 2 ? '#1a1c22' : '#ffffff'));
  const letters = 'M-150 -330v-44h28M-150 -352h22 M-100 -330v-44 M-76 -330v-44l30 44v-44 M-22 -330v-44 M26 -366c-8 -10 -28 -8 -28 4c0 14 30 6 30 20c0 14 -24 14 -32 2 M50 -330v-44M82 -330v-44M50 -352h32';
  return (lit ? circle(0, -340, 420, rad([[0, '#ffd890', 0.5], [1, '#ffd890', 0]], 0.5, 0.5, 0.5)) : '')
    + path('M-330 0V-330Q-330 -440 -220 -440H220Q330 -440 330 -330V0H260V-320H-260V0Z', lin(['#ff8a3d', '#d8432f'])) + checks
      + stroke(letters, '#ffffff', 10, 'transform="translate(34 -1)"') + stroke('M-316 -8V-326Q-314 -424 -222 -426', '#fff', 8, 'opacity=".4"');
}

Art.finishArch = (w, h, o) => {
  const R = chance(o.seed), ground = h * 0.84, P = hours[o.light], s = Math.min(w, h * 1.2) / 1000;
  let b = view(w, h, { light: o.light, seed: o.seed, top: 0.44, span: 0.24, soft: 0.6, trees: false, storm: Boolean(o.rain), clouds: o.rain ? 0
        : 4, sx: 0.5, sy: 0.3 });
  b += rect(0, ground - h * 0.08, w, h * 0.3, lin([mix(P.near, '#7aa85a', 0.5), darker(P.near, 0.1)]))
    + path(`M${w * 0.4} ${ground - h * 0.08}H${w * 0.6}L${w * 0.86} ${h}H${w * 0.14}Z`,
      lin([mix('#d8b58a', P.glow, 0.2), mix('#8a6a4a', P.near, 0.3)]));
  b += at(w * 0.5, ground, s * 1.02, arch(w, h, o.lights)) + bunting(0, h * 0.26, w * 0.5 - 330 * s, ground - 380 * s, h * 0.03, 7, w * 0.011)
    + bunting(w * 0.5 + 330 * s, ground - 380 * s, w, h * 0.24, h * 0.03, 7, w * 0.011);
  const coats = ['#2f6fc0', '#e0719a', '#2f9a8a', '#f0b53c', '#7a4aa0', '#3a4a8a', '#c9552f'];
  b += times(12, i => {
    const left = i < 6, x = w * (left ? 0.02 + i * 0.042 : 0.77 + (i - 6) * 0.042), y = ground + h * (0.02 + 0.05 * ((i * 2) % 3));
    return stroller(x, y, h / 500, coats[i % 7], R)
      + (i % 3 === 1 ? stroke(`M${x - 12} ${y - h * 0.12}L${x - 22} ${y - h * 0.2}M${x + 12} ${y - h * 0.12}L${x + 22} ${y - h * 0.2}`,
          darker(coats[i % 7], 0.1), h / 90) : '') + (o.rain && i % 4 === 2 ? umbrella(x, y, h / 520, coats[(i + 3) % 7]) : '');
  });
  b += path(`M${w * 0.5 - 300 * s} ${h * 0.9}L${w * 0.04} ${h}M${w * 0.5 + 300 * s} ${h * 0.9}L${w * 0.96} ${h}`, 'none',
      `stroke="#e8e0d4" stroke-width="6"`);
  b += ellipse(w * 0.5, h * 0.95, 70, 11, '#000', 'opacity=".35"') + runner(w * 0.5, h * 0.945, h / 340, '#2a2430', { shirt: '#d8432f', arms: true })
    + rect(w * 0.5 - 10, h * 0.945 - h / 340 * 70, 30, 24, '#fff', 'rx="3"');
  return b + (o.rain ? rain(w, h, o.rain, R) : times(46,
        () => rect((R() * w).toFixed(0), (R() * h * 0.7).toFixed(0), 9, 5, pick(coats, R),
      `transform="rotate(${(R() * 60).toFixed(0)} ${w / 2} ${h / 2})" opacity=".8"`)));
};

Art.startLine = (w, h, o) => {
  const R = chance(o.seed), P = hours[o.light], shirts = ['#e0503c', '#2f6fc0', '#f0b53c', '#7a4aa0', '#2f9a8a', '#e0719a', '#ff8a3d', '#8ac04a'];
  let b = view(w, h, { light: o.light, seed: o.seed, top: 0.46, span: 0.2, soft: 0.5, trees: false, clouds: 5 })
    + rect(0, h * 0.68, w, h * 0.34, lin(['#b9b4ae', '#6f6a70'])) + rect(0, h * 0.665, w, h * 0.03, '#7ab05c');
  const balloon = (x, y, r, c) => stroke(`M${x} ${y + r * 1.2}q${r * 0.3} ${r} 0 ${r * 2.2}`, '#fff', 2, 'opacity=".7"')
    + ellipse(x, y, r, r * 1.2, rad([[0, lighter(c, 0.45)], [1, c]], 0.35, 0.3, 0.7))
    + path(`M${x - r * 0.15} ${y + r * 1.3}L${x} ${y + r * 1.15}L${x + r * 0.15} ${y + r * 1.3}Z`, c);
  b += times(22, i => balloon(w * (0.05 + 0.9 * R()), h * (0.08 + 0.28 * R()), w * (0.013 + 0.017 * R()), shirts[i % 8]));
  [[0.1, 0.32], [0.9, 0.3]].forEach(([x, y]) => {
      b += stroke(`M${w * x} ${h * 0.72}V${h * y}`, '#4a4450', 7)
    + times(5, i => balloon(w * x + (i - 2) * w * 0.022, h * y - h * 0.02 * (2 - Math.abs(i - 2)), w * 0.022, shirts[i + 1])); });
  b += bunting(w * 0.1, h * 0.4, w * 0.9, h * 0.38, h * 0.03, 19, w * 0.011);
  [0, 1].forEach(row => { b += times(11, i => stroller(w * (0.1 + i * 0.08 + (row ? 0.035 : 0)), h * (0.8 + 0.1 * row), h / (row ? 430 : 520),
          shirts[(i * 3 + row) % 8], R)); });
  return b + rect(0, h * 0.93, w, h * 0.035, '#fff')
    + times(20, i => rect(w * i / 20, h * 0.93 + (i % 2) * h * 0.0175, w / 20, h * 0.0175, '#1a1c22'));
};

function medalShape(ribbon) {
  return path('M-150 -420 L-60 -420 L40 -30 L-30 -10Z', lin([ribbon, darker(ribbon, 0.25)]))
    + path('M150 -420 L60 -420 L-40 -30 L30 -10Z', lin([lighter(ribbon, 0.1), ribbon])) + stroke('M-105 -420 L2 -30', '#fff', 10, 'opacity=".7"')
    + stroke('M105 -420 L-2 -30', '#fff', 10, 'opacity=".7"')
    + circle(0, 110, 150, '#000', `opacity=".35" filter="${blur(14)}" transform="translate(10 18)"`)
      + circle(0, 110, 150, lin(['#fff0b0', '#d99a2a', '#f6d070', '#b8761a'], 50)) + circle(0, 110, 122, lin(['#e0a838', '#ffe08a'], 50))
      + circle(0, 110, 122, 'none', 'stroke="#a86a14" stroke-width="4" opacity=".6"')
    + path('M-70 160 C-46 90 -10 46 32 28 C14 72 16 120 30 160Z', '#a8681a') + path('M20 160 C34 112 62 84 96 72 C84 104 86 132 96 160Z', '#c98a2a')
      + circle(0, -34, 20, 'none', 'stroke="#d9a038" stroke-width="10"');
}

Art.medal = (w, h, o) => {
  const R = chance(o.seed);
  let b = o.ground === 'wood' ? ground(w, h, 'wood', R) : full(w, h, lin(['#8a8a92', '#4e4e58']))
    + times(1300, () => circle((R() * w).toFixed(0), (R() * h).toFixed(0), (0.6 + 1.6 * R()).toFixed(1), R() > 0.5 ? '#fff'
        : '#000', 'opacity=".18"'));
  if (o.ground === 'finish') b += group(`rotate(-12 ${w / 2} ${h / 2})`,
      times(36, i => rect(-60 + (i % 12) * w / 10, h * 0.62
        + Math.floor(i / 12) * h / 11, w / 10, h / 11, (i + Math.floor(i / 12)) % 2 ? '#17181c' : '#f4f2ee', 'opacity=".94"')));
  if (o.cup) b += at(w * 0.76, h * 0.4, h / 750, cupFromAbove());
  return b + at(w * (o.cup ? 0.36 : 0.5), h * 0.5, Math.min(w, h) / 900 * (o.cup ? 1.05 : 1.15), medalShape(o.ribbon || '#ff8a3d'), o.cup ? -14 : 9)
    + vignette(w, h);
};

const cupFromAbove = () => circle(10, 18, 175, '#000', `opacity=".35" filter="${blur(16)}"`) + circle(0, 0, 172, '#f4f1ea')
  + circle(0, 0, 172, rad([[0.6, '#fff', 0], [1, '#b8b0a4', 0.6]], 0.5, 0.5, 0.5))
  + path('M96 -30 H176 Q206 -30 206 0 Q206 30 176 30 H96Z', '#e6e0d6') + circle(0, 0, 112, '#fffdf8')
  + circle(0, 0, 98, rad([[0, '#c98d58'], [0.75, '#8a5430'], [1, '#5f361c']], 0.45, 0.42, 0.6))
    + path('M0 70 C-50 30 -56 -20 0 -66 C56 -20 50 30 0 70Z', '#f4e0c0', 'opacity=".9"')
    + stroke('M0 64V-50 M0 30 L-24 6 M0 30 L24 6 M0 0 L-20 -22 M0 0 L20 -22', '#a8703f', 7);

Art.raceNumber = (w, h, o) => {
  const R = chance(o.seed), digit = { 4: 'M30 0 L0 60 H48 M36 34 V92', 0: 'M24 0 C-6 0 -6 92 24 92 C54 92 54 0 24 0Z',
      8: 'M24 0 C0 0 0 42 24 42 C54 42 54 92 24 92 C-6 92 -6 42 24 42 C48 42 48 0 24 0Z' };
  const pin = (x, y, t) => at(x, y, 1, stroke('M-34 -6 H26 Q38 -6 38 4 Q38 12 28 12 H-30', '#aeb6c0', 5)
      + rect(-46, -12, 22, 28, '#c8d0d8', 'rx="8"'), t);
  let b = full(w, h, lin(['#dfe8f0', '#b4c6d8'], 60))
    + times(9, i => stroke(`M${-w * 0.1} ${h * (i / 8)}C${w * 0.3} ${h * (i / 8 + 0.05)} ${w * 0.6} ${h * (i / 8 - 0.06)} ${w * 1.1} ${h * (i / 8 + 0.02)}`,
        i % 2 ? '#fff' : '#8fa6be', 18, `opacity=".35" filter="${blur(10)}"`));
  const shirt = 'M-190 -250 L-90 -290 Q0 -236 90 -290 L190 -250 L300 -120 L220 -60 L180 -110 V300 H-180 V-110 L-220 -60 L-300 -120Z';
  b += at(w * 0.5, h * 0.5, w / 840, path(shirt, '#000', `opacity=".35" filter="${blur(18)}" transform="translate(12 20)"`)
      + path(shirt, lin(['#ff7a4a', '#d8432f'], 60)) + stroke('M-90 -290 Q0 -236 90 -290', '#8f2a20', 12)
    + stroke('M-180 -110 V290 M180 -110 V290 M-60 280 C-40 120 -70 60 -50 -40 M90 280 C80 180 110 90 96 10', '#7a1e16', 5, 'opacity=".25"')
    + group('rotate(-5)', rect(-150, -90, 300, 220, '#000', 'opacity=".25" transform="translate(8 12)"')
        + rect(-150, -90, 300, 220, '#fffdf6', 'rx="6"') + rect(-150, -90, 300, 44, '#1f6a58')
      + rect(-90, -76, 180, 14, '#fff', 'rx="7" opacity=".9"')
      + [4, 0, 8].map((d, i) => stroke(digit[d], '#1a1c26', 17, `transform="translate(${-102 + i * 80} -24)"`)).join('')
      + rect(-110, 92, 220, 12, '#c8ccd4', 'rx="6"') + pin(-132, -76, 20) + pin(132, -76, -20) + pin(-132, 116, -20) + pin(132, 116, 20)));
  return b + at(w * 0.14, h * 0.84, 1.1, pin(0, 0, 30) + pin(60, 34, -50)) + vignette(w, h, 0.2, 0.2);
};

Art.aidStation = (w, h, o) => {
  const R = chance(o.seed);
  let b = outOfFocus(w, h, w / 200, view(w, h, { light: 'clear', seed: o.seed, top: 0.36, span: 0.24, soft: 0.6, clouds: 4 }))
    + bunting(0, h * 0.12, w, h * 0.1, h * 0.06, 21, w * 0.014);
  b += rect(0, h * 0.62, w, h * 0.4, lin(['#f7f1e4', '#d8ccb4']))
    + times(14, i => rect(w * i / 14, h * 0.72, w / 28, h * 0.3, '#e0503c', 'opacity=".8"')) + rect(0, h * 0.72, w, h * 0.012, '#0002');
  const cup = (x, y, s, c) => at(x, y, s, ellipse(4, 2, 34, 8, '#000', 'opacity=".25"')
      + path('M-34 -84 H34 L26 0 H-26Z', lin([lighter(c, 0.3), c], 0)) + ellipse(0, -84, 34, 9, '#fff') + ellipse(0, -83, 29, 7, '#a8d8ec')
    + rect(-31, -58, 62, 12, '#fff', 'opacity=".6"'));
  b += times(15, i => cup(w * (0.06 + (i % 5) * 0.075 + (Math.floor(i / 5) % 2) * 0.035), h * (0.66 + 0.05 * Math.floor(i / 5)), h / 800,
        ['#3f9ac4', '#ff8a3d', '#3fae8a'][i % 3]));
  b += ellipse(w * 0.6, h * 0.73, w * 0.14, h * 0.05, '#fff') + ellipse(w * 0.6, h * 0.725, w * 0.12, h * 0.037, '#e6e6ea')
    + times(12, i => at(w * (0.51 + 0.018 * (i % 9)), h * (0.715 + 0.018 * (i % 3)), h / 800, path('M-42 0 A42 42 0 0 1 42 0Z', '#f08a1e')
        + path('M-34 0 A34 34 0 0 1 34 0Z', '#ffc05a') + stroke('M0 0V-32M0 0L-24 -22M0 0L24 -22', '#fff0c8', 4), -20 + 40 * R()));
  b += [0.82, 0.87, 0.92].map((x, i) => at(w * x, h * (0.74 - 0.02 * i), h / 620,
        path('M-70 -10 C-40 40 40 46 78 -6 L84 -22 L72 -20 C40 10 -20 10 -62 -22Z', lin(['#ffe05a', '#e0ae20']))
    + path('M84 -22 L72 -20 L74 -32 L82 -34Z', '#6a4a1a'), -10 + i * 9)).join('');
  return b + at(w * 0.46, h * 0.64, h / 800, path('M-36 0 V-150 Q-36 -176 -16 -180 V-206 H16 V-180 Q36 -176 36 -150 V0Z', '#bfe4f4', 'opacity=".85"')
      + rect(-16, -220, 32, 20, '#2f6fc0', 'rx="4"') + rect(-36, -110, 72, 54, '#2f6fc0', 'opacity=".85"')
    + stroke('M-22 -140V-20', '#fff', 7, 'opacity=".6"'));
};
