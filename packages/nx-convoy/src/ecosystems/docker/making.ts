import type { ImagePart } from '../../model/image.ts';
import type { Job, Making } from '../../model/packaging.ts';
import type { Problem } from '../../model/problem.ts';
import type { Unit } from '../../model/unit.ts';
import { nameOf } from '../../paths/inside.ts';
import { spellImage } from '../../versions/spelling.ts';

export const makingOf = (unit: Unit, folder: string, parts: readonly ImagePart[]): Making => ({
  unit: unit.id,
  version: tagOf(unit),
  folder,
  image: { name: layoutName(unit), parts },
});

/** Like an archive of other kinds: the last part of its name, for that of the folder has all of it. */
const layoutName = (unit: Unit): string => {
  const last = nameOf(unit.name);
  return `${last === '.' ? 'image' : last}-${tagOf(unit)}.oci`;
};

const tagOf = ({ version = '' }: Unit): string => {
  const spelled = spellImage(version);
  return spelled.ok ? spelled.value : version;
};

/** A job that nobody carries out, for reasons that its unit's problems tell. */
export const refused = (unit: Unit, problems: readonly Problem[]): Job => ({
  problems,
  steps: [],
  makes: [makingOf(unit, '.', [])],
  tools: [],
  reads: [],
  identity: () => ({ by: 'bytes' }),
});
