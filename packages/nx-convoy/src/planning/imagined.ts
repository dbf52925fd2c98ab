import { ecosystems } from '../ecosystems/index.ts';
import { discover } from '../graph/discover.ts';
import { noConfig } from '../model/config.ts';
import type { Ancestry, Tag } from '../model/history.ts';
import { ok } from '../model/problem.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { plan, type Inputs, type Planned } from './plan.ts';
import { defaultRule } from './rules/rule.ts';

/** Repositories that are only imagined, for tests: their files, and one line of commits. */
export type Files = readonly (readonly [path: string, text: string])[];

/** The folders that a commit touches, and its message. */
export type Told = readonly [folders: string, message: string];

export const crate = (name: string, version: string, needs: readonly string[] = []): readonly [string, string] => [
  `${name}/Cargo.toml`,
  [
    `[package]\nname = "${name}"\nversion = "${version}"\n`,
    ...(needs.length === 0 ? [] : ['[dependencies]']),
    ...needs.map((need) => `${need} = { path = "../${need}", version = "${version}" }`),
  ].join('\n'),
];

export function repository(files: Files): Snapshot {
  const texts = new Map(files);
  return { files: [...texts.keys()].sort(), text: (path) => (texts.has(path) ? ok(texts.get(path) ?? '') : undefined) };
}

export type Around = Partial<Omit<Inputs, 'graph' | 'ecosystems' | 'commits' | 'tags' | 'ancestry'>> & {
  /** Tags above the last commit, by the position of the commit that they stand on. */
  readonly later?: Readonly<Record<string, number>>;
};

/** Newest commit first. Behind them all stands the one that has every tag. */
export function planned(
  repo: Snapshot,
  commits: readonly Told[],
  tags: readonly string[],
  { later = {}, config = noConfig, ...around }: Around = {},
): Planned & { readonly graph: Inputs['graph'] } {
  const graph = discover(repo, config, ecosystems);
  const ids = [...commits.map((_, at) => `c${at}`), 'released'];
  const ancestry: Ancestry = {
    ids,
    at: new Map(ids.map((id, at) => [id, at])),
    parents: ids.map((_, at) => (at + 1 < ids.length ? [at + 1] : [])),
  };
  const standing: readonly Tag[] = [
    ...tags.map((name) => ({ name, commit: 'released' })),
    ...Object.entries(later).map(([name, at]) => ({ name, commit: ids[at] ?? 'released' })),
  ];
  const result = plan({
    checkout: { head: ids[0] ?? '', isShallow: false, prefix: '', dirty: [] },
    rule: defaultRule,
    types: {},
    requests: [],
    ...around,
    graph,
    ecosystems,
    config,
    tags: standing,
    ancestry,
    commits: commits.map(([folders, text], at) => ({
      id: `c${at}`,
      at,
      author: '',
      email: '',
      text,
      units: graph.units.flatMap(({ root }, unit) => (folders.split(' ').includes(root) ? [unit] : [])),
    })),
  });
  return { ...result, graph };
}

export const show = ({ released }: Planned): string =>
  released.flatMap(({ units }) => units.map(({ name, version }) => `${name} ${version.to}`)).join(', ');

/** The files with all edits of a plan. */
export function written(files: Files, { edits }: Planned): Files {
  return files.map(([path, text]) => {
    const lines = text.split('\n');
    for (const { file, line, before, after } of edits)
      if (file === path) lines[line - 1] = (lines[line - 1] ?? '').replace(`"${before}"`, `"${after}"`);
    return [path, lines.join('\n')];
  });
}
