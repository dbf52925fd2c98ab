import type { z } from 'zod';
import type { Snapshot } from '../../model/snapshot.ts';
import { releaseFile as ofGithub } from '../../scaffolding/workflows/github/files.ts';
import { releaseFile as ofGitlab } from '../../scaffolding/workflows/gitlab/parts.ts';
import { readMark } from '../../scaffolding/workflows/mark.ts';
import { forges, type ForgeName, type Wishes } from '../../scaffolding/workflows/model.ts';
import { ciOptions } from './options.ts';

type Options = z.infer<typeof ciOptions>;

const files: Readonly<Record<ForgeName, string>> = { github: ofGithub, gitlab: ofGitlab };

/** For each forge: what is said now, before what its file was made with, before what is usual. */
export function wishesOf(options: Options, repo: Snapshot, branch: string): ReadonlyMap<ForgeName, Wishes> {
  const there = forges.filter((forge) => madeWith(repo, forge) !== undefined);
  const chosen = options.for ?? (there.length > 0 ? there : [usualForge(repo)]);
  return new Map(
    [...new Set(chosen)].map(
      (forge) => [forge, { ...usual, branch, ...madeWith(repo, forge), ...said(options) }] as const,
    ),
  );
}

const usual = { on: ['dispatch', 'push'], cron: '17 4 * * 1', environment: 'release', keep: 14 } as const;

const usualForge = ({ files: all }: Snapshot): ForgeName => (all.includes('.gitlab-ci.yml') ? 'gitlab' : 'github');

/** By the line in the file that says how it was made; what is no option any more is passed over. */
function madeWith(repo: Snapshot, forge: ForgeName): Partial<Wishes> | undefined {
  const text = repo.text(files[forge]);
  const mark = text?.ok === true ? readMark(text.value) : undefined;
  if (mark === undefined) return undefined;
  const { on, ...rest } = mark;
  const fields = Object.entries({ ...rest, ...(on === undefined ? {} : { on: on.split(',') }) });
  const known = fields.filter(([name, value]) => ciOptions.safeParse({ [name]: value }).success);
  return said(ciOptions.parse(Object.fromEntries(known)));
}

const said = ({ on, branch, cron, environment, keep }: Options): Partial<Wishes> => ({
  ...(on === undefined ? {} : { on }),
  ...(branch === undefined ? {} : { branch }),
  ...(cron === undefined ? {} : { cron }),
  ...(environment === undefined ? {} : { environment }),
  ...(keep === undefined ? {} : { keep }),
});
