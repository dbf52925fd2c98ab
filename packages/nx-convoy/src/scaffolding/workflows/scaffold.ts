import type { Rewritten } from '../../model/hands.ts';
import type { Problem } from '../../model/problem.ts';
import type { Choice, Scaffold } from '../../model/scaffold.ts';
import { githubFiles } from './github/files.ts';
import { gitlabFiles, unincluded } from './gitlab/files.ts';
import { readMark } from './mark.ts';
import type { Door, ForgeName, Ground, Wishes } from './model.ts';
import { nextSteps } from './next.ts';
import { nodeOf } from './node.ts';

const filesOf: Readonly<Record<ForgeName, (ground: Ground, wishes: Wishes) => Readonly<Record<string, string>>>> = {
  github: githubFiles,
  gitlab: gitlabFiles,
};

/** What CI of this repository does about releases. What somebody wrote by hand under the same name is left alone. */
export function scaffoldCi(ground: Ground, wanted: ReadonlyMap<ForgeName, Wishes>): Scaffold {
  const made = [...wanted].flatMap(([forge, wishes]) => Object.entries(filesOf[forge](ground, wishes)));
  const files = made.map(([file, after]) => rewritten(file, after, ground));
  return {
    files,
    choices: choicesOf(ground, wanted),
    problems: [
      ...files.flatMap(({ file, before }) => foreign(file, before)),
      ...(wanted.has('gitlab') ? unincluded(ground) : []),
    ],
    next: nextSteps(ground, wanted),
  };
}

function rewritten(file: string, after: string, { repo }: Ground): Rewritten {
  const text = repo.text(file);
  return { file, after, ...(text?.ok === true ? { before: text.value } : {}) };
}

function foreign(file: string, before: string | undefined): readonly Problem[] {
  if (before === undefined || readMark(before) !== undefined) return [];
  return [
    {
      code: 'FILE_FOREIGN',
      severity: 'error',
      what: `${file} is there, and was not made by nx-convoy: it would be lost.`,
      where: { file },
      fix: `Give it another name, and take over by hand what you need of it: git mv ${file} ${file.replace(/\.yml$/, '-own.yml')}`,
    },
  ];
}

function choicesOf(ground: Ground, wanted: ReadonlyMap<ForgeName, Wishes>): readonly Choice[] {
  const { why, bin, nx } = nodeOf(ground.repo, ground.tool);
  const trusting = ground.doors.filter(({ trusts }) => trusts !== undefined);
  return [
    ...[...wanted].map(([forge, { on, branch }]) => ({
      what: `${forge}: ${on.join(', ')}`,
      why: on.includes('push')
        ? `release commits on ${branch}; --on says otherwise`
        : '--on says what begins a release',
    })),
    { what: nx === undefined ? bin : `${bin}, ${nx} for plans`, why },
    ...(trusting.length === 0
      ? []
      : [{ what: 'trusted publishing', why: `name the workflow and its environment at ${hosts(trusting)}` }]),
    ...ground.doors
      .filter(({ trusts, ownOf }) => trusts === undefined && ownOf === undefined)
      .map(({ host, secrets }) => ({ what: `secrets ${secrets.join(', ')}`, why: `for ${host}` })),
  ];
}

const hosts = (doors: readonly Door[]): string => doors.map(({ host }) => host).join(', ');
