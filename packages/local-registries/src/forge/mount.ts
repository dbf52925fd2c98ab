import { createHash, randomUUID } from 'node:crypto';
import { withHeaders, type Answer } from '../server/answer.ts';
import type { Ask } from '../server/ask.ts';
import { hasAlready } from '../server/conditional.ts';
import { Refused } from '../server/refusal.ts';
import type { Route } from '../server/route.ts';
import { saidIn, type Call, type ForgeRoute, type RepositoryCall } from './call.ts';
import { linksOf, mounts, type Mount } from './links.ts';
import { rateHeaders, type Meter } from './meter.ts';
import { ForgeProblem } from './problem.ts';
import type { FindRepository } from './repository.ts';

interface Standing {
  readonly find: FindRepository;
  readonly meter: Meter;
}

/** Paths of other forges are whole already. */
export const asTheyAre = (routes: readonly ForgeRoute[], standing: Standing): readonly Route[] =>
  routes.flatMap((route) => placed(route, { api: '', uploads: '' }, standing));

/** Every route at every place where clients look for it, with what GitHub does for all of them alike. */
export function mounted(routes: readonly ForgeRoute[], standing: Standing): readonly Route[] {
  return mounts.flatMap((mount) => routes.flatMap((route) => placed(route, mount, standing)));
}

function placed(route: ForgeRoute, mount: Mount, standing: Standing): readonly Route[] {
  const { method, path, role, isUpload } = route;
  const answer: Route['answer'] = (ask) => answered(route, mount, standing, ask);
  const bases = isUpload ? new Set([mount.api, mount.uploads]) : [mount.api];
  return [...bases].flatMap((base) => {
    // GraphQL has no version in its address.
    const whole = { method, role, answer, path: `${path === '/graphql' ? base.replace('/v3', '') : base}${path}` };
    return path === '/' && base !== '' ? [whole, { ...whole, path: base }] : [whole];
  });
}

type Params = Readonly<Record<string, string>>;

async function answered(route: ForgeRoute, mount: Mount, { find, meter }: Standing, ask: Ask<Params>): Promise<Answer> {
  const { caller, headers } = ask;
  // A public registry lets strangers read; GitHub wants no token rather than a bad one.
  if (caller.is === 'stranger') throw new Refused('unknown-token', 'This token is unknown.');
  if (caller.is === 'expired') throw new Refused('expired-token', 'This token has expired.');
  const version = headers['x-github-api-version'] ?? usualVersion;
  if (!versions.has(String(version)))
    throw new ForgeProblem(
      400,
      `The API version "${String(version)}" is not supported. The following API versions are supported: ${[...versions].join(', ')}.`,
    );
  const login = caller.is === 'known' ? caller.user : 'ghost';
  const call: Call<Params> = { ...ask, login, links: linksOf(ask.origin, mount), said: () => saidIn(ask) };
  const answer = await route.answer(route.isInside ? await inside(call, route, find) : call);
  const common = {
    ...described,
    'x-github-api-version-selected': String(version),
    'x-github-request-id': randomUUID(),
  };
  return withHeaders(conditional(ask, answer), { ...common, ...rateHeaders(meter.count(login)) });
}

async function inside(call: Call<Params>, { role }: ForgeRoute, find: FindRepository): Promise<RepositoryCall<Params>> {
  const { owner = '', repo = '' } = call.params;
  return { ...call, repository: await find(owner, repo, call.caller, role) };
}

const usualVersion = '2022-11-28';
const versions: ReadonlySet<string> = new Set([usualVersion, '2026-03-10']);

const described = { 'x-github-media-type': 'github.v3; format=json', vary: 'Accept, Authorization' };

/** What can be read again is told apart by its content: who has it already gets 304, which costs nothing. */
function conditional({ method, headers }: Ask, answer: Answer): Answer {
  if ((method !== 'GET' && method !== 'HEAD') || answer.status !== 200) return answer;
  const etag = answer.headers?.etag ?? (typeof answer.body === 'string' ? `"${digest(answer.body)}"` : undefined);
  if (etag === undefined) return answer;
  const tagged = { ...answer.headers, etag: typeof answer.body === 'string' ? `W/${etag}` : etag };
  if (!hasAlready(headers, etag)) return { ...answer, headers: tagged };
  if (answer.body !== undefined && typeof answer.body !== 'string' && 'destroy' in answer.body) answer.body.destroy();
  return { status: 304, headers: { etag: tagged.etag } };
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
