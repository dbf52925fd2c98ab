import type { Rewritten } from '../../model/hands.ts';
import { ok, type Result } from '../../model/problem.ts';
import type { Scaffold } from '../../model/scaffold.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { besideNx } from './beside-nx.ts';
import { draw, type Asked, type Drawn } from './draw.ts';
import { takenBy, taskOf } from './homes.ts';
import { shimText, withScripts } from './manifest.ts';
import { withMembers } from './members.ts';
import { tell } from './tell.ts';
import { withTasks } from './turbo-json.ts';
import { readWorkspace } from './workspace.ts';

/** Tasks of Turborepo for what is released: the whole graph at the top, and each package after exactly those that its units need. */
export function turboTasks(repo: Snapshot, asked: Asked): Scaffold {
  const workspace = readWorkspace(repo);
  if (!workspace.ok) return { files: [], choices: [], problems: workspace.problems, next: [] };
  const drawn = draw(asked, workspace.value);
  const files = filesOf(drawn, repo);
  if (!files.ok) return { files: [], choices: [], problems: [...drawn.problems, ...files.problems], next: [] };
  return { files: files.value, problems: [...drawn.problems, ...besideNx(repo)], ...tell(drawn) };
}

const names = ['release-plan', 'publish', 'package'];

function filesOf({ workspace, found, tasks, scripts }: Drawn, repo: Snapshot): Result<readonly Rewritten[]> {
  const { file, root, packages, listing } = workspace;
  const textOf = (path: string): string => {
    const text = repo.text(path);
    return text?.ok === true ? text.value : '';
  };
  const taken = new Set(
    [root, ...packages].flatMap((carrier) =>
      names.filter((name) => takenBy(carrier, name, workspace) !== undefined).map((name) => taskOf(carrier, name)),
    ),
  );
  const shims = found.homes.filter(({ carrier, isNew }) => isNew && scripts.has(carrier));
  const texts = new Map([[file, withTasks(textOf(file), workspace.tasks, tasks, taken)]]);
  for (const carrier of [root, ...packages]) {
    const own = carrier === root ? names : ['package', 'publish'];
    texts.set(
      carrier.manifest,
      withScripts(textOf(carrier.manifest), carrier.scripts, scripts.get(carrier) ?? {}, own),
    );
  }
  const unlisted = shims.map(({ carrier }) => carrier.folder).filter((folder) => !workspace.isListed(folder));
  if (unlisted.length > 0) {
    const members = withMembers(listing, texts.get(listing) ?? textOf(listing), unlisted);
    if (!members.ok) return members;
    texts.set(listing, members.value);
  }
  return ok([
    ...[...texts].map(([path, after]) => ({ file: path, before: textOf(path), after })),
    ...shims.map(({ carrier }) => ({ file: carrier.manifest, after: shimText(carrier, scripts.get(carrier) ?? {}) })),
  ]);
}
