import { createHash } from 'node:crypto';
import type { Graph } from '../../model/graph.ts';
import type { Problem } from '../../model/problem.ts';
import type { TrialSource } from '../../model/trial.ts';
import type { Unit } from '../../model/unit.ts';
import type { Bench } from '../../model/workshop.ts';
import type { Manifest } from '../../packaging/manifest-schema.ts';
import { altered } from './problems.ts';

/** What was made for a unit, as its manifest tells it. */
export interface Built {
  readonly unit: Unit;
  /** Absolute. */
  readonly folder: string;
  readonly manifest: Manifest;
  /** Byte for byte. */
  readonly text: string;
}

/** Whether every file is there and is the one that the manifest tells: what is tried must be what is published. */
export async function alterations({ unit, folder, manifest }: Built, bench: Bench): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const { name, sha256 } of manifest.files) {
    const file = await bench.open(`${folder}/${name}`);
    const isSame = file !== undefined && createHash('sha256').update(file.bytes).digest('hex') === sha256;
    if (!isSame) problems.push(altered(unit.id, name, file !== undefined));
  }
  return problems;
}

type Files = Extract<TrialSource, { is: 'files' }>;

/** The files of a unit, with those of all that it needs of what was made beside it: what is needed stands before what needs it. */
export function sourceOf(built: Built, all: ReadonlyMap<string, Built>, { edges }: Graph): Files {
  const needs: Files['needs'][number][] = [];
  const seen = new Set([built.unit.id]);
  const visit = (id: string): void => {
    for (const { from, to, kind } of edges) {
      if (from !== id || seen.has(to) || kind === 'dev' || kind === 'declared') continue;
      seen.add(to);
      visit(to);
      const needed = all.get(to);
      if (needed !== undefined)
        needs.push({ unit: needed.unit, version: needed.manifest.version, files: filesOf(needed) });
    }
  };
  visit(built.unit.id);
  return { is: 'files', version: built.manifest.version, files: filesOf(built), needs };
}

const filesOf = ({ folder, manifest }: Built): readonly string[] =>
  manifest.files.map(({ name }) => `${folder}/${name}`);
