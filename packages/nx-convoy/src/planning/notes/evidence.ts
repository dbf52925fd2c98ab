import type { Snapshot } from '../../model/snapshot.ts';
import { isObject } from '../../text/json/narrow.ts';
import { readJson } from '../../text/json/read.ts';
import { usualEvidence } from '../asked/evidence.ts';

/** Recorded proofs, by name: `bench.json` in the folder of evidence is `bench`. */
export interface Evidence {
  readonly valueOf: (name: string, field: string) => Cited;
}

export type Cited =
  | { readonly is: 'value'; readonly text: string; readonly file: string; readonly of: Binding }
  | { readonly is: 'absent'; readonly why: string };

/** Which release it was recorded for; `undefined` fields are not said. */
export interface Binding {
  readonly tag?: string;
  readonly version?: string;
  /** It is bound to the very source, which gates check. */
  readonly isOfSource: boolean;
}

export function readEvidence(repo: Snapshot, folder = usualEvidence): Evidence {
  const read = new Map<string, unknown>();
  return {
    valueOf: (name, field) => {
      const file = `${folder.replace(/\/+$/, '')}/${name}.json`;
      if (!read.has(file)) read.set(file, dataOf(file, repo));
      const data = read.get(file);
      if (!isObject(data)) return { is: 'absent', why: `there is no ${file} that can be read` };
      const value = field
        .split('.')
        .reduce<unknown>((at, key) => (isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined), data);
      if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
        return { is: 'absent', why: `${file} has no value "${field}"` };
      return { is: 'value', text: String(value), file, of: bindingOf(data) };
    },
  };
}

function dataOf(file: string, repo: Snapshot): unknown {
  const text = repo.text(file);
  const json = text?.ok === true ? readJson(text.value, file) : undefined;
  return json?.ok === true ? json.value.data : undefined;
}

const bindingOf = ({ tag, version, source, commit }: Readonly<Record<string, unknown>>): Binding => ({
  ...(typeof tag === 'string' ? { tag } : {}),
  ...(typeof version === 'string' ? { version } : {}),
  isOfSource: typeof source === 'string' || typeof commit === 'string',
});

export const isOf = (
  { tag, version, isOfSource }: Binding,
  release: { tag: string; version: string; canonical: string },
): boolean =>
  tag !== undefined
    ? tag === release.tag
    : version !== undefined
      ? [release.version, release.canonical, `v${release.canonical}`].includes(version)
      : isOfSource;
