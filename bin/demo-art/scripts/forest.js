// A path between trunks. Tones: light, leaves, trunks, path.
const tones = {
  green: ['#e8f3d0', '#7fae7a', '#123a2c', '#d7b98a'],
  gold: ['#fff0c9', '#e0a04f', '#4a2413', '#c98d4e'],
  blue: ['#e4f1f5', '#7ba6b8', '#132c3c', '#a9b6b4'],
  snow: ['#f6faff', '#b4c9dc', '#2a3d54', '#ffffff'],
  night: ['#2a3f66', '#182848', '#060c1a', '#3a4a68'],
  spring: ['#fbfbdc', '#a8d06a', '#3a4a2c', '#dcc8a0'],
  rust: ['#ffe6cf', '#d2693a', '#401a14', '#b5763f'],
  birch: ['#fff8dc', '#e6c75a', '#f4f1ea', '#e2cfa4'],
  moss: ['#e0eccb', '#6d9a5a', '#1c2f1e', '#a98a5e'],
};

function trunks(w, h, tone, T, t, i, gy, R) {
  const colour = tone === 'birch' ? mix('#cfc7a8', '#f7f5ef', 0.2 + 0.8 * t) : mix(T[1], T[2], 0.15 + 0.85 * t);
  return times([26, 18, 12, 8, 4][i], () => {
    let x = R() * w;
    if (i >= 2 && Math.abs(x - w * 0.53) < w * (0.07 + 0.08 * t)) x += x < w * 0.53 ? -w * 0.16 : w * 0.16;
    const tw = w * (0.006 + 0.034 * t * t) * (0.7 + R() * 0.6), foot = gy + h * 0.04 + t * h * 0.08;
    const lit = i > 2 ? path(`M${x + tw * 0.15} -10L${x + tw / 2} -10L${x + tw * 0.62} ${foot}L${x + tw * 0.2} ${foot}Z`, tone === 'birch'
        ? '#d9d2c2' : mix(colour, T[0], 0.22)) : '';
    const bark = tone === 'birch' ? times(9, () => {
      const y = R() * gy, side = R() > 0.5 ? 0.1 : -0.45;
      return rect(x + tw * side, y, tw * 0.35, tw * 0.09 + 1, '#2e2a26', 'opacity=".7"');
    }) : '';
    return path(`M${x - tw / 2} -10L${x + tw / 2} -10L${x + tw * 0.62} ${foot}L${x - tw * 0.66} ${foot}Z`, colour) + lit + bark;
  });
}

function crowns(w, h, T, t, R) {
  return times(Math.round(60 * (1 - t * 0.5)),
      () => circle((R() * w).toFixed(0), (R() * h * (0.22 + 0.1 * R())).toFixed(0), (h * (0.008 + 0.03 * R() * t)).toFixed(1),
      mix(T[1], R() > 0.5 ? T[2] : T[0], R() * 0.55), `opacity="${(0.35 + 0.4 * R()).toFixed(2)}"`));
}

function anemones(w, h, R) {
  return times(150, () => {
    const side = R() > 0.5, y = h * (0.7 + 0.3 * R()), spread = (y / h - 0.6) * 0.7;
    const x = side ? w * (0.56 + spread + (0.44 - spread) * R()) : w * (0.48 - spread) * R();
    return circle(x.toFixed(0), y.toFixed(0), (w * (0.002 + 0.006 * (y / h - 0.65))).toFixed(1), R() > 0.2 ? '#ffffff' : '#fff2a8', 'opacity=".95"');
  });
}

function creek(w, h) {
  const flow = `M-10 ${h * 0.86} C${w * 0.2} ${h * 0.8} ${w * 0.36} ${h * 0.9} ${w * 0.56} ${h * 0.86} C${w * 0.74} ${h * 0.82} ${w * 0.86} ${h * 0.9} ${w + 10} ${h * 0.86} L${w + 10} ${h * 0.95} C${w * 0.84} ${h * 0.99} ${w * 0.72} ${h * 0.91} ${w * 0.55} ${h * 0.95} C${w * 0.38} ${h * 0.99} ${w * 0.2} ${h * 0.9} -10 ${h * 0.96}Z`;
  const stones = [[0.12, 0.9], [0.3, 0.93], [0.42, 0.9], [0.7, 0.89], [0.84, 0.93], [0.94, 0.88]];
  return path(flow, lin(['#9ccfd0', '#3d7a86']))
    + stroke(`M${w * 0.05} ${h * 0.89}q${w * 0.1} ${-h * 0.02} ${w * 0.2} 0 M${w * 0.45} ${h * 0.9}q${w * 0.08} ${h * 0.015} ${w * 0.16} 0 M${w * 0.72} ${h * 0.93}q${w * 0.08} ${-h * 0.015} ${w * 0.16} 0`,
      '#fff', 3, 'opacity=".6"')
    + stones.map(([x, y], i) => ellipse(w * x, h * y, w * (0.02 + (i % 3) * 0.006), h * 0.018, '#5a5e58')
        + ellipse(w * x - 3, h * y - 4, w * 0.014, h * 0.008, '#8a9186')).join('');
}

function lampCone(w, h, [x, y]) {
  return path(`M${w * x} ${h * (y - 0.06)} L${w * (x + 0.3)} ${h * 1.02} L${w * (x - 0.3)} ${h * 1.02}Z`,
      rad([[0, '#fff2c0', 0.85], [0.5, '#ffe9a8', 0.4], [1, '#ffe9a8', 0]], 0.5, 0, 1))
    + circle(w * x, h * y, w * 0.3, rad([[0, '#fff2c0', 0.5], [1, '#fff2c0', 0]], 0.5, 0.5, 0.5));
}

Art.forest = (w, h, o) => {
  const T = tones[o.tone], R = chance(o.seed), night = o.tone === 'night';
  let b = full(w, h, lin([T[0], mix(T[0], T[1], 0.6), T[1]]))
    + full(w, h, rad([[0, night ? '#8fa8d8' : '#fffbe6', night ? 0.5 : 0.95], [1, '#fffbe6', 0]], 0.55, 0.36, 0.45));
  for (let i = 0; i < 5; i++) {
    const t = i / 4, gy = h * (0.58 + 0.1 * t);
    const floor = o.tone === 'snow' ? [mix('#ffffff', T[1], 0.55 - 0.4 * t), mix('#ffffff', T[1], 0.7 - 0.5 * t)]
      : o.tone === 'birch' ? [mix(T[1], '#8a7a3c', 0.2 + 0.5 * t), mix(T[1], '#6a6a34', 0.3 + 0.6 * t)]
        : [mix(T[1], T[2], 0.2 + 0.5 * t), mix(T[1], T[2], 0.35 + 0.6 * t)];
    if (i < 4) b += path(under(ridge(w, gy, h * 0.05, R, 0.5, 6), w, h), lin(floor), 'opacity=".9"');
    b += trunks(w, h, o.tone, T, t, i, gy, R) + crowns(w, h, T, t, R);
  }
  b += path(`M${w * 0.5} ${h * 0.6} C${w * 0.56} ${h * 0.66} ${w * 0.42} ${h * 0.74} ${w * 0.28} ${h} L${w * 0.86} ${h} C${w * 0.72} ${h * 0.8} ${w * 0.62} ${h * 0.7} ${w * 0.55} ${h * 0.6}Z`,
    lin([mix(T[3], T[0], 0.5), o.tone === 'snow' ? '#dfe8f2' : mix(T[3], T[2], o.tone === 'birch' ? 0 : 0.25)]));
  if (!night) b += times(5, k => path(`M${w * 0.55} ${-h * 0.1}L${w * (0.35 + k * 0.14)} ${h}L${w * (0.27 + k * 0.14)} ${h}Z`, '#fffbe0',
        'opacity=".07"'));
  if (o.flowers) b += anemones(w, h, R);
  if (o.creek) b += creek(w, h);
  if (o.lamp) b += lampCone(w, h, o.lamp);
  b += (o.runners || []).map(([x, y, s, shirt]) => runner(x * w, y * h, s * h / 400, '#1a1416', { shirt })).join('');
  if (o.dog) b += dog(o.dog[0] * w, o.dog[1] * h, o.dog[2] * h / 750, o.dog[3]);
  if (o.pushchair) b += pushchair(o.pushchair[0] * w, o.pushchair[1] * h, o.pushchair[2] * h / 400, '#2f5f9e');
  // Every third forest is mirrored, so that the path does not always bend the same way.
  if (o.seed % 3 === 0) b = group(`translate(${w} 0) scale(-1 1)`, b);
  if (o.leaffall) b += leaffall(w, h, o.leaffall, R);
  if (o.snowfall) b += snowfall(w, h, o.snowfall, R);
  return b;
};
