import type { Config } from '../../../model/config.ts';
import type { Problem } from '../../../model/problem.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { setAside } from '../../../paths/aside.ts';
import { folderOf } from '../../../paths/inside.ts';
import { isTemplate } from '../../../text/placeholder.ts';
import { isBake, isChartpress, isCompose, isWorkflow } from '../files.ts';
import type { Tree } from '../tree.ts';
import { readBake } from './bake.ts';
import { readChartpress } from './chartpress.ts';
import { readCompose } from './compose.ts';
import { fromConfig } from './configured.ts';
import type { Declaration, Declared } from './declaration.ts';
import { readWorkflow } from './workflow.ts';

const readers = [
  [isChartpress, readChartpress],
  [isBake, readBake],
  [isWorkflow, readWorkflow],
  [isCompose, readCompose],
] as const;

/** All that says how images are built; what a file among fixtures or examples says is not about what ships. */
export function declaredImages(repo: Snapshot, config: Config, tree: Tree): Declared {
  const configured = fromConfig(config, tree);
  const declarations: Declaration[] = [...configured.declarations];
  const problems: Problem[] = [...configured.problems];
  for (const file of repo.files) {
    const read = readers.find(([reads]) => reads(file))?.[1];
    if (read === undefined || setAside(folderOf(file)) !== undefined) continue;
    const { found, problems: broken } = read(file, repo, tree);
    declarations.push(...found);
    if (broken.length > 0 && !isTemplate(textOf(repo, file))) problems.push(...broken);
  }
  return { declarations, problems };
}

function textOf(repo: Snapshot, file: string): string {
  const text = repo.text(file);
  return text?.ok === true ? text.value : '';
}
