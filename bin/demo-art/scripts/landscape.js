// Hills behind hills: the sky, the far ridges in haze, the near ones dark, and somebody small on top.

// Options of a view with a grassy hill in front; the ridges then stay low and soft.
const HILL = { top: 0.46, span: 0.26, soft: 0.45, trees: false };

function sky(w, h, P, o, R) {
  const sx = o.sx ?? 0.66, sy = o.sy ?? 0.4;
  let b = full(w, h, lin(P.sky)) + full(w, h, rad([[0, P.glow, 0.9], [0.35, P.glow, 0.35], [1, P.glow, 0]], sx, sy, 0.62));
  if (o.aurora) b += aurora(w, h, R);
  if (o.stars) b += stars(w, h, o.stars, R);
  if (o.moon) b += moon(w, h, o.sx ?? 0.72, o.sy ?? 0.24);
  else if (!o.storm && !o.aurora && !o.stars && !o.rainbow && !o.rain) b += circle(w * sx, h * sy, Math.min(w, h) * 0.045, P.sun);
  if (o.rainbow) b += rainbow(w, h);
  if (o.clouds) b += clouds(w, h, o.clouds, R);
  if (o.storm) b += stormClouds(w, h, R, P);
  return b;
}

// Sharp snow mountains: a lit side, a shaded side, rock showing at the foot.
function peaks(w, h, base, P, R) {
  return times(7, i => {
    const x = w * ((i + 0.15 + 0.7 * R()) / 7), top = h * (base - 0.16 - 0.2 * R()), half = w * (0.16 + 0.08 * R()), foot = h * base;
    const jag = (from, to, n) => times(n, k => {
      const t = (k + 1) / (n + 1);
      return `L${lerp(from[0], to[0], t) + (R() - 0.5) * w * 0.02} ${lerp(from[1], to[1], t) + (R() - 0.5) * h * 0.018}`;
    });
    const apex = [x, top], left = [x - half, foot + h * 0.1], right = [x + half, foot + h * 0.1], spine = [x + half * 0.12, foot + h * 0.1];
    const haze = lighter(P.far, 0.25);
    return path(`M${apex}${jag(apex, left, 4)}L${left}L${right}${jag(right, apex, 4)}Z`,
        lin([[0, '#ffffff'], [0.55, lighter(P.far, 0.55)], [1, haze]]))
      + path(`M${apex}${jag(apex, spine, 5)}L${spine}L${right}Z`, lin([[0, mix('#7f9cc4', P.far, 0.3), 0.85], [1, haze, 0.5]]))
      + times(3, () => {
        const t = 0.35 + 0.5 * R(), rx = x + (R() - 0.7) * half * t;
        return stroke(`M${rx} ${lerp(top, foot, t)}l${-w * 0.012 * R()} ${h * 0.03}l${w * 0.014 * R()} ${h * 0.026}`, mix('#5d7390', P.far, 0.4),
            w / 300, 'opacity=".55"');
      });
  });
}

function snowCap(points, w, h, shape) {
  const inside = clip(path(shape, '#000'));
  const top = Math.min(...points.map(q => q[1]));
  const edge = points.map(([x, y], k) => [x, Math.max(y - 2,
          Math.min(y + h * 0.085 + Math.sin(k * 0.31) * h * 0.025, top + h * 0.15 + Math.sin(k * 0.23) * h * 0.03))]);
  return `<g clip-path="${inside}">${path(`${line(edge)}L${w} 0L0 0Z`, '#fff', 'opacity=".8"')}</g>`;
}

function ridges(w, h, P, o, R) {
  const count = o.layers || 6;
  let b = '';
  for (let i = 0; i < count; i++) {
    const t = i / (count - 1), y = h * ((o.top ?? 0.46) + t * (o.span ?? 0.42));
    const points = ridge(w, y, h * (0.42 - 0.24 * t) * (o.amp || 1), R, 0.5 + 0.06 * t, 8);
    const colour = mix(P.far, P.near, Math.pow(t, 1.15) * (o.soft || 1)), shape = under(points, w, h);
    b += path(shape, lin([colour, mix(colour, P.glow, 0.32 * (1 - t) + 0.06)]));
    if (i < 2 && P === hours.winter) b += snowCap(points, w, h, shape);
    if (i < count - 1) b += rect(0, y - h * 0.05, w, h * 0.26, lin([[0, P.glow, 0], [1, mix(P.far, P.glow, 0.6), 0.5 * (1 - t)]]));
    if (o.trees !== false && !o.orchard && i >= count - 3) {
      const near = i - count + 3;
      b += times([18, 26, 26][near], () => {
        const q = pick(points, R);
        return pine(q[0], q[1] + h * 0.03, h * (0.05 + 0.075 * near) * (0.6 + R() * 0.7), mix(colour, P.near, o.soft ? 0.12 : 0.25));
      });
    }
    if (o.orchard && i >= 2) b += orchard(w, h, points, t, R, colour);
  }
  return b;
}

function orchard(w, h, points, t, R, colour) {
  const green = mix('#8a9a62', colour, 0.4 - 0.3 * t), s = h * (0.012 + 0.03 * t);
  return times(34, i => {
    const q = points[Math.floor((i + 0.5) / 34 * points.length)], y = q[1] + s * (1 + 3 * (i % 3)) + s * R();
    return ellipse(q[0], y + s * 0.7, s * 1.1, s * 0.3, '#3a2a10', 'opacity=".22"') + circle(q[0], y, s * (0.7 + 0.3 * R()), green)
      + circle(q[0] - s * 0.3, y - s * 0.25, s * 0.45, lighter(green, 0.2));
  });
}

// The hill in front with grass on its edge; returns its outline so that people can stand on it.
function hill(w, h, P, o, R) {
  const lift = 0.19, foot = 0.92;
  const top = x => h * (foot - lift * Math.sin(Math.PI * (x / w * 0.9 + 0.05)) - 0.02 * Math.sin(x / w * 9));
  const points = Array.from({ length: 81 }, (_, i) => [w * i / 80, top(w * i / 80)]);
  const colours = o.snowy ? ['#f7fbff', mix('#b9cbe0', P.near, 0.15)] : o.flowers ? ['#7fb45a', '#3d7a3c']
    : [mix(P.near, P.glow, 0.1), darker(P.near, 0.25)];
  const blades = o.snowy ? '' : times(460, () => {
    const x = R() * w, l = h * (0.006 + 0.016 * R());
    return `M${x.toFixed(0)} ${(top(x) + 2).toFixed(0)}q${((R() - 0.5) * 4).toFixed(1)} ${(-l * 0.6).toFixed(1)} ${((R() - 0.5) * 9).toFixed(1)} ${(-l).toFixed(1)}`;
  });
  const meadow = o.flowers ? times(340, () => {
    const x = R() * w, y = top(x) + R() * R() * (h - top(x)) + 4, r = w * (0.0014 + 0.0055 * Math.pow((y - h * 0.7) / (h * 0.3), 2));
    return circle(x.toFixed(0), y.toFixed(0), r.toFixed(1), pick(['#fff6e0', '#ffd84a', '#ffffff', '#f49ab4', '#ffe98a'], R));
  }) : '';
  return { top, body: path(under(points, w, h), lin(colours)) + stroke(blades, o.flowers ? '#5f9a48' : darker(P.near, 0.2), 2) + meadow };
}

function people(w, h, o, P, top) {
  const dark = darker(P.near, 0.35);
  const y = x => (top ? top(x * w) + 2 : 0);
  return (o.runners || []).map(([x, s, flip]) => runner(x * w, y(x), s * h / 400, dark, { flip, lamp: o.lamps })).join('')
    + (o.walkers || []).map(([x, s]) => walker(x * w, y(x), s * h / 400 * 1.2, dark, { pack: true })).join('');
}

// Still water: the view again, upside down, with bright lines across.
function water(w, h, level, view, P, R, reflect) {
  const y = h * level, below = clip(rect(0, y, w, h - y, '#000')), above = clip(rect(0, 0, w, y, '#000'));
  const mirror = reflect ? `<g clip-path="${below}"><g filter="${blur(w / 300, 5)}"><g transform="translate(0 ${2 * y}) scale(1 -1)"><g clip-path="${above}">${view}</g></g></g></g>`
    : '';
  const glitter = times(90, () => {
    const t = R(), yy = y + (h - y) * t * t + 2, l = w * (0.01 + 0.07 * t * R());
    return `M${(R() * w).toFixed(0)} ${yy.toFixed(0)}h${l.toFixed(0)}`;
  });
  return `<g clip-path="${above}">${view}</g>` + rect(0, y, w, h - y, lin([mix(P.glow, P.sky.at(-1), 0.5), mix(P.sky[0], P.near, 0.35)])) + mirror
    + rect(0, y, w, h - y, lin([[0, P.glow, 0.22], [1, P.near, 0.42]])) + stroke(glitter, lighter(P.glow, 0.3), h / 480, 'opacity=".35"')
      + rect(0, y - 1, w, h / 300, lighter(P.glow, 0.4), 'opacity=".5"');
}

function view(w, h, options) {
  const P = hours[options.light], R = chance(options.seed);
  const o = { ...(options.hill ? HILL : {}), ...(options.water && !options.reflect ? { top: options.water - 0.24, span: 0.2, trees: false } : {}),
    ...(options.reflect ? { top: options.water - 0.24, span: 0.24, amp: 0.7 } : {}),
      ...(options.peaks ? { top: 0.52, span: 0.34, soft: 0.85, amp: 0.7 } : {}), ...options };
  if (options.peaks && options.water) Object.assign(o, { top: options.water - 0.12, span: 0.13, amp: 0.45 });
  let b = sky(w, h, P, o, R) + (o.peaks ? peaks(w, h, o.top + 0.03, P, R) : '') + ridges(w, h, P, o, R);
  if (o.water) b = water(w, h, o.water, b, P, R, o.reflect);
  if (o.hill) {
    const front = hill(w, h, P, o, R);
    b += front.body + (o.summit ? summitCross(w * o.summit, front.top(w * o.summit), h / 400, darker(P.near, 0.3)) : '')
      + people(w, h, o, P, front.top);
  }
  if (o.rain) b += rain(w, h, o.rain, R);
  if (o.snowfall) b += snowfall(w, h, o.snowfall, R);
  return b;
}

const summitCross = (x, y, s, colour) => stroke(`M${x} ${y + 4} V${y - 92 * s} M${x - 24 * s} ${y - 68 * s} H${x + 24 * s}`, colour, 6 * s)
  + times(9, i => circle(x + (i - 4) * 8 * s, y - 2 * s, (5 + (i * 7) % 4) * s, colour));

Art.landscape = (w, h, o) => view(w, h, o);
