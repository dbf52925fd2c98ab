import type { Access, Credential, CredentialDesk, Entry, Pockets, Secret } from '../model/credential.ts';
import { converse, type Ask } from '../model/http.ts';
import type { Readings } from './clients-files.ts';
import { find } from './find.ts';
import type { Found } from './finding.ts';
import { answered } from './oci.ts';
import { trusting } from './trust/index.ts';
import { offersProof } from './trust/proof.ts';
import type { Trusting } from './trust/trust.ts';

export interface Desk {
  readonly pockets: Pockets;
  /** Absent where nobody may be asked. */
  readonly fetch?: Ask | undefined;
  readonly now: () => number;
}

/** An upload that begins now shall end before that. */
const marginMs = 2 * 60 * 1000;

/**
 * Variables first, then the clients' files, then what the registry gives to this very job. What is found is kept for the run, what is given
 * out is asked for anew before it ends; and whatever is handed out stands in no log from then on.
 */
export function openDesk({ pockets, fetch: ask, now }: Desk): CredentialDesk {
  const readings: Readings = new Map();
  const found = new Map<string, Promise<Access>>();
  const given = new Map<string, Promise<Access>>();
  const toBurn: { readonly by: Trusting; readonly entry: Entry; readonly token: Secret }[] = [];

  async function search(entry: Entry): Promise<Access> {
    const { found: candidates, why } = find(entry, pockets, readings);
    const empty: string[] = [];
    for (const candidate of candidates) {
      if (candidate.is === 'client') return candidate;
      const credential = candidate.is === 'helper' ? await helped(candidate) : candidate.credential;
      if (credential === undefined) empty.push(candidate.is === 'helper' ? candidate.from : '');
      else {
        hide(credential, pockets);
        const upload = candidate.is === 'credential' ? candidate.upload : undefined;
        return { is: 'lease', credential, ...(upload === undefined ? {} : { upload }) };
      }
    }
    const asked = empty.map((helper) => ` Nothing came from ${helper}.`).join('');
    const problem = why();
    return { is: 'none', problem: { ...problem, what: problem.what + asked } };
  }

  async function helped({ helper, host, from }: Extract<Found, { is: 'helper' }>): Promise<Credential | undefined> {
    const { code, answer } = await pockets.help([helper, 'get'], host);
    return code === 0 ? answered(answer, from) : undefined;
  }

  async function mint(entry: Entry, by: Trusting, none: Access): Promise<Access> {
    const minted = await converse(by.mint(entry, pockets, now()), ask);
    if (minted.is === 'unoffered') return none;
    if (minted.is === 'refused') return { is: 'none', problem: minted.problem };
    const credential: Credential = { is: 'token', token: minted.token, from: minted.from };
    hide(credential, pockets);
    toBurn.push({ by, entry, token: minted.token });
    return { is: 'lease', credential, until: minted.until, isMinted: true };
  }

  return {
    async of(entry, how) {
      const key = JSON.stringify([entry.registry, entry.word, entry.name, entry.root]);
      if (how === 'afresh') readings.clear();
      const there = await kept(found, key, how === 'afresh' ? () => false : () => true, () => search(entry));
      const by = trusting[entry.registry.protocol];
      if (there.is !== 'none' || by === undefined) return there;
      if (ask === undefined || !offersProof(pockets, by.variables(entry))) return hinted(there, entry, by);
      const before = how === undefined ? undefined : await given.get(by.scope(entry));
      if (how === 'at hand') return before ?? there;
      const holds = (access: Access): boolean =>
        access.is === 'lease' && access !== before && now() + marginMs < (access.until ?? Infinity);
      return kept(given, by.scope(entry), holds, () => mint(entry, by, hinted(there, entry, by)));
    },
    async leave() {
      const all = toBurn.splice(0);
      await Promise.all(
        all.map(async ({ by, entry, token }) => {
          if (by.burn !== undefined) await converse(by.burn(entry, token), ask);
        }),
      );
    },
  };
}

/** One search for all who want the same at the same time; anew where what was found does not hold any more. */
async function kept(
  all: Map<string, Promise<Access>>,
  key: string,
  holds: (access: Access) => boolean,
  make: () => Promise<Access>,
): Promise<Access> {
  const before = all.get(key);
  if (before !== undefined) {
    const access = await before;
    if (holds(access)) return access;
  }
  // Somebody else may have been faster.
  const now = all.get(key);
  if (now !== undefined && now !== before) return now;
  const made = make();
  all.set(key, made);
  return made;
}

function hide(credential: Credential, pockets: Pockets): void {
  pockets.hide((credential.is === 'token' ? credential.token : credential.password).reveal());
}

/** Who publishes a name for the first time from CI learns what has to be there before. */
function hinted(access: Access, { registry }: Entry, by: Trusting | undefined): Access {
  if (access.is !== 'none' || by === undefined || access.problem.code !== 'NO_CREDENTIAL') return access;
  const { problem } = access;
  return publicHosts.test(registry.url)
    ? { ...access, problem: { ...problem, fix: `${problem.fix} ${by.firstTime}` } }
    : access;
}

const publicHosts = /^https:\/\/(?:index\.crates\.io|registry\.npmjs\.org)(?:\/|$)/;
