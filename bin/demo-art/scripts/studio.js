// The shop's studio: one thing on a plain, softly lit background.
function backdrop(w, h, c) {
  // A pale thing needs a coloured wall behind it, or it disappears.
  const pale = channels(c.upper).every(v => v > 215);
  const tint = pale ? mix(mix(c.mark, '#8fb0c8', 0.35), '#ffffff', 0.5) : mix(mix(c.upper, c.foam, 0.35), '#ffffff', 0.42);
  return full(w, h, lin([lighter(tint, 0.62), tint])) + full(w, h, rad([[0, '#fff', 0.6], [1, '#fff', 0]], 0.38, 0.3, 0.62));
}

Art.shoe = (w, h, { way: name, model }) => {
  const m = models[model] || {};
  const s = (w / 1000) * (m.kids ? 1 : 0.86), ground = h * 0.79;
  const reach = m.tiny ? 0.6 : m.kids ? 0.74 : 1;
  return backdrop(w, h, ways[name]) + shadow(w / 2, ground - 2, 400 * s * reach, 20 * s, 0.5, 14 * s + 3) + placed(name, model, w / 2, ground, s);
};
