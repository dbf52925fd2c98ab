import type { Ecosystem } from '../model/ecosystem.ts';
import type { Unit } from '../model/unit.ts';
import { folderOf, isWithin } from '../paths/inside.ts';
import { canonical } from '../versions/canonical.ts';
import type { Moved, Named } from './moved.ts';

/** Which unit a text means: one that moves, none of ours, or one that cannot be told. */
export type Meant =
  | { readonly moved: Moved; readonly ecosystem?: Ecosystem; readonly tag?: string }
  | { readonly unclear: string; readonly unit: string };

export interface Surroundings {
  readonly units: readonly Unit[];
  readonly moved: readonly Moved[];
  readonly ecosystems: readonly Ecosystem[];
  /** The address of the repository; links to tags elsewhere say nothing of ours. */
  readonly home?: string;
}

export interface Lookup {
  /** `text` is what stands where the version does. */
  find(of: Named, text: string, file: string): Meant | undefined;
  byId(id: string): Unit | undefined;
  movedById(id: string): Moved | undefined;
  /** Of the folder that a file lies in, where all of it share a version; an ecosystem narrows it. */
  here(file: string, ecosystem?: string): Meant | undefined;
  readonly ids: readonly string[];
}

export function lookupOf({ units, moved, ecosystems, home }: Surroundings): Lookup {
  const ecosystemOf = new Map(ecosystems.map((ecosystem) => [ecosystem.id, ecosystem]));
  const movedOf = new Map(moved.map((one) => [one.unit.id, one]));
  const unitOf = new Map(units.map((unit) => [unit.id, unit]));
  const named = new Map<string, Unit[]>();
  for (const unit of units)
    for (const name of new Set(namesOf(unit)))
      add(named, keyOf(unit.ecosystem, name, ecosystemOf.get(unit.ecosystem)), unit);
  const tagged = new Map(moved.flatMap((one) => (one.tags?.from ?? []).map((tag) => [tag, one] as const)));

  function find(of: Named, text: string, file: string): Meant | undefined {
    if ('here' in of) return here(file, of.ecosystem);
    if ('repository' in of) {
      if (home?.toLowerCase() !== of.repository) return undefined;
      const one = tagged.get(decoded(text));
      return one === undefined ? undefined : { moved: one, tag: one.tags?.to ?? '' };
    }
    const ecosystem = ecosystemOf.get(of.ecosystem);
    const [first, ...others] = named.get(keyOf(of.ecosystem, of.name, ecosystem)) ?? [];
    return first === undefined
      ? undefined
      : oneOf([first, ...others], `${others.length + 1} units are called ${of.name}`);
  }

  function here(file: string, ecosystem?: string): Meant | undefined {
    const around = units.filter(
      (unit) => isWithin(folderOf(file), unit.root) && (ecosystem ?? unit.ecosystem) === unit.ecosystem,
    );
    const deepest = Math.max(...around.map(({ root }) => depthOf(root)));
    const owners = around.filter(({ root }) => depthOf(root) === deepest);
    const all = units.filter((unit) => (ecosystem ?? unit.ecosystem) === unit.ecosystem && unit.version !== undefined);
    return oneOf(owners.length > 0 ? owners : all, 'nothing says which unit it means');
  }

  /** Several are as good as one as long as they share their version and move together. */
  function oneOf(candidates: readonly Unit[], unclear: string): Meant | undefined {
    const going = candidates.filter(({ id }) => movedOf.has(id));
    const [first] = going;
    const one = movedOf.get(first?.id ?? '');
    if (first === undefined || one === undefined) return undefined;
    const versions = new Set(
      candidates.map(({ version }) => canonical(version ?? '')).filter((version) => version !== undefined),
    );
    const targets = new Set(going.map(({ id }) => movedOf.get(id)?.to));
    if (
      versions.size > 1 ||
      targets.size > 1 ||
      going.length < candidates.filter(({ version }) => version !== undefined).length
    )
      return { unclear, unit: first.id };
    const ecosystem = ecosystemOf.get(first.ecosystem);
    return { moved: one, ...(ecosystem === undefined ? {} : { ecosystem }) };
  }

  return {
    find,
    here,
    byId: (id) => unitOf.get(id),
    movedById: (id) => movedOf.get(id),
    ids: [...unitOf.keys()],
  };
}

const depthOf = (root: string): number => (root === '.' ? 0 : root.split('/').length);

const namesOf = ({ ecosystem, name, images = [] }: Unit): readonly string[] =>
  ecosystem === 'docker' ? [name, ...images] : [name];

const keyOf = (ecosystem: string, name: string, known: Ecosystem | undefined): string =>
  `${ecosystem} ${ecosystem === 'docker' ? withoutHub(name) : (known?.normalise?.(name) ?? name)}`;

/** The usual registry of images goes without saying. */
const withoutHub = (image: string): string =>
  image.replace(/^(?:(?:index|registry-1)\.)?docker\.io\//, '').replace(/^library\//, '');

const decoded = (tag: string): string => tag.replaceAll('%40', '@').replaceAll('%2B', '+').replaceAll('%2F', '/');

function add<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
