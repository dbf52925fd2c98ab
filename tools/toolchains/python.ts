import { join } from 'node:path';
import { missing, present, timedTogether, type ClientName, type Toolchain, type Verdict } from './client.ts';
import { install } from './debian.ts';
import { find, versionOf } from './find.ts';
import { run } from './run.ts';
import { provision } from './store.ts';

const pins = [
  'build==1.6.1',
  'twine==7.0.0', // older ones reject the metadata that current backends write
  'uv==0.13.8',
  'maturin==1.16.0',
  'hatchling==1.33.0',
  'hatch-vcs==0.5.0',
  'setuptools==84.2.1',
  'setuptools-scm==10.3.4',
  'wheel==0.48.0',
  'packaging==26.3',
  'PyYAML==6.0.3',
];

const programs = ['twine', 'uv', 'maturin'] as const;
export const bin = process.platform === 'win32' ? 'Scripts' : 'bin';

/** A virtual environment with the build front ends, the backends and the uploaders. */
export const python: Toolchain = { clients: ['python', ...programs], pins, provide: () => timedTogether(provide) };

async function provide(): Promise<readonly Verdict[]> {
  const base = find('python3') ?? find('python');
  if (base === undefined) return none('Python is not on PATH');
  const interpreter = await run([base, '-c', 'import sys; print(sys.version, sys.base_prefix)'], { timeoutMs: 20_000 });
  if (!interpreter.ok) return none(interpreter.why);
  const made = await provision({
    name: 'python',
    pins: [...pins, interpreter.stdout],
    holds: ['python', ...programs].map((name) => join(bin, name)),
    make: (folder) => environment(base, folder, pins),
  });
  return 'why' in made ? fromDebian(made.why) : fromStore(join(made.folder, bin));
}

/** A virtual environment with these packages; tells why where it cannot be made. */
export async function environment(base: string, folder: string, packages: readonly string[]): Promise<string> {
  const made = await run([base, '-m', 'venv', folder], { timeoutMs: 120_000 });
  if (!made.ok) return made.why;
  const quick = ['--quiet', '--no-input', '--disable-pip-version-check', '--retries', '1', '--timeout', '30'];
  const pip = [join(folder, bin, 'python'), '-m', 'pip', 'install', ...quick, '--only-binary', ':all:', ...packages];
  return (await run(pip, { timeoutMs: 240_000 })).why;
}

async function fromStore(folder: string): Promise<readonly Verdict[]> {
  const path = join(folder, 'python');
  const version = await versionOf([path, '--version']);
  if (version === undefined) return none('the virtual environment in the store does not work');
  const all = programs.map((name) =>
    present(name, { state: 'provisioned', version: pinned(name), path: join(folder, name), paths: { bin: folder } }),
  );
  return [present('python', { state: 'provisioned', version, path, paths: { bin: folder } }), ...all];
}

/** Without a package index: Debian's own Python with Debian's own, older modules. */
async function fromDebian(why: string): Promise<readonly Verdict[]> {
  const modules = ['build', 'hatchling', 'setuptools', 'setuptools-scm', 'wheel', 'packaging', 'yaml', 'venv'];
  const failed = await install([...modules.map((name) => `python3-${name}`), 'twine']);
  if (failed !== '') return none(`${why}; ${failed}`);
  // Not the first python3 on PATH: only Debian's own one sees Debian's modules.
  const path = '/usr/bin/python3';
  const version = await versionOf([path, '--version']);
  const twine = await versionOf([path, '-m', 'twine', '--version']);
  if (version === undefined || twine === undefined) return none(why);
  return [
    present('python', { state: 'provisioned', version, path, why: `Debian's modules: ${why}` }),
    present('twine', { state: 'provisioned', version: twine, path: '/usr/bin/twine', why: 'rejects newer metadata' }),
    missing('uv', why),
    missing('maturin', why),
  ];
}

const none = (why: string): readonly Verdict[] => python.clients.map((name) => missing(name, why));

const pinned = (name: ClientName): string => pins.find((pin) => pin.startsWith(`${name}==`))?.split('==')[1] ?? '';
