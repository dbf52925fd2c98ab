import type { Delivery } from '../model/delivery.ts';
import type { DeliveryEvent, JournalEvent } from '../model/journal.ts';
import { usualPolicy, type Policy } from './policy.ts';
import { decide } from './reconcile.ts';
import { statesOf, untouched } from './state.ts';

const delivery: Delivery = {
  id: 'a',
  unit: 'cargo:a',
  released: { registry: { protocol: 'crates', url: 'https://index.crates.io' }, name: 'a', version: '1.0.0' },
  artifact: { unit: 'cargo:a', name: 'a-1.0.0.crate', path: 'a', size: 1, digests: ['sha256:aa'] },
};
const problem = { code: 'SAID', severity: 'error' as const, what: 'It said no.', fix: 'Mend it.' };
const policy: Policy = {
  retry: 'resume',
  attempts: 2,
  putOffs: 3,
  silences: 2,
  backOff: { firstMs: 100, mostMs: 100 },
  poll: { firstMs: 10, mostMs: 10 },
  settleMs: 1000,
  patienceMs: 5000,
  freshMs: 500,
  ownerMs: 10_000,
};

/**
 * A journal in words, an event each, at the time behind `@`: `up`, `ok`, `transient`, `refused`, `exists`, `lost`, `wait:500`, `ended`, `absent`,
 * `aa` or any digest, `there` without one, `deleted`, `silent`, `same`, `other`, `unread`, `decided`. `|` begins the next run.
 */
function journal(text: string): readonly JournalEvent[] {
  let run = 1;
  return text.split(' ').flatMap((word): readonly JournalEvent[] => {
    if (word === '|') run += 1;
    const [said = '', at = '0'] = word.split('@');
    const event = eventOf(said, { at: Number(at), run: `r${run}`, of: 'a' });
    return event === undefined ? [] : [event];
  });
}

function eventOf(said: string, noted: { at: number; run: string; of: string }): DeliveryEvent | undefined {
  const [word = '', figure] = said.split(':');
  const owner = { host: 'here', pid: 7, started: '1' };
  switch (word) {
    case '':
    case '|':
      return undefined;
    case 'up':
      return { kind: 'uploading', ...noted, digests: ['sha256:aa'], owner };
    case 'ok':
      return { kind: 'uploaded', ...noted };
    case 'transient':
    case 'refused':
    case 'exists':
      return { kind: 'failed', ...noted, how: word, problem };
    case 'lost':
      return { kind: 'failed', ...noted, how: 'unknown', problem };
    case 'wait':
      return { kind: 'failed', ...noted, how: 'transient', problem, waitMs: Number(figure) };
    case 'ended':
    case 'decided':
      return { kind: word, ...noted };
    case 'absent':
    case 'deleted':
      return { kind: 'asked', ...noted, is: word };
    case 'silent':
      return {
        kind: 'asked',
        ...noted,
        is: 'unknown',
        problem,
        ...(figure === undefined ? {} : { waitMs: Number(figure) }),
      };
    case 'there':
      return { kind: 'asked', ...noted, is: 'present' };
    case 'same':
    case 'other':
      return { kind: 'compared', ...noted, is: word };
    case 'unread':
      return { kind: 'compared', ...noted, is: 'unknown', problem };
    default:
      return { kind: 'asked', ...noted, is: 'present', digest: `sha256:${word}` };
  }
}

interface Look {
  readonly at?: number;
  readonly alive?: boolean | 'elsewhere';
  readonly run?: string;
  readonly retry?: Policy['retry'];
}

function show(text: string, { at = 0, alive = false, run, retry = 'resume' }: Look): string {
  const events = journal(text);
  const current = run ?? `r${text.split('|').length}`;
  const state = statesOf(events, current).get('a') ?? untouched;
  const decision = decide(
    { delivery, state },
    { run: current, now: at, isAlive: () => (alive === 'elsewhere' ? undefined : alive), policy: { ...policy, retry } },
  );
  if (decision.do === 'wait') return `wait ${decision.why}`;
  if (decision.do !== 'rest') return decision.do;
  const { outcome } = decision;
  if (outcome.is === 'blocked') return 'blocked';
  return 'problem' in outcome ? `${outcome.is} ${outcome.problem.code}` : `${outcome.is}: ${outcome.because}`;
}

it.each<[string, string, Look, string]>([
  ['asks first', '', {}, 'ask'],
  ['uploads what is absent', 'absent', {}, 'upload'],
  ['skips the same bytes', 'aa', {}, 'skipped: it was there already: the same bytes'],
  ['compares other bytes', 'bb', {}, 'compare'],
  ['compares where no digest is told', 'there', {}, 'compare'],
  ['skips the same content', 'bb same', {}, 'skipped: it was there already: the same content in other bytes'],
  ['stops at other content', 'bb other', {}, 'failed OTHER_BYTES'],
  ['compares again what could not be read', 'bb unread', { at: 200 }, 'compare'],
  ['not at once', 'bb unread', { at: 1 }, 'wait what is there could not be read'],
  ['gives up comparing', 'bb unread unread', { at: 200 }, 'unknown SAID'],
  ['never uploads a number that is gone', 'deleted', {}, 'failed VERSION_DELETED'],
  ['takes silence for no answer', 'silent', { at: 200 }, 'ask'],
  ['asks later', 'silent', { at: 1 }, 'wait the registry gave no answer'],
  ['as late as it says', 'silent:5000', { at: 200 }, 'wait the registry gave no answer'],
  ['gives up asking', 'silent silent', { at: 9999 }, 'unknown SAID'],
  ['a silence in between is forgotten', 'silent absent', {}, 'upload'],

  ['looks for what was uploaded', 'absent up ok', {}, 'ask'],
  ['and again', 'absent up ok absent', { at: 20 }, 'ask'],
  ['not at once', 'absent up ok absent', { at: 1 }, 'wait uploaded, and not visible yet'],
  ['counts it when it is seen', 'absent up ok aa', {}, 'published: the same bytes'],
  ['gives up looking', 'absent up ok absent@4000', { at: 9000 }, 'pending NOT_VISIBLE'],
  ['the next run looks as long', 'absent up ok@0 | absent@9000', { at: 9001 }, 'wait uploaded, and not visible yet'],
  ['a person may have it uploaded again', 'absent up ok | decided absent', {}, 'upload'],
  ['other bytes came instead', 'absent up ok bb other', {}, 'failed OTHER_BYTES'],

  ['a lost reply: asks at once', 'absent up lost', {}, 'ask'],
  ['it had arrived', 'absent up lost aa', {}, 'published: the same bytes'],
  ['it may still arrive', 'absent up lost absent@10', { at: 20 }, 'wait it may have arrived'],
  ['an old answer is no answer', 'absent up lost absent@10', { at: 1000 }, 'ask'],
  ['it has not', 'absent up lost absent@1000', { at: 1000 }, 'upload'],
  ['tried often enough', 'absent up lost absent@1000 up@1000 lost@1000 absent@2000', { at: 2000 }, 'failed SAID'],
  ['the next run begins anew', 'absent up lost absent up@9 lost@9 | absent@2000', { at: 2000 }, 'upload'],

  ['a connection that failed: waits', 'absent up transient', { at: 1 }, 'wait once more after a failure'],
  ['asks again', 'absent up transient', { at: 100 }, 'ask'],
  ['and uploads', 'absent up transient absent@100', { at: 100 }, 'upload'],
  ['as often as it may', 'absent up transient absent@100 up@100 transient@100 absent@300', { at: 300 }, 'failed SAID'],

  ['put off: as long as it says', 'absent up wait:700', { at: 600 }, 'wait the registry asked to wait'],
  ['then asks', 'absent up wait:700', { at: 700 }, 'ask'],
  ['then uploads', 'absent up wait:700 absent@700', { at: 700 }, 'upload'],
  ['the next run waits as well', 'absent up wait:700 |', { at: 600 }, 'wait the registry asked to wait'],
  ['a put-off is no failure', 'up wait:1 up wait:1 absent@500', { at: 500 }, 'upload'],
  ['but not for ever', 'up wait:1 up wait:1 up wait:1 absent@500', { at: 500 }, 'failed PUT_OFF'],

  ['refused: asks', 'absent up refused', {}, 'ask'],
  ['it is not there', 'absent up refused absent', {}, 'failed SAID'],
  ['somebody else was faster', 'absent up refused aa', {}, 'skipped: it was there already: the same bytes'],
  ['the next run tries again', 'absent up refused | absent', {}, 'upload'],

  ['it says that it has it: looks', 'absent up exists absent', { at: 20 }, 'ask'],
  ['it has, and had it before', 'absent up exists aa', {}, 'skipped: it was there already: the same bytes'],
  [
    'or from an attempt of ours',
    'absent up lost absent@1000 up@1000 exists@1000 aa@1000',
    { at: 1000 },
    'published: the same bytes',
  ],
  ['a last failure is told at once', 'up transient up transient absent@1', { at: 1 }, 'failed SAID'],
  ['after one more look', 'up transient up transient', { at: 1 }, 'ask'],
  ['it has something else', 'absent up exists bb other', {}, 'failed OTHER_BYTES'],
  ['it never shows it', 'absent up exists absent', { at: 9000 }, 'unknown EXISTS_UNSEEN'],

  ['killed, and its child lives: asks', 'absent up |', { alive: true }, 'ask'],
  ['waits for it', 'absent up | absent', { alive: true, at: 1 }, 'wait process 7 on here uploads it'],
  ['looks again', 'absent up | absent', { alive: true, at: 20 }, 'ask'],
  ['not for ever', 'absent up | absent', { alive: true, at: 10_000 }, 'unknown PUBLISHER_LIVES'],
  ['a decision kills no process', 'absent up | decided absent', { alive: true, at: 10_000 }, 'unknown PUBLISHER_LIVES'],
  ['it arrived', 'absent up | aa', { alive: true }, 'published: the same bytes'],
  ['killed, and dead: says so', 'absent up |', {}, 'bury'],
  ['says so whatever was answered before', 'absent up | absent', {}, 'bury'],
  ['then asks', 'absent up | ended', {}, 'ask'],
  ['it may have arrived', 'absent up | ended absent@1', { at: 1 }, 'wait it may have arrived'],
  ['it has not', 'absent up | ended absent@1000', { at: 1000 }, 'upload'],
  ['an answer from before its death counts for nothing', 'absent up | absent@5000 ended@5000', { at: 9999 }, 'ask'],
  [
    'of another machine: waits',
    'absent up | absent',
    { alive: 'elsewhere', at: 1 },
    'wait process 7 on here uploads it',
  ],
  [
    'of another machine: asks a person',
    'absent up | absent',
    { alive: 'elsewhere', at: 10_000 },
    'unknown PUBLISHER_ELSEWHERE',
  ],
  ['who decides', 'absent up | decided absent', { alive: 'elsewhere', at: 10_000 }, 'bury'],
  ['another run asked: that counts for nothing', 'absent |', {}, 'ask'],

  ['decision: nothing twice', 'absent up lost absent@1000', { at: 1000, retry: 'decision' }, 'failed DECISION_NEEDED'],
  ['in no run', 'absent up refused | absent', { retry: 'decision' }, 'failed DECISION_NEEDED'],
  [
    'not after a kill either',
    'absent up | ended absent@1000',
    { at: 1000, retry: 'decision' },
    'failed DECISION_NEEDED',
  ],
  ['but what arrived has arrived', 'absent up lost aa', { retry: 'decision' }, 'published: the same bytes'],
  ['and being put off is no failure', 'absent up wait:1 absent@500', { at: 500, retry: 'decision' }, 'upload'],
  ['until a person decides', 'absent up refused | decided absent', { retry: 'decision' }, 'upload'],
  ['once', 'absent up refused | decided absent up refused absent', { retry: 'decision' }, 'failed SAID'],
])('%s: %s', (_, text, look, expected) => expect(show(text, look)).toBe(expected));

it('has usual patience that lets a lost reply settle before it gives up', () => {
  expect(usualPolicy.settleMs).toBeLessThan(usualPolicy.patienceMs);
  expect(usualPolicy.patienceMs).toBeLessThan(usualPolicy.ownerMs);
});
