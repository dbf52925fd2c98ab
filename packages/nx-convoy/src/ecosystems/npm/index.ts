import type { Ecosystem } from '../../model/ecosystem.ts';
import { carryPackage } from './deliver.ts';
import { spellSemver } from '../../versions/spelling.ts';
import { admits } from './ranges.ts';
import { inquire } from './ask.ts';
import { inspectPackages } from './inspect.ts';
import { locate } from './locate.ts';
import { packageMadeWith, packagePackages } from './package.ts';
import { registry } from './registry.ts';
import { rewrite } from './rewrite.ts';
import { isSamePackage } from './same.ts';
import { sharing } from './sharing.ts';
import { supplyOfPackages } from './supply.ts';
import { survey } from './survey.ts';
import { verifyPackage } from './verify.ts';

export const npm: Ecosystem = {
  id: 'npm',
  globs: ['**/package.json', '**/pnpm-workspace.yaml', '**/rush.json', '**/lerna.json'],
  survey,
  rewrite,
  inquire,
  madeWith: packageMadeWith,
  buildsFirst: true,
  package: packagePackages,
  inspect: inspectPackages,
  verify: verifyPackage,
  deliver: carryPackage,
  isSame: isSamePackage,
  sharing,
  spell: spellSemver,
  admits,
  registry,
  locate,
  supply: supplyOfPackages,
};
