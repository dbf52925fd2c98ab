import type { Ecosystem } from '../model/ecosystem.ts';
import { cargo } from './cargo/index.ts';
import { npm } from './npm/index.ts';

export const ecosystems: readonly Ecosystem[] = [
  cargo, // crates
  npm, // packages
];
