import type { Tree } from '@nx/devkit';
import { init } from '../../verbs/init/scaffolder.ts';
import { generatorOf } from '../generator.ts';

const generate = generatorOf(init);

export default function initGenerator(tree: Tree, options: Readonly<Record<string, unknown>>): Promise<void> {
  return generate(tree, options);
}
