import type { House } from '../protocol.ts';
import { at, plain, textOf } from '../reading.ts';
import { json, type Answer } from '../server/answer.ts';
import type { Ask } from '../server/ask.ts';
import { partsOf } from '../server/multipart.ts';
import { Refused } from '../server/refusal.ts';
import { route, type Route } from '../server/route.ts';
import type { Catalogue } from './catalogue.ts';
import { fileOf, isChartName, readChart } from './chart.ts';
import { isChartVersion } from './order.ts';

/** As much as ChartMuseum takes. */
const most = 20 * 1024 * 1024;

/** How charts come in and go, as ChartMuseum does it: a body that is the file, or a form with `chart` and `prov`. */
export function uploadRoutes(house: House, known: Catalogue): readonly Route[] {
  return [
    route('POST', '/api/charts', 'publish', async (ask) => keep(house, known, ask, await sentIn(ask, 'chart'))),
    route('POST', '/api/prov', 'publish', async (ask) => keep(house, known, ask, await sentIn(ask, 'prov'))),
    route('DELETE', '/api/charts/:name/:version', 'change', async ({ params: { name, version } }) => {
      if (!(await known.remove(name, version))) throw new Refused('not-found', 'chart not found');
      return json({ deleted: true });
    }),
  ];
}

interface Sent {
  readonly chart?: Buffer;
  readonly prov?: string;
}

async function sentIn(ask: Ask, expected: keyof Sent): Promise<Sent> {
  if (!/^multipart\/form-data/i.test(ask.headers['content-type'] ?? '')) {
    const body = await ask.bytes(most);
    return expected === 'chart' ? { chart: body } : { prov: body.toString('utf8') };
  }
  let sent: Sent = {};
  for await (const part of partsOf({ ...ask, body: () => ask.body(2 * most) })) {
    const chunks: Buffer[] = [];
    for await (const chunk of part.body) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    if (part.name === 'chart') sent = { ...sent, chart: bytes };
    if (part.name === 'prov') sent = { ...sent, prov: bytes.toString('utf8') };
  }
  return sent;
}

/** All is read before anything is kept. */
async function keep(house: House, known: Catalogue, { query }: Ask, { chart, prov }: Sent): Promise<Answer> {
  if (chart === undefined && prov === undefined) throw new Refused('invalid', 'no package or provenance file found');
  const force = query.has('force');
  const release = chart && (await readChart(chart, new Date(house.clock.now()).toISOString()));
  const file = prov === undefined ? undefined : await fileSigned(prov);
  if (release !== undefined && file !== undefined && file !== fileOf(release)) {
    throw new Refused('invalid', `the provenance file is that of ${file}`);
  }
  const there = () => new Refused('conflict', 'file already exists');
  if (release !== undefined && chart !== undefined && (await known.add(release, chart, force)) === 'there')
    throw there();
  if (prov !== undefined && file !== undefined && (await known.sign(file, prov, force)) === 'there') throw there();
  return json({ saved: true }, 201);
}

/** A provenance file holds Chart.yaml in clear; whether it is signed well is for `helm verify` to say. */
async function fileSigned(prov: string): Promise<string> {
  const bad = new Refused('invalid', 'the provenance file cannot be read');
  const lines = prov.replaceAll('\r\n', '\n');
  const [begin, end] = [lines.indexOf('\n\n'), lines.indexOf('\n...\n')];
  if (!lines.startsWith('-----BEGIN PGP SIGNED MESSAGE-----\n') || begin === -1 || end < begin) throw bad;
  const text = lines.slice(begin, end);
  const { parse } = await import('yaml');
  try {
    const metadata = plain(parse(text.replace(/^- /gm, ''), { logLevel: 'error' }) as unknown);
    const [name, version] = [textOf(at(metadata, 'name')) ?? '', textOf(at(metadata, 'version')) ?? ''];
    if (isChartName(name) && isChartVersion(version)) return fileOf({ name, version });
  } catch {
    // Said below.
  }
  throw bad;
}
