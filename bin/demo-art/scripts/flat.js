// Shoes from above, on every ground one might lay them.
const INSOLE = 'M0 -250 C70 -250 104 -190 104 -110 C104 -40 84 10 84 80 C84 160 78 250 0 250 C-78 250 -78 160 -86 80 C-92 10 -100 -40 -100 -110 C-98 -190 -62 -250 0 -250Z';

function topShoe(c, { mud, wet, small, faded } = {}) {
  const inside = clip(path(INSOLE, '#000')), soft = blur(16, 40), R = chance(90);
  const lace = small
    ? [-74, 10].map(y => path(`M-72 ${y} L76 ${y - 22} L80 ${y + 26} L-72 ${y + 50}Z`, '#0004', 'transform="translate(2 7)"')
        + path(`M-72 ${y} L76 ${y - 22} L80 ${y + 26} L-72 ${y + 50}Z`, lin([lighter(c.mark, 0.1), darker(c.mark, 0.1)]))
      + stroke(`M60 ${y - 12} L64 ${y + 20}`, '#fff', 4, 'stroke-dasharray="7 6" opacity=".7"')).join('')
    : times(6, i => {
      const d = `M-42 ${-96 + i * 36} Q0 ${-124 + i * 36} 42 ${-96 + i * 36}`;
      return stroke(d, '#0005', 13, 'transform="translate(0 5)"') + stroke(d, c.lace, 11);
    });
  const weather = (mud ? times(70, () => ellipse((R() - 0.5) * 200, -250 + 500 * R() ** 0.8, 4 + 16 * R() * R(), 3
          + 12 * R() * R(), pick(['#5a4028', '#6d5034', '#7d5f3f'], R), 'opacity=".9"'))
+ path('M-110 -260H110V-170C60 -210 20 -150 -30 -190 C-60 -210 -80 -160 -110 -180Z', '#63482e', 'opacity=".9"') : '')
    + (wet ? times(70, () => { const x = (R() - 0.5) * 190, y = (R() - 0.5) * 480, r = 2 + 5 * R();
          return ellipse(x, y, r, r, '#eaf6ff', 'opacity=".6"') + ellipse(x + 1, y + r * 0.5, r * 0.7, r * 0.5, '#0a1a2a', 'opacity=".3"'); }) : '')
    + (faded ? full(300, 600, '#b8a890', 'opacity=".34" transform="translate(-150 -300)"')
        + stroke('M-60 -190 C-30 -206 10 -200 40 -212 M-50 -170 l24 -8 M30 -176 l26 6 M-76 -40 l10 40', '#4a3a30', 5, 'opacity=".6"') : '');
  return path(INSOLE, '#120a0c', `opacity=".5" transform="translate(20 26)" filter="${soft}"`)
    + path(INSOLE, faded ? mix(c.foam, '#b09a78', 0.5) : c.foam, 'transform="scale(1.07 1.035)"') + path(INSOLE, lin([c.upper, c.upper2], 20))
    + `<g clip-path="${inside}">${path('M-110 -260H110V-150C60 -190 -60 -190 -110 -150Z', c.toe)}${path('M-66 70 L-46 -130 Q0 -160 46 -130 L66 70Z', c.upper2)}
      ${path('M-104 60 C-60 30 -70 -30 -100 -60Z M-104 130 C-60 100 -60 50 -96 20Z', c.mark)}${path('M104 60 C60 30 70 -30 100 -60Z', c.mark)}
      ${stroke('M-86 -200 C-96 -60 -80 120 -70 230', '#fff', 26, `opacity=".5" filter="${soft}"`)}${weather}</g>`
    + ellipse(0, 142, 54, 82, c.lining) + ellipse(0, 150, 44, 70, '#0d0a0d', 'opacity=".6"') + stroke('M-30 190 Q0 214 30 190', c.mark, 9) + lace;
}

function topPair(c, look = {}) {
  return group('translate(-130 10) rotate(-5)', topShoe(c, look)) + group('translate(130 -20) rotate(6) scale(-1 1)', topShoe(c, look));
}

const grounds = {
  leaves: ['#5a4030', '#2f2119'], grass: ['#6fa25a', '#2f6138'], asphalt: ['#6b6b74', '#3d3d47'], wood: ['#c79a6b', '#8d5f3a'],
    snow: ['#f4f7fb', '#c9d6e6'],
  sand: ['#ecd3a6', '#cda873'], pink: ['#ffd6cf', '#f5b3ab'], teal: ['#bfe5dc', '#86c7ba'], gravel: ['#b0a89c', '#7d766c'],
    tiles: ['#e8ecef', '#c6cfd6'], rug: ['#f0dcc0', '#d8b890'],
  moss: ['#6d9a4a', '#2f5a2c'], rock: ['#8f949a', '#5a5f66'], track: ['#d4583c', '#a83c28'], cobbles: ['#8a8580', '#4e4a4a'],
    doormat: ['#b08a58', '#7d5c34'], petals: ['#9a9aa0', '#6d6d78'],
};

function ground(w, h, name, R) {
  const [a, c] = grounds[name];
  const base = full(w, h, lin([a, c], 70));
  return base + (groundDetails[name] || speckle)(w, h, R, a, c);
}

const speckle = (w, h, R, a, c, n = 700) => times(n, () => {
  const r = w * (0.002 + 0.006 * R());
  return ellipse((R() * w).toFixed(0), (R() * h).toFixed(0), (r * 1.4).toFixed(1), r.toFixed(1),
      mix(a, R() > 0.5 ? '#ffffff' : '#000000', 0.15 + R() * 0.3), 'opacity=".45"');
});

const groundDetails = {
  pink: () => '', teal: () => '',
  wood: (w, h, R, a, c) => times(7, i => rect(0, i * h / 7, w, h / 7 - 2, mix(a, c, R() * 0.6))
      + stroke(times(9, () => `M0 ${(i + R()) * h / 7} q${w / 2} ${(R() - 0.5) * 14} ${w} 0`), '#3d210f', 1.5, 'opacity=".12"')),
  leaves: (w, h, R, a, c) => speckle(w, h, R, a, c, 300)
    + times(70, i => leaf(R() * w, R() * h, w / 1000 * (0.6 + R() * 0.9), R() * 360, ['#e08a2e', '#c9551f', '#f0b545', '#8f3b1b', '#b7862c'][i % 5])),
  grass: (w, h, R, a) => times(5, k => stroke(times(110,
          () => `M${(R() * w).toFixed(0)} ${(R() * h * 1.05).toFixed(0)}q${((R() - 0.5) * 14).toFixed(0)} ${(-h * 0.03).toFixed(0)} ${((R() - 0.5) * 26).toFixed(0)} ${(-h * 0.05 * (0.5 + R())).toFixed(0)}`),
    mix(a, k % 2 ? '#e4f3b0' : '#12351f', 0.15 + k * 0.1), 3, 'opacity=".75"')),
  moss: (w, h, R, a, c) => times(260, () => circle((R() * w).toFixed(0), (R() * h).toFixed(0), (w * (0.006 + 0.03 * R() * R())).toFixed(1),
        mix(mix(a, c, R()), '#d8ec8a', R() * 0.3), 'opacity=".5"')) + speckle(w, h, R, a, c, 260),
  gravel: (w, h, R) => times(560, () => {
    const r = w * (0.008 + 0.014 * R()), x = (R() * w).toFixed(0), y = (R() * h).toFixed(0), t = (R() * 180).toFixed(0);
    return ellipse(x, y, (r * 1.25).toFixed(1), r.toFixed(1), pick(['#c9c1b4', '#a0988c', '#8a8278', '#b8a890', '#d8d2c8', '#70695f'], R),
        `transform="rotate(${t} ${x} ${y})" stroke="#4a443c" stroke-opacity=".35" stroke-width="2"`);
  }),
  tiles: (w, h, R) => times(30, i => {
    const s = w / 5, x = (i % 6) * s, y = Math.floor(i / 6) * s;
    return rect(x + 3, y + 3, s - 6, s - 6, (i + Math.floor(i / 6)) % 2 ? '#f4f6f7' : '#b9d3d6', 'rx="4"')
      + path(`M${x + 8} ${y + 8}h${s * 0.5}L${x + 8} ${y + s * 0.5}Z`, '#fff', 'opacity=".25"');
  }),
  rug: (w, h, R) => times(11, i => rect(0, i * h / 11, w, h / 11, ['#f4e4c8', '#e0786a', '#f4e4c8', '#4a9a94', '#f0c060'][i % 5]))
    + stroke(times(90, i => `M${w * i / 90} 0V${h}`), '#5a3a20', 2, 'opacity=".1"')
    + stroke(times(60, i => `M0 ${h * i / 60}H${w}`), '#fff', 2, 'opacity=".12"'),
  rock: (w, h, R, a, c) => times(5, k => path(under(ridge(w, h * (0.1 + 0.2 * k), h * 0.2, R, 0.55, 6), w, h), mix(a, c, 0.2 + 0.15 * k),
        'opacity=".5"')) + times(26, () => circle(R() * w, R() * h, w * (0.006 + 0.02 * R()), pick(['#d8c86a', '#c9d0a0', '#e8e4d0'], R),
    'opacity=".4"')) + speckle(w, h, R, a, c, 300),
  track: (w, h, R, a, c) => speckle(w, h, R, a, c, 600)
    + group(`rotate(-14 ${w / 2} ${h / 2})`, rect(w * 0.1, -h * 0.3, w * 0.022, h * 1.7, '#fff6ec', 'opacity=".92"')
      + rect(w * 0.88, -h * 0.3, w * 0.022, h * 1.7, '#fff6ec', 'opacity=".92"')),
  cobbles: (w, h, R) => full(w, h, '#3a3636') + times(130, i => {
    const s = w / 10, x = (i % 11) * s - (Math.floor(i / 11) % 2) * s / 2, y = Math.floor(i / 11) * s * 0.86 - 10,
      tone = pick(['#9a9590', '#8a8584', '#a8a098', '#7d7a7c'], R);
    return rect(x + 4, y + 4, s - 8, s * 0.86 - 8, tone, `rx="${s * 0.24}"`)
      + rect(x + s * 0.16, y + s * 0.12, s * 0.5, s * 0.2, '#fff', `rx="${s * 0.1}" opacity=".16"`);
  }),
  doormat: (w, h, R) => ground(w, h, 'wood', R) + rect(w * 0.06, h * 0.12, w * 0.88, h * 0.76, '#00000055', 'rx="14" transform="translate(10 14)"')
    + rect(w * 0.06, h * 0.12, w * 0.88, h * 0.76, lin(['#b58d58', '#8a6638'], 60), 'rx="14"')
    + stroke(times(420, () => `M${(w * (0.075 + 0.84 * R())).toFixed(0)} ${(h * (0.13 + 0.73 * R())).toFixed(0)}l${((R() - 0.5) * 10).toFixed(0)} 12`),
        '#e8c68a', 3, 'opacity=".35"') + rect(w * 0.1, h * 0.15, w * 0.8, h * 0.7, 'none', 'rx="8" stroke="#4a3018" stroke-width="10" opacity=".6"'),
  petals: (w, h, R, a, c) => speckle(w, h, R, a, c, 350)
    + times(190, () => at((R() * w).toFixed(0), (R() * h).toFixed(0), w / 1000 * (0.7 + 0.7 * R()),
        path('M0 -18 C16 -12 16 10 0 18 C-16 10 -16 -12 0 -18Z', pick(['#ffd3df', '#ffb8cc', '#fff0f4', '#f49ab4'], R)), (R() * 360).toFixed(0))),
};

const puddles = (w, h, R) => times(5, i => ellipse(w * [0.12, 0.88, 0.2, 0.9, 0.55][i], h * [0.2, 0.28, 0.86, 0.8, 0.06][i], w * 0.13, h * 0.05,
      lin(['#b8c8dc', '#5a6a80']), 'opacity=".55"'))
+ times(120, () => circle((R() * w).toFixed(0), (R() * h).toFixed(0), (1.5 + 3 * R()).toFixed(1), '#e4f0fa', 'opacity=".45"'));
const shells = (w, h) => [[0.1, 0.16, '#ffe0d0'], [0.88, 0.8, '#f4c8b8'],
    [0.84, 0.12, '#fff4ea']].map(([x, y, c], i) => at(w * x, h * y, w / 1000,
    path('M0 40 C-50 20 -56 -30 0 -44 C56 -30 50 20 0 40Z', '#0003', 'transform="translate(6 8)"')
  + path('M0 40 C-50 20 -56 -30 0 -44 C56 -30 50 20 0 40Z', c)
  + stroke('M0 38 L-30 -28 M0 38 L-12 -40 M0 38 L12 -40 M0 38 L30 -28', '#b8806a', 4, 'opacity=".6"'), i * 50)).join('');

Art.flat = (w, h, o) => {
  const R = chance(o.seed), s = Math.min(w * 0.86, h) / 700 * (o.small ? 0.72 : 1);
  return ground(w, h, o.ground, R) + (o.wet ? puddles(w, h, R) : '') + (o.shells ? shells(w, h) : '')
    + group(`translate(${w * 0.5} ${h * 0.52}) rotate(${o.turn ?? -16}) scale(${s})`, topPair(ways[o.way], o)) + vignette(w, h, 0.3, 0.3);
};

Art.flatFamily = (w, h, o) => ground(w, h, o.ground, chance(o.seed))
  + o.ways.map((name, i) => group(`translate(${w * [0.23, 0.56, 0.83][i]} ${h * [0.5, 0.53, 0.58][i]}) rotate(${[-4, 3, -5][i]}) scale(${h / 750 * [0.8, 0.66, 0.5][i]})`,
      topPair(ways[name], { small: i === 2 }))).join('') + vignette(w, h);

Art.flatCompare = (w, h, o) => ground(w, h, o.ground, chance(o.seed))
  + group(`translate(${w * 0.33} ${h * 0.51}) rotate(-8) scale(${h / 640})`, topShoe(ways[o.way]))
  + group(`translate(${w * 0.67} ${h * 0.51}) rotate(8) scale(${-h / 640} ${h / 640})`, topShoe(ways[o.way], { faded: true }))
  + vignette(w, h, 0.25, 0.2);

Art.flatKit = (w, h, o) => {
  const c = ways[o.way], s = w / 900, soft = blur(12);
  const shirt = 'M-120 -160 L-56 -186 Q0 -150 56 -186 L120 -160 L196 -80 L144 -36 L116 -66 V186 H-116 V-66 L-144 -36 L-196 -80Z',
    shorts = 'M-110 -70 H110 L130 90 H20 L0 0 L-20 90 H-130Z';
  const lay = (d, fill) => path(d, '#000', `opacity=".35" filter="${soft}" transform="translate(8 14)"`) + path(d, fill);
  const flask = lay('M-36 -90 Q0 -112 36 -90 L44 90 Q0 116 -44 90Z', lin(['#cfe6f2', '#8fb9d2'], 0)) + rect(-20, -136, 40, 44, '#ff8a3d', 'rx="10"')
    + rect(-24, -30, 48, 80, '#fff', 'rx="10" opacity=".5"');
  const cap = lay('M-90 20 C-90 -90 90 -90 90 20Z', lin(['#1f6a58', '#0e3b34'])) + path('M-96 16 C-60 0 60 0 96 16 C84 76 -84 76 -96 16Z', '#12443a')
    + path('M-26 0 C-12 -34 4 -52 24 -58 C16 -34 18 -16 24 0Z', '#ffb454');
  const number = rect(-84, -60, 168, 120, '#0004', 'transform="translate(6 10)"') + rect(-84, -60, 168, 120, '#fffdf6')
    + rect(-84, -60, 168, 26, '#1f6a58') + stroke('M-44 -14 V40 M-10 -14 H24 L0 40 M64 -14 C40 -14 40 40 64 40', '#1a1c26', 11);
  return ground(w, h, 'wood', chance(o.seed)) + group(`translate(${w * 0.3} ${h * 0.64}) rotate(-10) scale(${s * 0.8})`, topPair(c))
    + at(w * 0.68, h * 0.28, s * 1.15, lay(shirt, lin(['#fff6e6', '#e6d3b0'])) + rect(-116, 10, 232, 34, '#ff8a3d'), 7)
    + at(w * 0.74, h * 0.62, s, lay(shorts, lin(['#33456f', '#172341'])), -5)
    + at(w * 0.26, h * 0.2, s * 1.15, number, -8) + at(w * 0.64, h * 0.85, s * 0.95, cap, -6) + at(w * 0.88, h * 0.82, s * 0.9, flask, 12)
      + vignette(w, h, 0.25, 0.25);
};
