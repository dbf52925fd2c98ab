import type { Scaffold } from '../../model/scaffold.ts';
import type { World } from '../../model/world.ts';
import { repository } from '../../planning/imagined.ts';
import { releaseConfig } from './scaffolder.ts';

export type Files = Readonly<Record<string, string>>;

/** A repository that is only imagined, for tests, and what git answers there, by how the question begins. */
export function worldOf(files: Files, answers: Readonly<Record<string, string>> = {}): World {
  const unasked = (): Promise<never> => Promise.reject(new Error('nobody asks that here'));
  return {
    snapshot: () => Promise.resolve(repository(Object.entries(files))),
    git(args, tell) {
      const asked = args.join(' ');
      const found = Object.entries(answers).find(([question]) => asked.startsWith(question));
      if (found !== undefined) tell(found[1]);
      return Promise.resolve({ code: found === undefined ? 1 : 0, complaint: '' });
    },
    tree: unasked,
    texts: unasked,
    save: unasked,
    append: unasked,
    hash: (text) => text,
    today: () => '2026-11-20',
    clock: { now: () => 0, elapsed: () => 0, pause: unasked },
    tool: '0.0.0',
    isColoured: false,
  };
}

export const scaffolded = (
  files: Files,
  asked: Readonly<Record<string, unknown>> = {},
  answers: Readonly<Record<string, string>> = {},
): Promise<Scaffold> => releaseConfig.scaffold(releaseConfig.options.parse(asked), worldOf(files, answers));

/** The repository once that was written. */
export const afterwards = (files: Files, { files: made }: Scaffold): Files => ({
  ...files,
  ...Object.fromEntries(made.map(({ file, after = '' }) => [file, after])),
});
