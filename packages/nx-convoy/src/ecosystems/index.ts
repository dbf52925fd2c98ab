import type { Ecosystem } from '../model/ecosystem.ts';
import { cargo } from './cargo/index.ts';
import { docker } from './docker/index.ts';
import { helm } from './helm/index.ts';
import { npm } from './npm/index.ts';
import { python } from './python/index.ts';

export const ecosystems: readonly Ecosystem[] = [
  cargo, // crates
  python, // wheels and source distributions
  docker, // images
  helm, // charts
  npm, // packages
];
