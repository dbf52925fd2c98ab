import type { Inquiry, Judgement, Question, Said } from '../../model/proof.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { folderOf, nameOf } from '../../paths/inside.ts';
import { blocksOf, fieldOf } from '../../text/splice/blocks.ts';
import { complaintIn, concernedLocks, inFolder, named, proven, refuted, textsOf, unproven } from '../asking.ts';

/** No `setup.py`, no plugin folder, no virtual environment: what stands in manifests is all that is asked about. */
export function inquire(repo: Snapshot, touched: ReadonlySet<string>): Inquiry {
  const locks = concernedLocks(repo, touched, named(...Object.keys(clients)), named('pyproject.toml'));
  if (locks.length === 0) return { files: new Map(), questions: [] };
  const files = textsOf(repo, named('pyproject.toml', 'uv.toml', ...Object.keys(clients)));
  return {
    files,
    questions: locks.flatMap((lock) => clients[nameOf(lock)]?.(lock, files.get(lock) ?? '') ?? []),
  };
}

const clients: Readonly<Record<string, (lock: string, text: string) => Question>> = {
  'uv.lock': (lock, text) => ({
    lock,
    client: 'uv',
    argv: ['uv', 'lock', '--check', '--offline', ...withoutBuilds(text)],
    cwd: folderOf(lock),
    env: { UV_PYTHON_DOWNLOADS: 'never', UV_NO_PROGRESS: '1', NO_COLOR: '1' },
    command: inFolder(folderOf(lock), 'uv lock --check'),
    judge: judgeBy(/lockfile .*needs to be updated/i),
  }),
  'poetry.lock': (lock) => ({
    lock,
    client: 'poetry',
    argv: ['poetry', 'check', '--lock', '--no-plugins', '--no-interaction', '--no-ansi'],
    cwd: folderOf(lock),
    command: inFolder(folderOf(lock), 'poetry check --lock'),
    judge: judgePoetry,
  }),
  'pdm.lock': (lock) => ({
    lock,
    client: 'pdm',
    argv: ['pdm', '--non-interactive', '--ignore-python', 'lock', '--check'],
    cwd: folderOf(lock),
    env: { PDM_CHECK_UPDATE: '0', NO_COLOR: '1' },
    command: inFolder(folderOf(lock), 'pdm lock --check'),
    judge: judgeBy(/hash doesn't match|doesn't satisfy|out of date/i),
  }),
};

const judgeBy =
  (refusal: RegExp) =>
  ({ code, text }: Said): Judgement => {
    if (code === 0) return proven;
    return refusal.test(text)
      ? refuted(
          text
            .split('\n')
            .find((line) => refusal.test(line))
            ?.trim() ?? '',
        )
      : unproven(text);
  };

/** It tells all that it finds, of readmes too; the lock is told by its name. */
function judgePoetry({ code, text }: Said): Judgement {
  if (code === 0) return proven;
  const errors = text.split('\n').filter((line) => line.startsWith('Error:'));
  const own = errors.find((line) => line.includes('poetry.lock'));
  if (own !== undefined) return refuted(own);
  return errors.length > 0 ? proven : { is: 'unproven', why: complaintIn(text) };
}

/**
 * A package with a `setup.py` or a computed version would be built to be asked: then its own code runs. uv may build nothing, but where
 * a registry has no wheel of a package that word alone would refuse the lock.
 */
function withoutBuilds(text: string): readonly string[] {
  const packages = blocksOf(text, /^\[\[package\]\]/).map((block) => ({
    name: fieldOf(text, block, /^name = "([^"]*)"/)?.text ?? '',
    isSourceOnly:
      /^source = \{ (?:registry|git|url)/m.test(text.slice(block.start, block.end)) &&
      !/^wheels = /m.test(text.slice(block.start, block.end)),
  }));
  if (!packages.some(({ isSourceOnly }) => isSourceOnly)) return ['--no-build'];
  return packages.flatMap(({ name, isSourceOnly }) => (isSourceOnly ? [] : ['--no-build-package', name]));
}
