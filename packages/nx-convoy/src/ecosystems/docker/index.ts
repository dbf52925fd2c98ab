import type { Ecosystem } from '../../model/ecosystem.ts';
import { spellImage } from '../../versions/spelling.ts';
import { carryImage } from './deliver.ts';
import { inspectImage } from './inspect.ts';
import { locate } from './locate.ts';
import { imageMadeWith, packageImages } from './package.ts';
import { registry } from './registry.ts';
import { spreadImage } from './spread.ts';
import { survey } from './survey.ts';
import { verifyImage } from './verify.ts';

/** A tag or label is what it is: a range of versions means nothing to a container registry. */
const admits = (range: string, version: string): boolean | undefined => (range === version ? true : undefined);

export const docker: Ecosystem = {
  id: 'docker',
  globs: [
    '**/Dockerfile',
    '**/Dockerfile.*',
    '**/*.Dockerfile',
    '**/*.dockerfile',
    '**/Containerfile',
    '**/Containerfile.*',
  ],
  survey,
  madeWith: imageMadeWith,
  package: packageImages,
  spread: spreadImage,
  inspect: inspectImage,
  deliver: carryImage,
  labels: ['latest'],
  verify: verifyImage,
  spell: spellImage,
  admits,
  registry,
  locate,
};
