import { Buffer } from 'node:buffer';
import { jsonIn } from '../../text/json/lenient.ts';
import { isObject, listOf, objectOf, stringsOf } from '../../text/json/narrow.ts';

/** What a token of PyPI says of itself to whoever holds it. */
export interface Readable {
  /** `pypi.org` or `test.pypi.org`. */
  readonly location: string;
  /** Absent: all projects of its user, or what cannot be told by name. */
  readonly projects?: readonly string[];
}

/** Undefined where it is no token of PyPI: `pypi-`, and a macaroon (version 2) in base64. */
export function readToken(token: string): Readable | undefined {
  const [, coded] = /^pypi-([\w-]+)=*$/.exec(token) ?? [];
  const bytes = Buffer.from(coded ?? '', 'base64url');
  const fields = bytes[0] === 2 ? fieldsOf(bytes.subarray(1)) : [];
  const location = fields.find(({ type }) => type === locationField)?.text;
  if (location === undefined) return undefined;
  const [, ...caveats] = fields.filter(({ type }) => type === identifierField);
  const projects = caveats.map(({ text }) => projectsIn(text)).find((names) => names !== undefined);
  return { location, ...(projects === undefined ? {} : { projects }) };
}

const locationField = 1;
const identifierField = 2;
const signatureField = 6;

interface Field {
  readonly type: number;
  readonly text: string;
}

/** Type, length and bytes, one field behind the other; a zero ends a part. */
function fieldsOf(bytes: Uint8Array): readonly Field[] {
  const fields: Field[] = [];
  let at = 0;
  const number = (): number => {
    let value = 0;
    for (let shift = 0; at < bytes.length && shift < 28; shift += 7) {
      const byte = bytes[at++] ?? 0;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    return value;
  };
  while (at < bytes.length) {
    const type = number();
    if (type === 0) continue;
    if (type === signatureField) break;
    const length = number();
    fields.push({ type, text: Buffer.from(bytes.subarray(at, at + length)).toString('utf8') });
    at += length;
  }
  return fields;
}

/** `[1, ["name"]]`; older ones `{"version": 1, "permissions": {"projects": ["name"]}}`. */
function projectsIn(caveat: string): readonly string[] | undefined {
  const data = jsonIn(caveat);
  if (Array.isArray(data)) return data[0] === 1 ? stringsOf(data[1]) : undefined;
  const { projects } = objectOf(objectOf(data).permissions);
  return isObject(data) && listOf(projects).length > 0 ? stringsOf(projects) : undefined;
}
