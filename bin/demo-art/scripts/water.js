// By the water: harbour, seafront, bridge, beach, park lake.
const seaHours = {
  sunset: { ...hours.sunset, sea: ['#f5a06e', '#5a3a6a'], stone: ['#a5708a', '#5a3a52'] },
  morning: { ...hours.morning, sea: ['#bfe4ea', '#3f97b5'], stone: ['#f0e6d6', '#b8a890'] },
};

function openSea(w, h, y0, y1, P, R, waves) {
  const glitter = times(110, () => {
    const t = R(), y = y0 + (y1 - y0) * t * t + 2;
    return `M${(w * (0.5 + (R() - 0.5) * (0.25 + 0.9 * t))).toFixed(0)} ${y.toFixed(0)}h${(w * (0.006 + 0.04 * t * R())).toFixed(0)}`;
  });
  const crests = waves ? times(34, () => {
    const t = R(), y = y0 + (y1 - y0) * (0.1 + 0.85 * t), l = w * (0.02 + 0.05 * t);
    return `M${(R() * w).toFixed(0)} ${y.toFixed(0)}q${l / 2} ${-l * 0.35} ${l} 0`;
  }) : '';
  return rect(0, y0, w, y1 - y0, lin(P.sea)) + stroke(glitter, lighter(P.glow, 0.35), h / 420, 'opacity=".55"')
    + stroke(crests, '#fff', h / 220, 'opacity=".8"');
}

function boat(x, y, s, colour, mast = true) {
  const rig = mast ? stroke('M0 -30V-200', '#f4ead8', 4) + path('M6 -190 C60 -130 70 -80 74 -40 L6 -40Z', '#fff8ea', 'opacity=".92"')
    + path('M-6 -176 L-60 -44 L-6 -44Z', lighter(colour, 0.6), 'opacity=".9"') : rect(-34, -58, 56, 34, '#fff4e0')
    + rect(-26, -50, 16, 14, '#4a6a80') + rect(-4, -50, 16, 14, '#4a6a80');
  return `<g opacity=".25" transform="translate(${x} ${y}) scale(${s} ${-s * 0.7})">${path('M-90 -32 H96 L70 4 H-66Z', colour)}${rig}</g>`
    + at(x, y, s, rig + path('M-90 -32 C-30 -24 40 -24 100 -36 L72 4 H-66Z', lin([lighter(colour, 0.12), darker(colour, 0.25)]))
        + stroke('M-88 -26 C-30 -18 40 -18 96 -30', '#fff', 5, 'opacity=".8"'));
}

Art.harbour = (w, h, o) => {
  const P = seaHours[o.light], R = chance(o.seed), y0 = h * 0.56;
  let b = sky(w, h, P, { sx: 0.36, sy: 0.4, clouds: o.lighthouse ? 3 : 0 }, R)
    + ridges(w, y0 / 0.9, P, { top: 0.74, span: 0.12, soft: 0.5, trees: false, layers: 3, amp: 0.4 }, R);
  b += quayHouses(w, y0, h, P, R) + openSea(w, h, y0, h, P, R);
  if (o.lighthouse) b += lighthouse(w * 0.74, y0 + h * 0.05, h / 900);
  const fleet = [[0.16, 0.64, 0.55, '#d8432f'], [0.42, 0.66, 0.6, '#2f6fa0'], [0.64, 0.63, 0.48, '#2f8a72'], [0.86, 0.68, 0.66, '#e0a02e'],
      [0.27, 0.83, 1.1, '#2c466f'], [0.7, 0.9, 1.25, '#c9552f']];
  return b + fleet.filter(f => !(o.lighthouse && f[0] > 0.6 && f[1] < 0.7)).map(([x, y, s, c], i) => boat(x * w, y * h, s * Math.min(w, h) / 900,
        mix(c, P.sea[1], 0.15), i % 3 !== 1)).join('')
    + path(`M0 ${h * 0.95}H${w * 0.4}L${w * 0.34} ${h}H0Z`, P.stone[1])
      + times(4, i => rect(w * (0.05 + 0.09 * i), h * 0.915, w * 0.016, h * 0.045, '#2a2430', 'rx="4"'));
};

function quayHouses(w, y0, h, P, R) {
  const tones = ['#e8a184', '#f2d0a0', '#d88a78', '#f0e0c0', '#c98a90', '#e8b878'];
  let b = '', x = -10;
  for (let i = 0; x < w * 0.56; i++) {
    const bw = w * (0.05 + 0.025 * R()), bh = h * (0.09 + 0.06 * R()), colour = mix(tones[i % 6], P.sky[1], 0.25);
    b += rect(x, y0 - bh, bw, bh, colour) + path(`M${x - 3} ${y0 - bh}L${x + bw / 2} ${y0 - bh - h * 0.035}L${x + bw + 3} ${y0 - bh}Z`,
        mix('#b0583c', P.sky[0], 0.25))
      + times(6, k => rect(x + bw * (0.16 + 0.26 * (k % 3)), y0 - bh
            + bh * (0.18 + 0.38 * Math.floor(k / 3)), bw * 0.14, bh * 0.2, R() > 0.4 ? '#ffe0a0' : darker(colour, 0.4), 'opacity=".85"'));
    x += bw;
  }
  return b;
}

const lighthouse = (x, y, s) => at(x, y, s, path('M-190 30 C-150 -30 120 -40 200 30Z', '#7a6a66')
    + path('M-46 -10 L-30 -330 H30 L46 -10Z', lin(['#ffffff', '#d6d2cc'], 0))
  + [[-42, -90, 60], [-36, -210, 55]].map(([l, y1, hh]) => path(`M${l} ${y1} H${-l} L${-l - 3} ${y1 - hh} H${l + 3}Z`,
        lin(['#e0503c', '#a83424'], 0))).join('')
  + rect(-44, -346, 88, 18, '#4a3a40', 'rx="4"') + rect(-24, -400, 48, 54, '#fff0b0') + stroke('M0 -400V-346 M-24 -372H24', '#4a3a40', 4)
    + path('M-32 -398 L0 -440 L32 -398Z', '#c8402e'));

function seaLamp(x, y, s, lit) {
  return (lit ? circle(x, y - 232 * s, 90 * s, rad([[0, '#ffe6a8', 0.6], [1, '#ffe6a8', 0]], 0.5, 0.5, 0.5)) : '')
    + at(x, y, s, stroke('M0 0V-200', '#2a2430', 8) + path('M-20 -246 H20 L14 -204 H-14Z', lit ? '#fff3c8' : '#e8eef0')
      + path('M-26 -246 H26 L0 -266Z', '#2a2430') + rect(-14, -12, 28, 12, '#2a2430'));
}

Art.seafront = (w, h, o) => {
  const P = seaHours[o.light], R = chance(o.seed), y0 = h * 0.5, wall = h * 0.7, lit = o.light === 'sunset';
  let b = sky(w, h, P, { sx: 0.56, sy: 0.4, clouds: o.waves ? 5 : 0 }, R)
    + ridges(w, y0 / 0.9, P, { top: 0.82, span: 0.05, soft: 0.4, trees: false, layers: 2, amp: 0.25 }, R) + openSea(w, h, y0, wall, P, R, o.waves);
  b += path(`M${w * 0.52} ${y0}h${w * 0.08}L${w * 0.7} ${wall}H${w * 0.42}Z`, P.glow, `opacity="${lit ? 0.4 : 0.15}" filter="${blur(w / 60, 20)}"`);
  if (o.waves) b += times(26, () => circle(w * (0.62 + 0.2 * R()), wall - h * 0.16 * R(), w * 0.004 * (0.5 + 2 * R()), '#fff', 'opacity=".8"'))
    + path(`M${w * 0.6} ${wall}C${w * 0.64} ${wall - h * 0.13} ${w * 0.7} ${wall - h * 0.17} ${w * 0.74} ${wall - h * 0.1}C${w * 0.78} ${wall - h * 0.12} ${w * 0.82} ${wall - h * 0.05} ${w * 0.85} ${wall}Z`,
      '#fff', 'opacity=".82"');
  b += rect(0, wall, w, h * 0.05, lin(P.stone)) + rect(0, wall + h * 0.05, w, h * 0.25, lin([mix(P.stone[0], '#ffffff', 0.15), P.stone[1]]))
    + stroke(times(9, i => `M${w * (0.5 + (i - 4) * 0.1)} ${wall + h * 0.05}L${w * (0.5 + (i - 4) * 0.24)} ${h}`), '#000', 2, 'opacity=".12"')
      + stroke(`M0 ${h * 0.82}H${w}M0 ${h * 0.9}H${w}`, '#000', 2, 'opacity=".1"');
  b += [0.1, 0.37, 0.64, 0.91].map(x => seaLamp(w * x, wall + h * 0.06, h / 800, lit)).join('');
  const coats = ['#7a3f5a', '#2f5f7e', '#c9752f', '#4a4a7a', '#8a3a3a', '#3c6a5a'];
  b += [[0.2, 0.85], [0.25, 0.86], [0.46, 0.82], [0.58, 0.9], [0.63, 0.89], [0.8, 0.84]].slice(0, o.runner ? 2
      : 6).map(([x, y], i) => stroller(w * x, h * y, h / 480 * (y - 0.2), coats[i], R)).join('');
  return b + (o.runner ? ellipse(w * 0.52, h * 0.9, 50, 8, '#000', 'opacity=".25"')
      + runner(w * 0.52, h * 0.9, h / 520, '#2a2030', { shirt: '#e0503c' }) : dog(w * 0.71, h * 0.9, h / 1500, '#4a3226'));
};

Art.bridge = (w, h, o) => {
  const P = hours[o.light], R = chance(o.seed), night = o.light === 'night', level = 0.68, deck = h * 0.5;
  let b = sky(w, h, P, { sx: 0.5, sy: night ? 0.2 : 0.36, stars: night ? 90 : 0 }, R)
    + ridges(w, h, P, { top: 0.5, span: 0.14, soft: 0.55, trees: o.type === 'stone', layers: 5, amp: 0.5 }, R);
  if (night) b += nightBank(w, h * level, h, R);
  b += o.type === 'stone' ? stoneBridge(w, h, deck, h * level, P) : cableBridge(w, h, deck, h * level, P, night);
  b += times(o.runners, i => runner(w * (0.47 + 0.08 * i), deck - 2 - (o.type === 'stone' ? h * 0.031 : 0), h / 950, darker(P.near, 0.45)));
  b = water(w, h, level, b, P, R, true);
  return o.light === 'mist' ? b + rect(0, h * 0.36, w, h * 0.5, lin([[0, '#f6f3e8', 0], [0.5, '#f6f3e8', 0.6], [1, '#f6f3e8', 0]])) : b;
};

function stoneBridge(w, h, deck, foot, P) {
  const stone = lin([mix('#b9a48c', P.glow, 0.25), mix('#6a5a50', P.near, 0.35)]), dark = mix('#4a3c38', P.near, 0.5), span = w / 4;
  const arches = times(4, i => `M${span * i + span * 0.1} ${foot}C${span * i + span * 0.12} ${deck + h * 0.01} ${span * i + span * 0.88} ${deck + h * 0.01} ${span * i + span * 0.9} ${foot}Z`);
  const outline = `M0 ${deck + h * 0.02}C${w * 0.3} ${deck - h * 0.045} ${w * 0.7} ${deck - h * 0.045} ${w} ${deck + h * 0.02}V${foot}H0Z`;
  return path(outline + arches, stone, 'fill-rule="evenodd"') + stroke(arches, dark, h / 130, 'opacity=".55"')
    + stroke(`M0 ${deck + h * 0.045}C${w * 0.3} ${deck - h * 0.02} ${w * 0.7} ${deck - h * 0.02} ${w} ${deck + h * 0.045}`, dark, h / 150,
      'opacity=".4"')
    + stroke(times(22, i => `M${w * (i + 0.5) / 22} ${deck + h * 0.06 + (i % 3) * h * 0.016}h${w * 0.016}`), dark, 3, 'opacity=".28"');
}

function cableBridge(w, h, deck, foot, P, lights) {
  const steel = lights ? '#3a4568' : mix('#a8553c', P.glow, P === hours.mist ? 0.35 : 0.1), t0 = w * 0.22, t1 = w * 0.78, top = h * 0.14;
  const cable = t => deck - h * 0.03 - (deck - top - h * 0.03) * Math.pow(2 * t - 1, 2);
  let hangers = '';
  for (let i = 1; i < 26; i++) hangers += `M${lerp(t0, t1, i / 26)} ${cable(i / 26)}V${deck}`;
  for (let i = 1; i < 9; i++) hangers += `M${t0 * i / 9} ${lerp(deck, top, i / 9)}V${deck}M${w - t0 * i / 9} ${lerp(deck, top, i / 9)}V${deck}`;
  const lamp = (x, y) => circle(x, y, h * 0.016, '#ffe2a0', 'opacity=".35"') + circle(x, y, h * 0.005, '#fff6d8');
  return stroke(hangers, steel, h / 420) + stroke(`M0 ${deck}L${t0} ${top}M${w} ${deck}L${t1} ${top}M${t0} ${top}`
      + times(41, i => `L${lerp(t0, t1, i / 40)} ${cable(i / 40)}`), steel, h / 130)
    + [t0, t1].map(x => path(`M${x - w * 0.02} ${foot}L${x - w * 0.013} ${top - h * 0.03}H${x - w * 0.004}V${foot}Z M${x + w * 0.02} ${foot}L${x + w * 0.013} ${top - h * 0.03}H${x + w * 0.004}V${foot}Z`,
          steel) + rect(x - w * 0.016, top + h * 0.04, w * 0.032, h * 0.02, steel)
    + rect(x - w * 0.018, top + h * 0.2, w * 0.036, h * 0.02, steel)).join('')
    + rect(0, deck, w, h * 0.028, lin([lighter(steel, 0.15), darker(steel, 0.3)]))
      + (lights ? times(25, i => lamp(lerp(t0, t1, i / 24), cable(i / 24)))
        + times(7, i => lamp(t0 * (i + 0.5) / 7, lerp(deck, top, (i + 0.5) / 7)) + lamp(w - t0 * (i + 0.5) / 7, lerp(deck, top, (i + 0.5) / 7)))
      : '');
}

const nightBank = (w, y, h, R) => times(34, i => {
  const bw = w * 0.036, bh = h * (0.04 + 0.11 * R()), x = w * i / 34;
  return rect(x, y - bh, bw, bh, '#0b1430') + times(8,
      k => (R() > 0.55 ? rect(x + 5 + (k % 3) * 10, y - bh + 8 + Math.floor(k / 3) * 16, 5, 7, pick(['#ffd98a', '#ffb870', '#cfe4ff'], R)) : ''));
});

Art.beach = (w, h, o) => {
  const P = seaHours[o.light], R = chance(o.seed), y0 = h * 0.42, tide = h * 0.68, lit = o.light === 'sunset';
  const sand = lit ? ['#c98a78', '#6a4452'] : ['#f2dcb0', '#d9b57c'];
  let b = sky(w, h, P, { sx: 0.64, sy: lit ? 0.36 : 0.24, clouds: lit ? 0 : 4 }, R) + openSea(w, h, y0, h, P, R, true);
  const edge = (y, d) => `M0 ${y}C${w * 0.2} ${y - d} ${w * 0.3} ${y + d} ${w * 0.5} ${y}S${w * 0.8} ${y - d} ${w} ${y + d * 0.5}V${h}H0Z`;
  b += path(edge(tide, h * 0.03), '#ffffff', 'opacity=".85"') + path(edge(tide + h * 0.018, h * 0.032), mix(sand[0], P.sea[0], 0.45))
    + path(edge(tide + h * 0.09, h * 0.03), lin(sand));
  if (o.footprints) b += times(13, i => {
    const t = i / 12, y = lerp(h * 0.985, tide + h * 0.1, Math.pow(t, 0.75)), x = w * (0.62 - 0.22 * t + 0.05 * Math.sin(t * 5)),
      s = (1.25 - t) * w / 900;
    return at(x + (i % 2 ? 34 : -34) * s, y, s, ellipse(0, 0, 15, 24, darker(sand[1], 0.28), 'opacity=".75"')
        + ellipse(2, 22, 11, 13, darker(sand[1], 0.28), 'opacity=".75"'), -16);
  });
  if (o.runner) {
    const [x, y, s] = o.runner, k = s * h / 330;
    b += `<g opacity=".3" transform="translate(0 ${2 * y * h}) scale(1 -1)">${runner(x * w, y * h, k, '#2a1420')}</g>`
      + runner(x * w, y * h, k, '#2a1420', { shirt: '#5a2a4a', dim: 0.8 });
  }
  return b + times(5, i => stroke(`M${w * (0.12 + 0.07 * i)} ${h * (0.14 + 0.03 * (i % 3))}q8 -10 16 0q8 -10 16 0`, darker(P.near, 0.1), 3,
        'opacity=".6"'));
};

Art.park = (w, h, o) => {
  const P = hours[o.light], R = chance(o.seed), y0 = h * 0.56, wide = w / h > 2, blossom = o.light === 'blossom';
  let b = sky(w, h, P, { sx: 0.3, sy: 0.24, clouds: o.rain ? 0 : 4, storm: Boolean(o.rain) }, R);
  const leaves = blossom ? ['#f4a8c0', '#ffc8d8', '#f08aac'] : o.rain ? ['#5a8a5e', '#6f9a6a', '#47744e'] : ['#7db46a', '#5f9a5a', '#a3c872'];
  b += times(16, i => roundTree(w * (i + R()) / 16, y0 + h * 0.01, h * (0.2 + 0.14 * R()), mix(pick(leaves, R), P.far, 0.4), R))
    + rect(0, y0 - h * 0.01, w, h * 0.5, lin(o.rain ? ['#7d9a70', '#3f6a48'] : ['#a8cf7c', '#4f8f4a']));
  const lake = `M${w * 0.04} ${h * 0.68}C${w * 0.1} ${h * 0.59} ${w * 0.5} ${h * 0.58} ${w * 0.78} ${h * 0.61}C${w * 1.0} ${h * 0.64} ${w * 0.86} ${h * 0.76} ${w * 0.5} ${h * 0.77}C${w * 0.2} ${h * 0.78} ${w * -0.02} ${h * 0.75} ${w * 0.04} ${h * 0.68}Z`;
  b += path(lake, lin([P.sky.at(-1), mix(P.sky[0], '#2f6a80', 0.3)])) + stroke(lake, '#fff', 3, 'opacity=".3"')
    + stroke(times(26, () => `M${(w * (0.14 + 0.6 * R())).toFixed(0)} ${(h * (0.63 + 0.12 * R())).toFixed(0)}h${(w * 0.04 * R() + 8).toFixed(0)}`),
      '#fff', 2.5, 'opacity=".5"');
  b += [[0.34, 0.67], [0.42, 0.69], [0.62, 0.66]].map(([x, y], i) => at(w * x, h * y, h / 900,
        path('M-30 0 C-26 -22 10 -20 16 -14 C18 -30 36 -34 42 -22 L54 -18 L42 -14 C38 4 -16 12 -30 0Z', i === 1 ? '#fff' : '#8a6a4a')
    + circle(32, -24, 11, i === 1 ? '#fff' : '#2f6a4a') + path('M42 -24 L56 -19 L42 -16Z', '#f0a030'))).join('');
  b += path(`M0 ${h * 0.84}C${w * 0.3} ${h * 0.79} ${w * 0.7} ${h * 0.79} ${w} ${h * 0.84}V${h * 0.96}C${w * 0.7} ${h * 0.9} ${w * 0.3} ${h * 0.9} 0 ${h * 0.97}Z`,
      lin(['#ecdcbc', '#c9b08a']));
  b += roundTree(w * 0.07, h * 0.86, h * 0.66, mix(leaves[0], P.near, 0.12), R)
    + roundTree(w * 0.95, h * 0.84, h * 0.58, mix(leaves[1], P.near, 0.12), R);
  b += parkRunners(w, h, o, R, wide);
  if (blossom) b += times(60, () => ellipse((R() * w).toFixed(0), (R() * h).toFixed(0), 5, 3, '#ffc8d8', 'opacity=".8"'));
  return b + (o.rain ? rain(w, h, o.rain, R) : '');
};

function parkRunners(w, h, o, R, wide) {
  const shirts = ['#e0503c', '#2f6fc0', '#f0b53c', '#7a4aa0', '#2f9a8a', '#e0719a', '#ff8a3d', '#3a4a8a', '#8ac04a'];
  if (o.newcomer) return runner(w * 0.46, h * 0.9, h / 560, '#2a2430', { shirt: '#ff8a3d' })
    + walker(w * 0.53, h * 0.9, h / 560, '#3a2a30', { coat: '#2f9a8a' }) + dog(w * 0.63, h * 0.91, h / 1400, '#c98a4a');
  if (o.crowd) return times(13, i => runner(w * (0.14 + i * 0.056 + 0.02 * R()), h * (0.9 - 0.035 * (i % 3)), h / 700 * (1.1 - 0.1 * (i % 3)),
        '#2a2430', { shirt: shirts[i % 9] }));
  return runner(w * 0.4, h * 0.89, h / 620, '#2a2430', { shirt: shirts[0] }) + runner(w * 0.5, h * 0.88, h / 620, '#3a2a20', { shirt: shirts[1] })
    + (o.light === 'morning' ? runner(w * 0.66, h * 0.88, h / 700, '#2a2430', { shirt: shirts[2] }) : '');
}
