import type { Snapshot } from '../../model/snapshot.ts';
import { nameOf } from '../../paths/inside.ts';
import { readYaml } from '../../text/yaml/read.ts';

/** A workflow of CI that runs this tool. */
export interface Pipeline {
  readonly file: string;
  readonly forge: 'github' | 'gitlab';
  /** What starts it, in the words of its CI. */
  readonly starts: readonly string[];
  /** Whether it publishes, and the environments of the jobs that do. */
  readonly publishes: boolean;
  readonly environments: readonly string[];
}

const isWorkflow = (file: string): boolean =>
  /^\.github\/workflows\/[^/]+\.ya?ml$|^\.gitlab-ci\.ya?ml$|^\.gitlab\/.+\.ya?ml$/.test(file);

const runsUs = /\bnx-convoy\b|\bnx(?:\s+run)?\s+release-(?:plan|publish|package)\b/;
const publishing = /\bnx-convoy(?:@[\w.-]+)?\s+publish\b|\brelease-publish\b|-t\s+publish\b|--target[= ]publish\b/;

export function pipelinesIn(repo: Snapshot): readonly Pipeline[] {
  return repo.files.filter(isWorkflow).flatMap((file): readonly Pipeline[] => {
    const text = repo.text(file);
    if (text?.ok !== true || !runsUs.test(text.value)) return [];
    const yaml = readYaml(text.value, file);
    if (!yaml.ok) return [];
    const top = table(yaml.value.data);
    const isGithub = file.startsWith('.github/');
    // What is no table is no job; what GitLab has at its top beside jobs has no script.
    const jobs = Object.values(isGithub ? table(top.jobs) : top).map(table);
    const sending = jobs.filter((job) => publishing.test(JSON.stringify(job)) && !isDry(job));
    return [
      {
        file,
        forge: isGithub ? 'github' : 'gitlab',
        starts: isGithub ? startsOf(top.on ?? top.true) : [],
        publishes: sending.length > 0,
        environments: [...new Set(sending.flatMap(environmentOf))],
      },
    ];
  });
}

type Table = Readonly<Record<string, unknown>>;

const table = (value: unknown): Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Table) : {};

const isDry = (job: Table): boolean =>
  !publishing.test(JSON.stringify(job).replaceAll(/publish[^"\\\n]*--dry-run/g, ''));

function environmentOf({ environment }: Table): readonly string[] {
  const name = typeof environment === 'string' ? environment : table(environment).name;
  // What is computed while it runs is no name that can be written down.
  return typeof name === 'string' && !name.includes('${{') && !name.includes('$') ? [name] : [];
}

function startsOf(on: unknown): readonly string[] {
  if (typeof on === 'string') return [on];
  return Array.isArray(on) ? on.filter((one) => typeof one === 'string') : Object.keys(table(on));
}

/** As registries ask for it: of GitHub the name of the file alone, of GitLab the file that a pipeline begins with. */
export const workflowName = ({ file, forge }: Pipeline): string =>
  forge === 'github' ? nameOf(file) : '.gitlab-ci.yml';
