import type { RegistryProtocol } from '../../model/registry.ts';
import { presence } from './presence.ts';

export const npm: RegistryProtocol = { id: 'npm', presence };
