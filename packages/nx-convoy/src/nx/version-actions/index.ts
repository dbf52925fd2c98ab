import type { AfterAllProjectsVersioned } from 'nx/release';
import { ConvoyVersionActions } from './actions.ts';

export default ConvoyVersionActions;

/** Nothing is left to do once the tree is on the disk: every edit went through it, so that a dry run shows all of them. */
export const afterAllProjectsVersioned: AfterAllProjectsVersioned = () =>
  Promise.resolve({ changedFiles: [], deletedFiles: [] });
