import type { RegistryProtocol } from '../../model/registry.ts';
import { presence } from './presence.ts';

export const oci: RegistryProtocol = { id: 'oci', presence };
