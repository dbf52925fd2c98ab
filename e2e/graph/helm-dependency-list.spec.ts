import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseFact } from '../../tools/facts/fact.ts';
import { facts } from '../../tools/facts/list.ts';
import { root } from '../../tools/root.ts';
import { describeWith } from '../../tools/toolchains/require.ts';
import { graphOf } from '../world/bin.ts';
import { tempFolder, writeFact } from '../world/folder.ts';

interface Row {
  readonly name: string;
  readonly version: string;
  readonly repository: string;
}

describeWith('helm', (helm) => {
  let compared = 0;
  it.each((facts.helm ?? []).map((fact) => [fact]))('helm dependency list says the same: %s', (fact) => {
    const page = join(root, 'packages/nx-convoy/src/ecosystems/helm/__fixtures__', `${fact}.fact`);
    const folder = writeFact(tempFolder(), parseFact(readFileSync(page, 'utf8')).files);
    const { units, edges } = graphOf(folder);
    const nameOf = new Map(units.map(({ id, name }) => [id, name]));
    for (const { id, root: at } of units.filter((unit) => unit.id.startsWith('helm:'))) {
      const rows = dependencies(folder, at);
      if (rows === undefined) continue;
      const contained = edges.filter(({ from, kind }) => from === id && kind === 'contains');
      const told = contained
        .filter(({ range }) => range !== undefined)
        .map(({ to, range }) => `${nameOf.get(to) ?? ''} ${range ?? ''}`);
      // Every local dependency that helm knows is an edge, and every edge with a range is a dependency that helm knows.
      const local = rows.filter(({ repository }) => isHere(folder, at, repository)).map(({ name }) => name);
      // A chart that is taken under two aliases is one edge, at the first.
      expect(contained.map(({ to }) => nameOf.get(to))).toEqual(expect.arrayContaining([...new Set(local)]));
      expect(rows.map(({ name, version }) => `${name} ${version}`)).toEqual(expect.arrayContaining(told));
    }
  });

  it('has compared most of the charts on these pages', () => expect(compared).toBeGreaterThan(20));

  function isHere(folder: string, chart: string, repository: string): boolean {
    return (
      repository.startsWith('file://') &&
      existsSync(join(folder, chart, repository.slice('file://'.length), 'Chart.yaml'))
    );
  }

  /** The table has fixed columns, cut by tabs; an empty repository is an empty cell. */
  function dependencies(folder: string, chart: string): readonly Row[] | undefined {
    const { status, stdout, stderr } = spawnSync(
      helm.path,
      ['dependency', 'list', '--max-col-width=0', join(folder, chart)],
      {
        encoding: 'utf8',
        env: { ...process.env, ...helm.env },
      },
    );
    // A page may show a chart that helm itself refuses to load; there is nothing to compare with.
    if (/^Error: (validation: chart|cannot load|error unpacking)/m.test(stderr)) return undefined;
    if (status !== 0) throw new Error(stderr);
    compared += 1;
    return stdout
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t').map((cell) => cell.trim()))
      .filter(([name = '', version]) => name !== '' && version !== undefined)
      .map(([name = '', version = '', repository = '']) => ({ name, version, repository }));
  }
});
