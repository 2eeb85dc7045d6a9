// What tells one shoe from another: the mark on its side, its closure, its collar, and what the weather left on it.
const marks = {
  none: () => '',
  peaks: c => path('M300 410 C330 330 380 284 430 262 C420 318 424 372 440 420 Z', c.mark)
    + path('M398 416 C416 356 462 312 520 294 C504 338 504 384 516 420 Z', c.mark),
  chevrons: c => [0, 62, 124].map(x => path(`M${258 + x} 414 L${338 + x} 330 L${302 + x} 268 L${334 + x} 262 L${374 + x} 330 L${296 + x} 416Z`,
        c.mark)).join(''),
  wave: c => path('M190 400 C290 300 400 420 540 348 C610 312 680 316 730 338 L712 366 C650 350 606 362 562 384 C440 440 320 350 226 416Z', c.mark),
  dunes: c => stroke('M200 352 C300 288 380 372 470 322 C540 286 600 330 700 318', c.mark, 10)
    + stroke('M196 380 C300 320 390 400 480 350 C560 310 630 356 720 342', c.mark, 7, 'opacity=".75"')
    + stroke('M200 404 C310 350 400 420 500 378 C580 344 640 380 740 366', c.mark, 5, 'opacity=".55"'),
  flame: c => path('M226 412 C340 384 424 330 470 258 C466 322 520 344 640 318 C588 356 566 390 562 416Z', c.mark)
    + path('M300 414 C380 392 430 366 456 326 C462 368 498 384 544 378 C528 396 520 408 518 418Z', c.upper2, 'opacity=".55"'),
  zigzag: c => stroke('M216 396 L290 318 L352 390 L428 300 L486 384 L560 312', c.mark, 18),
  reflect: c => path('M206 352 L560 318 L556 350 L210 386Z', lin(['#f4f8ff', '#9fb0c8', '#f4f8ff'], 0))
    + stroke('M228 402 L552 370', c.mark, 8) + stroke('M640 330 L700 338 M724 342 L776 350', '#e8eef8', 8),
  dots: c => [[260, 372], [312, 340], [318, 392], [372, 366], [424, 384],
      [430, 334]].map(([x, y], i) => circle(x, y, 17 - (i % 3) * 3, i % 2 ? c.foam : c.mark)).join(''),
  star: c => path('M330 300 l20 44 l48 5 l-36 32 l11 47 l-43 -25 l-43 25 l11 -47 l-36 -32 l48 -5Z', c.mark),
  stitch: c => stroke('M560 318 C620 300 700 318 740 344 C780 372 840 372 884 366', darker(c.upper2, 0.15), 4, 'stroke-dasharray="10 7"')
    + times(14, i => circle(250 + (i % 7) * 34, 344 + Math.floor(i / 7) * 26, 4, '#000', 'opacity=".22"')),
  rope: c => stroke('M150 262 C200 300 270 300 330 270', c.mark, 13)
    + stroke('M150 262 C200 300 270 300 330 270', c.upper2, 13, 'stroke-dasharray="3 14"')
    + stroke('M566 306 C640 300 720 324 756 356 C790 382 840 384 890 376', c.mark, 5, 'stroke-dasharray="12 7"'),
  brogue: c => stroke('M560 380 C600 340 660 322 720 326', c.upper2, 5)
    + times(9, i => circle(566 + i * 20, 396 - 64 * Math.sin(i / 7.5), 4.5, '#000', 'opacity=".35"'))
    + path('M226 412 C260 350 330 312 420 300 L440 418Z', c.mark, 'opacity=".28"'),
};

const EYES = [[412, 178], [442, 206], [474, 232], [510, 254], [550, 274]];
const HIGH_EYES = [[388, 96], [398, 138], ...EYES];

function laceRows(c, m, width) {
  const high = m.collar === 'mid' || m.collar === 'winter';
  return (high ? HIGH_EYES : EYES).map(([x, y], n) => {
    const ex = x - 46 + (high ? Math.max(0, n - 2) : n) * 3, ey = y + (high && n < 2 ? 26 : 56 - n * 4);
    const d = `M${ex} ${ey} C${x - 26} ${y + 18} ${x - 8} ${y + 2} ${x + 14} ${y - 8}`;
    return circle(ex, ey, 6.5, '#0008') + circle(ex, ey, 3.2, c.upper2)
      + stroke(d, '#0004', width + 3, 'transform="translate(1 5)"') + stroke(d, c.lace, width)
      + stroke(`M${ex + 3} ${ey - 4} C${x - 24} ${y + 12} ${x - 8} ${y - 2} ${x + 12} ${y - 11}`, '#fff', 3, 'opacity=".35"');
  }).join('');
}

const bow = (c, y = 0) => group(`translate(${y ? -24 : 0} ${y})`,
  `<g fill="none" stroke="${c.lace}" stroke-width="10" stroke-linecap="round"><path d="M420 168 C436 120 486 112 492 140 C496 164 450 172 422 172"/>
  <path d="M418 170 C398 132 366 120 358 142 C352 162 392 176 418 172"/><path d="M424 174 C460 178 484 204 498 238"/></g>`);

function band(d, c, stitch) {
  return path(d, '#0005', 'transform="translate(3 6)"') + path(d, lin([lighter(c.mark, 0.12), darker(c.mark, 0.12)], 80))
    + stroke(stitch, '#fff', 3, 'opacity=".55" stroke-dasharray="7 5"');
}

const closures = {
  laces: (c, m) => laceRows(c, m, 12) + bow(c, m.collar === 'mid' || m.collar === 'winter' ? -84 : m.collar === 'cuff' ? -6 : 0),
  speed: (c, m) => laceRows(c, m, 6) + stroke('M424 168 C440 140 470 128 480 150', c.lace, 6)
    + `<rect x="466" y="140" width="26" height="38" rx="9" fill="${c.mark}" transform="rotate(24 480 158)"/>`
      + stroke('M484 176 C500 200 508 214 504 236', c.lace, 6),
  straps: c => band('M398 150 C420 148 452 176 460 198 C440 240 412 290 390 330 C370 338 336 322 328 304 C356 250 378 200 398 150Z', c,
      'M340 302 C350 314 368 322 384 320')
    + band('M486 222 C512 232 546 252 558 272 C540 306 518 340 500 366 C478 374 446 360 438 344 C460 304 476 262 486 222Z', c,
        'M450 344 C462 354 478 358 494 356'),
  strap: c => band('M414 160 C450 176 500 216 512 244 C486 286 452 330 424 362 C394 368 352 348 344 326 C380 276 404 220 414 160Z', c,
      'M356 328 C374 344 398 350 418 348'),
  slip: c => path('M362 176 C400 200 440 240 486 268 L452 330 C396 304 350 260 318 214Z', c.upper2)
    + times(7, i => stroke(`M${372 + i * 17} ${188 + i * 13} L${334 + i * 19} ${226 + i * 16}`, '#fff', 3, 'opacity=".28"'))
    + stroke('M372 158 C384 142 402 138 418 150 C450 176 470 204 506 232', darker(c.upper2, 0.1), 8),
};

const liftStrap = c => band('M430 176 C470 196 500 222 520 246 C496 300 470 350 452 404 C420 414 360 402 340 388 C380 320 410 250 430 176Z', c,
    'M352 384 C380 396 420 402 444 396');

function collarBehind(c, m) {
  if (m.collar === 'mid' || m.collar === 'winter') {
    return path('M140 116 C150 64 330 36 386 84 L380 130 L150 150Z', lin([c.lining, '#0b0b0e'], 100))
      + path('M318 76 C334 34 372 20 396 36 C410 48 404 92 414 140 L370 140Z', c.upper2)
        + path('M318 76 C334 34 372 20 396 36 C402 40 402 54 404 66 C376 52 344 54 326 78Z', '#fff', 'opacity=".22"');
  }
  const tongue = m.closure === 'slip' ? '' : path('M352 132 C372 104 408 94 430 108 C444 118 440 140 446 166 L520 236 L420 220 L366 170 Z', c.upper2)
    + path('M352 132 C372 104 408 94 430 108 C436 112 438 120 439 128 C412 120 384 128 366 150 Z', '#fff', 'opacity=".22"');
  return path('M196 196 C240 150 330 128 392 136 C420 138 432 156 424 172 L372 176 C340 214 300 232 262 228 Z', lin([c.lining, '#0b0b0e'], 100))
    + (m.collar === 'cuff' ? '' : tongue);
}

function collarFront(c, m) {
  if (m.collar === 'cuff') return knitCuff(c);
  if (m.collar === 'winter') {
    return times(13, i => {
      const t = i / 12;
      return circle(134 + t * 250, 100 - t * 26 + 22 * Math.sin(t * Math.PI), 26, i % 2 ? '#fff8ea' : '#f1e4cc');
    }) + stroke('M136 176 C220 190 320 176 398 146', '#fff', 3, 'opacity=".3" stroke-dasharray="8 6"');
  }
  if (m.collar === 'mid') {
    return stroke('M132 122 C134 92 150 78 178 82 C240 94 300 86 352 70 C372 64 384 76 388 98', c.upper2, 16)
      + stroke('M134 110 C140 88 152 78 178 80 C240 92 300 84 352 68', '#fff', 4, 'opacity=".3"')
      + path('M140 190 C200 214 300 206 352 178 L372 200 C320 240 210 246 134 232Z', c.upper2, 'opacity=".55"')
      + stroke('M134 80 C118 62 118 34 132 28 C144 26 150 46 152 76', c.mark, 10);
  }
  return stroke('M138 212 C146 190 170 178 190 192 C214 210 236 226 270 224 C312 221 344 196 372 158', '#fff', 5, 'opacity=".35"');
}

// A sock-like cuff closes round the ankle on the dry and the warm shoe.
function knitCuff(c) {
  const shape = 'M140 214 C144 160 150 120 168 96 C240 82 330 78 402 92 C412 116 418 138 424 152 C404 138 384 142 372 158 C344 196 312 221 270 224 C236 226 214 210 190 192 C170 178 146 190 140 214Z';
  const inside = clip(path(shape, '#000'));
  return path(shape, lin([lighter(c.upper2, 0.1), c.upper2], 0))
    + `<g clip-path="${inside}">${times(24, i => stroke(`M${134 + i * 13} 80 L${138 + i * 13} 240`, '#fff', 2.5, 'opacity=".14"'))}</g>`
    + ellipse(285, 92, 118, 13, '#0b0b0e', 'opacity=".75"') + stroke('M168 98 C240 112 330 110 402 94', c.mark, 7, 'opacity=".8"');
}

const pullTab = c => stroke('M136 206 C120 190 118 158 132 150 C144 146 150 168 152 196', c.mark, 10);

// Mud climbs from the ground: a ragged edge, splashes above it, drips below.
function mudOn(outline, ground) {
  const R = chance(77);
  const inside = clip(path(outline, '#000') + path(FOAM, '#000'));
  let edge = `M60 ${ground + 20} L60 330`;
  for (let x = 60; x <= 980; x += 20) edge += `L${x} ${338 + 50 * R() + (x > 250 && x < 560 ? -24 : 22)}`;
  const splash = times(110, () => {
    const y = 180 + 260 * Math.sqrt(R()), r = 2 + 9 * R() * R();
    return ellipse(100 + 820 * R(), y, r * 1.3, r, pick(['#5a4028', '#6d5034', '#4a3320'], R), 'opacity=".92"');
  });
  return `<g clip-path="${inside}">${path(`${edge}L980 ${ground + 20}Z`, lin(['#7a5a3a', '#4a3320']), 'opacity=".93"')}${splash}
    ${stroke('M120 400 C300 420 600 410 880 380', '#a58560', 8, 'opacity=".35"')}</g>`;
}

function dropsOn(outline) {
  const R = chance(78);
  const inside = clip(path(outline, '#000'));
  const drops = times(46, () => {
    const x = 120 + 760 * R(), y = 190 + 210 * R(), r = 2 + 4 * R();
    return ellipse(x, y, r, r * 1.2, '#eaf6ff', 'opacity=".5"');
  });
  return `<g clip-path="${inside}">${full(1000, 560, '#0a1420', 'opacity=".22"')}${drops}</g>`;
}

// Shoes without a closed upper.
const openShoes = {
  slide: c => {
    const sole = 'M110 410 C180 372 260 372 360 392 C520 420 700 404 860 372 C920 362 950 380 944 410 C930 456 860 478 760 484 L230 490 C140 490 92 462 96 430 C98 420 102 414 110 410Z';
    const bandShape = 'M420 404 C440 300 520 240 610 244 C700 250 770 312 800 388 C700 410 540 420 420 404Z';
    const inside = clip(path(bandShape, '#000'));
    return { ground: 490, wide: 1, body: path(sole, lin([c.upper, c.upper2]))
        + path('M112 412 C180 376 260 376 360 396 C520 424 700 408 862 376 C800 420 640 440 480 436 C320 432 180 440 112 412Z',
        darker(c.upper2, 0.15))
      + stroke('M104 448 C300 470 700 462 930 424', '#fff', 5, 'opacity=".35"') + path(bandShape, lin([c.upper, c.upper2], 60))
      + `<g clip-path="${inside}">${path('M500 420 C520 340 560 296 610 276 C606 330 616 380 636 420Z', c.mark)}${path('M590 420 C604 366 636 336 676 322 C668 356 672 390 686 420Z', c.mark)}
      ${stroke('M440 380 C470 290 540 254 610 258 C680 262 740 310 770 360', '#fff', 16, 'opacity=".4"')}</g>` };
  },
  sandal: c => {
    const foot = 'M110 400 C220 420 360 418 480 404 C640 386 800 396 920 384 C950 386 952 412 936 432 C910 464 840 480 740 484 L240 490 C150 490 96 466 98 428 C98 414 102 404 110 400Z';
    const strap = (d, w) => stroke(d, '#0004', w + 4, 'transform="translate(2 6)"') + stroke(d, c.upper2, w) + stroke(d, c.upper, w - 10)
      + stroke(d, '#fff', 2, 'opacity=".4" stroke-dasharray="6 6"');
    return { ground: 506, wide: 1, body: lugs(c.out) + path(foot, lin([c.foam, c.foam2]))
        + path('M104 440 C300 462 700 452 944 416 C930 456 860 482 740 486 L240 492 C150 492 100 470 104 440Z', c.out)
      + stroke('M112 406 C220 424 360 422 480 408 C640 390 800 400 918 390', darker(c.foam2, 0.2), 9)
      + strap('M150 396 C140 300 150 220 180 196 C230 180 300 186 350 210', 34) + strap('M350 210 C390 250 420 320 430 398', 36)
      + strap('M350 210 C450 250 560 320 640 388', 36) + strap('M560 392 C590 320 650 290 710 300 C770 314 800 350 812 386', 40)
      + `<rect x="330" y="188" width="52" height="44" rx="10" fill="${c.mark}" transform="rotate(24 356 210)"/><rect x="656" y="280" width="56" height="40" rx="10" fill="${c.mark}" transform="rotate(-4 684 300)"/>` };
  },
};
