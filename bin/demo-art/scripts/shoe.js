// The shoe from the side, in a box 1000 wide; the toe points right, the ground lies at the returned height.
const SOLE_TOP = 408;

// stack: height of the foam; pins and lugs are the sole's feet; scale: how large it stands in a studio picture.
const models = {
  trail: { sole: 'lug', mark: 'peaks', closure: 'laces' },
  dry: { sole: 'lug', mark: 'peaks', closure: 'laces', collar: 'cuff', plain: true },
  trailOld: { sole: 'lug', stack: 0.86, mark: 'chevrons', closure: 'laces', grid: true },
  trailDune: { sole: 'lug', mark: 'dunes', closure: 'laces', plain: true },
  switchback: { sole: 'lug', stack: 1.18, mark: 'zigzag', closure: 'speed' },
  scree: { sole: 'lug', stack: 0.92, mark: 'flame', closure: 'speed', rand: true },
  kidsTrail: { sole: 'lug', mark: 'peaks', closure: 'straps', kids: true },
  kidsRoad: { sole: 'foam', mark: 'wave', closure: 'straps', kids: true },
  pico: { sole: 'foam', stack: 0.8, mark: 'dots', closure: 'straps', kids: true, plain: true },
  firstSteps: { sole: 'cup', mark: 'star', closure: 'strap', kids: true, plain: true, tiny: true },
  mid: { sole: 'lug', stack: 1.08, mark: 'peaks', closure: 'laces', collar: 'mid', rand: true, plain: true },
  winter: { sole: 'lug', stack: 1.15, mark: 'none', closure: 'laces', collar: 'winter', rand: true, plain: true },
  hike: { sole: 'lug', stack: 1.05, mark: 'peaks', closure: 'laces', rand: true, plain: true },
  road: { sole: 'foam', stack: 1.05, mark: 'peaks', closure: 'laces' },
  roadWave: { sole: 'foam', stack: 1.05, mark: 'wave', closure: 'laces', plain: true },
  max: { sole: 'foam', stack: 1.55, mark: 'wave', closure: 'laces', layered: true },
  wide: { sole: 'foam', stack: 1.1, mark: 'chevrons', closure: 'laces', grid: true, wide: true },
  tempo: { sole: 'foam', stack: 1.15, mark: 'flame', closure: 'laces' },
  race: { sole: 'foam', stack: 1.42, mark: 'flame', closure: 'speed', plate: true, plain: true },
  racingFlat: { sole: 'foam', stack: 0.62, mark: 'zigzag', closure: 'laces' },
  reflective: { sole: 'foam', stack: 1.05, mark: 'reflect', closure: 'laces' },
  reflectiveWarm: { sole: 'foam', stack: 1.1, mark: 'reflect', closure: 'laces', collar: 'cuff', plain: true },
  walk: { sole: 'cup', mark: 'stitch', closure: 'laces', plain: true },
  slip: { sole: 'cup', mark: 'stitch', closure: 'slip', plain: true },
  deck: { sole: 'cup', mark: 'rope', closure: 'laces', plain: true },
  town: { sole: 'cup', mark: 'brogue', closure: 'laces', plain: true, rand: true },
  gym: { sole: 'cup', mark: 'wave', closure: 'laces', grid: true },
  lift: { sole: 'wedge', mark: 'chevrons', closure: 'laces', over: 'strap', plain: true },
  spike: { sole: 'spike', stack: 0.5, mark: 'flame', closure: 'laces', pins: [610, 680, 750, 820] },
  crossSpike: { sole: 'spike', stack: 0.6, mark: 'zigzag', closure: 'laces', pins: [180, 250, 600, 670, 740, 810] },
};

const UPPER_LOW = 'M120 372 C112 318 118 262 138 212 C146 190 170 178 190 192 C214 210 236 226 270 224 C312 221 344 196 372 158 '
  + 'C384 142 402 138 418 150 C450 176 470 204 506 232 C560 272 626 292 700 306 C768 318 832 330 872 356 C896 372 902 392 892 404 '
  + 'C700 420 400 424 124 408 Z';
const UPPER_MID = 'M120 372 C110 318 118 230 130 130 C132 96 146 76 178 80 C240 92 300 84 352 68 C374 62 386 74 390 98 '
  + 'C394 126 402 138 418 150 C450 176 470 204 506 232 C560 272 626 292 700 306 C768 318 832 330 872 356 C896 372 902 392 892 404 '
  + 'C700 420 400 424 124 408 Z';
const FOAM = 'M104 406 C 210 420 320 424 430 416 C 600 404 770 408 902 392 C 934 390 952 398 944 414 C 930 440 890 462 836 476 '
  + 'C 780 490 700 496 600 498 L 250 498 C 190 498 150 492 116 470 C 92 454 84 420 104 406 Z';
const FOAM_OUTSOLE = 'M116 466 C150 490 190 496 250 496 L600 496 C700 494 780 488 836 474 C890 460 930 438 944 412 C948 430 930 456 880 478 '
  + 'C820 502 720 512 600 512 L250 512 C180 512 130 500 108 472 Z';
const CUP = 'M104 400 C300 424 700 418 900 388 C930 385 946 400 943 424 C938 460 908 472 862 474 L150 476 C110 474 94 452 97 424 C98 412 100 404 104 400 Z';

const soleScale = m => (['foam', 'lug', 'spike'].includes(m.sole) ? m.stack || 1 : 1);

function groundOf(m) {
  if (m.sole === 'cup') return 484;
  if (m.sole === 'wedge') return 492;
  return SOLE_TOP + (m.sole === 'lug' ? 107 : 103) * soleScale(m) + (m.pins ? 16 : 0);
}

function lugs(colour) {
  let d = '';
  for (let x = 128; x < 900; x += 34) {
    const y = x > 700 ? 497 - (x - 700) ** 2 / 1150 : 498 - (x < 180 ? (180 - x) * 0.28 : 0);
    d += `M${x} ${y - 8} l24 0 l-3 24 q-9 5 -18 0 Z`;
  }
  return path(d, colour);
}

function foamSole(c, m) {
  const shape = clip(path(FOAM, '#000'));
  const soft = blur(5, 30);
  const layer = m.layered ? stroke('M90 462 C250 474 560 470 700 462 C820 452 900 436 950 412', c.foam2, 9) : '';
  const plate = m.plate ? path('M180 500 C330 432 560 430 800 486 L760 506Z', c.mark, 'opacity=".9"') : '';
  const inner = path('M80 430 C240 450 420 446 600 440 C760 436 880 420 960 396 L960 380 L80 390 Z', '#fff', `opacity=".28" filter="${soft}"`)
    + path('M80 478 C300 486 640 490 960 440 L960 520 L80 520 Z', '#000', `opacity=".16" filter="${soft}"`)
    + stroke('M96 446 C230 462 340 452 430 440 C540 426 640 448 760 442 C830 438 890 424 940 404', c.mark, 7, 'opacity=".85"');
  const body = (m.sole === 'lug' ? lugs(c.out) : '') + path(FOAM_OUTSOLE, c.out) + path(FOAM, lin([c.foam, c.foam2]))
    + `<g clip-path="${shape}">${inner}${layer}${plate}</g>`;
  return group(`translate(0 ${SOLE_TOP}) scale(1 ${soleScale(m)}) translate(0 ${-SOLE_TOP})`, body) + pins(m);
}

function pins(m) {
  const y = SOLE_TOP + 98 * soleScale(m);
  return (m.pins || []).map(x => {
    const lift = x > 700 ? (x - 700) ** 2 / 1500 : 0;
    return path(`M${x - 9} ${y - lift - 6} h18 l-6 26 h-6Z`, '#9aa0a8') + path(`M${x - 9} ${y - lift - 6} h7 l-1 26 h-1Z`, '#e8ecf0');
  }).join('');
}

function cupSole(c) {
  return path(CUP, lin([c.foam, c.foam2]))
    + path('M150 470 L862 468 C900 466 930 456 940 436 C944 466 918 484 866 485 L150 487 C116 486 98 472 97 448 C106 464 124 470 150 470Z', c.out)
    + stroke('M104 424 C300 444 700 438 938 410', '#000', 3, 'opacity=".16" stroke-dasharray="9 7"')
    + stroke('M100 452 C300 462 700 458 936 436', c.mark, 6, 'opacity=".75"');
}

function wedgeSole(c) {
  return path('M104 400 C300 424 700 418 900 390 C930 388 944 398 940 416 C930 444 890 462 836 470 L560 478 C520 476 500 470 470 470 L420 490 L130 490 C108 486 100 440 104 400Z',
      lin([c.foam, c.foam2]))
    + path('M104 420 C230 432 330 434 440 428 C450 450 440 474 420 490 L130 490 C112 486 102 450 104 420Z', lin(['#c08a55', '#8d5a32']))
    + path('M112 482 L424 482 L418 494 L130 494 C120 493 115 488 112 482Z M470 468 C500 468 520 474 560 474 L836 466 C890 458 926 440 940 416 C944 448 900 474 838 484 L560 494 L470 494Z',
        c.out);
}

const soleOf = (c, m) => (m.sole === 'cup' ? cupSole(c) : m.sole === 'wedge' ? wedgeSole(c) : foamSole(c, m));

// The weave of the forefoot: dots for running mesh, a fine grid for coarse textile.
function weave(m) {
  if (m.plain) return '';
  let d = '';
  if (m.grid) {
    for (let x = 520; x < 900; x += 15) d += `M${x} 250L${x - 40} 420`;
    for (let y = 270; y < 410; y += 12) d += `M520 ${y}L900 ${y + 20}`;
    return stroke(d, '#000', 2, 'opacity=".13"');
  }
  for (let x = 560; x < 880; x += 13) {
    for (let y = 292; y < 396; y += 11) d += `M${x + ((y / 11) % 2) * 6.5 - 3.3} ${y}a3.3 2.3 0 1 0 6.6 0a3.3 2.3 0 1 0 -6.6 0`;
  }
  return path(d, '#000', 'opacity=".16"');
}

function shade(c, m) {
  const wide = blur(16, 30);
  const high = m.collar === 'mid' || m.collar === 'winter';
  return full(1000, 560, lin([[0.45, '#000', 0], [1, '#000', 0.38]], 95))
    + stroke('M380 150 C460 220 560 272 700 298 C800 316 870 334 900 372', '#fff', 34, `opacity=".42" filter="${wide}"`)
    + stroke(high ? 'M146 100 C120 240 112 340 120 400' : 'M126 210 C112 280 112 340 120 400', '#fff', 24, `opacity=".3" filter="${wide}"`)
    + stroke('M100 414 C300 434 700 424 920 400', '#000', 26, `opacity=".34" filter="${wide}"`);
}

// Heel counter, toe cap, eyestay; a rubber rand runs round the whole foot of boots.
function overlays(c, m) {
  const dash = 'opacity=".33" stroke-dasharray="7 5"';
  const heel = path('M100 420 C96 330 110 240 140 190 C176 210 206 250 214 300 C222 350 214 390 204 420 Z', c.upper2)
    + stroke('M128 330 C160 322 190 326 214 340', '#fff', 3, 'opacity=".25"');
  const toe = path('M700 420 C716 372 764 344 830 336 C880 344 912 380 912 420 Z', c.toe)
    + stroke('M706 408 C724 372 766 350 826 342', '#fff', 2.5, dash);
  const stay = m.closure === 'slip' ? '' : path('M352 178 C372 196 440 268 566 306 L548 330 C440 306 372 262 322 214 Z', c.upper2)
    + stroke('M352 178 C372 196 440 268 566 306', '#fff', 2.5, dash);
  const rand = m.rand ? path('M90 420 L90 372 C300 392 560 392 690 360 C760 340 840 330 880 350 L930 420Z', c.toe)
    + stroke('M110 372 C300 392 560 392 690 360 C750 343 810 334 860 342', '#fff', 2.5, dash) : '';
  return heel + toe + stay + rand;
}

function shoe(c, modelName, extra = {}) {
  if (openShoes[modelName]) return openShoes[modelName](c);
  const m = models[modelName];
  const high = m.collar === 'mid' || m.collar === 'winter';
  const outline = high ? UPPER_MID : UPPER_LOW;
  const inside = clip(path(outline, '#000'));
  const upper = path(outline, lin([c.upper2, c.upper, c.upper], 60))
    + `<g clip-path="${inside}">${weave(m)}${overlays(c, m)}${marks[m.mark](c)}${shade(c, m)}</g>`;
  const body = collarBehind(c, m) + soleOf(c, m) + upper + collarFront(c, m) + closures[m.closure](c, m)
    + (m.over === 'strap' ? liftStrap(c) : '') + (high || m.collar === 'cuff' ? '' : pullTab(c))
    + (extra.mud ? mudOn(outline, groundOf(m)) : '') + (extra.wet ? dropsOn(outline) : '');
  return shaped(body, m);
}

// Children's shoes are shorter and rounder; the wide one has a fuller foot.
function shaped(body, m) {
  const ground = groundOf(m);
  const [sx, sy] = m.tiny ? [0.62, 0.9] : m.kids ? [0.74, 0.94] : m.wide ? [0.97, 1.06] : [1, 1];
  return { body: group(`translate(520 ${ground}) scale(${sx} ${sy}) translate(-520 ${-ground})`, body), ground, wide: sx };
}

const placed = (c, model, x, y, scale, { flip = false, turn = 0, ...extra } = {}) => {
  const { body, ground } = shoe(ways[c], model, extra);
  return group(`translate(${x} ${y}) rotate(${turn}) scale(${flip ? -scale : scale} ${scale}) translate(-520 ${-ground})`, body);
};
