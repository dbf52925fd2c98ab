import type { Ecosystem } from '../model/ecosystem.ts';
import { cargo } from './cargo/index.ts';

export const ecosystems: readonly Ecosystem[] = [
  cargo, // crates
];
