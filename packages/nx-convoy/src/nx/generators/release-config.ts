import type { Tree } from '@nx/devkit';
import { releaseConfig } from '../../verbs/release-config/scaffolder.ts';
import { generatorOf } from '../generator.ts';

const generate = generatorOf(releaseConfig);

export default function releaseConfigGenerator(tree: Tree, options: Readonly<Record<string, unknown>>): Promise<void> {
  return generate(tree, options);
}
