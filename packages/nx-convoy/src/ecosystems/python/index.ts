import type { Ecosystem } from '../../model/ecosystem.ts';
import { admits } from '../../versions/pep440.ts';
import { normalise } from './names.ts';
import { carryDistribution } from './deliver.ts';
import { spellPython } from '../../versions/spelling.ts';
import { inquire } from './ask.ts';
import { inspectDistributions } from './inspect.ts';
import { locate } from './locate.ts';
import { distributionMadeWith, packageDistributions } from './package.ts';
import { registry } from './registry.ts';
import { rewrite } from './rewrite.ts';
import { isSameDistribution } from './same.ts';
import { sharing } from './sharing.ts';
import { spreadDistribution } from './spread.ts';
import { supplyOfPackages } from './supply.ts';
import { survey } from './survey.ts';
import { verifyDistribution } from './verify.ts';

export const python: Ecosystem = {
  id: 'python',
  globs: ['**/pyproject.toml', '**/setup.py', '**/setup.cfg'],
  survey,
  rewrite,
  inquire,
  madeWith: distributionMadeWith,
  buildsFirst: true,
  package: packageDistributions,
  spread: spreadDistribution,
  inspect: inspectDistributions,
  verify: verifyDistribution,
  deliver: carryDistribution,
  isSame: isSameDistribution,
  sharing,
  normalise,
  spell: spellPython,
  admits,
  registry,
  locate,
  supply: supplyOfPackages,
};
