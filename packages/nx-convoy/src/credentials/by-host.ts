import type { Entry, Pockets } from '../model/credential.ts';
import { hostOf } from './address.ts';
import { asFound, setIn, type Found } from './finding.ts';
import { basicFrom, tokenFrom } from './secret.ts';

/** `registry.example.com:5000` is REGISTRY_EXAMPLE_COM_5000; a dash becomes two underscores, as Terraform has it. */
const suffixOf = (host: string): string => host.replaceAll('-', '__').replaceAll(/[^\w]/g, '_').toUpperCase();

export interface Named {
  readonly token: string;
  readonly user: string;
  readonly password: string;
}

/** Variables for exactly one host. No client reads them: they are for registries whose clients have one variable for all. */
export function variablesFor(address: string): Named {
  const suffix = suffixOf(hostOf(address));
  return { token: `CONVOY_TOKEN_${suffix}`, user: `CONVOY_USER_${suffix}`, password: `CONVOY_PASSWORD_${suffix}` };
}

export function toldByHost({ registry }: Entry, pockets: Pockets): Found | undefined {
  for (const address of [registry.upload, registry.url]) {
    if (address === undefined) continue;
    const { token, user, password } = variablesFor(address);
    const found =
      basicFrom(setIn(pockets, user), setIn(pockets, password), `${user} and ${password}`) ??
      tokenFrom(setIn(pockets, token), token);
    if (found !== undefined) return asFound(found);
  }
  return undefined;
}
