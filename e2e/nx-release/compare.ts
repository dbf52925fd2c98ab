import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { convoy } from '../world/bin.ts';
import { git, write } from '../world/folder.ts';

/** The versions that a release leads to, by project; a project that is not released is not there. */
export type Versions = Readonly<Record<string, string>>;

export interface Planned {
  readonly versions: Versions;
  /** The places that change, each with what stands there afterwards. */
  readonly edits: readonly { readonly file: string; readonly line: number; readonly after: string }[];
  readonly problems: readonly string[];
}

interface PlanJson {
  readonly units: readonly {
    readonly project: string;
    readonly version: { readonly to: string };
  }[];
  readonly edits: Planned['edits'];
  readonly problems: readonly { readonly severity: string; readonly code: string; readonly what: string }[];
}

/** What our plan says. */
export function ofConvoy(folder: string, args: readonly string[] = []): Planned {
  const { stdout, stderr } = convoy(folder, ['plan', '--format=json', ...args]);
  if (!stdout.startsWith('{')) throw new Error(stdout + stderr);
  const { units, edits, problems } = JSON.parse(stdout) as PlanJson;
  return {
    versions: byProject(units),
    edits: edits.map(({ file, line, after }) => ({ file, line, after })),
    problems: problems.filter(({ severity }) => severity === 'error').map(({ code, what }) => `${code} ${what}`),
  };
}

/** Where the units of one project go different ways, all of them: `1.1.0 + 2.0.1`. */
function byProject(units: PlanJson['units']): Versions {
  const versions = new Map<string, Set<string>>();
  for (const { project, version } of units)
    versions.set(project, (versions.get(project) ?? new Set<string>()).add(version.to));
  return Object.fromEntries([...versions].map(([project, found]) => [project, [...found].sort().join(' + ')]));
}

/** Asked by its own API, in a process of its own: it prints, and may end the process. */
const script = `
import { writeFileSync } from 'node:fs';
import { releaseVersion } from 'nx/release';
const [out, options] = process.argv.slice(2);
const { projectsVersionData } = await releaseVersion({ gitCommit: false, gitTag: false, stageChanges: false, ...JSON.parse(options) });
writeFileSync(out, JSON.stringify(projectsVersionData));
process.exit(0);
`;

/** What `nx release version` does. It is let write, for its dry run tells the versions but not the places. */
export function ofNx(folder: string, options: object = {}): Planned {
  write(folder, { 'node_modules/ask.mjs': script });
  const out = join(folder, 'node_modules/versions.json');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(folder, 'node_modules/ask.mjs'), out, JSON.stringify(options)],
    { cwd: folder, encoding: 'utf8', env: { ...process.env, NX_DAEMON: 'false', NX_NO_CLOUD: 'true', CI: 'true' } },
  );
  if (status !== 0) return { versions: {}, edits: [], problems: [`${stdout}${stderr}`.trim()] };
  const data = JSON.parse(readFileSync(out, 'utf8')) as Readonly<Record<string, { newVersion: string | null }>>;
  const versions = Object.entries(data).flatMap(([project, { newVersion }]) =>
    newVersion === null ? [] : [[project, newVersion] as const],
  );
  return { versions: Object.fromEntries(versions), edits: changedLines(folder), problems: [] };
}

function changedLines(folder: string): Planned['edits'] {
  let file = '';
  let line = 0;
  return git(folder, 'diff', 'HEAD', '--unified=0', '--no-color')
    .split('\n')
    .flatMap((text) => {
      if (text.startsWith('+++ b/')) file = text.slice('+++ b/'.length);
      const hunk = /^@@ \S+ \+(\d+)/.exec(text);
      if (hunk !== null) line = Number(hunk[1]) - 1;
      if (!text.startsWith('+') || text.startsWith('+++ ')) return [];
      line += 1;
      return [{ file, line, after: text.slice(1) }];
    });
}
