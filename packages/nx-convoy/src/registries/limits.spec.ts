import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../../tools/root.ts';
import { knownLimits, limitsAt, type KnownLimit } from './limits.ts';

const page = join(root, 'docs/registry-limits.md');
const begin =
  '| registry | what | how much | counted for each | source | day |\n| --- | --- | --- | --- | --- | --- |\n';

const duration = (ms: number): string =>
  ms % 86_400_000 === 0 ? `${ms / 86_400_000} d` : ms % 3_600_000 === 0 ? `${ms / 3_600_000} h` : `${ms / 60_000} min`;

function amount({ pace, bytes = 0 }: KnownLimit): string {
  if (pace === undefined) return bytes < 1024 ** 3 ? `${bytes / 1024 ** 2} MiB` : `${bytes / 1024 ** 3} GiB`;
  const { burst, everyMs, isWindow } = pace;
  const most = burst.toLocaleString('en');
  return isWindow === true
    ? `${most} within ${duration(everyMs)}`
    : `${most} at once, then 1 every ${duration(everyMs)}`;
}

it('docs/registry-limits.md has every limit (CONVOY_UPDATE=1 writes it)', () => {
  const text = readFileSync(page, 'utf8');
  const rows = knownLimits.map(
    (limit) =>
      `| ${limit.registry} | ${limit.of} | ${amount(limit)} | ${limit.per} | <${limit.source}> | ${limit.date} |\n`,
  );
  const written = text.replace(/^\| registry[\s\S]*?\n(?=\n|$)/m, `${begin}${rows.join('')}`);
  if (process.env.CONVOY_UPDATE === '1') writeFileSync(page, written);
  expect(readFileSync(page, 'utf8')).toBe(written);
});

it.each(knownLimits.map((limit) => [`${limit.registry} ${limit.of}`, limit] as const))(
  '%s has a figure, a source and a day',
  (_, { pace, bytes, source, date, per }) => {
    expect([pace, bytes].filter((figure) => figure !== undefined)).toHaveLength(1);
    expect(new URL(source).protocol).toBe('https:');
    expect(date).toMatch(/^20\d\d-\d\d-\d\d$/);
    expect(per).not.toBe('');
  },
);

it.each<[string, Parameters<typeof limitsAt>[0], number]>([
  ['a sparse index', { protocol: 'crates', url: 'https://index.crates.io/' }, 3],
  ['one of a company', { protocol: 'crates', url: 'https://crates.example.com/index/' }, 0],
  ['the same host by another protocol', { protocol: 'npm', url: 'https://pypi.org/simple/' }, 0],
  ['a simple index', { protocol: 'pypi', url: 'https://pypi.org/simple/' }, 3],
  ['no address', { protocol: 'pypi', url: 'pypi' }, 0],
])('%s', (_, registry, count) => expect(limitsAt(registry)).toHaveLength(count));
