import type { Overlay } from '../../model/overlay.ts';
import type { Plan } from '../../model/plan.ts';
import type { Problem } from '../../model/problem.ts';
import type { ChildEnd } from '../../model/rehearsal.ts';
import { listOf, objectOf, stringOf } from '../../text/json/narrow.ts';
import { count } from '../words/columns.ts';
import { apart, hinderedBy, type Again, suspectsIn, withoutEchoes } from './apart.ts';
import type { Aside } from './aside.ts';
import { problemsIn, told } from './reading.ts';
import { perform, Stopped, type Scene } from './scene.ts';

export interface MadeUnit {
  readonly ok: boolean;
  readonly bytes: number;
  /** What is wrong with it, where something is. */
  readonly why?: string;
}

export interface Made {
  /** Units of which all files are there, and those that failed. */
  readonly units: ReadonlyMap<string, MadeUnit>;
  /** What cannot be made before something else is out, or is not made at all: by unit, why. */
  readonly left: ReadonlyMap<string, string>;
}

/** Writes, commits and tags in the clone. */
export async function applied({ plan }: Aside, scene: Scene): Promise<boolean> {
  const file = await scene.stage.write('asked.json', JSON.stringify(plan));
  const says = ({ stdout }: { readonly stdout: string }): string => {
    const { commit, tags } = told(stdout);
    const made = stringOf(commit);
    return made === undefined ? 'not applied' : `${made.slice(0, 10)}, ${count(listOf(tags).length, 'tag')}`;
  };
  const argv = ['apply', `--plan=${file}`, '--yes', '--no-push', '--format=json'];
  return (await perform('apply', { argv, says }, scene)).isGood;
}

/**
 * As a real release makes them; cargo alone is told of another crates.io, for it packages nothing while its own is replaced. What was made
 * together and failed together is made apart, to see who it is.
 */
export async function packaged(aside: Aside, overlay: Overlay, scene: Scene): Promise<Made> {
  const { plan } = aside;
  const held = heldUpIn(aside);
  const units = plan.units
    .filter((unit) => !unit.private && !held.units.has(unit.id) && hinderedBy(unit.id, held, plan) === undefined)
    .map(({ id }) => id);
  if (units.length === 0) return held;
  let made: Made & { readonly problems: readonly Problem[] } = { units: new Map(), left: new Map(), problems: [] };
  const problems: Problem[] = [];
  await perform(
    'package',
    {
      argv: packageArguments(units, scene),
      overlay,
      reads: async (end) => {
        const first = madeIn(end);
        const suspects = suspectsIn(first);
        made = await apart(suspects, first, plan, (some) => again(some, overlay, scene));
        const own = problemsIn(told(end.stdout).problems);
        const settled = own.filter(({ what }) => !suspects.some((id) => first.units.get(id)?.why === what));
        problems.push(...settled, ...made.problems);
      },
      problems: () => [...withoutEchoes(problems, made, plan), ...unversioned(plan, made)],
      says: () => `${[...made.units.values()].filter(({ ok }) => ok).length} of ${count(units.length, 'unit')}`,
    },
    scene,
  );
  return { ...made, units: new Map([...held.units, ...made.units]) };
}

/** What failed before anything is made: by what the plan found. */
export const heldUpIn = ({ heldUp }: Aside): Made => ({
  units: new Map([...heldUp].map(([id, why]) => [id, { ok: false, bytes: 0, why }])),
  left: new Map(),
});

const packageArguments = (units: readonly string[], { options }: Scene): readonly string[] => [
  ...['package', `--units=${units.join(',')}`, '--format=json', `--timeout=${options.timeout}`],
];

/** What the package verb leaves out of what is released, though nothing would ever make it. */
function unversioned({ units }: Plan, { left }: Made): readonly Problem[] {
  return units.flatMap(({ id, manifest, private: isPrivate }) =>
    isPrivate || left.get(id) !== noVersion ? [] : [withoutVersion(id, manifest)],
  );
}

/** As package says it. */
export const noVersion = 'no file tells its version';

const withoutVersion = (id: string, file: string): Problem => ({
  code: 'REHEARSE_NOT_MADE',
  severity: 'error',
  what: `${id} is not packaged: ${noVersion}, and nothing that is made of it would have one.`,
  where: { file },
  fix: `Write its version into ${file}; or have it built by a command that knows it: "units": { "${id}": { "package": { "run": […] } } } in the plugin's options.`,
});

async function again(units: readonly string[], overlay: Overlay, scene: Scene): Promise<Again> {
  scene.hands.theatre.prompter.now(`package: ${units.at(-1) ?? ''} by itself`);
  const end = await scene.stage.perform(packageArguments(units, scene), { overlay });
  if (end.isStopped) throw new Stopped();
  return { made: madeIn(end), problems: problemsIn(told(end.stdout).problems) };
}

function madeIn({ stdout }: ChildEnd): Made {
  const said = told(stdout);
  const units = new Map<string, MadeUnit>();
  for (const one of listOf(said.made).map(objectOf)) {
    const id = stringOf(one.unit) ?? '';
    const before = units.get(id) ?? { ok: true, bytes: 0 };
    const why = stringOf(one.why) ?? before.why;
    units.set(id, {
      ok: before.ok && one.ok === true,
      bytes: before.bytes + sizeOf(one.files),
      ...(why === undefined ? {} : { why }),
    });
  }
  const left = listOf(said.left).map(objectOf);
  return { units, left: new Map(left.map(({ unit, why }) => [stringOf(unit) ?? '', stringOf(why) ?? ''])) };
}

const sizeOf = (files: unknown): number =>
  listOf(files).reduce<number>((sum, file) => {
    const { size } = objectOf(file);
    return sum + (typeof size === 'number' ? size : 0);
  }, 0);

/** Installs the very files, before anybody could have them from a registry. */
export async function tried({ units }: Made, scene: Scene): Promise<void> {
  const there = [...units].flatMap(([id, { ok }]) => (ok ? [id] : []));
  if (there.length === 0 || !scene.options.tests) return;
  await perform(
    'package-test',
    {
      argv: ['package-test', `--units=${there.join(',')}`, '--format=json', `--timeout=${scene.options.timeout}`],
      says: ({ stdout }) => {
        const tested = listOf(told(stdout).tested).map(objectOf);
        return `${tested.filter(({ ok }) => ok === true).length} of ${tested.length} work`;
      },
    },
    scene,
  );
}
