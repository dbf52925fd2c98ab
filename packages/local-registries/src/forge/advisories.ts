import type { House } from '../protocol.ts';
import type { Plain } from '../reading.ts';
import { json } from '../server/answer.ts';
import { within, type ForgeRoute, type RepositoryCall } from './call.ts';
import { added, drawer, newest, none, replaced, type Numbered } from './drawer.ts';
import { formOf } from './form.ts';
import { paged } from './page.ts';
import { badForm, notFound } from './problem.ts';
import { timeOf, userView } from './user.ts';

interface Advisory {
  readonly id: number;
  readonly ghsa: string;
  readonly summary: string;
  readonly description: string | null;
  readonly severity: string | null;
  readonly cve: string | null;
  readonly state: string;
  readonly vulnerabilities: readonly Plain[];
  readonly author: string;
  readonly created: string;
  readonly updated: string;
  readonly published: string | null;
}

const form = {
  summary: 'string',
  description: 'string',
  severity: 'string or null',
  cve_id: 'string or null',
  vulnerabilities: 'objects',
  state: 'string',
} as const;

/** Security advisories of a repository: drafts, and what becomes of them. Only whoever may write sees them. */
export async function advisoryRoutes(house: House): Promise<readonly ForgeRoute[]> {
  const kept = await drawer<Numbered<Advisory>>(house, 'advisories', none);
  const now = (): string => timeOf(house.clock.now());
  const find = (all: Numbered<Advisory>, ghsa: string): Advisory => {
    const one = all.all.find((other) => other.ghsa.toLowerCase() === ghsa.toLowerCase());
    if (one === undefined) throw notFound();
    return one;
  };
  return [
    within('GET', '/security-advisories', 'account', (call) =>
      paged(call, [...kept.read(call.repository.key, call.view).all].reverse(), (one) => view(call, one)),
    ),
    within('POST', '/security-advisories', 'publish', async (call) => {
      const told = formOf(await call.said(), form, ['summary', 'description', 'vulnerabilities']);
      const { summary, description, vulnerabilities, severity = null, cve_id: cve = null } = told;
      checkWords(told.severity, 'draft');
      const times = { created: now(), updated: now(), published: null };
      const after = await kept.change(call.repository.key, (before) =>
        added(before, (id) => ({
          id,
          ghsa: nameOf(id),
          summary,
          description,
          severity,
          cve,
          vulnerabilities,
          state: 'draft',
          author: call.login,
          ...times,
        })),
      );
      const made = view(call, newest(after));
      return json(made, 201, { location: made.url });
    }),
    within('GET', '/security-advisories/:ghsa', 'account', (call) =>
      json(view(call, find(kept.read(call.repository.key, call.view), call.params.ghsa))),
    ),
    within('PATCH', '/security-advisories/:ghsa', 'change', async (call) => {
      const told = formOf(await call.said(), form);
      const after = await kept.change(call.repository.key, (before) => {
        const one = find(before, call.params.ghsa);
        const state = told.state ?? one.state;
        checkWords(told.severity, state);
        return replaced(before, {
          ...one,
          summary: told.summary ?? one.summary,
          description: told.description ?? one.description,
          severity: told.severity === undefined ? one.severity : told.severity,
          cve: told.cve_id === undefined ? one.cve : told.cve_id,
          vulnerabilities: told.vulnerabilities ?? one.vulnerabilities,
          state,
          updated: now(),
          published: state === 'published' ? (one.published ?? now()) : one.published,
        });
      });
      return json(view(call, find(after, call.params.ghsa)));
    }),
  ];
}

/** Made of the letters that GitHub uses, so that whoever checks the form is content. */
function nameOf(id: number): string {
  const letters = '23456789cfghjmpqrvwx';
  const digits: string[] = [];
  for (let rest = id; digits.length < 12; rest = Math.floor(rest / letters.length))
    digits.unshift(letters[rest % letters.length] ?? '2');
  return `GHSA-${[0, 4, 8].map((at) => digits.slice(at, at + 4).join('')).join('-')}`;
}

function checkWords(severity: string | null | undefined, state: string): void {
  const [severities, states] = [
    ['critical', 'high', 'medium', 'low'],
    ['published', 'closed', 'draft', 'triage'],
  ];
  if (severity !== undefined && severity !== null && !severities.includes(severity))
    throw badForm([`For 'properties/severity', ${severity} is not a member of ${JSON.stringify(severities)}.`]);
  if (!states.includes(state))
    throw badForm([`For 'properties/state', ${state} is not a member of ${JSON.stringify(states)}.`]);
}

const view = ({ repository, links }: RepositoryCall, one: Advisory) => ({
  ghsa_id: one.ghsa,
  cve_id: one.cve,
  url: links.api(`/repos/${repository.full}/security-advisories/${one.ghsa}`),
  html_url: links.web(`/${repository.full}/security/advisories/${one.ghsa}`),
  summary: one.summary,
  description: one.description,
  severity: one.severity,
  author: userView(one.author, links),
  publisher: null,
  state: one.state,
  created_at: one.created,
  updated_at: one.updated,
  published_at: one.published,
  closed_at: null,
  withdrawn_at: null,
  vulnerabilities: one.vulnerabilities,
});
