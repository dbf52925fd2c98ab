import type { ProtocolId, RegistryProtocol } from '../model/registry.ts';
import { chartRepository } from './chart-repository/index.ts';
import { crates } from './crates/index.ts';
import { npm } from './npm/index.ts';
import { oci } from './oci/index.ts';
import { pypi } from './pypi/index.ts';

export const protocols: Readonly<Record<ProtocolId, RegistryProtocol>> = {
  crates, // a sparse index
  pypi, // a simple index
  npm, // packuments
  oci, // images, and charts as artifacts
  'chart-repository': chartRepository, // index.yaml
};
