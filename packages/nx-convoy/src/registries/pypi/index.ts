import type { RegistryProtocol } from '../../model/registry.ts';
import { presence } from './presence.ts';

export const pypi: RegistryProtocol = { id: 'pypi', presence };
