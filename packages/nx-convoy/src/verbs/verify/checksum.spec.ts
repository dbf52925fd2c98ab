import type { Artifact } from '../../model/delivery.ts';
import type { Presence } from '../../model/registry.ts';
import type { Fetched } from '../../model/trial.ts';
import { compare, type Made } from './checksum.ts';

const artifact = (name: string, ...digests: readonly string[]): Artifact => ({
  ...{ unit: 'x:y', name, path: name, size: 1, digests },
});
const made = (isByBytes: boolean, ...artifacts: readonly Artifact[]): Made => ({ artifacts, isByBytes });
const present = (more: object = {}): Presence => ({ is: 'present', ...more });
const file = (digest: string, name?: string): Fetched => ({
  of: 'file',
  digest,
  ...(name === undefined ? {} : { name }),
});
const manifest = (digest: string): Fetched => ({ of: 'manifest', digest });
const show = ({ is, against }: ReturnType<typeof compare>): string =>
  [is, ...(against === undefined ? [] : [against])].join(' ');

it.each<[string, readonly Fetched[], Presence, Made | undefined, string]>([
  ['nothing is known', [file('sha256:a')], present(), undefined, 'untold'],
  ['nothing was fetched', [], present({ digest: 'sha256:a' }), undefined, 'untold'],
  ['the registry says the same', [file('sha256:a')], present({ digest: 'sha256:a' }), undefined, 'same registry'],
  ['the registry says otherwise', [file('sha256:b')], present({ digest: 'sha256:a' }), undefined, 'other registry'],
  ['digests of two kinds', [file('sha512-b')], present({ digest: 'sha256:a' }), undefined, 'untold'],
  [
    'a file of its own digest',
    [file('sha256:b', 'w.whl')],
    present({
      files: [
        { name: 's.tar.gz', digest: 'sha256:a' },
        { name: 'w.whl', digest: 'sha256:b' },
      ],
    }),
    undefined,
    'same registry',
  ],
  [
    'a chart below a manifest: its own digest is not the one that the registry tells',
    [file('sha256:c', 'c.tgz'), manifest('sha256:m')],
    present({ digest: 'sha256:m' }),
    undefined,
    'same registry',
  ],
  [
    'one of two is another',
    [file('sha256:a', 'f'), file('sha256:c', 'g')],
    present(),
    made(true, artifact('f', 'sha256:a'), artifact('g', 'sha256:b')),
    'other recorded',
  ],
  ['what was made', [file('sha256:a', 'f')], present(), made(true, artifact('f', 'sha256:a')), 'same recorded'],
  [
    'other than what was made',
    [file('sha256:b', 'f')],
    present(),
    made(true, artifact('f', 'sha256:a')),
    'other recorded',
  ],
  [
    'other than what was made, though the registry says the same',
    [file('sha256:b', 'f')],
    present({ digest: 'sha256:b' }),
    made(true, artifact('f', 'sha256:a')),
    'other recorded',
  ],
  [
    'what nobody can make twice: the registry counts',
    [file('sha256:b', 'f')],
    present({ digest: 'sha256:b' }),
    made(false, artifact('f', 'sha256:a')),
    'same registry',
  ],
  [
    'a wheel that another machine made',
    [file('sha256:b', 'mac.whl')],
    present({ files: [{ name: 'mac.whl', digest: 'sha256:b' }] }),
    made(true, artifact('linux.whl', 'sha256:a')),
    'same registry',
  ],
  [
    'a chart that was made, below a manifest that its registry wrote',
    [file('sha256:a', 'c.tgz'), manifest('sha256:m')],
    present({ digest: 'sha256:m' }),
    made(true, artifact('c.tgz', 'sha256:a')),
    'same recorded',
  ],
  [
    'a chart other than was made, below a manifest',
    [file('sha256:b', 'c.tgz'), manifest('sha256:m')],
    present({ digest: 'sha256:m' }),
    made(true, artifact('c.tgz', 'sha256:a')),
    'other recorded',
  ],
  [
    'npm tells sha512 alone',
    [file('sha512-b')],
    present(),
    made(true, artifact('f.tgz', 'sha256:a', 'sha512-b')),
    'same recorded',
  ],
])('%s', (_, fetched, seen, recorded, expected) => {
  expect(show(compare(fetched, seen, recorded))).toBe(expected);
});
