import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../tools/root.ts';
import { ofConvoy, ofNx, type Planned } from './compare.ts';
import { commit, tag, workspace } from './install.ts';
import { filesOf, groupOf, own, projectsOf, stepsOf, type Part, type Step } from './part.ts';
import { runs, type Run } from './parts.ts';

const page = readFileSync(join(root, 'docs/nx-release-differences.md'), 'utf8');
const entries = [...page.matchAll(/^## (\d+)\. /gm)].map(([, number]) => Number(number));

let changes = 0;
function take(folder: string, { id }: Part, step: Step): void {
  if ('tag' in step) {
    tag(folder, ...step.tag.map((name) => own(id, name)));
    return;
  }
  const files: Record<string, string> = {};
  for (const name of (step.touch ?? []).map((word) => own(id, word))) {
    changes += 1;
    if (name.includes('.')) files[name] = `${readFileSync(join(folder, name), 'utf8')}\n`;
    else files[`${name}/src/changed.txt`] = `${changes}\n`;
  }
  for (const [file, text] of Object.entries(step.write ?? {})) files[own(id, file)] = own(id, text);
  commit(folder, own(id, step.say), files);
}

function made({ parts, version }: Run): string {
  const folder = workspace(Object.fromEntries(parts.flatMap((part) => Object.entries(filesOf(part)))), {
    groups: Object.fromEntries(parts.map((part) => [part.id, groupOf(part)])),
    ...(version === undefined ? {} : { version }),
  });
  for (const part of parts) for (const step of stepsOf(part)) take(folder, part, step);
  return folder;
}

/** What each changed line of a part says afterwards. */
const linesOf = ({ edits }: Planned, { id }: Part): ReadonlyMap<string, string> =>
  new Map(
    edits
      .filter(({ file }) => file.startsWith(`${id}-`))
      .map(({ file, line, after }) => [`${file}:${line}`, after] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

describe.each(runs)('$name', (run) => {
  let ours: Planned;
  let theirs: Planned;
  beforeAll(() => {
    const folder = made(run);
    ours = ofConvoy(folder, run.ask?.ours);
    theirs = ofNx(folder, run.ask?.nx);
  }, 120_000);

  it('is planned by both', () => expect([theirs.problems, ours.problems]).toEqual([[], []]));

  it.each(run.parts)('$id: the same versions and places, but for what the page tells', (part) => {
    const versions = projectsOf(part).map((project) => [
      project,
      { nx: theirs.versions[project] ?? '-', ours: ours.versions[project] ?? '-' },
    ]);
    const told = projectsOf(part).map((project) => {
      const known = part.differs?.[`$${project.slice(part.id.length + 1)}`];
      const same = theirs.versions[project] ?? '-';
      return [project, known === undefined ? { nx: same, ours: same } : { nx: known.nx, ours: known.ours }];
    });
    expect(Object.fromEntries(versions)).toEqual(Object.fromEntries(told));
    for (const { nx, ours: other } of Object.values(part.differs ?? {})) expect(other).not.toBe(nx);
    if (part.differs !== undefined) return;
    const [written, planned] = [linesOf(theirs, part), linesOf(ours, part)];
    expect([...planned.keys()]).toEqual([...written.keys()]);
    for (const [place, after] of planned) expect(written.get(place)).toContain(after);
  });
});

it('has a page that tells every difference, and no other', () => {
  const used = runs.flatMap(({ parts }) =>
    parts.flatMap(({ differs }) => Object.values(differs ?? {}).map(({ entry }) => entry)),
  );
  expect([...new Set(used)].sort((a, b) => a - b)).toEqual(entries);
});
