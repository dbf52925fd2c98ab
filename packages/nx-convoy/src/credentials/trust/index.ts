import type { ProtocolId } from '../../model/registry.ts';
import { crates } from './crates.ts';
import { npm } from './npm.ts';
import { pypi } from './pypi.ts';
import type { Trusting } from './trust.ts';

/** Registries that trust jobs; those of images and charts have no common way. */
export const trusting: Readonly<Partial<Record<ProtocolId, Trusting>>> = { crates, pypi, npm };
