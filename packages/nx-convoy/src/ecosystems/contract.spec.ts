import fc from 'fast-check';
import { repoOf } from '../../../../tools/facts/snapshot.ts';
import { noConfig } from '../model/config.ts';
import { fail } from '../model/problem.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { nameOf } from '../paths/inside.ts';
import { ecosystems } from './index.ts';

/** What every listed ecosystem keeps, whatever the repository holds. */
describe.each(ecosystems.map((ecosystem) => [ecosystem.id, ecosystem] as const))('%s', (_, ecosystem) => {
  const manifests = ecosystem.globs.map((glob) => nameOf(glob).replaceAll('*', 'x'));

  it('finds nothing in nothing', () => {
    expect(ecosystem.survey(repoOf({}), noConfig)).toEqual({ units: [], claims: [], ignored: [], problems: [] });
  });

  it('has flat globs: nested braces stop Nx 22.7', () => {
    expect(ecosystem.globs.filter((glob) => !glob.startsWith('**/') || /[{}]/.test(glob))).toEqual([]);
  });

  it.each([
    ['empty', ''],
    ['a byte order mark alone', '\uFEFF'],
    ['brackets', '['.repeat(10_000)],
    ['braces', '{'.repeat(10_000)],
    ['a list', '- a\n- b\n'],
    ['prototypes', '__proto__ = 1\n[constructor]\nname = "x"\n'],
    [
      'prototypes in JSON',
      '{"__proto__": {"name": "x"}, "name": {"toString": 1}, "workspaces": 3, "dependencies": ["a"]}',
    ],
    ['prototypes in YAML', '__proto__: {name: x}\nname: [1]\ndependencies: {a: b}\n'],
    [
      'wrong types',
      '[package]\nname = 3\nversion = []\n[project]\nname = { a = 1 }\ndependencies = 5\n[workspace]\nmembers = "x"\n',
    ],
    ['control characters', '\u0001\u0002\u001b[31m'],
  ])('survives manifests that hold %s', (_, text) => {
    const repo = repoOf(
      Object.fromEntries(
        manifests.flatMap((name) => [
          [name, text],
          [`a/${name}`, text],
          [`a/b/${name}`, text],
        ]),
      ),
    );
    const { units, claims, problems } = ecosystem.survey(repo, noConfig);
    expect(new Set(units.map(({ key }) => key)).size).toBe(units.length);
    const files = new Set(repo.files);
    for (const { manifest } of units) expect(files).toContain(manifest);
    for (const { at } of claims) expect(files).toContain(at.file);
    for (const { where, fix, what, code } of problems) {
      expect(files).toContain(where?.file);
      expect(code).toMatch(/^[A-Z][A-Z0-9_]+$/);
      expect(fix.length * what.length).toBeGreaterThan(0);
    }
  });

  it('tells every file that cannot be read, once', () => {
    const unreadable = fail({ code: 'FILE_UNREADABLE', severity: 'error', what: 'x', where: { file: 'x' }, fix: 'y' });
    const repo: Snapshot = { files: manifests.map((name) => `a/${name}`), text: () => unreadable };
    expect(new Set(ecosystem.survey(repo, noConfig).problems.map(({ code }) => code))).toEqual(
      new Set(['FILE_UNREADABLE']),
    );
  });

  it('does not throw, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...manifests), fc.string({ unit: 'binary' })), { maxLength: 4 }),
        (files) => {
          ecosystem.survey(repoOf(Object.fromEntries(files)), noConfig);
        },
      ),
    );
  });

  it('gives one answer, in whatever order the files are listed', () => {
    const repo = repoOf(Object.fromEntries(manifests.map((name, at) => [`u${at}/${name}`, 'name = "x"\n'])));
    const backwards: Snapshot = { ...repo, files: [...repo.files].reverse() };
    const sorted = (snapshot: Snapshot): unknown => {
      const { units, ignored } = ecosystem.survey(snapshot, noConfig);
      return [units.map(({ key }) => key).sort(), ignored.map(({ file }) => file).sort()];
    };
    expect(sorted(backwards)).toEqual(sorted(repo));
  });
});
