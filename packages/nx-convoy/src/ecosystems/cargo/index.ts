import type { Ecosystem } from '../../model/ecosystem.ts';
import { spellSemver } from '../../versions/spelling.ts';
import { admits } from './ranges.ts';
import { inquire } from './ask.ts';
import { carryCrate } from './deliver.ts';
import { compile, host } from './binaries.ts';
import { inspectCrate } from './inspect.ts';
import { locate } from './locate.ts';
import { crateMadeWith, packageCrates } from './package.ts';
import { registry } from './registry.ts';
import { rewrite } from './rewrite.ts';
import { isSameCrate } from './same.ts';
import { sharing } from './sharing.ts';
import { supplyOfCrates } from './supply.ts';
import { survey } from './survey.ts';
import { verifyCrate } from './verify.ts';
import { documented } from './documented.ts';

export const cargo: Ecosystem = {
  id: 'cargo',
  globs: ['**/Cargo.toml'],
  survey,
  rewrite,
  inquire,
  madeWith: crateMadeWith,
  package: packageCrates,
  compiler: { host, compile },
  inspect: inspectCrate,
  deliver: carryCrate,
  verify: verifyCrate,
  documented,
  isSame: isSameCrate,
  sharing,
  spell: spellSemver,
  admits,
  registry,
  locate,
  supply: supplyOfCrates,
};
