import { convoy } from '../world/bin.ts';
import { commitAll, git, tempFolder, write } from '../world/folder.ts';
import { crate } from './part.ts';

interface PlanJson {
  readonly units: readonly {
    readonly id: string;
    readonly version: { readonly to: string };
    readonly because: readonly { readonly request?: string; readonly text: string }[];
  }[];
  readonly versionPlans?: readonly string[];
  readonly problems: readonly { readonly code: string; readonly file?: string; readonly line?: number }[];
}

const plan = (folder: string, ...args: readonly string[]): PlanJson =>
  JSON.parse(convoy(folder, ['plan', '--format=json', ...args]).stdout) as PlanJson;

const codes = ({ problems }: PlanJson): readonly string[] =>
  problems
    .filter(({ code }) => code.startsWith('VERSION_PLAN'))
    .map(({ code, file, line }) => `${code} ${file ?? ''}${line === undefined ? '' : `:${line}`}`);

function repository(plans: Readonly<Record<string, string>>): string {
  const folder = write(tempFolder(), {
    'lib/Cargo.toml': crate('lib', '1.0.0'),
    'app/Cargo.toml': crate('app', '1.0.0', 'lib'),
    'c/Cargo.toml': crate('c', '1.0.0'),
    'nx.json': JSON.stringify({
      release: { projects: ['*'], projectsRelationship: 'independent', versionPlans: true },
    }),
  });
  commitAll(folder);
  for (const name of ['lib', 'app', 'c']) git(folder, 'tag', `${name}@1.0.0`);
  for (const [name, text] of Object.entries(plans)) write(folder, { [`.nx/version-plans/${name}.md`]: text });
  write(folder, { 'c/src/lib.rs': '//\n' });
  return commitAll(folder, 'feat(c): more');
}

it('joins version plans with the commits, tells all, and lists what is used up', () => {
  const folder = repository({
    one: '---\nlib: minor\nc: patch\n---\n\nReads comments.\n',
    two: '---\nc: feat!\n---\n\nNew names.\n',
  });
  const told = plan(folder);
  expect(Object.fromEntries(told.units.map(({ id, version }) => [id, version.to]))).toEqual({
    'cargo:lib': '1.1.0',
    'cargo:app': '1.0.1',
    'cargo:c': '2.0.0',
  });
  expect(told.units.find(({ id }) => id === 'cargo:c')?.because).toEqual([
    { request: 'patch', text: 'Reads comments. (.nx/version-plans/one.md)' },
    { request: 'feat!', text: 'New names. (.nx/version-plans/two.md)' },
    expect.objectContaining({ text: 'feat(c): more' }),
  ]);
  expect(told.versionPlans).toEqual(['.nx/version-plans/one.md', '.nx/version-plans/two.md']);
  expect(codes(told)).toEqual([]);
});

it('keeps a plan of which a part is left out, and says so', () => {
  const folder = repository({ one: '---\nlib: minor\nc: patch\n---\n\nReads comments.\n' });
  const part = plan(folder, '--projects=c');
  expect(part.versionPlans).toBeUndefined();
  expect(codes(part)).toEqual(['VERSION_PLAN_SPLIT .nx/version-plans/one.md']);
});

it('tells each wrong line with its place, and ends with 1', () => {
  const folder = repository({ one: '---\nlib: huge\nnobody: minor\n---\n\nText.\n' });
  expect(codes(plan(folder)).toSorted()).toEqual([
    'VERSION_PLAN_LEVEL .nx/version-plans/one.md:2',
    'VERSION_PLAN_UNKNOWN .nx/version-plans/one.md:3',
  ]);
  expect(convoy(folder, ['plan']).code).toBe(1);
});
