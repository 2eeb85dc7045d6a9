// Portraits in a box of 320: shoulders, head, hair, and what people wear on it.
const hairstyles = {
  none: '',
  short: '<path d="M92 150 C84 70 130 44 166 46 C222 48 238 92 230 150 C224 126 214 112 206 104 C180 112 132 110 112 104 C102 118 96 132 92 150Z"/>',
  crop: '<path d="M95 138 C90 82 128 56 162 56 C198 56 234 82 229 138 C226 112 212 92 162 92 C112 92 98 112 95 138Z"/>',
  quiff: '<path d="M94 146 C84 90 108 60 140 56 C160 28 222 34 230 76 C238 100 234 126 230 146 C226 124 218 110 208 100 C186 96 160 92 140 78 C130 96 112 104 106 112 C100 122 96 134 94 146Z"/>',
  receding: '<path d="M92 156 C86 110 96 84 114 74 C108 96 104 120 100 152Z M232 156 C238 110 228 84 210 74 C216 96 220 120 224 152Z"/>',
  side: '<path d="M92 152 C80 76 122 46 164 46 C214 46 242 82 232 152 C226 126 220 112 214 102 C186 104 148 96 126 76 C120 96 102 116 92 152Z"/>',
  long: '<path d="M84 250 C66 120 92 42 162 42 C232 42 256 122 238 250 L206 250 L208 110 C180 108 150 98 134 84 C124 104 112 116 106 122 L112 250Z"/>',
  wavy: '<path d="M82 262 C60 240 78 220 70 196 C60 170 76 160 74 130 C74 74 112 42 162 42 C214 42 250 76 250 130 C248 160 264 172 254 198 C246 222 264 240 242 262 C222 270 204 258 208 236 L212 120 C190 116 168 104 156 84 C142 108 120 116 108 122 L114 236 C118 258 100 270 82 262Z"/>',
  bun: '<circle cx="164" cy="40" r="30"/><path d="M92 152 C84 76 126 50 164 50 C208 50 238 80 230 152 C222 116 206 98 164 96 C122 98 104 116 92 152Z"/>',
  ponytail: '<path d="M224 92 C270 96 282 150 262 214 C254 190 244 160 226 140Z"/><path d="M92 150 C84 72 126 46 164 46 C212 46 238 80 231 146 C224 116 200 94 160 90 C130 96 104 114 92 150Z"/>',
  braid: '<path d="M212 180 C240 190 244 220 232 240 C248 256 240 284 224 292 C212 280 214 262 220 246 C206 230 206 204 212 180Z"/><path d="M90 190 C78 80 122 44 162 44 C208 44 246 80 234 196 L216 196 C222 150 214 116 196 100 C160 112 128 104 118 96 C106 120 104 150 108 190Z"/>',
  bob: '<path d="M78 204 C66 96 100 44 162 44 C226 44 256 96 244 204 C228 212 218 208 210 200 C214 160 210 128 196 106 C160 116 128 108 116 104 C106 128 106 164 112 200 C104 210 92 212 78 204Z"/>',
  pixie: '<path d="M90 168 C78 90 114 46 166 46 C220 46 244 92 234 164 C228 140 222 120 216 108 C190 116 150 100 132 84 C124 104 108 120 104 134 C98 146 94 158 90 168Z"/>',
  cap: '<path d="M84 116 C84 50 130 36 164 36 C206 36 240 56 240 116 C190 96 140 96 84 116Z"/><path d="M150 100 C210 92 262 98 280 122 C240 118 190 120 150 120Z" style="filter:brightness(.8)"/>',
  beanie: '<path d="M86 118 C82 50 126 30 164 30 C204 30 242 52 238 118Z"/><path d="M80 96 H244 Q250 96 250 104 V124 Q250 130 242 130 H82 Q74 130 74 124 V104 Q74 96 80 96Z" style="filter:brightness(.82)"/><circle cx="164" cy="26" r="15" style="filter:brightness(1.25)"/>',
  scarf: '<path d="M80 300 C60 140 84 40 162 40 C240 40 264 140 246 300Z"/>',
};
const ring = (count, radius, size, from = 1, span = 1) => times(count, i => {
  const a = Math.PI * (from + span * i / (count - 1));
  return `<circle cx="${(162 + radius * Math.cos(a)).toFixed(1)}" cy="${(126 + (radius - 6) * Math.sin(a)).toFixed(1)}" r="${size}"/>`;
});
hairstyles.curly = ring(16, 80, 27) + '<path d="M92 130 C92 60 232 60 232 130 C200 96 130 96 92 130Z"/>';
hairstyles.afro = ring(20, 90, 34, 0.94, 1.12) + '<path d="M88 134 C82 40 242 40 236 134 C206 92 118 92 88 134Z"/>';
hairstyles.longcurls = ring(22, 84, 27, 0.72, 1.56) + '<path d="M92 130 C92 60 232 60 232 130 C200 96 130 96 92 130Z"/>';
const COVERS_NECK = { long: 250, bob: 200, wavy: 262, braid: 190, longcurls: 190 };

const BEARDS = {
  full: 'M99 150 C104 170 118 172 128 168 C146 158 178 158 196 168 C206 172 220 170 225 150 C226 204 196 240 162 240 C128 240 98 204 99 150Z M138 186 Q162 174 186 186 Q162 206 138 186Z',
  stubble: 'M99 154 C104 176 118 178 128 176 C146 170 178 170 196 176 C206 178 220 176 225 154 C226 200 196 228 162 228 C128 228 98 200 99 154Z',
  moustache: 'M162 172 C150 164 132 168 124 182 C136 188 152 186 162 180 C172 186 188 188 200 182 C192 168 174 164 162 172Z',
  goatee: 'M162 172 C150 166 138 170 134 182 C138 190 138 206 142 220 C152 238 172 238 182 220 C186 206 186 190 190 182 C186 170 174 166 162 172Z M144 188 Q162 180 180 188 Q162 204 144 188Z',
};

function features(o, hair) {
  const brow = mix(hair, '#2a1a18', 0.5), old = o.old
    ? stroke('M112 152 q-8 4 -10 10 M212 152 q8 4 10 10 M126 112 q36 -8 72 0 M128 180 q-8 10 -4 20 M196 180 q8 10 4 20', '#5a2413', 3,
      'opacity=".28"') : '';
  const mouth = { smile: stroke('M140 188 Q162 207 184 188', o.beard && o.beard !== 'stubble' ? '#ffffff' : '#8e2f2b', 6),
      grin: path('M136 184 Q162 190 188 184 Q184 212 162 212 Q140 212 136 184Z', '#8e2f2b')
    + path('M142 187 Q162 192 182 187 L180 195 Q162 199 144 195Z', '#ffffff'),
    calm: stroke('M144 192 Q162 200 182 190', '#8e2f2b', 6) }[o.mouth || 'smile'];
  return ellipse(136, 142, 6.5, 7.5, '#2a1a18') + ellipse(188, 142, 6.5, 7.5, '#2a1a18') + circle(138, 139, 2, '#fff') + circle(190, 139, 2, '#fff')
    + stroke('M122 124 Q136 115 148 123 M176 123 Q190 115 202 124', brow, o.old ? 6.5 : 5.5)
      + stroke('M162 146 Q154 168 164 170', '#5a2413', 4.5, 'opacity=".4"') + old + mouth
    + circle(120, 168, 13, '#ff6a4d', 'opacity=".16"') + circle(204, 168, 13, '#ff6a4d', 'opacity=".16"')
      + (o.freckles ? times(12, i => circle(112 + (i % 6) * 4 + (i > 5 ? 76 : 0), 158 + (i * 5) % 13, 1.9, '#a85a34', 'opacity=".7"')) : '');
}

function clothes(o) {
  const shirt = path('M30 330 C34 258 84 238 130 230 L130 196 H194 L194 230 C240 238 288 258 292 330Z', o.top)
    + path('M128 236 C140 258 184 258 196 236 L194 190 H130Z', mix(o.skin, '#5a2413', 0.28));
  const extra = { zip: stroke('M162 252V330', darker(o.top, 0.35), 4)
      + path('M118 232 L128 226 C140 262 184 262 196 226 L206 232 L196 262 C180 276 144 276 128 262Z', darker(o.top, 0.18)),
    collar: path('M124 232 L162 268 L136 288 L112 240Z M200 232 L162 268 L188 288 L212 240Z', '#fffaf0'),
    stripes: stroke('M52 286 C120 262 204 262 272 286 M40 312 C120 292 204 292 284 312', '#ffffff', 9, 'opacity=".7"'),
    knit: path('M116 230 C140 262 184 262 208 230 L214 250 C184 284 140 284 110 250Z', lighter(o.top, 0.22)),
    bib: rect(120, 272, 84, 60, '#fffdf6', 'rx="5"') + stroke('M140 288V312M156 288H172V300H156V312H172M188 288V312', '#1a1c26', 5) }[o.wear];
  return shirt + (extra || '');
}

Art.face = (w, h, options) => {
  const o = options.seed ? anybody(options.seed) : options, k = w / 320, hair = o.hair, style = o.style;
  const head = 'M98 138 C98 84 128 68 162 68 C198 68 226 86 226 138 C226 192 196 226 162 226 C128 226 98 192 98 138Z',
    skin = lin([lighter(o.skin, 0.12), mix(o.skin, '#6b2f1d', 0.22)], 70);
  const back = COVERS_NECK[style], under = o.under ? hairstyles[o.under] : '';
  const ears = style === 'scarf' || back ? '' : ellipse(97, 148, 10, 15, mix(o.skin, '#6b2f1d', 0.12))
    + ellipse(227, 148, 10, 15, mix(o.skin, '#6b2f1d', 0.2));
  const hairShape = `<g fill="${hair}">${hairstyles[style]}</g>`;
  return group(`scale(${k})`, full(320, 320, lin(o.bg, 60)) + circle(250, 60, 120, '#fff', 'opacity=".14"')
    + (back ? path(`M84 ${back} C66 120 92 46 162 46 C232 46 256 122 238 ${back}Z`, darker(hair, 0.25)) : '')
      + (under ? `<g fill="${o.underHair}">${path(`M84 230 C66 120 92 60 162 60 C232 60 256 122 238 230Z`, darker(o.underHair, 0.2))}</g>` : '')
      + (style === 'scarf' ? hairShape : '')
    + clothes(o) + ears + path(head, skin)
    + (style === 'scarf' ? path('M98 138 C98 84 128 74 162 74 C198 74 226 86 226 138 L236 138 C238 84 210 54 162 54 C114 54 86 84 88 138Z', hair)
        + path('M96 214 C120 250 206 250 230 212 L250 300 H74Z', darker(hair, 0.12))
      + (o.loose ? path('M108 116 C118 84 148 72 166 74 C146 84 126 98 108 116Z', o.loose) : '') : '')
    + (o.beard ? path(BEARDS[o.beard], o.beard === 'stubble' ? mix(o.beardHair || hair, o.skin, 0.45) : o.beardHair || hair, 'fill-rule="evenodd"'
          + (o.beard === 'stubble' ? ' opacity=".55"' : '')) : '')
    + features(o, o.beardHair || o.underHair || (style === 'scarf' ? '#2a1a18' : hair)) + (style === 'scarf' ? '' : hairShape)
    + (o.band ? path('M94 118 C120 94 206 94 230 118 L230 100 C206 78 118 78 94 100Z', o.band) : '')
      + (o.lamp ? path('M92 112 C120 88 206 88 232 112 L232 98 C206 74 118 74 92 98Z', '#2a2a34') + rect(142, 70, 42, 34, '#1a1a22', 'rx="9"')
        + circle(163, 87, 11, '#fff6c8') : '')
    + (o.glasses ? `<g fill="#ffffff22" stroke="${o.glasses === 'sun' ? '#1a1a22' : '#2a2230'}" stroke-width="5">${o.glasses === 'square' ? '<rect x="112" y="126" width="44" height="34" rx="9"/><rect x="168" y="126" width="44" height="34" rx="9"/>' : o.glasses === 'sun' ? '<path d="M110 128 H158 C160 156 146 164 134 164 C120 164 110 152 110 128Z M166 128 H214 C214 152 204 164 190 164 C178 164 164 156 166 128Z" fill="#20242e"/>' : '<circle cx="135" cy="143" r="22"/><circle cx="189" cy="143" r="22"/>'}<path d="M157 140 Q162 136 167 140" fill="none"/></g>`
        : '')
    + (o.earrings ? circle(97, 172, 6, o.earrings) + circle(227, 172, 6, o.earrings) : ''));
};

// Somebody by chance, for members without a name.
const SOFT = [['#ffd9a8', '#f79f6b'], ['#bfe0d2', '#5fae93'], ['#cfe0ff', '#7ea3e8'], ['#ffd0da', '#e9799a'], ['#e4dcff', '#9a85dc'],
    ['#fff0b8', '#f0c04a'], ['#d6ecf5', '#7fb9d2'], ['#e3f2cf', '#96c26a'], ['#ffe0cc', '#ea8f66'], ['#d7f0ea', '#67bfae'], ['#ebe4dc', '#b8a48e'],
  ['#ffdbe9', '#f08fb6']];
function anybody(seed) {
  const R = chance(seed * 977 + 5), woman = seed % 2 === 0, old = R() > 0.78, dark = R();
  const skin = dark > 0.82 ? pick(['#8a5a3c', '#6e4630'], R) : dark > 0.55 ? pick(['#c98f66', '#b97a50', '#d49b72'], R)
    : pick(['#f3c6a5', '#f6d2b8', '#eebc96', '#f0c2a0'], R);
  const hair = old ? pick(['#c9c4bd', '#a8a29a', '#e0dcd6'], R) : dark > 0.55 ? pick(['#1d1412', '#241512', '#3a251b'], R)
    : pick(['#5a2f1c', '#d9a441', '#8a3b20', '#2b1d2e', '#b4652c', '#3a251b', '#e0b868'], R);
  const style = woman ? pick(['long', 'bob', 'bun', 'wavy', 'ponytail', 'braid', 'pixie', 'longcurls', 'curly'], R)
    : pick(['short', 'crop', 'quiff', 'side', 'receding', 'none', 'curly', 'afro', 'cap', 'beanie'], R);
  const hat = style === 'cap' || style === 'beanie';
  return { bg: SOFT[seed % 12], skin, style, old, hair: hat ? pick(['#2f5f9e', '#1f6a58', '#c8322b', '#e0a02e'], R)
      : hair, beardHair: hair, top: pick(['#1f6a58', '#2f5f9e', '#ff8a3d', '#c8322b', '#f3c744', '#7a2f63', '#20344a', '#4f9b4a', '#f4efe6'], R),
    wear: pick(['zip', 'collar', 'stripes', 'knit', '', ''], R),
    beard: woman ? null : pick(['full', 'stubble', 'moustache', 'goatee', null, null, null], R), glasses: R() > 0.72
      ? pick(['round', 'square', 'sun'], R) : null, mouth: pick(['smile', 'smile', 'grin', 'calm'], R), freckles: dark < 0.3 && R() > 0.6,
      band: !hat && R() > 0.85 ? '#ffffff' : null, earrings: woman && R() > 0.6 ? '#ffd166' : null };
}
