import type { RegistryProtocol } from '../../model/registry.ts';
import { presence } from './presence.ts';

export const chartRepository: RegistryProtocol = { id: 'chart-repository', presence };
