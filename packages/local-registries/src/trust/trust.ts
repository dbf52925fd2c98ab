import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Caller, Tokens } from '../server/tokens.ts';
import { identityIn, type Identity } from './claims.ts';
import { issuer, type Issuer, type Reading } from './issuer.ts';
import { isTrusted, type TrustedPublisher } from './publisher.ts';

/** The jobs that a registry trusts, and what it gave them. */
export interface Trust {
  readonly issuer: Issuer;
  /** Reads a proof that is meant for one of these audiences. */
  identify(proof: string, audiences: readonly string[]): Promise<Identified>;
  /** Those of a registry that trust this job. */
  publishers(registry: string, identity: Identity): readonly TrustedPublisher[];
  /** True the first time that a registry asks about this proof. */
  isFresh(registry: string, identity: Identity): boolean;
  /** A token that lives for a while, and only publishes what these publishers are for. */
  grant(tokens: Tokens, grant: Grant, terms: Terms): string;
  /** What a caller was granted; nothing where he has a token of the usual kind. */
  grantOf(caller: Caller): Grant | undefined;
}

export interface Terms {
  readonly lifeMs: number;
  /** What such tokens begin with, where that is not as with others. */
  readonly prefix?: string;
}

export interface Grant {
  readonly identity: Identity;
  readonly publishers: readonly TrustedPublisher[];
}

export type Identified =
  { readonly is: 'known'; readonly identity: Identity } | Exclude<Reading, { readonly is: 'signed' }>;

/** Who is trusted, as somebody tells it while all runs. */
export interface Publishers {
  list(): readonly TrustedPublisher[];
  add(publisher: TrustedPublisher): void;
  clear(): void;
}

export function trust(clock: Clock, told: readonly TrustedPublisher[]): Trust & { readonly configured: Publishers } {
  const signer = issuer(clock);
  const grants = new Map<string, Grant>();
  const used = new Map<string, number>();
  let all = [...told];
  return {
    issuer: signer,
    configured: {
      list: () => all,
      add: (publisher) => (all = [...all, publisher]),
      clear: () => (all = []),
    },
    async identify(proof, audiences) {
      const reading = await signer.read(proof, audiences);
      if (reading.is !== 'signed') return reading;
      const identity = identityIn(reading.claims);
      return identity === undefined ? { is: 'malformed' } : { is: 'known', identity };
    },
    publishers: (registry, identity) =>
      all.filter((publisher) => publisher.registry === registry && isTrusted(publisher, identity)),
    isFresh(registry, { id, expires }) {
      const key = `${registry} ${id}`;
      const now = clock.now();
      for (const [old, until] of used) if (until < now) used.delete(old);
      if (used.has(key)) return false;
      used.set(key, expires);
      return true;
    },
    grant(tokens, grant, { lifeMs, prefix }) {
      const own = prefix === undefined ? {} : { token: `${prefix}${randomBytes(20).toString('hex')}` };
      const token = tokens.issue({ user: grant.identity.repository, lifeMs, onlyPublishes: true, ...own });
      grants.set(token, grant);
      return token;
    },
    grantOf: (caller) => (caller.is === 'known' ? grants.get(caller.token) : undefined),
  };
}
