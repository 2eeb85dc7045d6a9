// A shoe standing somewhere: on a rock before hills, in snow, on a stove, on the workbench.
const floors = {
  rock: (P) => [mix('#8a7f76', P.glow, 0.3), mix('#3a3532', P.near, 0.4)],
  snow: () => ['#ffffff', '#b4c8de'],
  track: () => ['#d96248', '#9a3826'],
  sand: (P) => [mix('#e8c890', P.glow, 0.3), '#a87a44'],
  mud: () => ['#7d6246', '#3a2a1c'],
  planks: () => ['#b8906a', '#6a4a34'],
};

function floorDetail(w, h, gy, kind, P, R) {
  if (kind === 'track') return [0.2, 0.5, 0.8].map(x => path(`M${w * (0.5 + (x - 0.5) * 0.7)} ${gy}h${w * 0.008}L${w * (0.5 + (x - 0.5) * 2.4)} ${h}h${-w * 0.03}Z`,
        '#fff6ec', 'opacity=".9"')).join('');
  if (kind === 'planks') return stroke(times(15, i => `M${w * (0.5 + (i - 7) * 0.09)} ${gy}L${w * (0.5 + (i - 7) * 0.2)} ${h}`), '#2a1a10', 3,
      'opacity=".45"');
  const tones = { rock: ['#2b2726', '#b3a594'], snow: ['#ffffff', '#a8bed8'], sand: ['#fff0cc', '#8a6030'], mud: ['#2a1c12', '#9a7d5c'] }[kind];
  const grains = times(kind === 'rock' ? 240 : 150, () => {
    const x = R() * w, y = gy + R() * R() * (h - gy), r = 1 + R() * h * 0.012 * (1 + (y - gy) / (h - gy) * 2);
    return ellipse(x.toFixed(0), (y + r).toFixed(0), (r * 1.5).toFixed(1), (r * 0.8).toFixed(1), mix(pick(tones, R), P.glow, R() * 0.3),
        `opacity="${(0.25 + R() * 0.35).toFixed(2)}"`);
  });
  return grains + (kind === 'mud' ? [[0.16, 0.9, 0.13], [0.84, 0.93, 0.15],
        [0.6, 0.97, 0.1]].map(([x, y, r]) => ellipse(w * x, h * y, w * r, h * 0.022, lin([P.sky[1], P.sky[0]]), 'opacity=".65"')).join('') : '');
}

Art.inScene = (w, h, o) => {
  const P = hours[o.light], R = chance(o.seed + 9), gy = h * 0.8, s = w / 1250 * (w < h ? 1.12 : 1), kind = o.ground || 'rock';
  const back = view(w, h, { light: o.light, seed: o.seed, top: 0.3, span: 0.5, trees: o.trees, storm: o.light === 'storm',
        ...(o.peaks ? { peaks: true, top: 0.52, span: 0.34 } : {}) });
  const edge = ridge(w, gy, h * 0.05, R, 0.5,
      6).map(([x, y]) => [x, kind === 'track' || kind === 'planks' ? gy - h * 0.02 : Math.max(gy - h * 0.02, Math.min(y, gy - h * 0.006))]);
  const sink = kind === 'snow' || kind === 'mud' ? 14 * s : 0;
  let b = outOfFocus(w, h, w / 120, back) + path(under(edge, w, h), lin(floors[kind](P))) + floorDetail(w, h, gy, kind, P, R);
  b += shadow(w * 0.5, gy + h * 0.035, 410 * s, 20 * s, kind === 'snow' ? 0.35 : 0.75, 10 * s + 3)
    + placed(o.way, o.model, w * 0.5, gy + h * 0.035 + sink, s, { flip: o.flip, mud: o.mud });
  if (sink) b += times(44, i => ellipse(w * 0.5 + (i / 43 - 0.5) * 880 * s, gy + h * 0.035 + sink + 8 * s * R(), 22 * s, 8 * s
        + 6 * s * R(), kind === 'snow' ? '#f2f7fc' : pick(['#5a4430', '#4a3624', '#6b523a'], R)));
  if (o.light === 'storm') b += rain(w, h, 120, R, 0.25);
  return b + (o.snowfall ? snowfall(w, h, o.snowfall, R) : '') + full(w, h, lin([[0.7, '#000', 0], [1, '#000', 0.3]]));
};

Art.porch = (w, h, o) => {
  const R = chance(o.seed), y = h * 0.78;
  let b = full(w, h, lin(['#dfe6e2', '#b9c8c4']))
    + times(9, i => rect(0, h * 0.09 * i, w, h * 0.085, i % 2 ? '#d4dedb' : '#cbd7d3') + rect(0, h * 0.09 * i + h * 0.08, w, 4, '#0001'));
  b += rect(w * 0.62, 0, w * 0.3, y, lin(['#2f6a5c', '#1c473e']))
    + [[0.65, 0.05], [0.78, 0.05], [0.65, 0.4],
      [0.78, 0.4]].map(([x, yy]) => rect(w * x, h * yy, w * 0.11, h * 0.29, 'none', 'stroke="#12342d" stroke-width="6"')).join('')
  + circle(w * 0.645, h * 0.38, 11, '#ffd98a') + rect(w * 0.6, 0, w * 0.02, y, '#f4f1ea') + rect(w * 0.92, 0, w * 0.02, y, '#f4f1ea');
  b += at(w * 0.12, y, h / 750, path('M-60 0 L-74 -120 H74 L60 0Z', lin(['#c9704a', '#8a4430'], 0))
      + times(22, () => ellipse((R() - 0.5) * 170, -130 - 110 * R(), 24, 40, pick(['#4f9a4a', '#3a7a3c', '#7ab85c'], R),
        `transform="rotate(${(R() - 0.5) * 60})"`))
+ times(9, () => circle((R() - 0.5) * 150, -140 - 110 * R(), 12, pick(['#ffd84a', '#ff8aa0', '#fff'], R))));
  b += rect(0, y, w, h, lin(['#b98a5c', '#6f4a2e'])) + stroke(times(4, i => `M0 ${y + h * (0.05 + 0.06 * i)}H${w}`), '#3a2414', 4, 'opacity=".5"')
    + rect(w * 0.1, y + h * 0.02, w * 0.74, h * 0.1, '#5a6a58', 'rx="8"')
    + times(60, () => ellipse(w * (0.12 + 0.7 * R()), y + h * (0.03 + 0.13 * R()), 4 + 9 * R(), 3 + 3 * R(), '#4a3320', 'opacity=".7"'));
  const s = w / 1750;
  return b + shadow(w * 0.62, y + h * 0.06, 380 * s, 16, 0.5, 8) + placed(o.way, 'trail', w * 0.62, y + h * 0.055, s, { mud: true })
    + shadow(w * 0.34, y + h * 0.11, 400 * s, 18, 0.6, 8) + placed(o.way, 'trail', w * 0.34, y + h * 0.105, s * 1.06, { mud: true });
};

const steam = (x, y, s) => times(3, i => stroke(`M${x + (i - 1) * 60 * s} ${y}q${26 * s} ${-40 * s} 0 ${-80 * s}t0 ${-80 * s}`, '#fff', 9 * s,
      `opacity="${0.35 - i * 0.06}" filter="${blur(4, 60)}"`));

// A pair hung on a line with pegs.
function hangingSocks(x0, y0, x1, y1, colours, s) {
  const n = colours.length, sag = 50 * s;
  return stroke(`M${x0} ${y0}Q${(x0 + x1) / 2} ${(y0 + y1) / 2 + sag * 2} ${x1} ${y1}`, '#f4ead8', 4) + times(n, i => {
    const t = (i + 0.5) / (n + 0.4), x = lerp(x0, x1, t), y = lerp(y0, y1, t) + sag * 4 * t * (1 - t), [a, c] = colours[i];
    return at(x, y, s, sockShape(a, c) + rect(-12, -16, 11, 36, '#d9a868', 'rx="4"') + rect(26, -16, 11, 36, '#d9a868', 'rx="4"'), (i % 3 - 1) * 3);
  });
}
const sockShape = (a, c) => path('M-26 0 H44 V110 C46 140 74 152 96 164 C116 178 108 208 82 208 H26 C-8 206 -26 184 -26 150Z',
    lin([lighter(a, 0.1), darker(a, 0.12)], 0)) + path('M-26 0 H44 V26 H-26Z', c) + stroke('M-26 44H44 M-26 60H44', c, 8)
+ path('M78 156 C112 168 116 204 84 208 C76 192 74 172 78 156Z M-26 140 C-12 158 -2 182 4 200 C-18 192 -26 172 -26 140Z', c);

Art.stove = (w, h, o) => {
  const R = chance(o.seed), floor = h * (o.floor ? 0.8 : 0.94), s = Math.min(w, h) / 800, x = w * 0.5, top = floor - 380 * s;
  let b = full(w, h, lin(['#6a4530', '#3a2418']))
    + times(11, i => rect(0, h * i / 11, w, h / 11 - 3, i % 2 ? '#7a5238' : '#6f4a32', 'opacity=".75"'))
    + stroke(times(16, () => `M${R() * w} ${R() * h}q60 6 140 0`), '#2a160c', 3, 'opacity=".25"');
  b += circle(x, floor - 160 * s, 520 * s, rad([[0, '#ff9a3c', 0.5], [1, '#ff9a3c', 0]], 0.5, 0.5, 0.5))
    + rect(0, floor - 10, w, h, lin(['#8a6244', '#4a3020'])) + rect(x - 300 * s, floor - 14, 600 * s, 34 * s, '#4f4a4a');
  b += rect(x + 150 * s, 0, 66 * s, top, lin(['#4a4a52', '#22222a'], 0))
    + at(x, floor, s, path('M-260 0 V-350 Q-260 -380 -230 -380 H230 Q260 -380 260 -350 V0Z', lin(['#4a4a54', '#1e1e26']))
      + rect(-290, -396, 580, 30, '#34343e', 'rx="8"') + rect(-230, -20, 30, 40, '#1a1a20') + rect(200, -20, 30, 40, '#1a1a20')
    + rect(-180, -310, 360, 220, '#15151a', 'rx="24"') + rect(-156, -288, 312, 176, lin(['#ffd070', '#ff6a1e', '#a82a10']), 'rx="14"')
    + times(7, i => path(`M${-140 + i * 44} -114 C${-160 + i * 44} -170 ${-110 + i * 44} -180 ${-120 + i * 44 + R() * 20} ${-220 - 50 * R()} C${-90 + i * 44} -180 ${-84 + i * 44} -150 ${-94 + i * 44} -114Z`,
          pick(['#fff0a0', '#ffd050', '#ff9a30'], R), 'opacity=".85"'))
  + stroke('M-150 -118 H150 M-110 -128 L60 -112 M120 -130 L-40 -112', '#4a2412', 20) + circle(206, -200, 13, '#c8a060')
      + rect(-180, -66, 360, 34, '#15151a', 'rx="8"'));
  if (o.socks) b += hangingSocks(w * 0.04, h * 0.1, w * 0.62, h * 0.08,
      [['#a33a6b', '#ffd9a8'], ['#1f6a58', '#ffb454'], ['#7fb2e5', '#ffffff'], ['#e0a040', '#5a3420']], s * 0.8);
  const k = s * 0.42, model = o.model || 'trail';
  if (o.floor) return b + [[0.3, 0.9], [0.68, 0.93]].map(([px, py], i) => shadow(w * px, h * py, 380 * k * 1.1, 16, 0.6, 8)
      + placed(o.way, model, w * px, h * py, k * 1.1, { flip: i === 1, wet: true }) + steam(w * px - 60 * s, h * (py - 0.2), s * 0.7)).join('');
  return b + placed(o.way, model, x - 134 * s, top - 14 * s, k * 0.8, { wet: true })
    + placed(o.way2, model, x + 10 * s, top - 12 * s, k * 0.8, { wet: true, flip: false }) + steam(x - 120 * s, top - 190 * s, s * 0.8)
    + steam(x + 40 * s, top - 190 * s, s * 0.8)
    + hangingSocks(w * 0.02, h * 0.2, w * 0.3, h * 0.2, [['#1f6a58', '#ffb454'], ['#1f6a58', '#ffb454']], s * 0.7);
};

function toolWall(w, h) {
  const holes = times(120, i => circle(w * ((i % 20) + 0.5) / 20, h * (0.06 + Math.floor(i / 20) * 0.1), 3.5, '#0003'));
  const hammer = rect(-8, -10, 16, 150, '#b5804c', 'rx="6"')
    + path('M-50 -36 H36 L50 -14 L36 4 H-50Z', '#7a828c'), pliers = stroke('M-20 130 C-30 60 10 40 0 0 L-12 -50', '#d8432f', 13)
    + stroke('M20 130 C30 60 -10 40 0 0 L12 -50', '#d8432f', 13) + stroke('M0 4 L-12 -54 M0 4 L12 -54', '#8a929c', 11);
  const scissors = stroke('M-16 -80 L14 50 M16 -80 L-14 50', '#9aa2ac', 11) + circle(-26, 78, 26, 'none', 'stroke="#2f6fc0" stroke-width="12"')
    + circle(26, 78, 26, 'none', 'stroke="#2f6fc0" stroke-width="12"'), awl = rect(-15, 20, 30, 90, '#8a5a34', 'rx="14"')
    + path('M-5 20 L0 -80 L5 20Z', '#aab2bc');
  const s = h / 800;
  return full(w, h, lin(['#e0c49a', '#c09a68'])) + holes
    + [[0.12, hammer], [0.26, pliers], [0.74, scissors],
      [0.88, awl]].map(([x, d]) => at(w * x, h * 0.22, s, group('translate(6 8)', d, 'opacity=".2" style="filter:brightness(0)"') + d)).join('');
}

Art.workbench = (w, h, o) => {
  const R = chance(o.seed), y = h * 0.76, wide = w / h > 2, s = (wide ? h / 780 : w / 1250), k = h / 800;
  let b = toolWall(w, h) + rect(0, y - h * 0.03, w, h, lin(['#a8703f', '#5f3a1e'])) + rect(0, y - h * 0.03, w, 10, '#c99660')
    + stroke(times(12, () => `M${R() * w} ${y + R() * h * 0.22}q120 6 260 0`), '#3a2010', 2, 'opacity=".3"');
  const tube = path('M-30 0 L-38 -150 H38 L30 0Z', lin(['#ffd166', '#e09a2a'], 0)) + path('M-38 -150 H38 L12 -178 H-12Z', '#f4ead8')
    + rect(-12, -206, 24, 34, '#d8432f', 'rx="6"') + rect(-28, -110, 56, 44, '#fff', 'rx="6" opacity=".85"') + rect(-32, -8, 64, 10, '#b87a1e');
  const tin = rect(-70, -64, 140, 64, lin(['#e8b84a', '#b8862a'], 0), 'rx="6"') + ellipse(0, -64, 70, 16, '#f4d888')
    + rect(-70, -46, 140, 26, '#fff4d8', 'opacity=".85"') + path('M-12 -24 l12 -20 l12 20Z', '#c98a2a');
  const clamp = stroke('M-60 10 V-130 H60 V-96', '#5a626c', 20) + stroke('M60 -100 V-30', '#9aa2ac', 9) + rect(34, -38, 52, 14, '#5a626c', 'rx="4"')
    + stroke('M40 -130 H80', '#c9a060', 8);
  b += at(w * 0.1, y + h * 0.05, k * 1.15, tube) + at(w * 0.9, y + h * 0.07, k * 1.1, tin)
    + at(w * (wide ? 0.22 : 0.82), y + h * (wide ? 0.08 : 0.0), k * 0.9, clamp);
  b += shadow(w * 0.48, y + h * 0.1, 400 * s, 20 * s, 0.6, 10) + placed(o.way, wide ? 'road' : 'trail', w * 0.48, y + h * 0.095, s);
  if (!wide) b += path(`M${w * 0.47 + 300 * s} ${y + h * 0.09}C${w * 0.47 + 370 * s} ${y + h * 0.06} ${w * 0.47 + 420 * s} ${y + h * 0.02} ${w * 0.47 + 438 * s} ${y - h * 0.02}L${w * 0.47 + 452 * s} ${y + h * 0.03}C${w * 0.47 + 430 * s} ${y + h * 0.08} ${w * 0.47 + 380 * s} ${y + h * 0.1} ${w * 0.47 + 300 * s} ${y + h * 0.1}Z`,
      '#22201f');
  return b + (wide ? at(w * 0.76, y + h * 0.1, k * 1.3, brushSide()) : '')
    + full(w, h, lin([[0, '#fff3d0', 0.25], [0.6, '#000', 0], [1, '#000', 0.25]]));
};
const brushSide = () => times(26, i => stroke(`M${-120 + i * 9.4} -30 l${(i % 3 - 1) * 3} 34`, i % 2 ? '#e8dcc4' : '#cbb890', 6))
  + path('M-130 -30 C-130 -70 -60 -74 0 -66 C60 -58 110 -66 132 -44 L130 -28Z', lin(['#d9a06a', '#8d5a32']))
  + stroke('M-110 -54 C-60 -64 0 -56 60 -52', '#fff', 4, 'opacity=".4"');

Art.callipers = (w, h, o) => {
  const gy = h * 0.77, s = w / 1300, cell = w / 34;
  let b = full(w, h, lin(['#fbfaf4', '#e8e8e0']))
    + stroke(times(35, i => `M${i * cell} 0V${h}`) + times(27, i => `M0 ${i * cell}H${w}`), '#8fb8d0', 1.2, 'opacity=".5"')
    + stroke(times(7, i => `M${i * cell * 5} 0V${h}`) + times(6, i => `M0 ${i * cell * 5}H${w}`), '#6aa0c0', 2, 'opacity=".55"');
  b += stroke(`M0 ${gy}H${w}`, '#3a4a5a', 3) + shadow(w * 0.55, gy, 400 * s, 12, 0.3, 8) + placed(o.way, 'road', w * 0.55, gy, s);
  const x = w * 0.55 - 340 * s, top = gy - 112 * s, steel = lin(['#e8ecf0', '#9aa4ae'], 0);
  b += path(`M${x - 30} ${h * 0.08}H${x + 14}V${top + 10}L${x + 96} ${top + 10}V${top}L${x + 40} ${top - 40}V${h * 0.08}Z`, '#0002',
      'transform="translate(6 8)"') + path(`M${x - 130} ${h * 0.1}H${x - 86}V${gy - 8}L${x + 70} ${gy - 8}V${gy + 8}H${x - 130}Z`, steel,
    'stroke="#6a747e" stroke-width="2"')
    + path(`M${x - 146} ${top - 70}H${x - 60}L${x + 70} ${top - 8}V${top + 6}H${x - 70}V${top + 44}H${x - 146}Z`, lin(['#c8d0d8', '#7d8892'], 0),
        'stroke="#4a545e" stroke-width="2"') + stroke(times(40, i => `M${x - 128} ${h * 0.12 + i * h * 0.015}h${i % 5 ? 14 : 24}`), '#2a323a', 2)
    + rect(x - 140, top - 56, 92, 42, '#1a2a2a', 'rx="6"')
      + stroke(`M${x - 126} ${top - 46}v22 m14 -22 h14 v11 h-14 v11 h14 m10 0 v0 m12 -22 h14 v11 h-14 m14 0 v11 h-14`, '#8be0c4', 4);
  b += stroke(`M${w * 0.92} ${gy}V${gy - 76 * s}M${w * 0.9} ${gy}H${w * 0.94}M${w * 0.9} ${gy - 76 * s}H${w * 0.94}`, '#d8432f', 4)
    + stroke(`M${w * 0.62} ${h * 0.2}H${w * 0.9}M${w * 0.62} ${h * 0.26}H${w * 0.84}M${w * 0.62} ${h * 0.32}H${w * 0.72}`, '#4a5a8a', 6,
      'opacity=".55"');
  return b + at(w * 0.84, h * 0.9, w / 1000, pencilShape('#f0b53c'), -8);
};
const pencilShape = c => rect(-190, -12, 330, 24, lin([lighter(c, 0.25), c, darker(c, 0.2)])) + path('M140 -12 L190 0 L140 12Z', '#f0d8b0')
  + path('M174 -4 L190 0 L174 4Z', '#2a2a30') + rect(-214, -12, 26, 24, '#e0808a', 'rx="5"') + rect(-192, -12, 12, 24, '#b0b8c0')
  + ellipse(0, 18, 190, 5, '#000', 'opacity=".2"');

Art.sole = (w, h, o) => {
  const c = ways[o.way], R = chance(o.seed), s = h / 640, inside = clip(path(INSOLE, '#000'));
  const lug = (x, y, turn, worn) => at(x, y, 1, worn > 0.55
      ? path('M-20 -10 L0 -16 L20 -10 L16 8 L0 2 L-16 8Z', mix(c.out, c.foam2, 0.35), 'opacity=".75"')
    : path('M-22 -12 L0 -22 L22 -12 L17 12 L0 4 L-17 12Z', '#0006', 'transform="translate(4 6)"')
    + path('M-22 -12 L0 -22 L22 -12 L17 12 L0 4 L-17 12Z', lin([lighter(c.out, 0.42), lighter(c.out, 0.12)])), turn);
  let lugRows = '';
  for (let y = -225; y < 240; y += 40) for (let x = -84; x <= 84; x += 42) {
    const heel = y > 60, wear = o.worn ? (heel ? 0.35 + 0.4 * ((x < 0 ? 1 : 0) + (y - 60) / 400) : y < -120 ? 0.3 + 0.4 * R() : 0.3 * R()) : 0;
    if (Math.abs(y - 40) > 34 || Math.abs(x) > 50) lugRows += lug(x + ((y / 40) % 2 ? 9 : -9), y, heel ? 180 : 0, wear);
  }
  const smooth = o.worn ? ellipse(-46, 176, 58, 74, mix(c.foam2, c.out, 0.25), `opacity=".95" filter="${blur(8)}"`)
    + ellipse(-54, 184, 34, 46, c.foam, `opacity=".7" filter="${blur(9)}"`)
    + ellipse(34, -150, 40, 46, mix(c.foam2, c.out, 0.4), `opacity=".7" filter="${blur(9)}"`)
    + stroke('M-90 150 l40 12 M-84 196 l50 4 M10 -170 l40 14', '#3a2a20', 4, 'opacity=".4"') : '';
  return ground(w, h, o.worn ? 'wood' : 'teal', R)
    + group(`translate(${w * 0.5} ${h * 0.5}) rotate(${o.worn ? 10 : -9}) scale(${s})`,
      path(INSOLE, '#120a0c', `opacity=".5" transform="translate(20 26)" filter="${blur(16)}"`)
    + path(INSOLE, lin([c.foam, c.foam2]), 'transform="scale(1.1 1.05)"') + path(INSOLE, mix(c.out, c.upper2, 0.25))
    + `<g clip-path="${inside}">${path('M-110 0 C-40 40 40 40 110 0 L110 70 C40 60 -40 60 -110 90Z', c.mark)}${lugRows}${smooth}${path('M-24 58 C-10 22 8 4 30 -6 C22 16 24 36 30 58Z', c.foam)}</g>`)
    + vignette(w, h, 0.3, 0.3);
};

Art.washer = (w, h) => {
  const R = chance(79), x = w / 2, y = h * 0.56, r = w * 0.33, inside = clip(circle(x, y, r * 0.84, '#000'));
  const panel = full(w, h, lin(['#fbfcfd', '#d4dbe2'])) + rect(0, 0, w, h * 0.15, lin(['#eef1f4', '#cfd7df']))
    + rect(w * 0.05, h * 0.035, w * 0.2, h * 0.08, '#f8fafb', 'rx="8" stroke="#b4bec8" stroke-width="3"')
    + circle(w * 0.5, h * 0.075, h * 0.042, '#c4ccd4') + circle(w * 0.5, h * 0.075, h * 0.032, '#f4f6f8')
    + stroke(`M${w * 0.5} ${h * 0.075}v${-h * 0.026}`, '#d8432f', 5) + rect(w * 0.66, h * 0.04, w * 0.18, h * 0.066, '#14262a', 'rx="8"')
    + stroke(`M${w * 0.7} ${h * 0.055}v${h * 0.036}m${w * 0.03} ${-h * 0.036}h${w * 0.025}v${h * 0.018}h${-w * 0.025}v${h * 0.018}h${w * 0.025}m${w * 0.02} 0h${w * 0.025}v${-h * 0.036}h${-w * 0.025}Z`,
      '#8be0c4', 5);
  const foam = times(90, () => { const a = R() * 6.28, d = r * 0.9 * Math.sqrt(R());
      return circle((x + d * Math.cos(a)).toFixed(0), (y + r * 0.15 + d * 0.85 * Math.sin(a)).toFixed(0), (6 + 26 * R() * R()).toFixed(0), '#fff',
      'opacity=".5" stroke="#a8d0e8" stroke-width="1.5"'); });
  return panel + circle(x, y, r * 1.16, '#0003', `filter="${blur(14)}" transform="translate(0 14)"`) + circle(x, y, r * 1.14, lin(['#f4f6f8', '#a4aeb8'])) + circle(x, y, r * 0.97, lin(['#6a747e', '#c8d0d8'])) + `<g clip-path="${inside}">${full(w, h, lin(['#5a7c94', '#1f3a50']))}${times(60, i => circle(x + r * 0.86 * ((i % 10) / 5 - 0.9), y + r * 0.86 * (Math.floor(i / 10) / 3 - 0.85), 5, '#0c1c28', 'opacity=".5"'))}
    ${path(`M${x - r} ${y + r * 0.1}C${x - r * 0.4} ${y - r * 0.2} ${x + r * 0.4} ${y + r * 0.3} ${x + r} ${y - r * 0.1}V${y + r}H${x - r}Z`, lin(['#a8d4ec', '#5f9cc4']), 'opacity=".8"')}${placed('sky', 'road', x - r * 0.12, y + r * 0.36, r / 700, { turn: -28 })}${placed('sky', 'road', x + r * 0.1, y + r * 0.72, r / 740, { turn: 152, flip: true })}${foam}</g>`
    + stroke(`M${x - r * 0.62} ${y - r * 0.42}A${r * 0.76} ${r * 0.76} 0 0 1 ${x - r * 0.1} ${y - r * 0.74}`, '#fff', 16, 'opacity=".6"')
      + rect(x + r * 0.98, y - r * 0.16, r * 0.2, r * 0.32, '#8a949e', 'rx="10"')
      + times(26, () => circle((R() * w).toFixed(0), (h * (0.88 + 0.12 * R())).toFixed(0), (5 + 16 * R()).toFixed(0), '#fff',
          'opacity=".8" stroke="#b8d4e4" stroke-width="1.5"'));
};

Art.rack = (w, h) => {
  const R = chance(80), s = w / 3400, pairs = [['pine', 'trail'], ['sky', 'road'], ['ember', 'tempo'], ['amber', 'mid'], ['lilac', 'road'],
      ['midnight', 'reflective'], ['rust', 'trailOld'], ['chalk', 'walk'], ['rose', 'pico']];
  let b = full(w, h, lin(['#f4e8d8', '#dcc6ac'])) + rect(0, h * 0.86, w, h * 0.14, lin(['#b98a5c', '#8a5f3c']))
    + rect(0, h * 0.835, w, h * 0.028, '#fff8ee') + stroke(`M${w * 0.1} ${h * 0.13}H${w * 0.5}`, '#8a5f3c', 12)
    + [0.15, 0.27, 0.39].map(x => stroke(`M${w * x} ${h * 0.13}v${h * 0.03}`, '#5a3c24', 8)).join('')
    + at(w * 0.15, h * 0.155, h / 900, path('M-50 0 C-70 60 -60 110 -66 160 H66 C60 110 70 60 50 0 Q0 20 -50 0Z', '#2f6fc0')
      + stroke('M0 14V160', '#1c4a86', 4)) + at(w * 0.39, h * 0.165, h / 900, path('M-60 40 C-60 -30 60 -30 60 40Z', '#e0503c')
    + path('M40 30 C70 26 100 36 106 48 H40Z', '#a83224'));
  b += rect(w * 0.86, h * 0.06, w * 0.2, h * 0.78, lin(['#6a8a84', '#4a6a64'])) + circle(w * 0.885, h * 0.46, 11, '#ffd98a');
  [0, 1, 2].forEach(row => {
    const y = h * (0.48 + row * 0.175);
    b += rect(w * 0.08, y, w * 0.74, h * 0.02, lin(['#c99660', '#8a5f3c'])) + rect(w * 0.08, y + h * 0.02, w * 0.74, h * 0.02, '#0002');
    [0, 1, 2].forEach(col => { const [c, m] = pairs[row * 3 + col], x = w * (0.21 + col * 0.245);
        b += placed(c, m, x - 22, y - 3, s * 0.72) + placed(c, m, x + 16, y + 1, s * 0.72); });
  });
  return b + rect(w * 0.075, h * 0.4, w * 0.014, h * 0.46, '#8a5f3c') + rect(w * 0.811, h * 0.4, w * 0.014, h * 0.46, '#8a5f3c')
    + times(12, () => ellipse(w * (0.1 + 0.7 * R()), h * (0.9 + 0.06 * R()), 6, 3, '#5a4028', 'opacity=".4"'));
};
