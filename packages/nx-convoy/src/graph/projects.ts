import type { Snapshot } from '../model/snapshot.ts';
import { join, nameOf } from '../paths/inside.ts';
import type { Identified } from './identity.ts';

/** Whose name a folder takes when several of its units could give one. */
const ranks: readonly string[] = ['cargo', 'python', 'helm', 'docker'];

/**
 * The project that holds each folder's units. Nx has one project per folder, with a name that is unique in the workspace:
 * project.json or package.json say it; else the folder's first unit does. Of several folders that want one name the first
 * keeps it, the others add their ecosystem, then spell out their path; a duplicate name would stop every Nx command.
 */
export function projectNames(units: readonly Identified[], repo: Snapshot): ReadonlyMap<string, string> {
  const written = writtenNames(repo);
  const names = new Map<string, string>();
  const taken = new Set(written.values());
  for (const [folder, first] of firstUnits(units)) {
    const name = written.get(folder) ?? freeName(first, taken);
    names.set(folder, name);
    taken.add(name);
  }
  return names;
}

/** The names that project.json and package.json give, by folder: also of folders without units, for they are taken. */
function writtenNames(repo: Snapshot): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const file of repo.files) {
    const name = nameOf(file);
    if (name !== 'package.json' && name !== 'project.json') continue;
    const folder = file === name ? '.' : file.slice(0, -name.length - 1);
    const written = nameIn(repo, file);
    if (name === 'project.json') names.set(folder, written ?? names.get(folder) ?? nameOf(folder).toLowerCase());
    else if (written !== undefined && !names.has(folder)) names.set(folder, written);
  }
  return names;
}

function nameIn(repo: Snapshot, file: string): string | undefined {
  const text = repo.text(file);
  if (text?.ok !== true) return undefined;
  try {
    const { name, convoy } = JSON.parse(text.value) as { name?: unknown; convoy?: { shim?: unknown } };
    // A shim is called after what lies there already, and so takes no name from anybody.
    return typeof name === 'string' && name !== '' && convoy?.shim !== true ? name : undefined;
  } catch {
    return undefined; // Nx reports its own files; ours are reported by the npm survey.
  }
}

/** Each folder with the unit that names it, in the order in which folders may choose. */
function firstUnits(units: readonly Identified[]): readonly (readonly [string, Identified])[] {
  const first = new Map<string, Identified>();
  for (const unit of units) {
    const other = first.get(unit.root);
    if (other === undefined || rank(unit) < rank(other)) first.set(unit.root, unit);
  }
  return [...first].sort(([a, x], [b, y]) => rank(x) - rank(y) || (a < b ? -1 : 1));
}

const rank = ({ ecosystem }: Identified): number => {
  const found = ranks.indexOf(ecosystem);
  return found < 0 ? ranks.length : found;
};

function freeName(unit: Identified, taken: ReadonlySet<string>): string {
  const bare = spell(unit.ecosystem === 'docker' ? imageName(unit) : unit.name);
  const byPath = spell(unit.root === '.' ? 'workspace' : unit.root);
  const candidates = [bare, `${bare}-${unit.ecosystem}`, byPath, `${byPath}-${unit.ecosystem}`];
  return candidates.find((name) => !taken.has(name)) ?? join(unit.root, unit.id);
}

/** An image is called by the last part of its repository; one without a name, by its folder. */
const imageName = (unit: Identified): string =>
  (unit.images ?? []).length > 0 ? nameOf(unit.name) : unit.root === '.' ? 'workspace' : unit.root;

/** A slash or colon in a project's name is legal but ambiguous on Nx's command line. */
const spell = (name: string): string => name.replaceAll(/[/:]/g, '-');
