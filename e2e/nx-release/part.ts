import type { Files } from './install.ts';

/** A commit that touches projects and files, or tags of the commit before it. `$core` is the part's own project core. */
export type Step =
  | { readonly tag: readonly string[] }
  | { readonly say: string; readonly touch?: readonly string[]; readonly write?: Files };

export interface Difference {
  readonly entry: number;
  /** `-` where it releases nothing. */
  readonly nx: string;
  readonly ours: string;
}

/** One small release group with a history of its own. Many stand in one workspace, so that Nx is started a few times only. */
export interface Part {
  readonly id: string;
  readonly files: Files;
  readonly fixed?: boolean;
  /** Version plans in place of commits. */
  readonly plans?: boolean;
  readonly version?: object;
  readonly steps: readonly Step[];
  /** By project. What is not named here must be the same. */
  readonly differs?: Readonly<Record<string, Difference>>;
}

export const own = (id: string, text: string): string => text.replaceAll('$', `${id}-`);

/** Every project has a file of its own name's folder. */
export const projectsOf = ({ id, files }: Part): readonly string[] =>
  [...new Set(Object.keys(files).map((file) => file.split('/')[0] ?? ''))].map((name) => own(id, name));

export const filesOf = ({ id, files }: Part): Files =>
  Object.fromEntries(Object.entries(files).map(([file, text]) => [own(id, file), own(id, text)]));

export const groupOf = (part: Part): object => ({
  projects: projectsOf(part),
  projectsRelationship: part.fixed === true ? 'fixed' : 'independent',
  releaseTag: { pattern: part.fixed === true ? `${part.id}-v{version}` : '{projectName}@{version}' },
  version: {
    versionActions: 'nx-convoy/version-actions',
    ...(part.plans === true ? {} : { conventionalCommits: true }),
    ...part.version,
  },
  ...(part.plans === true ? { versionPlans: true } : {}),
});

/** Without a tag of its own, a part begins at 1.0.0. */
export const stepsOf = (part: Part): readonly Step[] => {
  const [first] = part.steps;
  const begin = part.fixed === true ? [`$v1.0.0`] : projectsOf(part).map((name) => `${name}@1.0.0`);
  return first !== undefined && 'tag' in first ? part.steps : [{ tag: begin }, ...part.steps];
};

export const crate = (name: string, version: string, ...needs: readonly string[]): string =>
  `[package]\nname = "${name}"\nversion = "${version}"\n\n[dependencies]\n${needs
    .map((need) => `${need} = { path = "../${need}", version = "${version}" }\n`)
    .join('')}`;

export const wheel = (name: string, version: string, ...needs: readonly string[]): string =>
  `[build-system]\nrequires = ["hatchling"]\n\n[project]\nname = "${name}"\nversion = "${version}"\ndependencies = [${needs
    .map((need) => `"${need}>=${version}"`)
    .join(', ')}]\n${needs.map((need) => `[tool.uv.sources.${need}]\npath = "../${need}"\n`).join('')}`;

export const chart = (name: string, version: string, ...needs: readonly string[]): string =>
  `apiVersion: v2\nname: ${name}\nversion: ${version}\n${needs.length === 0 ? '' : 'dependencies:\n'}${needs
    .map((need) => `  - name: ${need}\n    version: ~${version}\n    repository: file://../${need}\n`)
    .join('')}`;

/** A library, and something that needs it. */
export const pair = (version = '1.0.0'): Files => ({
  '$lib/Cargo.toml': crate('$lib', version),
  '$app/Cargo.toml': crate('$app', version, '$lib'),
});
