import type { Result } from '../../model/problem.ts';
import { withRegions, type Region } from '../regions/regions.ts';
import { checklist } from './sections/checklist.ts';
import { hotfix } from './sections/hotfix.ts';
import { prerequisites } from './sections/prerequisites.ts';
import { registries } from './sections/registries.ts';
import { release } from './sections/release.ts';
import { rollback } from './sections/rollback.ts';
import { troubleshooting } from './sections/troubleshooting.ts';
import { units } from './sections/units.ts';
import type { Section, Situation } from './situation.ts';

export const runbookFile = 'RELEASE.md';

/** In the order in which a reader needs them. */
export const sections: readonly Section[] = [
  units, // what is released
  prerequisites, // what must be here
  registries, // what is set up once
  release, // what is typed
  hotfix, // a fix alone
  rollback, // what went wrong after it was out
  troubleshooting, // what went wrong before
  checklist, // go or no-go
];

/** The team's runbook as it is now: what stands outside of the regions is theirs. */
export function runbookOf(situation: Situation, before: string | undefined): Result<string> {
  const regions = sections.map((section): Region => ({ name: section.name, lines: section.lines(situation) }));
  return withRegions(runbookFile, before ?? beginning, regions);
}

const beginning = [
  '# How this repository is released',
  '',
  'What stands between the marks is made from the configuration by `nx-convoy release-config`, and made anew when that changes. All',
  'else is ours: write before, between and behind them. A part that we do not want is left out by',
  '`<!-- nx-convoy: without hotfix -->`.',
  '',
].join('\n');
