import type { Dialogue, HttpAnswer } from '../../model/http.ts';
import type { Presence, Released } from '../../model/registry.ts';
import { listOf, mapOf, readYaml, stringOf } from '../../text/yaml/read.ts';
import { below, unknown } from '../reading.ts';

/** The index of a large repository of charts, which is one file for all of them. */
const mostBytes = 96 * 1024 * 1024;

/** Asks a classic repository of charts: its index.yaml lists every version of every chart. */
export function* presence(asked: Released): Dialogue<Presence> {
  const { registry, name, version } = asked;
  const manual = `helm show chart ${name} --version ${version} --repo ${registry.url}`;
  const outcome = yield { method: 'GET', url: below(registry.url, 'index.yaml'), mostBytes };
  if (outcome.is === 'silence') return unknown(asked, outcome, manual);
  // A repository that nothing was ever put into has no index yet.
  if (outcome.status === 404) return { is: 'absent', name: 'unknown' };
  const entries = outcome.status === 200 && !outcome.isCut ? entriesOf(outcome) : undefined;
  if (entries === undefined) return unknown(asked, outcome, manual);
  const versions = listOf(entries[name]).map(mapOf);
  if (versions.length === 0) return { is: 'absent', name: 'unknown' };
  const same = versions.find((one) => plainly(one.version) === plainly(version));
  if (same === undefined) return { is: 'absent', name: 'known' };
  const digest = stringOf(same.digest);
  return { is: 'present', ...(digest === undefined ? {} : { digest: `sha256:${digest}` }) };
}

/** Old charts write `v1.2.3` for what is asked for as 1.2.3. */
const plainly = (version: unknown): string => (typeof version === 'string' ? version.replace(/^v/, '') : '');

type Entries = Readonly<Record<string, unknown>> | undefined;

/** One answer serves all charts of a repository, and is read once. */
const read = new WeakMap<HttpAnswer, { readonly entries: Entries }>();

function entriesOf(answer: HttpAnswer): Entries {
  const known = read.get(answer) ?? { entries: parsed(answer.text) };
  read.set(answer, known);
  return known.entries;
}

/** helm writes the index in JSON where it is told to, which YAML takes in. */
function parsed(text: string): Entries {
  const yaml = readYaml(text, 'index.yaml');
  if (!yaml.ok) return undefined;
  const index = mapOf(yaml.value.data);
  return 'apiVersion' in index || 'entries' in index ? mapOf(index.entries) : undefined;
}
