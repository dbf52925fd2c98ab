import type { RegistryProtocol } from '../../model/registry.ts';
import { admission } from './admission.ts';
import { held } from './held.ts';
import { presence } from './presence.ts';

export const crates: RegistryProtocol = { id: 'crates', presence, admission, held };
