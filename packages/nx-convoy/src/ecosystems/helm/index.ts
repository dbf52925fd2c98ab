import type { Ecosystem } from '../../model/ecosystem.ts';
import { spellSemver } from '../../versions/spelling.ts';
import { admits } from './ranges.ts';
import { inquire } from './ask.ts';
import { carryChart } from './deliver.ts';
import { inspectChart } from './inspect.ts';
import { locate } from './locate.ts';
import { chartMadeWith, packageCharts } from './package.ts';
import { registry } from './registry.ts';
import { rewrite } from './rewrite.ts';
import { isSameChart } from './same.ts';
import { survey } from './survey.ts';
import { verifyChart } from './verify.ts';

export const helm: Ecosystem = {
  id: 'helm',
  globs: ['**/Chart.yaml', '**/requirements.yaml'],
  survey,
  rewrite,
  inquire,
  madeWith: chartMadeWith,
  buildsFirst: true,
  package: packageCharts,
  inspect: inspectChart,
  deliver: carryChart,
  isSame: isSameChart,
  verify: verifyChart,
  spell: spellSemver,
  admits,
  registry,
  locate,
};
