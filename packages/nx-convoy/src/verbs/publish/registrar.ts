import type { Access, Credential, CredentialDesk, Entry } from '../../model/credential.ts';
import type { Artifact } from '../../model/delivery.ts';
import { converse, type Dialogue } from '../../model/http.ts';
import type { Problem } from '../../model/problem.ts';
import type { Admission, Held, Parcel, Presence, Released, Sent, Tags } from '../../model/registry.ts';
import type { World } from '../../model/world.ts';
import { protocols } from '../../registries/index.ts';
import type { Going } from './going.ts';

/** Talks with registries, each time as somebody whom they let in for long enough. */
export interface Registrar {
  /** `just now`: what it said some seconds ago will do, as long as nothing was sent there since. */
  presence(going: Going, released: Released, how?: 'just now'): Promise<Presence>;
  /** Whether we would be let in; nothing changes by it. */
  admission(going: Going, released: Released): Promise<Admission>;
  upload(going: Going, parcel: Parcel): Promise<Sent>;
  /** Undefined where the registry has no such list. */
  tags(going: Going, released: Released): Promise<Tags | undefined>;
  held(going: Going, released: Released, artifact: Artifact): Promise<Held>;
  /** The same by somebody else: a client, who is handed the credential. */
  uploadBy(going: Going, send: (credential: Credential | undefined) => Promise<Sent>): Promise<Sent>;
}

export function registrarOf({ fetch: ask, clock }: Pick<World, 'fetch' | 'clock'>, desk: CredentialDesk): Registrar {
  const carryOut = <T>(dialogue: Dialogue<T>): Promise<T> => converse(dialogue, ask);
  const accessTo = (going: Going, released: Released): Promise<Access> => desk.of(entryOf(going, released));
  /** A credential may end on the way: who is turned away looks once for another one, and tries only if there is one. */
  const renewing = async <T>(
    going: Going,
    released: Released,
    isTurnedAway: (said: T) => boolean,
    attempt: (access: Access) => Promise<T>,
  ): Promise<T> => {
    const access = await accessTo(going, released);
    const said = await attempt(access);
    if (access.is !== 'lease' || !isTurnedAway(said)) return said;
    const fresh = await desk.of(entryOf(going, released), 'afresh');
    return fresh.is === 'lease' && !isSame(fresh.credential, access.credential) ? attempt(fresh) : said;
  };
  // To look is no reason to have a token made.
  const atHand = async (going: Going, released: Released): Promise<Credential | undefined> =>
    credentialIn(await desk.of(entryOf(going, released), 'at hand'));
  const inFlight = sharing<Presence>();
  const said = new Map<string, { readonly at: number; readonly presence: Presence }>();
  return {
    async presence(going, released, how) {
      const key = JSON.stringify(released);
      const last = said.get(key);
      if (how === 'just now' && last !== undefined && clock.elapsed() - last.at < justNowMs) return last.presence;
      // All files of a version are in one answer.
      return inFlight(key, async () => {
        const protocol = protocols[released.registry.protocol];
        const presence = await carryOut(protocol.presence(released, await atHand(going, released)));
        said.set(key, { at: clock.elapsed(), presence });
        return presence;
      });
    },
    admission: (going, released) =>
      renewing<Admission>(going, released, isShutOut, (access) => {
        if (access.is === 'client') return Promise.resolve({ is: 'untold' });
        if (access.is === 'none') return admissionOfNobody(access.problem, released, carryOut);
        if (access.isMinted === true) return Promise.resolve({ is: 'allowed' });
        const asking = protocols[released.registry.protocol].admission?.(released, access.credential);
        return asking === undefined ? Promise.resolve({ is: 'untold' }) : carryOut(asking);
      }),
    upload: (going, parcel) =>
      renewing(going, parcel.released, isForbidden, (access) => {
        const { protocol } = parcel.released.registry;
        const sending = protocols[protocol].upload?.(addressed(parcel, access), credentialIn(access));
        if (sending === undefined) throw new Error(`nothing uploads by ${protocol}`);
        return carryOut(sending);
      }),
    uploadBy: (going, send) => renewing(going, going.released, isForbidden, (access) => send(credentialIn(access))),
    async tags(going, released) {
      const listing = protocols[released.registry.protocol].tags?.(released, await atHand(going, released));
      return listing === undefined ? undefined : carryOut(listing);
    },
    async held(going, released, artifact) {
      const { protocol } = released.registry;
      const looking = protocols[protocol].held?.(released, artifact, await atHand(going, released));
      if (looking === undefined) throw new Error(`nothing looks into ${protocol}`);
      return carryOut(looking);
    },
  };
}

const isShutOut = (said: Admission): boolean => said.is === 'refused' && said.problem.code === 'CREDENTIAL_REFUSED';

/** What is refused for who sends it has surely not arrived. */
const isForbidden = (sent: Sent): boolean =>
  sent.is === 'failed' && sent.how === 'refused' && sent.problem.code === 'UPLOAD_FORBIDDEN';

const isSame = (one: Credential, other: Credential): boolean =>
  one.is === other.is && passwordOf(one) === passwordOf(other);

const passwordOf = (credential: Credential): string =>
  (credential.is === 'token' ? credential.token : credential.password).reveal();

/** Longer than it takes to ask for a thousand units; and shorter than anybody thinks about a question. */
const justNowMs = 30_000;

const credentialIn = (access: Access): Credential | undefined =>
  access.is === 'lease' ? access.credential : undefined;

/** Where the client's own settings say that uploads go, if nothing else does. */
function addressed(parcel: Parcel, access: Access): Parcel {
  const { released } = parcel;
  const upload = access.is === 'lease' ? access.upload : undefined;
  if (upload === undefined || released.registry.upload !== undefined) return parcel;
  return { ...parcel, released: { ...released, registry: { ...released.registry, upload } } };
}

/** A registry on this very machine, or within a company, may let everybody in. */
async function admissionOfNobody(
  problem: Problem,
  released: Released,
  carryOut: <T>(dialogue: Dialogue<T>) => Promise<T>,
): Promise<Admission> {
  const asking = protocols[released.registry.protocol].admission?.(released, undefined);
  const said = asking === undefined ? undefined : await carryOut(asking);
  // Repositories of charts do not tell: some within a company let everybody in.
  const isOpen = said?.is === 'allowed' || (said?.is === 'untold' && released.registry.protocol === 'chart-repository');
  return isOpen ? said : { is: 'refused', problem };
}

const entryOf = ({ unit, word }: Going, { registry, name }: Released): Entry => ({
  registry,
  name,
  root: unit.root,
  ...(word === undefined ? {} : { word }),
});

/** Those that ask the same while it is being asked get the same answer. */
function sharing<T>(): (key: string, ask: () => Promise<T>) => Promise<T> {
  const asked = new Map<string, Promise<T>>();
  return (key, ask) => {
    const answer = asked.get(key) ?? ask().finally(() => asked.delete(key));
    asked.set(key, answer);
    return answer;
  };
}
