// Small quiet pictures: a window in the rain, a map, a watch, a diary, something to eat.
Art.rainWindow = (w, h, o) => {
  const R = chance(o.seed), day = o.tone === 'day', soft = blur(w / 60, 20);
  const lights = times(46, () => circle(w * R(), h * (0.2 + 0.6 * R()), w * (0.015 + 0.045 * R()),
        pick(day ? ['#dfe8e8', '#b9cfd0', '#f4f0e0', '#9ab8b8'] : ['#ffb860', '#ff7a5a', '#ffe0a0', '#7ac0ff', '#ff9ac0'], R),
    `opacity="${(0.25 + 0.45 * R()).toFixed(2)}"`));
  let b = full(w, h, lin(day ? ['#8fa6ae', '#b9c8c8', '#6f8a86'] : ['#1a2244', '#3a3560', '#1a1830']))
    + `<g filter="${soft}">${times(9, i => rect(w * i / 9, h * (0.3 + 0.25 * R()), w / 9.5, h, day ? '#7f9698' : '#141a38', 'opacity=".7"'))}${lights}</g>`;
  b += times(150, () => {
    const x = w * R(), y = h * R(), r = w * (0.002 + 0.007 * R() * R());
    return ellipse(x, y, r, r * 1.25, '#fff', 'opacity=".32"') + ellipse(x, y + r * 0.5, r * 0.75, r * 0.6, '#fff', 'opacity=".5"');
  }) + times(16, () => {
    const x = w * R(), y = h * R() * 0.6, l = h * (0.1 + 0.25 * R()), r = w * 0.0065;
    return stroke(`M${x} ${y}q${4 * (R() - 0.5) * r} ${l / 2} 0 ${l}`, '#fff', r * 0.8, 'opacity=".2"')
      + ellipse(x, y + l, r, r * 1.5, '#fff', 'opacity=".6"');
  });
  const frame = day ? ['#fbf7f0', '#d8d0c4'] : ['#4a3a40', '#241a22'], bar = Math.min(w, h) * 0.035;
  b += rect(w / 2 - bar / 2, 0, bar, h, lin(frame, 0)) + rect(0, h * 0.36, w, bar, lin(frame)) + rect(0, 0, bar * 1.4, h, lin(frame, 0))
    + rect(w - bar * 1.4, 0, bar * 1.4, h, lin(frame, 0)) + rect(0, 0, w, bar * 1.2, lin(frame));
  b += rect(0, h * 0.86, w, h * 0.14, lin(day ? ['#fffdf8', '#cfc6b8'] : ['#5a464a', '#2a1e26'])) + rect(0, h * 0.86, w, 5, '#fff', 'opacity=".35"');
  return b + (o.mug ? at(w * 0.7, h * 0.93, h / 640, mug('#d8603c')) : at(w * 0.24, h * 0.93, h / 1000, plant(R)));
};

const mug = c => ellipse(0, 2, 96, 14, '#000', 'opacity=".3"') + stroke('M70 -110 q66 0 60 50 q-6 44 -64 42', darker(c, 0.12), 18)
  + path('M-80 -150 H80 L70 -8 Q0 12 -70 -8Z', lin([lighter(c, 0.18), c, darker(c, 0.2)], 0)) + ellipse(0, -150, 80, 18, lighter(c, 0.35))
  + ellipse(0, -148, 68, 13, '#6a3a1e')
  + path('M-34 -40 C-20 -80 0 -100 24 -108 C14 -82 18 -60 24 -40Z', '#fff', 'opacity=".85"')
    + times(3, i => stroke(`M${-34 + i * 32} -176 q18 -30 0 -58 t0 -54`, '#fff', 8, `opacity=".45" filter="${blur(4, 60)}"`));
const plant = R => path('M-60 0 L-76 -110 H76 L60 0Z', lin(['#d88a5c', '#a85a38'], 0)) + rect(-82, -126, 164, 26, '#e09a6c', 'rx="6"')
  + times(13, i => group(`rotate(${(i - 6) * 14}) translate(0 -110)`,
      path(`M0 0 C-34 -60 -20 -${150 + 40 * R()} 0 -${200 + 40 * R()} C20 -150 34 -60 0 0Z`, i % 2 ? '#3f8a5a' : '#2f6a48')));

Art.mapTable = (w, h, o) => {
  const R = chance(o.seed), s = Math.min(w, h) / 760;
  const contours = (cx, cy, n, gap) => times(n, i => {
    const r = gap * (i + 1), p = Array.from({ length: 14 },
        (_, k) => { const a = k / 14 * 6.283, d = r * (1 + 0.22 * Math.sin(a * 3 + cx) + 0.12 * Math.sin(a * 5 + cy));
      return [cx + d * 1.3 * Math.cos(a), cy + d * Math.sin(a)]; });
    return `M${(p[0][0] + p[13][0]) / 2} ${(p[0][1] + p[13][1]) / 2}${p.map((q, k) => { const n2 = p[(k + 1) % 14]; return `Q${q[0].toFixed(0)} ${q[1].toFixed(0)} ${((q[0] + n2[0]) / 2).toFixed(0)} ${((q[1] + n2[1]) / 2).toFixed(0)}`; }).join('')}Z`;
  });
  const sheet = '#f4f0dc', inside = clip(rect(-380, -270, 760, 540, '#000'));
  const route = 'M-280 190 C-220 120 -240 60 -150 40 C-80 24 -70 -60 10 -70 C80 -80 90 -10 160 -30 C220 -50 220 -140 290 -170';
  const map = rect(-380, -270, 760, 540, '#000', `opacity=".4" filter="${blur(14)}" transform="translate(10 18)"`) + rect(-380, -270, 760, 540, sheet) + `<g clip-path="${inside}">
    ${path('M-400 -60 C-300 -160 -200 -80 -120 -160 C-60 -220 20 -200 60 -290 H-400Z M120 290 C160 160 260 200 300 100 C340 40 400 60 420 20 V290Z M-180 290 C-160 200 -40 230 -20 160 C20 100 80 160 60 290Z', '#b8d89a', 'opacity=".85"')}
    ${path('M60 -10 C100 -40 160 -20 150 20 C140 60 80 50 60 30Z', '#8cc4e4')}${stroke('M60 20 C0 60 -40 50 -80 110 C-110 160 -200 150 -240 280', '#6ab0d8', 9)}
    ${stroke(contours(-190, -90, 7, 22) + contours(200, 90, 7, 20) + contours(60, -170, 5, 18) + contours(-40, 150, 5, 17), '#b5804c', 2, 'opacity=".6"')}
    ${stroke('M-400 90 C-260 60 -200 130 -80 90 C60 40 200 140 420 60', '#e8c24a', 10)}${stroke('M-400 90 C-260 60 -200 130 -80 90 C60 40 200 140 420 60', '#fff6d8', 5)}
    ${times(26, () => rect((-360 + 700 * R()).toFixed(0), (60 + 40 * R()).toFixed(0), 10, 8, '#5a4a4a'))}${stroke(route, o.pencil ? '#d8321e' : '#d8321e', o.pencil ? 8 : 5, o.pencil ? '' : 'stroke-dasharray="2 13"')}
    ${times(6, i => stroke(`M${-380 + i * 152} -270V270`, '#7a8a9a', 1.2, 'opacity=".4"')) + times(4, i => stroke(`M-380 ${-180 + i * 130}H380`, '#7a8a9a', 1.2, 'opacity=".4"'))}
    ${[-190, 0, 190].map((x, i) => rect(x - 60, -270, 120, 540, lin([[0, '#000', i % 2 ? 0 : 0.1], [0.5, '#fff', 0.14], [1, '#000', i % 2 ? 0.1 : 0]], 0))).join('')}</g>` + circle(-280, 190, 12, '#d8321e') + path('M290 -170 l-14 -34 a20 20 0 1 1 28 0Z', '#d8321e') + circle(290, -218, 8, '#fff');
  const compass = circle(8, 14, 96, '#000', `opacity=".4" filter="${blur(10)}"`) + circle(0, 0, 94, lin(['#e8c878', '#a87a2e']))
    + circle(0, 0, 78, '#fbf8ee') + times(24, i => group(`rotate(${i * 15})`, rect(-1.5, -74, 3, i % 6 ? 9 : 17, '#3a3a44')))
    + group('rotate(28)', path('M0 -62 L15 0 H-15Z', '#d8321e') + path('M0 62 L15 0 H-15Z', '#3a4a6a')) + circle(0, 0, 7, '#c9a04a')
    + path('M-60 -40 A72 72 0 0 1 10 -72 A90 90 0 0 0 -60 -40Z', '#fff', 'opacity=".6"')
    + circle(0, -108, 17, 'none', 'stroke="#b8862e" stroke-width="8"');
  return ground(w, h, 'wood', R) + at(w * 0.48, h * 0.5, s, map, o.pencil ? -9 : 6) + (o.compass ? at(w * 0.82, h * 0.7, s * 1.15, compass) : '')
    + (o.mug ? at(w * 0.84, h * 0.2, s * 0.62, cupFromAbove()) : '') + (o.pencil ? at(w * 0.6, h * 0.83, s, pencilShape('#d8321e'), -24) : '')
    + vignette(w, h, 0.25, 0.28);
};

// Digits in seven strokes, so that no font is needed.
const SEGMENTS = { 0: 'abcdef', 1: 'bc', 2: 'abged', 3: 'abgcd', 4: 'fgbc', 5: 'afgcd', 6: 'afgedc', 7: 'abc', 8: 'abcdefg', 9: 'abfgcd' };
const STROKES = { a: 'M4 0H36', b: 'M40 4V36', c: 'M40 44V76', d: 'M4 80H36', e: 'M0 44V76', f: 'M0 4V36', g: 'M4 40H36' };
function digits(text, x, y, s, colour) {
  let at0 = 0;
  const parts = [...text].map(ch => {
    const here = at0;
    at0 += '.:'.includes(ch) ? 24 : 60;
    if (ch === ':') return circle(here, 24, 5.5, colour) + circle(here, 58, 5.5, colour);
    if (ch === '.') return circle(here, 80, 5.5, colour);
    return stroke([...SEGMENTS[ch]].map(k => STROKES[k]).join(''), colour, 9, `transform="translate(${here} 0)"`);
  });
  return group(`translate(${x - at0 * s / 2 + 8 * s} ${y}) scale(${s})`, parts.join(''));
}

Art.watchWrist = (w, h, o) => {
  const s = w / 900;
  const face = rect(-190, -190, 380, 380, '#14151c', 'rx="110"') + rect(-168, -168, 336, 336, lin(['#0e3b34', '#08201c']), 'rx="90"')
    + digits(o.distance, 0, -104, 1.05, '#ffffff') + digits(o.time, 0, 20, 0.92, '#ffb454') + stroke('M-110 126 H110', '#ffffff', 7, 'opacity=".15"')
    + stroke('M-110 126 H104', '#5cd3ad', 7)
    + rect(186, -36, 20, 60, '#ff8a3d', 'rx="9"')
      + path('M-130 -150 A170 170 0 0 1 100 -158 L40 -60 C-20 -80 -90 -80 -150 -50Z', '#fff', 'opacity=".07"');
  const arm = path('M-700 -170 C-300 -200 300 -190 800 -150 V190 C300 210 -300 220 -700 200Z', lin(['#eebf9b', '#d99a72', '#a8663f']))
    + stroke('M-500 -110 C-300 -130 -260 -126 -230 -120 M300 -110 C400 -120 500 -110 600 -104', '#fff', 18, `opacity=".25" filter="${blur(12)}"`);
  const strap = path('M-118 -232 H118 L124 -160 H-124Z M-124 160 H124 L118 244 H-118Z', lin(['#2c2f3f', '#171924']))
    + times(4, i => rect(-12, 176 + i * 17, 24, 7, '#000', 'rx="3" opacity=".6"'));
  return outOfFocus(w, h, 10, full(w, h, lin(['#d96248', '#9a3826'], 60))
      + [0.1, 0.42, 0.74].map(x => path(`M${w * x} 0h22L${w * (x + 0.3)} ${h}h-30Z`, '#fff6ec', 'opacity=".85"')).join(''))
  + at(w / 2, h / 2, s, group('translate(0 20)', arm, 'opacity=".35" style="filter:brightness(0) blur(18px)"') + arm + strap + face, -14)
    + vignette(w, h, 0.15, 0.25);
};

Art.diary = (w, h, o) => {
  const R = chance(o.seed), s = h / 750, weeks = [18, 22, 25, 15, 28, 31, 34, 20, 36, 40, 24, 12];
  const page = (x, flip) => path(`M${x} -250 C${x + flip * 120} -266 ${x + flip * 260} -262 ${x + flip * 360} -250 V260 C${x + flip * 260} 248 ${x + flip * 120} 246 ${x} 262Z`,
      lin(flip > 0 ? ['#e0d8c8', '#fffdf6'] : ['#fffdf6', '#e6dece'], 0))
  + times(15, i => stroke(`M${x + flip * 14} ${-206 + i * 30}C${x + flip * 120} ${-212 + i * 30} ${x + flip * 260} ${-212 + i * 30} ${x + flip * 346} ${-206 + i * 30}`,
        '#8fb0c8', 1.4, 'opacity=".5"'));
  const writing = times(12, i => stroke(`M-330 ${-182 + i * 30}`
        + times(9 + Math.floor(R() * 5), () => `q${4 + 4 * R()} ${-16 * R()} ${9 + 4 * R()} 0t${9 + 4 * R()} 0`), '#2a3a6a', 2.6, 'opacity=".75"'));
  const bars = weeks.map((k, i) => path(`M${40 + i * 25} 150 l${(R() - 0.5) * 3} ${-k * 7} l17 ${(R() - 0.5) * 4} l${(R() - 0.5) * 3} ${k * 7}Z`,
        ['#ff8a3d', '#1f6a58', '#7fb2e5'][i % 3], 'opacity=".85"')).join('');
  const chart = stroke('M30 -170 V152 H346', '#3a3a44', 3) + bars
    + stroke(`M46 ${130 - weeks[0] * 7}` + weeks.map((k, i) => `L${48 + i * 25} ${136 - k * 7}`).join(''), '#d8321e', 3, 'stroke-dasharray="8 6"')
    + stroke('M40 180 h60 M130 180 h80 M240 180 h50', '#2a3a6a', 3, 'opacity=".6"');
  return ground(w, h, 'wood', R) + at(w * 0.48, h * 0.5, s,
      rect(-380, -262, 760, 540, '#000', `opacity=".4" filter="${blur(16)}" transform="translate(10 16)"`)
    + rect(-376, -258, 752, 530, '#1f6a58', 'rx="12"') + page(0, -1) + page(0, 1) + writing + chart + rect(-3, -254, 6, 520, '#0002'), -5)
  + at(w * 0.74, h * 0.86, s, pencilShape('#3fae8a'), -14) + at(w * 0.91, h * 0.2, s * 0.6, cupFromAbove()) + vignette(w, h, 0.25, 0.25);
};

const berry = (x, y, r, c) => circle(x + 2, y + 4, r, '#0004') + circle(x, y, r, rad([[0, lighter(c, 0.35)], [1, c]], 0.35, 0.3, 0.7))
  + circle(x - r * 0.1, y - r * 0.1, r * 0.28, darker(c, 0.4), 'opacity=".5"');

Art.breakfast = (w, h, o) => {
  const R = chance(o.seed), s = Math.min(w, h) / 800;
  if (o.meal === 'coffee') {
    const cake = circle(8, 14, 130, '#000', `opacity=".35" filter="${blur(12)}"`) + circle(0, 0, 130, '#fffdf8')
      + circle(0, 0, 104, 'none', 'stroke="#7fb2e5" stroke-width="6"') + path('M-64 50 L70 40 L16 -76 Z', '#f4d8a0')
      + path('M-64 50 L70 40 L66 62 L-62 74Z', '#c98d4e') + path('M-64 50 L70 40 L16 -76Z', '#7a4426', 'opacity=".0"')
      + path('M-50 36 L58 28 L14 -62Z', '#fff0d0') + berry(8, -8, 15, '#d8324e') + berry(-16, 22, 13, '#d8324e') + berry(30, 16, 13, '#4a4a9a');
    return ground(w, h, 'wood', R) + rect(w * 0.04, h * 0.06, w * 0.34, h * 0.26, '#fff8ec', `rx="4" transform="rotate(-8 ${w * 0.2} ${h * 0.2})"`)
      + at(w * 0.42, h * 0.54, s * 1.35, cupFromAbove()) + at(w * 0.79, h * 0.3, s * 1.05, cake)
      + at(w * 0.78, h * 0.7, s, rect(-8, -120, 16, 170, '#c8ced6', 'rx="7"') + ellipse(0, -140, 26, 40, lin(['#e8ecf0', '#9aa4ae'])), 24)
      + vignette(w, h, 0.28, 0.28);
  }
  const bowl = circle(14, 26, 252, '#000', `opacity=".35" filter="${blur(18)}"`) + circle(0, 0, 250, lin(['#3f8a9a', '#1f5a6a']))
    + circle(0, 0, 222, '#f4e6c8') + times(150, () => { const a = R() * 6.283, d = 210 * Math.sqrt(R());
      return ellipse(d * Math.cos(a), d * Math.sin(a), 10 * R() + 4, 7 * R() + 3, pick(['#e8d2a4', '#fff6e0', '#d9bd88'], R), 'opacity=".8"'); })
    + times(7, i => { const a = -2.7 + i * 0.34;
        return circle(150 * Math.cos(a) + 3, 150 * Math.sin(a) + 5, 42, '#0003')
      + circle(150 * Math.cos(a), 150 * Math.sin(a), 42, '#fff0b8', 'stroke="#e8c86a" stroke-width="5"')
      + times(3, k => circle(150 * Math.cos(a) + 9 * Math.cos(k * 2.1), 150 * Math.sin(a) + 9 * Math.sin(k * 2.1), 4, '#b8924a')); })
    + times(24, i => berry(-120 + 240 * R(), 30 + 120 * R() - Math.abs(i % 5 - 2) * 8, 15
          + 8 * R(), pick(['#4a4a9a', '#c9284a', '#3a3a7a', '#e04a5a'], R))) + stroke('M-60 -40 C20 -70 60 10 130 -20', '#d9922a', 9, 'opacity=".8"');
  return ground(w, h, 'teal', R) + times(8, i => rect(w * i / 8, 0, w / 16, h, '#fff', 'opacity=".28"')) + at(w * 0.44, h * 0.52, s * 1.12, bowl)
    + at(w * 0.83, h * 0.5, s * 1.2, rect(-10, -80, 20, 300, lin(['#e0e6ea', '#9aa4ae'], 0), 'rx="9"')
      + ellipse(0, -120, 44, 68, lin(['#f0f4f6', '#98a2ac'])) + ellipse(-4, -120, 28, 48, '#c0c8d0'), 12)
  + at(w * 0.1, h * 0.2, s * 0.7, cupFromAbove()) + vignette(w, h, 0.25, 0.2);
};

Art.socksLine = (w, h, o) => {
  const back = outOfFocus(w, h, w / 200, view(w, h, { light: 'spring', seed: o.seed, hill: true, flowers: true, clouds: 4 }));
  const post = x => rect(x - 11, h * 0.12, 22, h * 0.9, lin(['#a87a4c', '#6f4a2c'], 0)) + rect(x - 60, h * 0.14, 120, 16, '#8a5f3c');
  return back + post(w * 0.05) + post(w * 0.95)
    + hangingSocks(w * 0.05, h * 0.19, w * 0.95, h * 0.19,
      [['#ff8a3d', '#fff6e6'], ['#ff8a3d', '#fff6e6'], ['#1f6a58', '#ffb454'], ['#1f6a58', '#ffb454'], ['#a33a6b', '#ffd9a8'],
      ['#7fb2e5', '#ffffff'], ['#7fb2e5', '#ffffff']], h / 640);
};

Art.cake = (w, h, o) => {
  const R = chance(o.seed), s = w / 900;
  const bokeh = `<g filter="${blur(8, 10)}">${times(40, () => circle(w * R(), h * 0.7 * R(), w * (0.01 + 0.03 * R()), pick(['#ffe0a0', '#ffb0c0', '#fff6e0', '#a0e0d0'], R), 'opacity=".45"'))}</g>`;
  const tier = path('M-250 -20 V-200 A250 62 0 0 1 250 -200 V-20 A250 62 0 0 1 -250 -20Z', lin(['#f0c090', '#d99a62', '#f0c090'], 0))
    + path('M-250 -110 A250 62 0 0 0 250 -110 V-84 A250 62 0 0 1 -250 -84Z', '#fff6ea') + ellipse(0, -200, 250, 62, '#fff4f0')
    + path('M-250 -200 A250 62 0 0 0 250 -200 C250 -150 220 -130 200 -160 C180 -110 140 -100 120 -140 C100 -80 60 -80 30 -136 C0 -84 -50 -90 -70 -138 C-100 -90 -150 -100 -160 -148 C-200 -110 -240 -140 -250 -200Z',
      '#ff9ab0');
  const top = times(16, i => { const a = i / 16 * 6.283; return berry(215 * Math.cos(a), -204 + 50 * Math.sin(a), 17, i % 2 ? '#d8324e' : '#4a4a9a');
      });
  const five = stroke('M44 -420 H-34 L-42 -340 C-10 -366 60 -356 60 -300 C60 -240 -20 -232 -56 -264', '#1f6a58', 34)
    + stroke('M44 -420 H-34 L-42 -340 C-10 -366 60 -356 60 -300 C60 -240 -20 -232 -56 -264', '#ffb454', 18);
  const candle = rect(128, -330, 18, 120, '#7fb2e5', 'rx="5"') + stroke('M128 -310 l18 14 M128 -280 l18 14 M128 -250 l18 14', '#fff', 5)
    + circle(137, -362, 60, rad([[0, '#ffe090', 0.8], [1, '#ffe090', 0]], 0.5, 0.5, 0.5))
    + path('M137 -392 C156 -362 150 -338 137 -336 C124 -338 118 -362 137 -392Z', '#ffb030')
    + path('M137 -374 C146 -356 144 -342 137 -340 C130 -342 128 -356 137 -374Z', '#fff6c0');
  return full(w, h, lin(['#5a3a5e', '#c9708a'])) + bokeh + bunting(0, h * 0.06, w, h * 0.05, h * 0.06, 15, w * 0.018)
    + rect(0, h * 0.74, w, h * 0.3, lin(['#c99660', '#8a5a36']))
    + ellipse(w / 2, h * 0.85, w * 0.39, h * 0.09, '#000', `opacity=".35" filter="${blur(12)}"`)
    + ellipse(w / 2, h * 0.83, w * 0.37, h * 0.085, '#f4f6f8') + ellipse(w / 2, h * 0.825, w * 0.33, h * 0.07, '#dfe5ea')
    + at(w / 2, h * 0.85, s * 1.12, tier + top + five + candle);
};

// Small prints of our own views on a string.
Art.photoWall = (w, h, o) => {
  const small = [['dawn', 11], ['autumn', 75], ['alpine', 43, { peaks: true }], ['coast', 19, { water: 0.62, reflect: true }], ['dusk', 71],
      ['winter', 41], ['spring', 81]];
  let b = full(w, h, lin(['#f6ead8', '#e2cdb0'])) + times(13, i => rect(w * i / 13, 0, w / 13 - 2, h, '#fff', 'opacity=".16"'))
    + stroke(`M0 ${h * 0.14}Q${w / 2} ${h * 0.34} ${w} ${h * 0.14}`, '#8a6a4a', 4);
  small.forEach(([light, seed, more], i) => {
    const t = (i + 0.5) / 7, x = w * t, y = h * (0.14 + 0.4 * t * (1 - t)), frame = clip(rect(0, 0, 150, 150, '#000'));
    const picture = light === 'dusk' ? Art.forest(150, 150, { tone: 'gold', seed: 14, runners: [[0.5, 0.88, 0.5]] })
      : view(150, 150, { light, seed, hill: i % 3 === 0, runners: i % 3 === 0 ? [[0.5, 0.6]] : [], ...more });
    b += group(`translate(${x} ${y}) rotate(${[-4, 3, -2, 4, -3, 2, -4][i]}) scale(${h / 500})`,
        rect(-88, 0, 176, 220, '#000', `opacity=".3" filter="${blur(7)}" transform="translate(5 9)"`) + rect(-88, 0, 176, 220, '#fffdf8')
      + group('translate(-75 14)', `<g clip-path="${frame}">${picture}</g>`)
      + stroke(`M-50 194 h${60 + (i * 23) % 44}`, '#5a4a6a', 4, 'opacity=".45"') + rect(-9, -20, 18, 46, '#d9a868', 'rx="4"')
      + rect(-9, -2, 18, 5, '#8a949e'));
  });
  return b;
};
