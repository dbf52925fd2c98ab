import { createHash } from 'node:crypto';
import { spawn, type ChildProcess } from 'node:child_process';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { callable } from '../../tools/toolchains/callable.ts';
import type { Present } from '../../tools/toolchains/client.ts';
import { bin } from '../world/bin.ts';
import { commitAll, tempFolder, write } from '../world/folder.ts';

interface Report {
  readonly ok: boolean;
  readonly plan: string | null;
  readonly supposed: boolean;
  readonly dirty: boolean;
  readonly units: readonly {
    unit: string;
    is: string;
    because: string;
    version: string;
    wave: number;
    bytes?: number;
  }[];
  readonly findings: readonly {
    step: string;
    code: string;
    severity: string;
    what: string;
    fix: string;
    file?: string;
  }[];
  readonly steps: readonly { name: string; ok: boolean; says: string }[];
  readonly storms?: readonly { seed: number; ok: boolean; kills: number; runs: number; faults: readonly string[] }[];
  readonly problems?: readonly { code: string; fix: string }[];
}

export interface Rehearsed {
  readonly code: number | null;
  readonly stderr: string;
  readonly report: Report;
}

/** An npm package and a chart, which need nothing of anybody else. */
export const pier = (more: Readonly<Record<string, string>> = {}): string =>
  commitAll(
    write(tempFolder(), {
      'package.json': JSON.stringify({ name: 'quay', private: true, workspaces: ['npm/*'] }),
      'npm/flag/package.json': JSON.stringify({
        ...{ name: '@quay/flag', version: '1.0.0', main: 'index.js', license: 'MIT' },
        publishConfig: { access: 'public' },
      }),
      'npm/flag/index.js': 'module.exports = 7;\n',
      'chart/Chart.yaml': 'apiVersion: v2\nname: quay\nversion: 1.0.0\ndescription: For a test.\n',
      'chart/templates/map.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\n',
      'convoy.json': JSON.stringify({
        convoy: { units: { 'helm:quay': { registries: ['oci://registry.example.com/charts'] } } },
      }),
      '.gitignore': 'target\nnode_modules\n.nx\n',
      ...more,
    }),
    'feat: begin',
  );

/** The same with crates. */
export const quay = (names: readonly string[] = ['rope', 'ship']): string =>
  pier({
    'Cargo.toml': `[workspace]\nmembers = ${JSON.stringify(names)}\nresolver = "2"\n`,
    'rope/Cargo.toml': crate('quay-rope'),
    'rope/src/lib.rs': 'pub fn knot() -> u8 { 7 }\n',
    ...(names.includes('ship')
      ? {
          'ship/Cargo.toml': crate(
            'quay-ship',
            '[dependencies]\nquay-rope = { path = "../rope", version = "1.0.0" }\n',
          ),
          'ship/src/lib.rs': 'pub fn sail() -> u8 { quay_rope::knot() }\n',
        }
      : {}),
  });

export const crate = (name: string, more = ''): string =>
  `[package]\nname = "${name}"\nversion = "1.0.0"\nedition = "2021"\nlicense = "MIT"\ndescription = "For a test"\n${more}`;

/** Somebody with a home and temporary files of their own, who has these clients. */
export function sailor(clients: readonly Present[]): NodeJS.ProcessEnv & { readonly HOME: string } {
  const HOME = write(tempFolder(), { '.gitconfig': '[user]\n\tname = Quay\n\temail = quay@example.com\n' });
  return { ...callable(clients), HOME, TMPDIR: tempFolder() };
}

interface How {
  readonly watch?: (stderr: string, child: ChildProcess) => void;
  /** A command that runs it. */
  readonly through?: readonly string[];
  /** Whether it is told that nobody is to be asked. */
  readonly isTold?: boolean;
}

/** The built bin: nobody else is asked, and what it leaves behind would be in a folder of its own. */
export async function rehearsed(
  folder: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  { watch = () => undefined, through = [], isTold = true }: How = {},
): Promise<Rehearsed> {
  const words = [bin, 'rehearse', ...(isTold ? ['--offline'] : []), '--format=json', ...args];
  const [program = '', ...rest] = [...through, process.execPath, ...words];
  const child = spawn(program, rest, { cwd: folder, env });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (text: Buffer) => (said.stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => {
    said.stderr += text.toString();
    watch(said.stderr, child);
  });
  const code = await new Promise<number | null>((done) => child.on('close', done));
  if (!said.stdout.startsWith('{')) throw new Error(`${said.stdout}${said.stderr}`);
  return { code, stderr: said.stderr, report: JSON.parse(said.stdout) as Report };
}

export const fates = ({ report }: Rehearsed): readonly string[] =>
  report.units.map(({ unit, is }) => `${unit} ${is}`).sort();

export const errors = ({ report }: Rehearsed): readonly string[] =>
  report.findings.flatMap(({ code, severity }) => (severity === 'error' ? [code] : [])).sort();

/** Everything below a folder: path, size, times and bytes. */
export function listing(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const { size, mtimeMs, mode } = lstatSync(path);
      const held = entry.isFile() ? digest(path) : entry.isSymbolicLink() ? readlinkSync(path) : '';
      return `${relative(folder, path)} ${entry.isFile() ? size : ''} ${mtimeMs} ${mode} ${held}`;
    })
    .sort();
}

const digest = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');
