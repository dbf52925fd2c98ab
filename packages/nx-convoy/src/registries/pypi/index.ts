import type { RegistryProtocol } from '../../model/registry.ts';
import { admission } from './admission.ts';
import { held } from './held.ts';
import { presence } from './presence.ts';
import { upload } from './upload.ts';

export const pypi: RegistryProtocol = { id: 'pypi', presence, admission, upload, held };
