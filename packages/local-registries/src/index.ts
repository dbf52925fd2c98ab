/** Registries for crates, wheels, images, charts and npm packages, embedded in one process. */
export { startRegistries, type Options, type Registries, type Running } from './start.ts';
export type { RegistryName } from './protocols.ts';
export type { Address, ClientSetup } from './protocol.ts';
export type { RepositoriesOptions, RepositoryOptions } from './repositories.ts';
export type { SetUp } from './set-up.ts';
export type { Aim, Deed, Fault } from './faults/fault.ts';
export type { Recorded } from './server/record.ts';
export type { Role } from './server/route.ts';
export type { Clock } from './clock.ts';
export { jobEnvironment, type Job } from './trust/job.ts';
export type { TrustedPublisher } from './trust/publisher.ts';
export type { Limits } from './server/limits.ts';
