// Things to wear and to carry, each drawn round (0, 0) in a box of about 600 x 560 with its feet at y = 230.
const shine = () => lin([[0, '#fff', 0.35], [0.4, '#fff', 0], [1, '#000', 0.25]], 0);
const lit = (d, fill, more = '') => path(d, fill, more) + path(d, shine());
const peaksMark = (x, y, s, a, c) => at(x, y, s, path('M-60 60 C-40 -10 0 -60 50 -80 C30 -30 34 20 50 60Z', a)
    + path('M0 60 C18 4 50 -30 90 -44 C78 -4 80 30 90 60Z', c));

Art.goods = (w, h, { item, way: name }) => {
  const c = ways[name], flat = ['laces', 'elasticLaces', 'insoleSoft', 'insoleArch', 'insoleWool', 'gloves', 'belt', 'voucher', 'iceSpikes',
      'shortSocks', 'kidsSocks'].includes(item);
  return backdrop(w, h, item === 'flask' || item === 'tote' ? ways.sky : c) + (flat ? '' : shadow(w / 2, h * 0.82, w * 0.22, 18, 0.4, 16))
    + at(w / 2, h * 0.53, h / 620, { ...goods, ...careGoods }[item](c));
};

const dropped = body => group('translate(12 18)', body, `opacity=".3" style="filter:brightness(0) blur(10px)"`) + body;

function tallSock(c, stripe = c.mark) {
  const shape = 'M-130 -210 H-30 V60 C-30 90 10 110 60 130 C100 148 92 210 40 210 H-50 C-110 210 -134 160 -130 100Z',
    inside = clip(path(shape, '#000'));
  return lit(shape, c.upper) + `<g clip-path="${inside}">${path('M-130 -210 H-30 V-150 H-130Z', c.foam)}${times(13, i => stroke(`M${-126 + i * 8} -210V-152`, '#000', 2, 'opacity=".12"'))}${stroke('M-130 -118H-30M-130 -94H-30', stripe, 12)}
    ${path('M26 112 C90 130 110 150 96 190 L60 214 H30 C20 180 20 140 26 112Z', c.upper2)}${path('M-134 90 C-100 110 -86 150 -84 214 H-134Z', c.upper2)}</g>`;
}

function shortSock(c, s = 1, face = false) {
  const shape = 'M-96 -70 H14 V10 C20 40 70 56 116 72 C156 88 152 146 100 146 H-30 C-82 146 -100 110 -96 60Z', inside = clip(path(shape, '#000'));
  const smile = face ? circle(86, 92, 6, '#2a1a1a') + circle(116, 96, 6, '#2a1a1a') + stroke('M84 114 q16 12 32 2', '#2a1a1a', 5) : '';
  return at(0, 0, s, lit(shape, c.upper) + `<g clip-path="${inside}">${rect(-96, -70, 110, 36, c.foam)}${stroke('M-96 -18H14', c.mark, 9)}${face ? '' : path('M84 56 C150 70 170 130 110 150 H84 C70 120 72 80 84 56Z', c.upper2)}${path('M-100 56 C-70 74 -58 110 -56 150 H-100Z', c.upper2)}</g>${smile}`);
}

const three = (list, s, face) => dropped(list.map((k, i) => group(`translate(${[-150, 10, 140][i]} ${[-130, -16, 94][i]})`,
        group('translate(34 -20)', shortSock(ways[k], s, face)) + shortSock(ways[k], s, face))).join(''));

const goods = {
  socks: c => group('rotate(-8)', tallSock(c)) + group('translate(110 20) rotate(6)', tallSock(c)),
  toeSocks: c => [[-90, 30, -1], [90, 30, 1]].map(([x, y, f]) => group(`translate(${x} ${y}) scale(${f} 1) rotate(6)`,
        lit('M-56 -230 H56 L60 20 C74 60 78 90 76 124 C70 170 -70 170 -66 110 C-66 80 -56 50 -52 20Z', c.upper)
    + [[-48, 140, 21], [-16, 158, 20], [14, 162, 20], [42, 154, 20],
      [64, 134, 22]].map(([tx, ty, r], i) => rect(tx - r * 0.8, ty - 46, r * 1.6, 64, i % 2 ? c.upper
      : lighter(c.upper, 0.25), `stroke="${c.upper2}" stroke-width="4" rx="${r * 0.8}"`)).join('') + rect(-56, -230, 112, 44, c.foam)
+ stroke('M-56 -168H56M-56 -148H57', c.mark, 9))).join(''),
  shortSocks: () => three(['ember', 'pine', 'sky'], 0.96, false),
  kidsSocks: () => three(['sun', 'rose', 'mint'], 0.84, true),
  cap: c => group('translate(-50 90)', lit('M-190 60 C-190 -90 -90 -160 20 -160 C130 -160 190 -80 190 40 C110 10 -60 10 -190 60Z', c.upper)
      + stroke('M20 -160 C-40 -110 -70 -40 -72 26', '#fff', 4, 'opacity=".35" stroke-dasharray="10 7"')
    + stroke('M20 -160 C90 -130 130 -60 132 18', '#fff', 4, 'opacity=".35" stroke-dasharray="10 7"')
    + path('M60 24 C150 16 280 40 310 96 C240 84 120 90 30 72Z', c.upper2) + circle(20, -164, 12, c.upper2)
    + peaksMark(36, -40, 0.6, c.mark, c.foam)),
  woolCap: c => { const dome = 'M-170 110 C-190 -120 -80 -190 0 -190 C80 -190 190 -120 170 110Z', inside = clip(path(dome, '#000'));
    return group('translate(0 40)', lit(dome, c.upper)
      + `<g clip-path="${inside}">${times(17, i => stroke(`M${-160 + i * 20} 130 C${-190 + i * 23} -40 ${-60 + i * 8} -150 0 -200`, '#000', 4, 'opacity=".13"'))}${stroke('M-190 -10 L-150 -46 L-110 -10 L-70 -46 L-30 -10 L10 -46 L50 -10 L90 -46 L130 -10 L170 -46 L200 -20', c.mark, 14)}</g>`
    + rect(-184, 90, 368, 96, c.upper2, 'rx="34"') + times(22, i => stroke(`M${-170 + i * 16} 100V176`, '#fff', 4, 'opacity=".14"'))
    + times(26, i => circle(34 * Math.cos(i) * (0.4 + (i % 5) / 7), -214
        + 34 * Math.sin(i * 1.7) * (0.4 + (i % 4) / 6), 19, i % 2 ? c.foam : c.foam2))); },
  gloves: c => dropped([[-120, 1, -8], [130, -1, 8]].map(([x, f, t]) => group(`translate(${x} 20) rotate(${t}) scale(${f} 1)`,
          lit('M-74 210 V20 C-90 -10 -96 -80 -84 -150 C-80 -176 -50 -174 -50 -150 V-40 L-44 -190 C-42 -216 -10 -216 -10 -190 V-44 L0 -206 C2 -232 34 -230 34 -204 L32 -40 L44 -170 C48 -194 78 -190 76 -164 L70 30 C90 10 104 -10 122 -24 C146 -34 158 -8 146 14 L92 110 C84 130 80 150 80 210Z',
      c.upper) + rect(-78, 160, 160, 54, c.upper2, 'rx="10"') + peaksMark(-12, 60, 0.55, c.mark, c.foam)
  + circle(-66, -150, 12, c.lace, 'opacity=".6"') + circle(-27, -192, 12, c.lace, 'opacity=".6"'))).join('')),
  vest: c => lit('M-150 -220 C-130 -120 -70 -100 -60 -40 V220 H-190 C-220 120 -220 -80 -196 -180Z', c.upper)
    + lit('M150 -220 C130 -120 70 -100 60 -40 V220 H190 C220 120 220 -80 196 -180Z', c.upper)
    + path('M-150 -220 C-60 -180 60 -180 150 -220 L170 -190 C60 -140 -60 -140 -170 -190Z', c.upper2) + stroke('M-62 -10H62M-62 90H62', c.lace, 9)
    + rect(-14, -22, 28, 24, c.mark, 'rx="6"') + rect(-14, 78, 28, 24, c.mark, 'rx="6"')
    + [-126, 126].map(x => lit(`M${x - 38} -76 Q${x} -100 ${x + 38} -76 L${x + 36} 90 Q${x} 112 ${x - 36} 90Z`, '#cfe6f2')
        + rect(x - 18, -128, 36, 42, c.mark, 'rx="12"') + rect(x - 48, 4, 96, 110, c.upper2, 'rx="14"')
      + stroke(`M${x - 40} 22H${x + 40}`, c.mark, 5)).join('') + rect(-176, 136, 100, 66, c.upper2, 'rx="12"')
    + rect(76, 136, 100, 66, c.upper2, 'rx="12"') + stroke('M-166 152H-86M86 152H166', '#fff', 4, 'opacity=".5" stroke-dasharray="8 6"')
      + peaksMark(-122, -150, 0.36, c.mark, c.foam),
  belt: c => dropped(stroke('M-250 -60 C-260 -200 260 -200 250 -60', c.upper2, 34) + stroke('M-250 -60 C-260 -200 260 -200 250 -60', c.upper, 22)
      + lit('M-260 -80 C-200 -20 200 -20 260 -80 L250 70 C180 130 -180 130 -250 70Z', c.upper)
    + path('M-120 -38 C-40 -24 40 -24 120 -38 L116 84 C40 100 -40 100 -116 84Z', c.upper2) + stroke('M-110 -12 C-40 2 40 2 110 -12', c.mark, 7)
    + rect(92, -22, 26, 16, c.lace, 'rx="5"') + peaksMark(-8, 46, 0.5, c.mark, c.foam) + rect(-222, -26, 78, 62, c.upper2, 'rx="12"')
    + rect(144, -26, 78, 62, c.upper2, 'rx="12"') + rect(-28, -180, 56, 40, '#1a1a20', 'rx="8"')),
  tote: c => stroke('M-70 -110 C-70 -240 70 -240 70 -110', c.lace, 18) + lit('M-160 -110 H160 L140 220 H-140Z', c.upper)
    + stroke('M-156 -88H156', c.lace, 3, 'stroke-dasharray="10 7"') + peaksMark(-10, 80, 1.2, c.mark, '#ff8a3d'),
  bottle: c => lit('M-66 -130 Q-66 -160 -40 -168 H40 Q66 -160 66 -130 V196 Q66 226 34 226 H-34 Q-66 226 -66 196Z', c.upper)
    + rect(-44, -222, 88, 56, c.upper2, 'rx="12"') + stroke('M-26 -222 C-26 -262 26 -262 26 -222', c.lace, 11)
    + rect(-66, 150, 132, 16, '#c8ccd0', 'opacity=".75"') + peaksMark(-8, 30, 0.75, c.foam, c.mark),
  flask: c => lit('M-82 -110 Q0 -160 82 -110 C98 0 104 110 96 190 Q0 246 -96 190 C-104 110 -98 0 -82 -110Z', c.upper, 'opacity=".85"')
    + path('M-92 20 Q0 -6 94 20 C100 100 102 140 94 186 Q0 240 -94 186 C-102 140 -100 100 -92 20Z', '#6fb4dc', 'opacity=".55"')
    + rect(-44, -176, 88, 52, c.out, 'rx="14"') + path('M-22 -176 L-16 -232 Q0 -246 16 -232 L22 -176Z', c.mark)
    + stroke('M-58 -80 C-70 20 -72 100 -64 170', '#fff', 14, 'opacity=".65"')
    + times(5, i => stroke(`M52 ${40 + i * 30}h${i % 2 ? 16 : 26}`, c.out, 5, 'opacity=".6"')) + peaksMark(-8, 70, 0.6, c.out, c.mark),
  voucher: c => dropped(group('rotate(-7)', lit('M-250 -120 H250 V-30 A32 32 0 0 0 250 34 V130 H-250 V34 A32 32 0 0 0 -250 -30Z', c.upper)
        + stroke('M110 -100V112', '#fff', 5, 'opacity=".4" stroke-dasharray="4 16"') + peaksMark(-130, 10, 1, c.lace, c.foam)
    + rect(-10, -52, 88, 18, '#fff', 'rx="9" opacity=".85"') + rect(-10, -16, 60, 18, '#fff', 'rx="9" opacity=".5"')
    + digits('50', 176, -36, 0.8, '#fff6e6'))),
  watch: c => { const strap = clip(rect(-62, -260, 124, 520, '#000', 'rx="40"'));
    return rect(-62, -260, 124, 520, c.upper2, 'rx="40"')
    + `<g clip-path="${strap}">${times(30, i => stroke(`M-70 ${-270 + i * 18}L70 ${-250 + i * 18}`, i % 3 ? c.upper : c.mark, 7, 'opacity=".85"'))}</g>`
    + rect(-112, -118, 224, 236, '#14151c', 'rx="66"') + rect(-92, -98, 184, 196, '#0b2c27', 'rx="50"')
    + path('M-92 40 L-40 -10 L-6 24 L40 -40 L92 20 V60 Q80 96 40 98 H-40 Q-84 92 -92 50Z', '#1f6a58', 'opacity=".9"')
    + circle(38, -54, 16, '#ffb454') + rect(-62, -62, 60, 14, '#fff', 'rx="7" opacity=".9"') + rect(110, -30, 16, 52, '#ff8a3d', 'rx="8"'); },
  headlamp: c => stroke('M-230 40 C-240 -190 240 -190 230 40', c.upper2, 52) + stroke('M-230 40 C-240 -190 240 -190 230 40', c.upper, 40)
    + stroke('M-214 30 C-224 -160 224 -160 214 30', c.mark, 7, 'stroke-dasharray="26 18"')
    + stroke('M-230 40 C-220 140 -160 170 -110 150 M230 40 C220 140 160 170 110 150', c.upper, 38)
    + circle(0, 120, 230, rad([[0, '#fff6cc', 0.75], [1, '#fff6cc', 0]], 0.5, 0.5, 0.5))
    + lit('M-120 60 Q-120 30 -90 30 H90 Q120 30 120 60 V180 Q120 220 80 220 H-80 Q-120 220 -120 180Z', c.upper) + circle(0, 122, 70, '#0e0f12')
    + circle(0, 122, 56, rad([[0, '#fffef0'], [0.5, '#fff0b0'], [1, '#d8c890']])) + circle(0, 122, 20, '#fff')
    + rect(-104, 96, 18, 52, c.mark, 'rx="8"') + circle(96, 122, 8, '#5cd3ad'),
};
