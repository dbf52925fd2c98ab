import { createHash } from 'node:crypto';
import type { Unit } from '../model/unit.ts';

/** What file systems of any kind keep as it is, and no shell or glob looks into: small letters, for some tell no case apart. */
const plain = /[a-z0-9@._-]/;

/** Names of devices to Windows, with any suffix. */
const device = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?=\.|$)/;

const most = 120;

/**
 * The folder of a unit's files, from its id. Different ids give different folders; none lies in another, for a cache that restores one
 * wipes it before.
 */
export function slugOf(id: string): string {
  const name = id.slice(id.indexOf(':') + 1);
  const spelled = Array.from(name, (char) => (char === '/' ? '+' : plain.test(char) ? char : escaped(char))).join('');
  const safe = device.test(spelled) || /^[.-]/.test(spelled) ? escapedFirst(spelled) : spelled;
  const ended = safe.endsWith('.') ? `${safe.slice(0, -1)}~2e` : safe;
  return ended.length <= most ? ended : `${ended.slice(0, most)}~~${digest(name)}`;
}

/** Where what is packaged of a unit lies, below the folder of all. */
export const unitFolder = ({ id, ecosystem }: Pick<Unit, 'id' | 'ecosystem'>): string => `${ecosystem}/${slugOf(id)}`;

const escaped = (char: string): string =>
  Array.from(new TextEncoder().encode(char), (byte) => `~${byte.toString(16).padStart(2, '0')}`).join('');

const escapedFirst = (text: string): string => `${escaped(text.slice(0, 1))}${text.slice(1)}`;

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);
