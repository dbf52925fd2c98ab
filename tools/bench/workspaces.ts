import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const kinds = ['cargo', 'python', 'npm', 'docker', 'helm'] as const;
export type Kind = (typeof kinds)[number];

/** A workspace of small units of one kind, or of all kinds in turn; each needs up to two that came before it. */
export function makeWorkspace(folder: string, kind: Kind | 'mixed', count: number): string {
  const files = new Map<string, string>();
  for (let at = 0; at < count; at++) {
    const own = kind === 'mixed' ? (kinds[at % kinds.length] ?? 'cargo') : kind;
    const step = kind === 'mixed' ? kinds.length : 1;
    const needs = [at - step, at - 7 * step].filter((other) => other >= 0);
    for (const [path, text] of writers[own](at, needs)) files.set(path, text);
  }
  if (kind === 'cargo' || kind === 'mixed')
    files.set('Cargo.toml', '[workspace]\nresolver = "2"\nmembers = ["cargo/*"]\n');
  if (kind === 'npm' || kind === 'mixed')
    files.set('package.json', '{\n  "private": true,\n  "workspaces": ["npm/*"]\n}\n');
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  execFileSync('git', ['init', '--quiet'], { cwd: folder });
  execFileSync('git', ['add', '--all'], { cwd: folder });
  return folder;
}

type Writer = (at: number, needs: readonly number[]) => readonly (readonly [string, string])[];

const writers: Readonly<Record<Kind, Writer>> = {
  cargo: (at, needs) => [
    [
      `cargo/u${at}/Cargo.toml`,
      `[package]\nname = "u${at}"\nversion = "0.${at % 9}.1"\nedition = "2021"\nlicense = "MIT"\ndescription = "Unit ${at}."\n\n[dependencies]\nserde = { version = "1", features = ["derive"] }\n${needs
        .map((other) => `u${other} = { path = "../u${other}", version = "0.${other % 9}" }\n`)
        .join('')}`,
    ],
  ],
  python: (at, needs) => [
    [
      `python/u${at}/pyproject.toml`,
      `[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n\n[project]\nname = "py-u${at}"\nversion = "1.${at % 9}.0"\nrequires-python = ">=3.9"\ndependencies = [\n  "requests>=2",\n${needs
        .map((other) => `  "py-u${other}",\n`)
        .join(
          '',
        )}]\n\n[tool.uv.sources]\n${needs.map((other) => `py-u${other} = { path = "../u${other}" }\n`).join('')}`,
    ],
  ],
  npm: (at, needs) => [
    [
      `npm/u${at}/package.json`,
      `${JSON.stringify({ name: `@bench/u${at}`, version: '1.0.0', license: 'MIT', dependencies: { semver: '^7', ...Object.fromEntries(needs.map((other) => [`@bench/u${other}`, '^1.0.0'])) } }, undefined, 2)}\n`,
    ],
  ],
  docker: (at) => [
    [
      `docker/u${at}/Dockerfile`,
      `# syntax=docker/dockerfile:1\nARG BASE=debian:12\nFROM \${BASE} AS build\nRUN apt-get update && \\\n    apt-get install -y make\nCOPY . /src\nRUN make -C /src\n\nFROM scratch\nCOPY --from=build /src/out /app\nUSER 65532\nENTRYPOINT ["/app"]\n`,
    ],
  ],
  helm: (at, needs) => [
    [
      `helm/u${at}/Chart.yaml`,
      `apiVersion: v2\nname: u${at}\ndescription: Unit ${at}.\ntype: application\nversion: 0.${at % 9}.0\nappVersion: "1.0.0"\n${needs.length === 0 ? '' : 'dependencies:\n'}${needs
        .map((other) => `  - name: u${other}\n    version: ~0.${other % 9}.0\n    repository: file://../u${other}\n`)
        .join('')}`,
    ],
    [
      `helm/u${at}/values.yaml`,
      `replicas: 1\nimage:\n  repository: registry.example.com/bench/u${at}\n  tag: "1.0.0"\nservice:\n  port: 80\nresources:\n  limits:\n    cpu: 100m\n`,
    ],
  ],
};
