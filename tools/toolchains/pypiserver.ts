import { join } from 'node:path';
import { missing, present, timed, type Toolchain, type Verdict } from './client.ts';
import { find } from './find.ts';
import { bin, environment } from './python.ts';
import { provision } from './store.ts';

const version = '2.4.2';
const pins = [`pypiserver==${version}`];

/** An index for Python that somebody else wrote: what clients do with ours is measured against it. */
export const pypiserver: Toolchain = { clients: ['pypiserver'], pins, provide: async () => [await timed(provide)] };

async function provide(): Promise<Verdict> {
  const base = find('python3') ?? find('python');
  if (base === undefined) return missing('pypiserver', 'Python is not on PATH');
  const made = await provision({
    name: 'pypiserver',
    pins: [...pins, base],
    holds: [join(bin, 'pypi-server')],
    make: (folder) => environment(base, folder, pins),
  });
  if ('why' in made) return missing('pypiserver', made.why);
  return present('pypiserver', { state: 'provisioned', version, path: join(made.folder, bin, 'pypi-server') });
}
