import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseFact, withExpected } from '../../../../tools/facts/fact.ts';
import { facts } from '../../../../tools/facts/list.ts';
import { showGraph } from '../../../../tools/facts/show.ts';
import { snapshotOf } from '../../../../tools/facts/snapshot.ts';
import { root } from '../../../../tools/root.ts';
import { noConfig, type Config } from '../model/config.ts';
import { discover } from './discover.ts';

const folder = (ecosystem: string): string =>
  join(
    root,
    'packages/nx-convoy/src',
    ecosystem === 'everywhere' ? 'graph' : `ecosystems/${ecosystem}`,
    '__fixtures__',
  );
const pages = (ecosystem: string): readonly string[] =>
  existsSync(folder(ecosystem)) ? readdirSync(folder(ecosystem)).filter((name) => name.endsWith('.fact')) : [];

const all = Object.keys(facts).flatMap((ecosystem) => pages(ecosystem).map((page) => [ecosystem, page] as const));

describe.each(Object.entries(facts))('%s', (ecosystem, listed) => {
  it('shows every listed fact on a page of its own', () => {
    expect(pages(ecosystem)).toEqual(expect.arrayContaining(listed.map((fact) => `${fact}.fact`)));
  });
});

it.each(all)('%s: %s', (ecosystem, page) => {
  const file = join(folder(ecosystem), page);
  const text = readFileSync(file, 'utf8');
  const fact = parseFact(text);
  const shown = showGraph(discover(snapshotOf(fact), configOf(fact.files.find(({ path }) => path === 'convoy.json'))));
  if (process.env.CONVOY_UPDATE === '1') writeFileSync(file, withExpected(text, shown));
  else expect(shown).toBe(fact.expected);
});

/** A page may bring its options along, in the form of convoy.json. */
function configOf(file: { content: Buffer } | undefined): Config {
  if (file === undefined) return noConfig;
  const { convoy = {} } = JSON.parse(file.content.toString('utf8')) as { convoy?: Partial<Config> };
  return { ...noConfig, ...convoy };
}
