import type { Tree } from '@nx/devkit';
import { ci } from '../../verbs/ci/scaffolder.ts';
import { generatorOf } from '../generator.ts';

const generate = generatorOf(ci);

export default function ciGenerator(tree: Tree, options: Readonly<Record<string, unknown>>): Promise<void> {
  return generate(tree, options);
}
