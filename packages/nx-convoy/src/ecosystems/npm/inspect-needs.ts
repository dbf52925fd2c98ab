import type { Problem } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { nameOf } from '../../paths/inside.ts';
import { listOf, objectOf, stringOf, textsOf, type JsonObject } from '../../text/json/narrow.ts';
import { readJson } from '../../text/json/read.ts';
import type { Tarball } from './tarball.ts';

/** What an installer asks for. Development needs stay where they are: nobody installs them from a registry. */
const installed = ['dependencies', 'optionalDependencies', 'peerDependencies'] as const;

/** Ranges that only mean something inside of a workspace; npm leaves them as they are, and every installation fails. */
export function inspectNeeds(tarball: Tarball): readonly Problem[] {
  const { manifest } = tarball;
  const bundled = new Set([...listOf(manifest.bundleDependencies), ...listOf(manifest.bundledDependencies)]);
  return installed.flatMap((section) =>
    textsOf(manifest[section]).flatMap(([name, range]) => {
      const local = /^(workspace|catalog|file|link|portal):/.exec(range)?.[1];
      if (local !== undefined && bundled.has(name)) return [];
      return local === undefined
        ? otherVersion(tarball, section, name, range)
        : [unresolved(tarball, section, name, range)];
    }),
  );
}

/** `workspace:^` is the version of the member as it is committed: a client that looked into an old installation has another. */
function otherVersion({ file, made }: Tarball, section: string, name: string, range: string): readonly Problem[] {
  const { unit, repo } = made;
  const written = stringOf(objectOf(manifestAt(unit.manifest, repo)[section])[name]);
  const [, alias, operator] = /^workspace:(?:((?:@[^/@]+\/)?[^/@]+)@)?([*^~])$/.exec(written ?? '') ?? [];
  if (operator === undefined) return [];
  const member = alias ?? name;
  const version = versionOf(member, repo);
  if (version === undefined) return [];
  const wanted = `${operator === '*' ? '' : operator}${version}`;
  if (range === wanted || range === `npm:${member}@${wanted}`) return [];
  return [
    {
      code: 'NPM_RANGE_OTHER',
      severity: 'error',
      what: `${file.name} asks for ${name} ${range}, and the workspace has ${version} (${written ?? ''}).`,
      where: { file: unit.manifest },
      fix: 'Bring the lock file into step with the versions (nx-convoy sync), commit it, and package again.',
    },
  ];
}

/** Of several members with one name none is meant. */
function versionOf(name: string, repo: Snapshot): string | undefined {
  const found = repo.files
    .filter((file) => nameOf(file) === 'package.json')
    .map((file) => manifestAt(file, repo))
    .filter((manifest) => manifest.name === name);
  return found.length === 1 ? stringOf(found[0]?.version) : undefined;
}

function manifestAt(file: string, repo: Snapshot): JsonObject {
  const text = repo.text(file);
  const json = text?.ok === true ? (repo.once?.(file, readJson) ?? readJson(text.value, file)) : undefined;
  return objectOf(json?.ok === true ? json.value.data : undefined);
}

const unresolved = ({ file, made: { unit } }: Tarball, section: string, name: string, range: string): Problem => ({
  code: 'NPM_RANGE_LOCAL',
  severity: 'error',
  what: `${file.name} asks for ${name} ${range} in ${section}, which nobody outside of this workspace can install.`,
  where: { file: unit.manifest },
  fix: /^(?:workspace|catalog):/.test(range)
    ? `Pack it with the client that knows ${range.split(':')[0] ?? ''}: ranges, by "packageManager" in the package.json at the top; a package.json that a build writes needs plain ranges.`
    : `Write the version that users get: "${name}": "^1.0.0"; within a workspace "workspace:^" is resolved when it is packed.`,
});
