import type { Tree } from '@nx/devkit';
import { turbo } from '../../verbs/turbo/scaffolder.ts';
import { generatorOf } from '../generator.ts';

const generate = generatorOf(turbo);

export default function turboGenerator(tree: Tree, options: Readonly<Record<string, unknown>>): Promise<void> {
  return generate(tree, options);
}
