import type { BenchUnit, Kind } from './units.ts';

export const manifestName: Readonly<Record<Kind, string>> = {
  crate: 'Cargo.toml',
  wheel: 'pyproject.toml',
  package: 'package.json',
  image: 'Dockerfile',
  chart: 'Chart.yaml',
};

/** Files of a unit besides its sources, by their path in its folder. */
export function filesOf(unit: BenchUnit, units: readonly BenchUnit[]): readonly (readonly [string, string])[] {
  return writers[unit.kind](
    unit,
    unit.needs.flatMap((at) => units[at] ?? []),
  );
}

/** What makes one workspace of them. */
export function workspaceFiles(units: readonly BenchUnit[]): readonly (readonly [string, string])[] {
  const has = (kind: Kind): boolean => units.some((unit) => unit.kind === kind);
  return [
    ['README.md', '# A workspace of the bench\n'],
    ['.gitignore', 'node_modules\n.nx\n'],
    ...(has('crate') ? ([['Cargo.toml', '[workspace]\nresolver = "2"\nmembers = ["crates/*"]\n']] as const) : []),
    ...(has('package')
      ? ([['package.json', '{\n  "name": "bench",\n  "private": true,\n  "workspaces": ["packages/*"]\n}\n']] as const)
      : []),
  ];
}

type Writer = (unit: BenchUnit, needs: readonly BenchUnit[]) => readonly (readonly [string, string])[];

const short = ({ name }: BenchUnit): string => name.slice(name.lastIndexOf('/') + 1);

const writers: Readonly<Record<Kind, Writer>> = {
  crate: ({ name, version }, needs) => [
    [
      'Cargo.toml',
      `[package]\nname = "${name}"\nversion = "${version}"\nedition = "2021"\nlicense = "MIT"\ndescription = "One of many."\n\n[dependencies]\nserde = "1"\n${needs
        .map((need) => `${need.name} = { path = "../${need.name}", version = "${need.version}" }\n`)
        .join('')}`,
    ],
  ],
  wheel: ({ name, version }, needs) => [
    [
      'pyproject.toml',
      `[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n\n[project]\nname = "${name}"\nversion = "${version}"\ndependencies = [\n  "requests>=2",\n${needs
        .map((need) => `  "${need.name}",\n`)
        .join(
          '',
        )}]\n\n[tool.uv.sources]\n${needs.map((need) => `${need.name} = { path = "../${need.name}" }\n`).join('')}`,
    ],
  ],
  package: ({ name, version }, needs) => [
    [
      'package.json',
      `${JSON.stringify({ name, version, license: 'MIT', dependencies: Object.fromEntries(needs.map((need) => [need.name, `^${need.version}`])) }, undefined, 2)}\n`,
    ],
  ],
  image: (unit) => [
    ['Dockerfile', 'FROM debian:12\nCOPY src /srv/src\nUSER 65532\nENTRYPOINT ["/srv/src/run"]\n'],
    ['compose.yaml', `services:\n  app:\n    image: registry.example.com/bench/${short(unit)}\n    build: .\n`],
  ],
  chart: ({ name, version }, needs) => [
    [
      'Chart.yaml',
      `apiVersion: v2\nname: ${name}\ndescription: One of many.\ntype: application\nversion: ${version}\n`,
    ],
    [
      'values.yaml',
      `replicas: 1\n${needs.map((need) => `image:\n  repository: registry.example.com/bench/${short(need)}\n  tag: "${need.version}"\n`).join('')}`,
    ],
  ],
};
