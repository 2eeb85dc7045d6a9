// Where one stops: the hut, the signpost, the bench.
Art.hut = (w, h, o) => {
  const R = chance(o.seed), P = hours[o.light], wide = w / h > 2, gy = h * (wide ? 0.82 : 0.8), s = h / 750 * (wide ? 1.25 : 1),
    x = w * (wide ? 0.62 : 0.55);
  let b = sky(w, h, P, { sx: 0.26, sy: 0.3, stars: o.stars, moon: Boolean(o.stars) }, R) + (o.light === 'winter' ? peaks(w, h, 0.52, P, R) : '')
    + ridges(w, h, P, { top: 0.48, span: 0.24, soft: 0.6, amp: 0.8, trees: false, layers: 5 }, R);
  const snow = o.snowy;
  b += path(`M0 ${gy}C${w * 0.2} ${gy - h * 0.05} ${w * 0.7} ${gy - h * 0.03} ${w} ${gy + h * 0.01}V${h}H0Z`,
      lin(snow ? ['#ffffff', '#b9cde2'] : [mix(P.near, P.glow, 0.18), darker(P.near, 0.3)]));
  b += times(wide ? 9 : 7, i => pine((i % 2 ? 0.02 + 0.2 * R() : 0.82 + 0.18 * R()) * w, gy
        + h * 0.05 * R(), h * (0.22 + 0.2 * R()), mix(P.near, snow ? '#4a6a80' : P.far, 0.12 * R())));
  if (o.lit) b += circle(x, gy - 40 * s, 330 * s, rad([[0, '#ffc870', 0.4], [1, '#ffc870', 0]], 0.5, 0.5, 0.5));
  b += at(x, gy + 4, s * 1.15, cabin(o)) + (o.garland ? garlandAt(w * 0.06, gy - h * 0.36, x - 190 * s, gy - h * 0.32, h)
      + clubPeople(w, h, gy, R) : '');
  return b + path(`M${x - 30 * s} ${gy + 6}C${x - 60 * s} ${gy + h * 0.08} ${x - 180 * s} ${gy + h * 0.1} ${x - 240 * s} ${h}H${x - 40 * s}C${x + 10 * s} ${gy + h * 0.1} ${x + 20 * s} ${gy + h * 0.06} ${x + 14 * s} ${gy + 6}Z`,
      snow ? '#dbe7f3' : mix(P.glow, P.near, 0.45), 'opacity=".85"');
};

function cabin(o) {
  const glow = o.lit ? '#ffdf94' : '#4a5a6a';
  const window = (x, y) => rect(x, y, 52, 46, glow, 'stroke="#3a2114" stroke-width="6"')
    + stroke(`M${x + 26} ${y}V${y + 46}M${x} ${y + 23}H${x + 52}`, '#3a2114', 4);
  const logs = times(9, i => stroke(`M-186 ${-12 - i * 17}H186`, '#3a2114', 3, 'opacity=".4"'));
  const roof = 'M-236 -146 L-6 -300 L236 -146 L216 -128 L-6 -272 L-214 -128Z';
  const smoke = times(6, i => ellipse(112 + i * 15 + (i % 2) * 10, -318 - i * 34, 15 + i * 7, 12 + i * 5, '#fff', `opacity="${0.34 - i * 0.05}"`));
  return smoke + rect(92, -300, 38, 100, '#6a5048') + rect(86, -306, 50, 14, o.snowy ? '#fff' : '#4a3834')
    + path('M-190 0 V-146 L-6 -272 L190 -146 V0Z', lin(['#8a5634', '#5a3420'], 0)) + logs + path('M-190 0H190V14H-190Z', '#6d6560')
    + path(roof, o.snowy ? '#f6faff' : '#3a2620')
      + (o.snowy ? path('M-236 -146 L-6 -306 L236 -146 L216 -132 C150 -150 60 -240 -6 -276 C-70 -236 -150 -160 -214 -132Z', '#ffffff') : '')
    + window(-150, -116) + window(96, -116) + rect(-32, -212, 52, 40, glow, 'stroke="#3a2114" stroke-width="6"')
    + path('M-34 0 V-104 H26 V0Z', '#42261a') + circle(14, -50, 4, '#e8c48a') + stroke('M-34 -104H26', '#2a160e', 6);
}

function garlandAt(x0, y0, x1, y1, h) {
  const sag = h * 0.12;
  return stroke(`M${x0} ${y0 - h * 0.02}V${y0 + h * 0.5}`, '#1a1018', 6)
    + stroke(`M${x0} ${y0}Q${(x0 + x1) / 2} ${(y0 + y1) / 2 + sag * 2} ${x1} ${y1}`, '#0008', 2)
    + times(13, k => {
      const t = (k + 0.5) / 13, x = lerp(x0, x1, t), y = lerp(y0, y1, t) + sag * 4 * t * (1 - t);
      return circle(x, y + 6, h * 0.034, '#ffe2a0', 'opacity=".28"') + circle(x, y + 6, h * 0.012, '#fff3cf');
    });
}
const clubPeople = (w, h, gy, R) => times(5, i => stroller(w * (0.2 + i * 0.055), gy
      + h * (0.06 + 0.04 * (i % 2)), h / 420, ['#b5432e', '#2f5f9e', '#d69a1e', '#274a45', '#6a3f86'][i], R));

Art.signpost = (w, h, o) => {
  const R = chance(o.seed), back = view(w, h, { light: o.light, seed: o.seed, hill: true, clouds: 3, top: 0.52, span: 0.2 });
  const board = (y, text, colour, dir) => {
    const d = dir > 0 ? `M-120 ${y} H150 L190 ${y + 34} L150 ${y + 68} H-120Z` : `M120 ${y} H-150 L-190 ${y + 34} L-150 ${y + 68} H120Z`;
    return path(d, '#0004', 'transform="translate(5 7)"') + path(d, lin(['#ffe27a', '#eab93c'])) + rect(dir > 0 ? -104 : 66, y + 14, 38, 40, '#fff')
      + rect(dir > 0 ? -104 : 66, y + 27, 38, 14, colour)
      + times(2, i => rect(dir > 0 ? -46 : -128, y + 18 + i * 20, text[i], 11, '#3a2a18', 'rx="4" opacity=".75"'));
  };
  return outOfFocus(w, h, w / 260, back) + at(w * 0.52, h * 0.94, h / 1000, ellipse(0, 4, 90, 14, '#000', 'opacity=".35"')
    + path('M-17 0 L-15 -690 Q0 -704 15 -690 L17 0Z', lin(['#9a6a42', '#5a3820'], 0)) + board(-660, [150, 96], '#d8432f', 1)
      + board(-570, [130, 160], '#2f6fc0', -1) + board(-480, [120, 80], '#2f9a5a', 1) + board(-390, [156, 110], '#e0b020', -1)
    + stroke('M-8 -300 C-4 -200 -6 -120 -9 -20 M6 -340 C8 -240 4 -100 8 -10', '#3a2212', 3, 'opacity=".35"')
    + times(16, i => stroke(`M${-80 + i * 11} 6 q${(R() - 0.5) * 12} -${20 + R() * 26} ${(R() - 0.5) * 26} -${34 + R() * 34}`,
          mix(hours[o.light].near, '#8fbf6a', 0.4 * R()), 5)));
};

Art.bench = (w, h, o) => {
  const back = view(w, h, { light: o.light, seed: o.seed, top: 0.4, span: 0.2, soft: 0.5, trees: false, sx: 0.3, sy: 0.3 });
  const P = hours[o.light], R = chance(o.seed), wood = lin(['#b57a4a', '#7a4a2a']);
  const plank = (y, hgt) => rect(-330, y, 660, hgt, wood, 'rx="6"') + stroke(`M-320 ${y + hgt * 0.4}H320`, '#4a2a14', 2, 'opacity=".35"');
  return back + path(`M0 ${h * 0.8}C${w * 0.3} ${h * 0.75} ${w * 0.7} ${h * 0.75} ${w} ${h * 0.81}V${h}H0Z`,
      lin([mix(P.near, '#6a8a4a', 0.4), darker(P.near, 0.2)]))
    + stroke(times(240, () => `M${(R() * w).toFixed(0)} ${(h * (0.79 + 0.2 * R())).toFixed(0)}q2 -8 ${((R() - 0.5) * 14).toFixed(0)} -${(10 + 14 * R()).toFixed(0)}`),
        mix(P.near, '#9aba6a', 0.35), 2.5, 'opacity=".7"')
    + at(w * 0.48, h * 0.93, h / 800, ellipse(0, 6, 360, 18, '#000', 'opacity=".35"')
        + stroke('M-270 0V-260 M270 0V-260 M-240 0V-120 M240 0V-120', '#3a3238', 18) + plank(-270, 46) + plank(-210, 46) + plank(-134, 40)
      + (o.flask ? benchFlask() : ''));
};

function benchFlask() {
  return at(150, -134, 1, ellipse(0, 0, 40, 6, '#000', 'opacity=".35"')
      + path('M-34 0 V-128 Q-34 -150 -14 -156 H14 Q34 -150 34 -128 V0Z', lin(['#2f8a72', '#12443a'], 0))
    + rect(-24, -190, 48, 40, '#d8dcd8', 'rx="8"') + rect(-34, -96, 68, 22, '#ffb454')
    + stroke('M-20 -140V-14', '#fff', 7, 'opacity=".3"'))
    + at(236, -134, 1, path('M-24 -46 H24 L20 0 H-20Z', '#e6e2da') + ellipse(0, -46, 24, 6, '#8a5a34') + stroke('M24 -36 q18 8 -2 24', '#e6e2da', 6)
        + stroke('M-8 -58 q8 -16 0 -30 M10 -58 q8 -16 0 -30', '#fff', 4, 'opacity=".6"'));
}
