// What hangs in the sky and what falls from it.
function stars(w, h, n, R) {
  return times(n, () => circle((R() * w).toFixed(0), (R() * R() * h * 0.62).toFixed(0), (0.7 + 1.7 * R() * R()).toFixed(1), '#fff',
        `opacity="${(0.35 + 0.6 * R()).toFixed(2)}"`));
}

function moon(w, h, x = 0.72, y = 0.24) {
  const r = Math.min(w, h) * 0.062;
  return circle(w * x, h * y, r * 4.2, rad([[0, '#f6f1d8', 0.5], [1, '#f6f1d8', 0]], 0.5, 0.5, 0.5)) + circle(w * x, h * y, r, '#f8f4e0')
    + [[-0.3, -0.2, 0.2], [0.25, 0.3, 0.26], [0.3, -0.35, 0.12]].map(([a, b, k]) => circle(w * x + r * a, h * y
          + r * b, r * k, '#d9d3b6', 'opacity=".6"')).join('');
}

function clouds(w, h, n, R, colour = '#ffffff', top = 0.06, span = 0.26) {
  const soft = blur(w / 240, 20);
  return times(n, i => {
    const x = w * ((i + 0.2 + 0.6 * R()) / n), y = h * (top + span * R()), s = w * (0.04 + 0.045 * R());
    return `<g filter="${soft}" opacity="${(0.6 + 0.35 * R()).toFixed(2)}">${times(6, k => ellipse(x + (k - 2.5) * s * 0.55, y - s * 0.3 * Math.sin((k + 0.5) / 6 * Math.PI), s * 0.55, s * (0.22 + 0.22 * Math.sin((k + 0.5) / 6 * Math.PI)), colour))}</g>`;
  });
}

function stormClouds(w, h, R, P) {
  const soft = blur(w / 70, 20);
  return `<g filter="${soft}">${times(26, i => ellipse(w * R(), h * (0.3 * R() * R() - 0.02), w * (0.1 + 0.12 * R()), h * (0.05 + 0.06 * R()), mix(P.sky[0], i % 3 ? '#20252e' : P.sky[2], 0.15 + 0.4 * R()), 'opacity=".7"'))}</g>`;
}

const rain = (w, h, n, R, opacity = 0.3) => stroke(times(n, () => {
  const x = R() * w * 1.1, y = R() * h, l = h * (0.02 + 0.035 * R());
  return `M${x.toFixed(0)} ${y.toFixed(0)}l${(-l * 0.28).toFixed(1)} ${l.toFixed(1)}`;
}), '#ffffff', w / 620, `opacity="${opacity}"`);

const snowfall = (w, h, n, R) => times(n, () => circle((R() * w).toFixed(0), (R() * h).toFixed(0), (w * (0.0014 + 0.0042 * R() * R())).toFixed(1),
      '#fff', `opacity="${(0.55 + 0.4 * R()).toFixed(2)}"`));

const leaf = (x, y, s, turn, colour) => group(`translate(${x.toFixed(0)} ${y.toFixed(0)}) rotate(${turn.toFixed(0)}) scale(${s.toFixed(2)})`,
  path('M0 -44 C26 -26 26 14 0 44 C-26 14 -26 -26 0 -44Z', colour) + stroke('M0 -40V54', '#0004', 3));
const leaffall = (w, h, n, R) => times(n, () => leaf(R() * w, R() * h, w / 1000 * (0.12 + 0.2 * R()), R() * 360,
      pick(['#e08a2e', '#c9551f', '#f0b545', '#8f3b1b'], R)));

function rainbow(w, h) {
  const bands = ['#e8505b', '#f59b4c', '#f9dc5c', '#7cc576', '#4aa3df', '#7a6fd0'];
  const soft = blur(w / 260, 10);
  return `<g filter="${soft}" opacity=".5">${bands.map((c, i) => circle(w * 0.62, h * 0.78, w * (0.47 - i * 0.013), 'none', `stroke="${c}" stroke-width="${w * 0.0135}"`)).join('')}</g>`;
}

function aurora(w, h, R) {
  const soft = blur(w / 34, 30);
  const curtain = (y, colour, opacity) => {
    const points = times(13, i => `${i ? 'L' : 'M'}${w * i / 12} ${h * (y + 0.06 * Math.sin(i * 0.9 + y * 20))}`);
    const back = times(13, i => `L${w * (1 - i / 12)} ${h * (y - 0.2 - 0.08 * R() + 0.05 * Math.sin((12 - i) * 0.8))}`);
    return path(`${points}${back}Z`, lin([[0, colour, 0], [0.75, colour, opacity], [1, '#d8ffe8', opacity]]));
  };
  return `<g filter="${soft}">${curtain(0.42, '#38e08a', 0.75)}${curtain(0.3, '#58d8c0', 0.5)}${curtain(0.22, '#9a6ae0', 0.4)}</g>`;
}
