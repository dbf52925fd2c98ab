import type { Ecosystem } from '../../model/ecosystem.ts';
import { fail, ok } from '../../model/problem.ts';
import { withoutUser } from '../../paths/address.ts';
import { inImageRegistry } from '../image-registry.ts';

/** `oci://…` is a registry of images, where the chart's name ends the path; any other address a repository with an index. */
export const locate: NonNullable<Ecosystem['locate']> = (word, { name }) => {
  if (word?.startsWith('oci://') === true) return inImageRegistry(word, name);
  if (word !== undefined && /^https?:\/\//.test(word) && URL.canParse(word))
    return ok({ registry: { protocol: 'chart-repository', url: withoutUser(word) }, name });
  return fail({
    code: 'REGISTRY_UNDESCRIBED',
    severity: 'warning',
    what:
      word === undefined
        ? `Nobody says where the chart ${name} goes.`
        : `The chart ${name} goes to "${word}", which is no address that helm knows.`,
    fix: 'Write an address in the plugin\'s options: "registries": ["oci://ghcr.io/acme/charts"].',
  });
};
