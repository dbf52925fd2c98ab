import type { RegistryProtocol } from '../../model/registry.ts';
import { admission } from './admission.ts';
import { held } from './held.ts';
import { presence } from './presence.ts';
import { listTags } from './tags.ts';
import { digestAtRegistry, upload } from './upload.ts';

export const oci: RegistryProtocol = {
  id: 'oci',
  presence,
  admission,
  upload,
  digestThere: digestAtRegistry,
  tags: listTags,
  held,
};
