import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { root } from '../../../tools/root.ts';
import { importsOf } from '../../../tools/checks/source.ts';

const source = join(root, 'packages/local-registries/src');
const all = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'));

const importsIn = (file: string): readonly string[] =>
  importsOf(file, readFileSync(join(source, file), 'utf8')).map(({ from }) => from);

/** What is shipped: all that the entry and the program lead to. The rest is for specs, which may do what they need to. */
const files = shippedFrom(all.filter((file) => file === 'index.ts' || file.startsWith('cli/')));

function shippedFrom(entries: readonly string[]): readonly string[] {
  const found = new Set(entries);
  for (const file of found)
    for (const from of importsIn(file)) if (from.startsWith('.')) found.add(join(dirname(file), from));
  return all.filter((file) => found.has(file));
}

const folderOf = (file: string): string => (file.includes('/') ? (file.split('/')[0] ?? '') : '');

/** Every folder that the list of protocols imports. */
const protocolFolders = new Set(
  importsIn('protocols.ts').flatMap((from) => (from.endsWith('/index.ts') ? [folderOf(join(from))] : [])),
);

const inner = files.flatMap((file) =>
  importsIn(file).flatMap((from) => (from.startsWith('.') ? [{ file, to: join(dirname(file), from) }] : [])),
);
const say = ({ file, to }: { readonly file: string; readonly to: string }): string => `${file} imports ${to}`;

it('looks at the protocols', () => expect([...protocolFolders]).toContain('crates'));

it('needs nothing of the plugin, nor anything else outside of this package', () => {
  expect(inner.filter(({ to }) => to.startsWith('..')).map(say)).toEqual([]);
  const packages = new Set(
    files
      .flatMap(importsIn)
      .filter((from) => !from.startsWith('.') && !from.startsWith('node:'))
      .map((from) => /^(?:@[^/]+\/)?[^/]+/.exec(from)?.[0] ?? from),
  );
  const { devDependencies } = JSON.parse(readFileSync(join(source, '../package.json'), 'utf8')) as {
    devDependencies: object;
  };
  expect([...packages].filter((name) => !Object.keys(devDependencies).includes(name))).toEqual([]);
});

it('keeps protocols apart: one imports the base, and only the list imports one', () => {
  const crossing = inner.filter(
    ({ file, to }) => protocolFolders.has(folderOf(to)) && folderOf(file) !== folderOf(to) && file !== 'protocols.ts',
  );
  expect(crossing.map(say)).toEqual([]);
});

it('lets no protocol open a socket, a file or a timer of its own', () => {
  const acting = /^node:(fs|fs\/promises|http|https|net|child_process|timers|timers\/promises)$/;
  const found = files.filter(
    (file) => protocolFolders.has(folderOf(file)) && importsIn(file).some((from) => acting.test(from)),
  );
  expect(found).toEqual([]);
});
