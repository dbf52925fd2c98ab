import type { AfterAllProjectsVersioned } from 'nx/release';
import { lockEdits } from '../../ecosystems/locks.ts';
import { diskWorld } from '../../shell/world.ts';
import { editedTexts } from '../../text/splice/edited.ts';
import { locateEdits } from '../../text/splice/locate.ts';
import { latestWorkspace } from './workspace.ts';
import { refusal } from './write.ts';

/** Lock files follow once all versions are known. Nx tells neither of them here, so both are taken from what was written. */
export const afterAllProjectsVersioned: AfterAllProjectsVersioned = async (cwd, { dryRun = false }) => {
  const nothing = { changedFiles: [], deletedFiles: [] };
  const workspace = await latestWorkspace(cwd);
  if (workspace === undefined) return nothing;
  const { repo, written, changes } = workspace;
  const located = locateEdits(
    repo,
    [...written.values()].map(({ edit }) => edit),
  );
  const locked = located.ok ? lockEdits(repo, located.value, [...changes.values()]) : located;
  const texts = locked.ok ? editedTexts(repo, locked.value) : locked;
  if (!texts.ok) {
    // The manifests are on the disk already, so the run goes on.
    console.warn(`Lock files stay as they are. ${refusal(texts.problems).message}`);
    return nothing;
  }
  for (const file of texts.value.keys()) console.log(`UPDATE ${file}${dryRun ? ' [dry-run]' : ''}`);
  if (dryRun) return nothing;
  const world = diskWorld(cwd);
  for (const [file, text] of texts.value) await world.save(file, text);
  return { changedFiles: [...texts.value.keys()], deletedFiles: [] };
};
