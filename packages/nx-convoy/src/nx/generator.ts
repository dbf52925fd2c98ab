import type { Tree } from '@nx/devkit';
import type { z } from 'zod';
import { drifted } from '../scaffolding/drift.ts';
import { diskWorld } from '../shell/world.ts';
import { tellScaffold } from '../verbs/scaffolding/report.ts';
import type { Scaffolder } from '../verbs/scaffolding/scaffolder.ts';
import { outOfDate } from '../verbs/scaffolding/verb-of.ts';
import { treeSnapshot } from './version-actions/tree-snapshot.ts';
import { refusal } from './version-actions/write.ts';

/** A scaffolder that writes into Nx's tree: Nx shows, asks and decides what becomes of it. */
export const generatorOf =
  <Options extends z.ZodObject>(scaffolder: Scaffolder<Options>) =>
  async (tree: Tree, given: Readonly<Record<string, unknown>>): Promise<void> => {
    const { check, ...own } = given;
    const world = { ...diskWorld(tree.root), snapshot: () => treeSnapshot(tree) };
    const found = await scaffolder.scaffold(scaffolder.options.parse(own), world);
    const files = drifted(found.files);
    const drift = check === true ? files.map(({ file }) => outOfDate(file, scaffolder.name)) : [];
    const errors = [...found.problems.filter(({ severity }) => severity === 'error'), ...drift];
    if (errors.length > 0) throw refusal(errors);
    for (const { file, after } of files) {
      if (after === undefined) tree.delete(file);
      else tree.write(file, after);
    }
    await formatted(tree);
    // Nx tells the files itself.
    process.stdout.write(tellScaffold(found, undefined, world));
  };

/** By the formatter of the workspace, where it has one; @nx/devkit need not be there for a release. */
async function formatted(tree: Tree): Promise<void> {
  const devkit = await import('@nx/devkit').catch(() => undefined);
  await devkit?.formatFiles(tree);
}
