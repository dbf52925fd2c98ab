import type { Inquiry } from '../model/proof.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { ecosystems } from './index.ts';

/** What the clients are asked of the lock files that a release concerns, each ecosystem's in a place of its own. */
export const inquiries = (repo: Snapshot, touched: ReadonlySet<string>): readonly Inquiry[] =>
  ecosystems
    .flatMap((ecosystem) => ecosystem.inquire?.(repo, touched) ?? [])
    .filter(({ questions }) => questions.length > 0);
