import type { Packaging } from '../../model/packaging.ts';
import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import type { ImageBuild } from './builds.ts';

/** Variables that a build reads as secrets: only those that builds are let see, for no other would reach it. */
export function secretsOf(
  { settings, unit }: ImageBuild,
  { config }: Packaging,
): Result<Readonly<Record<string, string>>> {
  const secrets = settings.secrets ?? {};
  const kept = Object.values(secrets).filter((name) => config.package?.env?.includes(name) !== true);
  return kept.length === 0 ? ok(secrets) : fail(...kept.map((name) => withheld(name, unit.manifest)));
}

const withheld = (name: string, file: string): Problem => ({
  code: 'IMAGE_SECRET_WITHHELD',
  severity: 'error',
  what: `The build asks for ${name} as a secret, and builds are not let see it.`,
  where: { file },
  fix: `If it only reads, name it: "package": { "env": ["${name}"] }.`,
});
