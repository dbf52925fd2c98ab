import { createHash, generateKeyPair, sign, verify, type JsonWebKey, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { Clock } from '../clock.ts';
import { at, listOf, plain, textOf, type Plain } from '../reading.ts';
import { claimsOf } from './claims.ts';
import type { Job } from './job.ts';

/** Signs what a job says about itself (RS256, RFC 7515), and knows its own signature again. */
export interface Issuer {
  /** @param issuer the address under which the job knows it */
  mint(job: Job, audience: string | undefined, issuer: string): Promise<string>;
  keys(): Promise<readonly JsonWebKey[]>;
  /** Every question that a registry asks before it believes a proof, in the order in which it asks. */
  read(proof: string, audiences: readonly string[]): Promise<Reading>;
}

export type Reading =
  | { readonly is: 'signed'; readonly claims: Plain }
  | { readonly is: 'unknown-issuer'; readonly issuer: string }
  | { readonly is: 'malformed' | 'no-key' | 'unknown-key' | 'bad-signature' | 'wrong-audience' | 'expired' };

interface Keys {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly id: string;
}

export function issuer(clock: Clock): Issuer {
  let made: Promise<Keys> | undefined;
  // Not before somebody asks: a key takes as long to make as all registries to start.
  const keys = (): Promise<Keys> => (made ??= makeKeys());
  const known = new Set<string>();
  return {
    async mint(job, audience, from) {
      known.add(from);
      const { privateKey, id } = await keys();
      const parts = [
        { alg: 'RS256', typ: 'JWT', kid: id, x5t: id },
        claimsOf(job, { audience, issuer: from, now: clock.now() }),
      ];
      const signed = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
      return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
    },
    async keys() {
      const { publicKey, id } = await keys();
      return [{ ...publicKey.export({ format: 'jwk' }), kid: id, use: 'sig', alg: 'RS256' }];
    },
    async read(proof, audiences) {
      const parts = proof.split('.');
      const [header, claims] = parts.slice(0, 2).map(decoded);
      const from = textOf(at(claims, 'iss'));
      if (parts.length !== 3 || header === undefined || claims === undefined || from === undefined)
        return { is: 'malformed' };
      if (!known.has(from)) return { is: 'unknown-issuer', issuer: from };
      const id = textOf(at(header, 'kid'));
      if (id === undefined) return { is: 'no-key' };
      const { publicKey, id: mine } = await keys();
      if (id !== mine) return { is: 'unknown-key' };
      const signature = Buffer.from(parts[2] ?? '', 'base64url');
      const signed = Buffer.from(parts.slice(0, 2).join('.'));
      // Another algorithm, `none` first of all, is the oldest trick against such tokens.
      if (at(header, 'alg') !== 'RS256' || !verify('sha256', signed, publicKey, signature))
        return { is: 'bad-signature' };
      const said = at(claims, 'aud');
      if (![said, ...(listOf(said) ?? [])].some((one) => audiences.some((wanted) => wanted === one)))
        return { is: 'wrong-audience' };
      const [from_, until] = [Number(at(claims, 'nbf') ?? 0), Number(at(claims, 'exp'))];
      const now = clock.now() / 1000;
      return until > now && from_ <= now ? { is: 'signed', claims } : { is: 'expired' };
    },
  };
}

async function makeKeys(): Promise<Keys> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const der = publicKey.export({ format: 'der', type: 'spki' });
  return { privateKey, publicKey, id: createHash('sha256').update(der).digest('base64url') };
}

function decoded(part: string): Plain | undefined {
  try {
    return plain(JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as unknown);
  } catch {
    return undefined;
  }
}
