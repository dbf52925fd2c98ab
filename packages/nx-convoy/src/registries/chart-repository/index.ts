import type { RegistryProtocol } from '../../model/registry.ts';
import { admission } from './admission.ts';
import { held } from './held.ts';
import { presence } from './presence.ts';
import { upload } from './upload.ts';

export const chartRepository: RegistryProtocol = { id: 'chart-repository', presence, admission, upload, held };
