import { createHash, randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import type { House } from '../protocol.ts';
import { at, plain, textOf } from '../reading.ts';
import { json } from '../server/answer.ts';
import { Refused } from '../server/refusal.ts';
import { route, type Route } from '../server/route.ts';
import { person } from './packument.ts';

interface Account {
  readonly salt: string;
  readonly hash: string;
}

/** Logging in as npm does where a registry has no web page for it: a new name is a new account. */
export async function accountRoutes({ tokens, table, clock }: House): Promise<readonly Route[]> {
  const accounts = await table<Account>('accounts');
  const login = async (name: string, password: string): Promise<string> => {
    await accounts.update(name, (before) => {
      if (before !== undefined && !timingSafeEqual(Buffer.from(before.hash, 'hex'), hashed(password, before.salt))) {
        throw new Refused('unknown-token', 'Incorrect or missing password.');
      }
      if (before !== undefined) return before;
      const salt = randomBytes(16).toString('hex');
      return { salt, hash: hashed(password, salt).toString('hex') };
    });
    return tokens.issue({ user: name });
  };
  return [
    route('GET', '/-/ping', 'open', () => json({})),
    route('GET', '/-/whoami', 'account', ({ caller }) => json({ username: caller.is === 'known' ? caller.user : '' })),
    route('GET', '/-/npm/v1/user', 'account', ({ caller }) => {
      const name = caller.is === 'known' ? caller.user : '';
      return json({ ...person(name), tfa: false, email_verified: true, created: null, updated: null, fullname: name });
    }),
    route('PUT', '/-/user/:id', 'open', async (ask) => {
      const body = plain(await ask.json());
      const [name, password] = [textOf(at(body, 'name')), textOf(at(body, 'password'))];
      if (name === undefined || password === undefined || ask.params.id !== `org.couchdb.user:${name}`) {
        throw new Refused('invalid', 'name and password are needed');
      }
      if (!/^[\w.~-]{1,214}$/.test(name)) throw new Refused('invalid', 'this name is not allowed');
      const token = await login(name, password);
      return json({ ok: true, id: ask.params.id, rev: revision(token, clock.now()), token }, 201);
    }),
    route('GET', '/-/user/:id', 'search', ({ params: { id } }) => {
      const name = id.replace(/^org\.couchdb\.user:/, '');
      return json({ _id: id, ...person(name), type: 'user', roles: [] });
    }),
    route('DELETE', '/-/user/token/:token', 'account', ({ params }) => {
      if (!tokens.revoke(params.token)) throw new Refused('not-found', 'Not found');
      return json({ ok: true });
    }),
  ];
}

const hashed = (password: string, salt: string): Buffer => scryptSync(password, salt, 32, { N: 1024 });

const revision = (token: string, now: number): string =>
  `1-${createHash('sha256').update(`${token} ${now}`).digest('hex').slice(0, 32)}`;
