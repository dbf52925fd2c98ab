import { inquiries } from '../../ecosystems/questions.ts';
import type { Hands, Rewritten, Scratch } from '../../model/hands.ts';
import type { Problem } from '../../model/problem.ts';
import type { Inquiry, Judgement, Question, Verdict } from '../../model/proof.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { withTexts } from '../../text/splice/edited.ts';

const timeoutMs = 120_000;

/** What the clients say of the lock files of a release, before a byte of the workspace has changed. */
export async function prove(repo: Snapshot, files: readonly Rewritten[], hands: Hands): Promise<readonly Verdict[]> {
  const touched = new Set(files.map(({ file }) => file));
  const after = withTexts(
    repo,
    new Map(files.flatMap(({ file, after: text }) => (text === undefined ? [] : [[file, text] as const]))),
  );
  const before = new Map(
    inquiries(repo, touched).flatMap((inquiry) => inquiry.questions.map(({ lock }) => [lock, inquiry])),
  );
  const versions: Versions = new Map();
  const verdicts: Verdict[] = [];
  for (const inquiry of inquiries(after, touched)) {
    verdicts.push(...(await judge(inquiry, (question) => before.get(question.lock), hands, versions)));
  }
  return verdicts;
}

/**
 * A lock that its client refuses is ours only if the client took it before: and one that it cannot judge for want of an index is refused
 * all the same if it could judge it before, for then the release is what sent it looking.
 */
async function judge(
  inquiry: Inquiry,
  formerOf: (question: Question) => Inquiry | undefined,
  hands: Hands,
  versions: Versions,
): Promise<readonly Verdict[]> {
  const [now, then] = [asker(inquiry, hands, versions), new Map<Inquiry, ReturnType<typeof asker>>()];
  const verdicts: Verdict[] = [];
  try {
    for (const question of inquiry.questions) {
      const verdict = await now.ask(question);
      const former = formerOf(question);
      const was = former?.questions.find(({ lock }) => lock === question.lock);
      if (verdict.is === 'proven' || verdict.isMute === true || former === undefined || was === undefined) {
        verdicts.push(told(question, verdict));
        continue;
      }
      const asked = then.get(former) ?? asker(former, hands, versions);
      then.set(former, asked);
      verdicts.push(told(question, compared(verdict, await asked.ask(was))));
    }
  } finally {
    for (const one of [now, ...then.values()]) await one.leave();
  }
  return verdicts;
}

/** By program: asked once in a run. */
type Versions = Map<string, Promise<Answer>>;

interface Answer extends Judgement {
  readonly version?: string;
  /** The client is not here, is another one, or was too slow: asking it again tells nothing. */
  readonly isMute?: true;
}

function compared(now: Answer, before: Answer): Answer {
  if (now.is === 'refuted' && before.is === 'refuted')
    return { ...now, is: 'unproven', why: `it was refused before this release as well: ${now.why ?? ''}` };
  return now.is === 'unproven' && before.is === 'proven' ? { ...now, is: 'refuted' } : now;
}

const told = ({ lock, client, command }: Question, { is, why, version }: Answer): Verdict => ({
  file: lock,
  client,
  command,
  is,
  ...(version === undefined ? {} : { version }),
  ...(why === undefined ? {} : { why }),
});

/** One folder for all questions, made when the first client is there to look at it. */
function asker({ files }: Inquiry, hands: Hands, versions: Versions) {
  let scratch: Promise<Scratch> | undefined;
  const needed = (): Promise<Scratch> => (scratch ??= hands.scratch(files));
  const versionOf = async (program: string, env: Readonly<Record<string, string>>): Promise<Answer> => {
    const empty = await hands.scratch(new Map());
    const { code, text, failed } = await empty.ask([program, ...versionWord(program)], {
      cwd: '.',
      env,
      timeoutMs: 30_000,
    });
    await empty.leave();
    if (failed === 'absent') return { is: 'unproven', why: `there is no ${program} here`, isMute: true };
    const version = /\d+\.\d+[-+.\w]*/.exec(text)?.[0];
    return code === 0 && version !== undefined
      ? { is: 'proven', version }
      : { is: 'unproven', why: `${program} does not work here`, isMute: true };
  };
  return {
    async ask(question: Question): Promise<Answer> {
      const { lock, argv, cwd, env = {} } = question;
      const program = argv[0] ?? '';
      const client = versions.get(program) ?? versionOf(program, env);
      versions.set(program, client);
      const { version, ...rest } = await client;
      if (version === undefined) return rest;
      const other = question.refuses?.(version);
      if (other !== undefined) return { is: 'unproven', why: other, version, isMute: true };
      const place = await needed();
      const { code, text, failed } = await place.ask(argv, { cwd, env, timeoutMs });
      if (failed === 'late') {
        return { is: 'unproven', why: `it took longer than ${timeoutMs / 1000} s`, version, isMute: true };
      }
      return { ...question.judge({ code, text, lock: await place.read(lock) }), version };
    },
    leave: async (): Promise<void> => (await scratch)?.leave(),
  };
}

const versionWord = (program: string): readonly string[] =>
  program === 'helm' ? ['version', '--short'] : ['--version'];

/** Refusals one by one; what could not be asked, once for each client and reason. */
export function lockProblems(verdicts: readonly Verdict[]): readonly Problem[] {
  const open = new Map<string, Verdict[]>();
  for (const verdict of verdicts.filter(({ is }) => is === 'unproven')) {
    const key = `${verdict.client}\n${verdict.why ?? ''}`;
    open.set(key, [...(open.get(key) ?? []), verdict]);
  }
  return [
    ...verdicts.filter(({ is }) => is === 'refuted').map(refusal),
    ...[...open.values()].flatMap((group) => (group[0] === undefined ? [] : [doubt(group[0], group.length)])),
  ];
}

const refusal = ({ file, client, version = '', why = '', command }: Verdict): Problem => ({
  code: 'LOCK_REFUTED',
  severity: 'error',
  what: `${client} ${version} refuses ${file} as this release writes it: ${why}`,
  where: { file },
  fix: `Nothing was written. Bring the lock up to date and commit it (${command} tells whether it is), plan again; --no-prove asks no client.`,
});

const doubt = ({ file, client, version, why = '', command }: Verdict, count: number): Problem => ({
  code: 'LOCK_UNPROVEN',
  severity: 'warning',
  what: `${client}${version === undefined ? '' : ` ${version}`} could not tell whether ${file}${count > 1 ? ` and ${count - 1} more` : ''} is right: ${why}`,
  where: { file },
  fix: `Ask where it can: ${command}`,
});
