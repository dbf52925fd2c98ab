import type { Access, Credential, Entry, Pockets } from '../model/credential.ts';
import type { Problem } from '../model/problem.ts';
import type { Clients } from './clients-files.ts';

/** Where something was found: itself, a helper of the client's that has it, or a keeper that only the client can ask. */
export type Found =
  | { readonly is: 'credential'; readonly credential: Credential; readonly upload?: string }
  | { readonly is: 'helper'; readonly helper: string; readonly host: string; readonly from: string }
  | Extract<Access, { is: 'client' }>;

/** How one protocol's clients keep their credentials. */
export interface Keeper {
  /** What was put into the environment for this very purpose. */
  told?(entry: Entry, pockets: Pockets, files: Clients): Found | undefined;
  /** What the clients wrote down, nearest first: a helper may turn out to have nothing. */
  kept(entry: Entry, pockets: Pockets, files: Clients): Found | undefined | readonly Found[];
  /** How to put one there for exactly this registry. */
  advice(entry: Entry, pockets: Pockets, files: Clients): string;
}

export const asFound = (credential: Credential | undefined, upload?: string): Found | undefined =>
  credential === undefined ? undefined : { is: 'credential', credential, ...(upload === undefined ? {} : { upload }) };

/** The value of a variable; what is empty is not set: so CI hands over secrets that it does not have. */
export function setIn({ env }: Pick<Pockets, 'env'>, name: string): string | undefined {
  const value = env[name]?.trim() ?? '';
  return value === '' ? undefined : value;
}

export const noCredential = ({ registry, name }: Entry, fix: string): Problem => ({
  code: 'NO_CREDENTIAL',
  severity: 'error',
  what: `Nothing lets ${name} in at ${registry.upload ?? registry.url}: no credential was found for it.`,
  fix,
});
