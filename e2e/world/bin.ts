import { spawnSync, type SpawnSyncOptionsWithStringEncoding } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../../tools/root.ts';

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export const packageFolder = join(root, 'packages/nx-convoy');
export const bin = join(packageFolder, 'dist/bin.js');

/** The built bin, as a user would run it. */
export function convoy(
  cwd: string,
  args: readonly string[],
  options: Partial<SpawnSyncOptionsWithStringEncoding> & { readonly node?: string; readonly house?: string } = {},
): Ran {
  const { node = process.execPath, house = packageFolder, ...rest } = options;
  const { status, stdout, stderr } = spawnSync(node, [join(house, 'dist/bin.js'), ...args], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    ...rest,
  });
  return { code: status, stdout, stderr };
}

interface GraphJson {
  readonly units: readonly {
    id: string;
    name: string;
    root: string;
    manifest: string;
    version?: string;
    private: boolean;
    project: string;
  }[];
  readonly edges: readonly { from: string; to: string; kind: string; file: string; line: number; range?: string }[];
  readonly publishOrder: readonly string[];
  readonly ignored: readonly { file: string; why: string }[];
  readonly problems: readonly {
    code: string;
    severity: string;
    what: string;
    file?: string;
    line?: number;
    fix: string;
  }[];
}

export function graphOf(cwd: string, args: readonly string[] = []): GraphJson {
  return JSON.parse(convoy(cwd, ['graph', '--format=json', ...args]).stdout) as GraphJson;
}
