// Things that look after shoes, and things worn round them.
function lacePair(c, round, lock) {
  const one = (x, f) => group(`translate(${x} 0) scale(${f} 1)`,
      ['#0003', c.upper].map((colour, i) => stroke('M-30 -180 C90 -150 90 -90 -20 -70 C-120 -50 -120 20 -10 34 C100 48 96 120 -20 130 C-80 136 -90 180 -40 210',
        colour, round ? 16 : 24, i ? '' : 'transform="translate(6 10)"')).join('')
    + stroke('M-30 -180 C90 -150 90 -90 -20 -70 C-120 -50 -120 20 -10 34 C100 48 96 120 -20 130 C-80 136 -90 180 -40 210', c.upper2, round ? 4
        : 3, round ? 'stroke-dasharray="3 9"' : 'stroke-dasharray="12 7" opacity=".6"')
    + rect(-62, -192, 40, round ? 16 : 20, c.mark, 'rx="5" transform="rotate(14 -42 -182)"')
      + (lock ? rect(-46, 96, 54, 70, c.out, 'rx="14"') + rect(-32, 84, 26, 24, c.mark, 'rx="7"')
        + circle(-19, 132, 9, c.lace) : rect(-58, 196, 40, 20, c.mark, 'rx="5" transform="rotate(-30 -38 206)"')));
  return one(-120, 1) + one(130, -1);
}

function insolePair(c, detail) {
  const shape = 'M0 -230 C64 -230 92 -176 92 -106 C92 -40 72 0 72 70 C72 170 66 226 0 226 C-66 226 -70 160 -76 70 C-80 0 -90 -40 -90 -106 C-88 -176 -58 -230 0 -230Z';
  const one = (x, f) => { const inside = clip(path(shape, '#000'));
    return group(`translate(${x} 0) scale(${f} 1) rotate(4)`, path(shape, '#0004', `transform="translate(10 16)" filter="${blur(8)}"`)
      + path(shape, c.upper2, 'transform="translate(0 7) scale(1.02)"') + lit(shape, c.upper) + `<g clip-path="${inside}">${detail}</g>`
    + peaksMark(-10, 150, 0.42, c.foam, c.mark)); };
  return one(-115, 1) + one(115, -1);
}

function gaiter(c, tall) {
  const top = tall ? -240 : -110, d = `M-92 ${top} H78 L96 60 C120 100 150 120 176 150 L160 200 C60 176 -60 180 -130 204 L-120 60Z`,
    inside = clip(path(d, '#000'));
  return ellipse(-7, top, 85, 14, c.lining) + lit(d, c.upper)
    + `<g clip-path="${inside}">${path('M-140 110 C-40 80 80 86 190 130 V230 H-150Z', c.upper2)}${stroke(`M40 ${top} C46 40 40 100 56 190`, c.mark, 11)}${stroke(`M52 ${top} C58 40 54 100 70 190`, '#fff', 3, 'opacity=".4" stroke-dasharray="8 6"')}${tall ? stroke('M-130 -60H120', c.mark, 8) : ''}</g>`
    + rect(-98, top - 4, 182, 26, c.upper2, 'rx="10"') + (tall ? rect(20, top + 34, 84, 26, c.mark, 'rx="8"') : '')
      + stroke('M-100 196 C-60 236 60 236 110 190', c.out, 11) + stroke('M160 176 l24 10', '#b0b4bc', 9)
      + peaksMark(-50, tall ? 20 : 20, 0.5, c.mark, c.foam);
}

const careGoods = {
  laces: c => lacePair(c, false, false),
  elasticLaces: c => lacePair(c, true, true),
  insoleSoft: c => insolePair(c, times(70, i => circle(-80 + (i % 7) * 27 + (Math.floor(i / 7) % 2) * 13, -210
          + Math.floor(i / 7) * 34, 5, '#000', 'opacity=".16"')) + ellipse(0, 150, 56, 66, '#7fb2e5', 'opacity=".5"')),
  insoleArch: c => insolePair(c, path('M-100 -20 C-30 0 -10 80 -30 150 L-40 240 H-110Z', '#ff8a3d')
      + path('M-100 20 C-50 30 -40 90 -56 150 L-110 190Z', '#fff', 'opacity=".35"')
    + stroke('M-70 -150 C-20 -170 40 -170 80 -140M-74 -120 C-20 -140 40 -140 80 -110', '#000', 4, 'opacity=".18"')
    + ellipse(10, 160, 50, 58, 'none', 'stroke="#2c2f34" stroke-width="6" opacity=".4"')),
  insoleWool: c => insolePair(c, times(150, i => { const R = chance(i + 1);
        return circle(-95 + 190 * R(), -230 + 460 * R(), 8 + 9 * R(), R() > 0.5 ? '#fffaf0' : '#dccdae', 'opacity=".55"'); })),
  gaiterShort: c => group('translate(-120 24) scale(.94)', gaiter(c, false)) + group('translate(130 34)', gaiter(c, false)),
  gaiterSnow: c => group('translate(-130 4) scale(.92)', gaiter(c, true)) + group('translate(130 20)', gaiter(c, true)),
  iceSpikes: c => dropped([[-130, -6], [130, 8]].map(([x, t]) => group(`translate(${x} 0) rotate(${t})`, circle(0, 0, 0, 'none')
          + path('M0 -220 C84 -220 104 -140 96 -60 C90 10 84 40 88 110 C92 200 60 226 0 226 C-60 226 -92 200 -88 110 C-84 40 -90 10 -96 -60 C-104 -140 -84 -220 0 -220Z',
      'none', `stroke="${c.upper}" stroke-width="30"`)
  + path('M0 -220 C84 -220 104 -140 96 -60 C90 10 84 40 88 110 C92 200 60 226 0 226', 'none', 'stroke="#fff" stroke-opacity=".2" stroke-width="6"')
    + stroke('M-84 -130 L84 -60 M84 -130 L-84 -60 M-78 90 L78 150 M78 90 L-78 150 M0 -96V120', '#9aa2ac', 9, 'stroke-dasharray="14 7"')
      + [[-44, -112], [44, -112], [0, -96], [-44, -78], [44, -78], [0, 120], [-42, 104], [42, 104], [-42, 136],
        [42, 136]].map(([a, b]) => path(`M${a - 13} ${b + 10} L${a} ${b - 18} L${a + 13} ${b + 10}Z`, lin(['#f4f6f8', '#7d8792']))
      + ellipse(a, b + 10, 13, 5, '#5a626c')).join('') + rect(-30, 206, 60, 34, c.mark, 'rx="10"'))).join('')),
  soap: c => group('translate(-110 40)', lit('M-120 -210 H110 V180 H-120Z', c.upper2)
      + path('M110 -210 L150 -180 V158 L110 180Z', darker(c.upper2, 0.25)) + rect(-96, -150, 182, 200, c.foam, 'rx="10"')
    + peaksMark(-20, -40, 0.9, c.upper2, c.mark) + rect(-70, 84, 130, 14, '#fff', 'rx="7" opacity=".7"')
    + rect(-50, 112, 90, 12, '#fff', 'rx="6" opacity=".45"'))
    + group('translate(150 150)', lit('M-120 -50 Q-120 -84 -86 -84 H96 Q130 -84 130 -50 V36 Q130 70 96 70 H-86 Q-120 70 -120 36Z',
          lighter(c.upper, 0.35)) + path('M-120 -40 Q-120 -84 -86 -84 H96 Q130 -84 130 -40 Q0 -20 -120 -40Z', '#fff', 'opacity=".5"')
    + peaksMark(-4, 10, 0.5, c.upper2, c.upper2))
    + [[70, -10, 34], [130, -60, 22], [200, 0, 27], [176, -110, 15],
        [90, -84, 13]].map(([x, y, r]) => circle(x, y, r, '#ffffff', 'opacity=".5" stroke="#7fc0d8" stroke-width="3"')
      + circle(x - r * 0.3, y - r * 0.3, r * 0.25, '#fff')).join(''),
  tin: c => path('M-260 226 C-280 120 -180 60 -60 90 C60 120 240 60 280 150 C300 210 280 226 250 226Z', lin(['#e8c8a0', '#c99a68']))
    + stroke('M-230 190 C-120 120 60 190 240 140', '#8a5f3c', 3, 'opacity=".4"')
    + group('translate(0 50)', path('M-170 -60 V90 C-170 140 170 140 170 90 V-60Z', lin(['#f0c860', '#b8822a', '#f0c860'], 0))
      + ellipse(0, -60, 170, 48, lin(['#ffe9a8', '#e0b040'])) + ellipse(0, -60, 142, 38, '#c98c3c') + ellipse(0, -62, 130, 33, '#fff3d0')
    + group('translate(0 -62) scale(1 .3)', peaksMark(-16, 10, 1, '#7b4d20', '#c98c3c'))
    + path('M-170 0 C-170 46 170 46 170 0 V60 C170 106 -170 106 -170 60Z', '#fff8e6', 'opacity=".92"')
    + times(3, i => path(`M${-50 + i * 50} 40 l24 -14 l24 14 v28 l-24 14 l-24 -14Z`, 'none', 'stroke="#c98c3c" stroke-width="7"')))
  + at(190, -120, 1, ellipse(0, 0, 34, 22, '#e8b030') + stroke('M-14 -20V20M4 -22V22', '#3a2a18', 11)
      + ellipse(-4, -30, 26, 16, '#fff', 'opacity=".75" transform="rotate(-24)"')
    + ellipse(22, -30, 24, 14, '#fff', 'opacity=".75" transform="rotate(20)"')),
  sticks: c => [[-90, -9], [100, 7]].map(([x, t]) => group(`translate(${x} 10) rotate(${t})`,
        lit('M-34 -200 Q-34 -226 0 -226 Q34 -226 34 -200 L30 60 C60 90 76 130 60 180 C40 226 -40 226 -60 180 C-76 130 -60 90 -30 60Z', c.upper)
    + stroke('M-14 -200 C-10 -100 -20 20 -30 150 M12 -210 C16 -100 6 0 20 190 M0 -60 C10 -30 4 10 -6 40', c.upper2, 4, 'opacity=".6"')
    + circle(8, 110, 13, c.upper2, 'opacity=".6"') + stroke('M0 -226 C-20 -280 30 -280 6 -226', c.lining, 8)
    + rect(-36, -176, 72, 30, c.mark, 'rx="8"') + path('M-8 -156 l8 -16 l8 16Z', '#fff'))).join(''),
  glue: c => group('translate(-120 0) rotate(-8)', lit('M-70 -150 H70 L58 226 H-58Z', '#ffd166') + path('M-70 -150 H70 L26 -196 H-26Z', '#f4ead8')
      + path('M-24 -196 L-12 -262 H12 L24 -196Z', c.upper2) + rect(-52, -90, 104, 170, '#fff', 'rx="14" opacity=".9"')
    + peaksMark(-10, 0, 0.7, c.upper2, '#1f6a58') + rect(-60, 200, 120, 26, '#c98c1e'))
  + group('translate(120 60) rotate(6)', rect(-130, -150, 270, 310, '#0003', 'rx="22" transform="translate(8 12)"')
      + rect(-130, -150, 270, 310, '#f4efe4', 'rx="22"') + rect(-130, -150, 270, 60, c.upper2, 'rx="22"') + ellipse(-56, -24, 56, 44, '#2a2a30')
    + ellipse(72, -24, 46, 44, '#4a4a54') + rect(-110, 50, 104, 84, '#2a2a30', 'rx="24"') + rect(22, 50, 98, 84, '#5a5a66', 'rx="40"')
    + [[-56, -24], [72, -24], [-58, 92], [70, 92]].map(([x, y]) => stroke(`M${x - 24} ${y - 10}h48M${x - 24} ${y + 10}h48`, '#fff', 3,
        'opacity=".25"')).join('')),
  brush: c => group('translate(0 20) rotate(-10) scale(1.5)',
      times(44, i => stroke(`M${-160 + i * 7.4} 24 l${((i * 7) % 5) - 2} ${72 + (i * 5) % 8}`, i % 3 ? '#f0e4cc' : '#c8b68e', 6))
    + times(44, i => stroke(`M${-160 + i * 7.4} -38 l${((i * 5) % 5) - 2} ${-36 - (i * 3) % 6}`, i % 2 ? '#3a3a44' : '#5a5a66', 6))
    + lit('M-184 -10 Q-186 -44 -150 -46 H150 Q190 -44 186 -8 Q184 30 150 32 H-150 Q-186 28 -184 -10Z', c.upper)
    + stroke('M-150 -20 C-60 -30 60 -8 150 -22 M-150 10 C-40 0 40 20 150 4', c.upper2, 4, 'opacity=".55"')
    + peaksMark(-10, -4, 0.34, c.mark, '#fff6e6') + circle(158, -6, 9, c.lining)),
};
