import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJournal } from '../../packages/nx-convoy/src/delivery/journal.ts';
import type { JournalEvent } from '../../packages/nx-convoy/src/model/journal.ts';
import { isLook } from './points.ts';
import type { Passed } from './relay.ts';
import { journalIn, plan, type Ended } from './workspace.ts';
import type { Yard } from './yard.ts';

export interface Checked {
  readonly folder: string;
  /** The run that was to bring it to its end. */
  readonly last: Ended;
  readonly effects: readonly string[];
  /** Nobody remembers what was on its way, or two clones do not know of each other: the registry alone can refuse. */
  readonly isBlind?: boolean;
  /** A client outlived its publisher: what that one held is rightly kept until the client ends. */
  readonly isOutlived?: boolean;
}

/** What is wrong; nothing where every unit is out exactly once, with the planned bytes, and nobody hurried. */
export async function complaints(yard: Yard, checked: Checked): Promise<readonly string[]> {
  const { folder, isBlind = false } = checked;
  return [
    ...ofTheEnd(yard, checked),
    ...ofAttempts(yard, checked),
    ...(await ofContents(yard, checked)),
    ...ofJournal(folder, isBlind),
    ...(checked.isOutlived === true ? [] : ofHolds(folder)),
  ];
}

function ofTheEnd({ kind }: Yard, { last }: Checked): readonly string[] {
  const { code, stdout, stderr } = last;
  if (code !== 0)
    return [`the last run ended with ${code ?? last.signal ?? ''}: ${stdout.slice(-1200)}${stderr.slice(-1200)}`];
  const { units } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as End;
  const isOut = (id: string): boolean =>
    units.some(({ unit, is }) => unit === id && (is === 'published' || is === 'skipped'));
  return kind.units.filter((id) => !isOut(id)).map((id) => `${id} is forgotten`);
}

interface End {
  readonly units: readonly { readonly unit: string; readonly is: string }[];
}

const isTaken = ({ status }: Passed): boolean => status >= 200 && status < 300;

/** What a registry heard of: one attempt that it took, the last; before each further one it was asked once more. */
function ofAttempts({ kind, relay }: Yard, { effects, isBlind = false }: Checked): readonly string[] {
  const passed = relay.passed();
  return effects.flatMap((effect) => {
    const attempts = passed.filter((one) => kind.puts(one) === effect);
    const taken = attempts.filter(isTaken);
    const wrong = taken.length === 1 ? [] : [`${effect} was taken ${taken.length} times`];
    if (isBlind) return kind.isRefusing ? wrong : taken.length === 0 ? wrong : [];
    if (taken.length > 0 && attempts.at(-1) !== taken[0]) wrong.push(`${effect} was sent again after it was there`);
    for (const [at, next] of attempts.entries()) {
      const before = attempts[at - 1];
      if (before === undefined) continue;
      const isAsked = passed.some(
        (one) => one.isOurs && isLook(one) && one.began >= before.ended && one.ended <= next.began,
      );
      if (!isAsked) wrong.push(`${effect} was sent again before anybody asked`);
    }
    return wrong;
  });
}

async function ofContents({ kind, relay, tokens }: Yard, { folder, effects }: Checked): Promise<readonly string[]> {
  const planned = digestsIn(join(folder, 'dist/release'));
  const [registry = ''] = kind.registries;
  const wrong = await Promise.all(
    effects.map(async (effect) => {
      const { at, accept = '*/*' } = kind.holds(relay.urls[registry] ?? '', effect);
      const user = Buffer.from(`convoy:${tokens[registry] ?? ''}`).toString('base64');
      const headers = registry === 'oci' ? await bearer(at, user) : {};
      const answer = await fetch(at, { headers: { accept, ...headers } });
      const bytes = Buffer.from(await answer.arrayBuffer());
      if (!answer.ok) return [`${effect} is not there: ${answer.status}`];
      const own = createHash('sha256').update(bytes).digest('hex');
      const text = bytes.toString('latin1');
      const told = planned.filter((digest) => own === digest || text.includes(digest));
      return told.length > 0 ? [] : [`${effect} has other bytes than were planned`];
    }),
  );
  return wrong.flat();
}

/** A registry of images asks everybody for a token. */
async function bearer(at: string, user: string): Promise<Readonly<Record<string, string>>> {
  const { headers } = await fetch(at);
  const [, realm, service, scope] =
    /realm="([^"]+)",service="([^"]+)"(?:,scope="([^"]+)")?/.exec(headers.get('www-authenticate') ?? '') ?? [];
  if (realm === undefined) return {};
  const asked = `${realm}?service=${encodeURIComponent(service ?? '')}&scope=${encodeURIComponent(scope ?? '')}`;
  const answer = await fetch(asked, { headers: { authorization: `Basic ${user}` } });
  const { token } = (await answer.json()) as { readonly token: string };
  return { authorization: `Bearer ${token}` };
}

/** Of everything that was made, as registries spell them. */
function digestsIn(folder: string): readonly string[] {
  const manifests = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('manifest.json') && !name.startsWith('.cache'),
  );
  return manifests.flatMap((name) => {
    const { files, image } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Made;
    return [
      ...files.flatMap(({ sha256, sha512 }) => [sha256, `sha512-${Buffer.from(sha512, 'hex').toString('base64')}`]),
      ...(image === undefined ? [] : [image.digest.replace('sha256:', '')]),
    ];
  });
}

interface Made {
  readonly files: readonly { readonly sha256: string; readonly sha512: string }[];
  readonly image?: { readonly digest: string };
}

/** It can be read back, and tells that no attempt began before the last one had ended and the file was absent after that. */
function ofJournal(folder: string, isBlind: boolean): readonly string[] {
  const read = readJournal(readFileSync(journalIn(folder), 'utf8'), 'journal', plan);
  if (!read.ok) return read.problems.map(({ what }) => what);
  const { events } = read.value;
  const last = events.at(-1);
  const wrong = isBlind || last?.kind === 'run-ended' ? [] : ['the journal has no end'];
  const about = new Map<string, Seen>();
  for (const event of events) {
    if (!('of' in event)) continue;
    const seen = about.get(event.of) ?? {};
    if (event.kind === 'uploading' && !mayBegin(seen, event)) wrong.push(`${event.of} went up without an absence`);
    about.set(event.of, afterwards(seen, event));
  }
  for (const [of, { isOpen }] of about) if (isOpen === true) wrong.push(`nobody wrote how ${of} ended`);
  return wrong;
}

interface Seen {
  readonly isOpen?: boolean;
  /** Runs that have heard that it is absent, since the last attempt ended. */
  readonly absentTo?: readonly string[];
}

const mayBegin = ({ isOpen = false, absentTo = [] }: Seen, { run }: JournalEvent): boolean =>
  !isOpen && absentTo.includes(run);

function afterwards(seen: Seen, event: JournalEvent): Seen {
  if (event.kind === 'uploading') return { isOpen: true };
  if (event.kind === 'uploaded' || event.kind === 'failed' || event.kind === 'ended') return { isOpen: false };
  if (event.kind !== 'asked') return seen;
  const others = (seen.absentTo ?? []).filter((run) => run !== event.run);
  return { ...seen, absentTo: event.is === 'absent' ? [...others, event.run] : others };
}

/** A lock that is left would be in the way of the next one, but for the number of its owner. */
function ofHolds(folder: string): readonly string[] {
  const holds = join(folder, '.git/nx-convoy/holds');
  const left = existsSync(holds) ? readdirSync(holds).filter((name) => !/[0-9a-f]{8}-[0-9a-f-]{27}/.test(name)) : [];
  return left.map((name) => `${name} is still held`);
}
