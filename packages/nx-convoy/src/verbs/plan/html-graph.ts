import type { Plan } from '../../model/plan.ts';
import { markup, type Markup } from '../words/markup.ts';
import { fit, widthOf } from '../words/width.ts';

/** A drawing of more is no picture any more. */
const most = 120;

const cell = { width: 250, height: 46, gapX: 70, gapY: 16, margin: 8 } as const;
/** What a letter of the drawing takes, and the letters that a box holds. */
const letters = 29;

interface Box {
  readonly id: string;
  readonly version: string;
  readonly x: number;
  readonly y: number;
}

/** The planned units as boxes, a column for each wave, and what they need of one another as lines from right to left. */
export function graphDrawing({ units, edges, waves }: Plan): Markup | undefined {
  if (edges.length === 0 || units.length > most) return undefined;
  const versions = new Map(units.map(({ id, version }) => [id, version.spelling]));
  const boxes = waves.flatMap((wave, column) =>
    wave.map((id, row): Box => ({
      id,
      version: versions.get(id) ?? '',
      x: cell.margin + column * (cell.width + cell.gapX),
      y: cell.margin + row * (cell.height + cell.gapY),
    })),
  );
  const byId = new Map(boxes.map((box) => [box.id, box]));
  const lines = edges.flatMap(({ from, to, kind }) => {
    const [start, end] = [byId.get(from), byId.get(to)];
    return start === undefined || end === undefined ? [] : [line(start, end, kind)];
  });
  const width = Math.max(...boxes.map(({ x }) => x)) + cell.width + cell.margin;
  const height = Math.max(...boxes.map(({ y }) => y)) + cell.height + cell.margin;
  return markup`<section id="graph">
    <h2>Who needs whom</h2>
    <svg
      role="img"
      aria-label="Units by wave, and what they need of one another"
      width="${width}"
      height="${height}"
      viewBox="0 0 ${width} ${height}"
    >
      ${lines}${boxes.map(drawn)}
    </svg>
  </section> `;
}

const drawn = ({ id, version, x, y }: Box): Markup => markup`<g><title>${id} ${version}</title>
<rect x="${x}" y="${y}" width="${cell.width}" height="${cell.height}" rx="6"/>
<text x="${x + 10}" y="${y + 19}">${shortened(id)}</text>
<text class="version" x="${x + 10}" y="${y + 37}">${shortened(version)}</text></g>
`;

/** Both ends of a name tell more than its beginning: units of one family begin alike. */
function shortened(text: string): string {
  if (widthOf(text) <= letters) return text;
  const half = Math.floor(letters / 2);
  return fit(text, half) + Array.from(text).slice(-half).join('');
}

/** Between neighbours and beyond; within a wave around the right side. */
function line(from: Box, to: Box, kind: string): Markup {
  const [y1, y2] = [from.y + cell.height / 2, to.y + cell.height / 2];
  const isDashed = kind === 'dev' || kind === 'declared';
  const [x1, x2] = from.x > to.x ? [from.x, to.x + cell.width] : [from.x + cell.width, to.x + cell.width];
  const bend = from.x > to.x ? (x1 + x2) / 2 : x1 + cell.gapX / 2;
  return markup`<path${isDashed ? markup` class="dashed"` : undefined} d="M${x1} ${y1}C${bend} ${y1} ${bend} ${y2} ${x2} ${y2}"><title>${from.id} needs ${to.id} (${kind})</title></path>
`;
}
