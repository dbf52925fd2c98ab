import { at, listOf, plain, textOf, textsOf, type Plain } from '../reading.ts';
import { Refused } from '../server/refusal.ts';
import { isVersion } from '../versions.ts';
import { splitFeatures, type Features, type IndexDependency, type IndexEntry } from './entry.ts';
import { badName } from './names.ts';
import { wordsOf } from '../words.ts';

/** What cargo tells of the crate that it publishes. */
export interface Metadata {
  /** All of the index entry that does not come from the file. */
  readonly entry: Omit<IndexEntry, 'cksum' | 'yanked' | 'pubtime'>;
  readonly description: string;
  readonly keywords: readonly string[];
}

/** Checks it as crates.io does, and tells the first thing that is wrong as crates.io says it. */
export function readMetadata(json: string): Metadata {
  const data = parse(json);
  const name = need(textOf(at(data, 'name')), 'missing field `name`');
  const vers = need(textOf(at(data, 'vers')), 'missing field `vers`');
  const bad = badName(name);
  if (bad !== undefined) throw wrong(bad);
  if (!isVersion(vers)) throw wrong(`"${vers}" is an invalid semver version`);
  askFor(data);
  const keywords = textsOf(at(data, 'keywords') ?? []) ?? [];
  checkKeywords(keywords, textsOf(at(data, 'categories') ?? []) ?? []);
  const links = textOf(at(data, 'links'));
  const rust = textOf(at(data, 'rust_version'));
  if (rust !== undefined && !/^\d+(\.\d+){0,2}$/.test(rust)) {
    throw wrong(`failed to parse \`Cargo.toml\` manifest file\n\ninvalid \`rust-version\` value`);
  }
  const deps = need(listOf(at(data, 'deps')), 'missing field `deps`').map((one) => dependency(plain(one)));
  return {
    entry: {
      name,
      vers,
      deps,
      ...splitFeatures(features(at(data, 'features'))),
      ...(links === undefined ? {} : { links }),
      ...(rust === undefined ? {} : { rust_version: rust }),
    },
    description: textOf(at(data, 'description')) ?? '',
    keywords,
  };
}

function parse(json: string): Plain {
  try {
    return need(plain(JSON.parse(json) as unknown), 'expected an object');
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw wrong(`invalid upload request: ${wordsOf(error)}`);
  }
}

/** crates.io takes no crate that says neither what it is nor under which license. */
function askFor(data: Plain): void {
  const empty = (field: string): boolean => (textOf(at(data, field)) ?? '') === '';
  const missing = [
    ...(empty('description') ? ['description'] : []),
    ...(empty('license') && empty('license_file') ? ['license'] : []),
  ];
  if (missing.length === 0) return;
  throw wrong(
    `missing or empty metadata fields: ${missing.join(', ')}. Please see https://doc.rust-lang.org/cargo/reference/manifest.html for more information on configuring these fields`,
  );
}

function checkKeywords(keywords: readonly string[], categories: readonly string[]): void {
  if (keywords.length > 5) throw wrong('expected at most 5 keywords per crate');
  for (const keyword of keywords) {
    if (keyword.length > 20)
      throw wrong(`"${keyword}" is an invalid keyword (keywords must have less than 20 characters)`);
    if (!/^[A-Za-z0-9][\w+-]*$/.test(keyword)) throw wrong(`"${keyword}" is an invalid keyword`);
  }
  if (categories.length > 5) throw wrong('expected at most 5 categories per crate');
}

function features(value: unknown): Features {
  const given = need(plain(value ?? {}), 'invalid type for `features`, expected a map');
  return Object.fromEntries(
    Object.entries(given).map(([name, values]) => {
      if (!/^[\p{XID_Start}_0-9][\p{XID_Continue}+.-]*$/u.test(name))
        throw wrong(`invalid character in feature \`${name}\``);
      return [name, need(textsOf(values), `invalid feature \`${name}\`, expected a list of texts`)];
    }),
  );
}

function dependency(data: Plain | undefined): IndexDependency {
  const name = need(textOf(at(data, 'name')), 'a dependency has no name');
  const req = need(textOf(at(data, 'version_req')), `the dependency \`${name}\` has no version requirement`);
  const bad = badName(name);
  if (bad !== undefined && !bad.includes('reserved')) throw wrong(bad);
  if (req === '*') {
    throw wrong(
      `wildcard (\`*\`) dependency constraints are not allowed on crates.io. Crate with this problem: \`${name}\` See https://doc.rust-lang.org/cargo/faq.html#can-libraries-use--as-a-version-for-their-dependencies for more information`,
    );
  }
  // In the index `name` is what the manifest calls it; here it is what the registry calls it.
  const renamed = textOf(at(data, 'explicit_name_in_toml'));
  const registry = textOf(at(data, 'registry'));
  const kind = textOf(at(data, 'kind')) ?? 'normal';
  return {
    name: renamed ?? name,
    req,
    features: textsOf(at(data, 'features')) ?? [],
    optional: at(data, 'optional') === true,
    default_features: at(data, 'default_features') !== false,
    target: textOf(at(data, 'target')) ?? null,
    kind: kind === 'dev' || kind === 'build' ? kind : 'normal',
    ...(registry === undefined ? {} : { registry }),
    ...(renamed === undefined || renamed === name ? {} : { package: name }),
  };
}

function need<T>(value: T | undefined, complaint: string): T {
  if (value === undefined) throw wrong(`invalid upload request: ${complaint}`);
  return value;
}

const wrong = (message: string): Refused => new Refused('invalid', message);
