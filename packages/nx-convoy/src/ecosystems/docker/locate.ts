import type { Ecosystem } from '../../model/ecosystem.ts';
import { fail } from '../../model/problem.ts';
import { inImageRegistry } from '../image-registry.ts';

/** An image's name is what stands behind the host: `acme/api` at `ghcr.io`. */
export const locate: NonNullable<Ecosystem['locate']> = (word, { name }) =>
  word === undefined
    ? fail({
        code: 'REGISTRY_UNDESCRIBED',
        severity: 'warning',
        what: `Nobody says where the image ${name} goes.`,
        fix: 'Name its registry in the plugin\'s options: "registries": ["ghcr.io/acme"].',
      })
    : inImageRegistry(word, name);
