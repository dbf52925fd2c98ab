import { at, plain, textOf, textsOf, type Plain } from '../reading.ts';
import { splitFeatures, type Features, type IndexDependency, type IndexEntry } from './entry.ts';

/**
 * The index entry of a crate that was fetched earlier, from the manifest that cargo normalised when it was published: nothing is
 * inherited there, and every dependency is a table or a version.
 */
export function entryFrom(manifest: Plain, cksum: string): IndexEntry | undefined {
  const own = plain(at(manifest, 'package'));
  const [name, vers] = [textOf(at(own, 'name')), textOf(at(own, 'version'))];
  if (name === undefined || vers === undefined) return undefined;
  const links = textOf(at(own, 'links'));
  const rust = textOf(at(own, 'rust-version'));
  const targets = Object.entries(plain(at(manifest, 'target')) ?? {});
  return {
    name,
    vers,
    deps: [
      ...dependencies(manifest, null),
      ...targets.flatMap(([target, table]) => dependencies(plain(table) ?? {}, target)),
    ],
    cksum,
    ...splitFeatures(features(plain(at(manifest, 'features')))),
    yanked: false,
    ...(links === undefined ? {} : { links }),
    ...(rust === undefined ? {} : { rust_version: rust }),
  };
}

const tables = [
  ['normal', ['dependencies']],
  ['build', ['build-dependencies', 'build_dependencies']],
  ['dev', ['dev-dependencies', 'dev_dependencies']],
] as const;

function dependencies(from: Plain, target: string | null): readonly IndexDependency[] {
  return tables.flatMap(([kind, names]) =>
    names.flatMap((table) =>
      Object.entries(plain(at(from, table)) ?? {}).map(([name, value]) => {
        const detail: Plain = typeof value === 'string' ? { version: value } : (plain(value) ?? {});
        const original = textOf(at(detail, 'package'));
        const registry = textOf(at(detail, 'registry-index'));
        return {
          name,
          req: textOf(at(detail, 'version')) ?? '*',
          features: textsOf(at(detail, 'features')) ?? [],
          optional: at(detail, 'optional') === true,
          default_features: (at(detail, 'default-features') ?? at(detail, 'default_features')) !== false,
          target,
          kind,
          ...(registry === undefined ? {} : { registry }),
          ...(original === undefined || original === name ? {} : { package: original }),
        };
      }),
    ),
  );
}

const features = (table: Plain | undefined): Features =>
  Object.fromEntries(Object.entries(table ?? {}).map(([name, values]) => [name, textsOf(values) ?? []]));
