import type { HttpAnswer } from '../../model/http.ts';
import { listOf, mapOf, readYaml, stringOf } from '../../text/yaml/read.ts';

/** The index of a large repository of charts, which is one file for all of them. */
export const mostIndex = 96 * 1024 * 1024;

export interface Listed {
  readonly version: string;
  readonly digest?: string;
  /** Relative to the repository, or anywhere. */
  readonly urls: readonly string[];
}

export interface Index {
  /** The versions of a chart. */
  of(name: string): readonly Listed[];
  /** Where its programming interface begins; empty: at the root. Only servers that have one say so. */
  readonly context?: string;
}

/** One answer serves all charts of a repository, and is read once; undefined where it is no index. */
const read = new WeakMap<HttpAnswer, { readonly index: Index | undefined }>();

export function indexIn(answer: HttpAnswer): Index | undefined {
  const known = read.get(answer) ?? { index: parsed(answer.text) };
  read.set(answer, known);
  return known.index;
}

/** helm writes the index in JSON where it is told to, which YAML takes in. */
function parsed(text: string): Index | undefined {
  const yaml = readYaml(text, 'index.yaml');
  if (!yaml.ok) return undefined;
  const index = mapOf(yaml.value.data);
  if (!('apiVersion' in index) && !('entries' in index)) return undefined;
  const entries = mapOf(index.entries);
  const context = stringOf(mapOf(index.serverInfo).contextPath) ?? '';
  return {
    of: (name) => (Object.hasOwn(entries, name) ? listOf(entries[name]).map(listed) : []),
    ...('serverInfo' in index ? { context } : {}),
  };
}

function listed(value: unknown): Listed {
  const { version, digest, urls } = mapOf(value);
  const sum = stringOf(digest)?.replace(/^sha256:/, '');
  return {
    version: stringOf(version) ?? '',
    ...(sum === undefined || sum === '' ? {} : { digest: `sha256:${sum}` }),
    urls: listOf(urls)
      .map(stringOf)
      .filter((url) => url !== undefined),
  };
}

/** Old charts write `v1.2.3` for what is asked for as 1.2.3. */
export const isVersion = ({ version }: Listed, wanted: string): boolean => plainly(version) === plainly(wanted);

const plainly = (version: string): string => version.replace(/^v/, '');
