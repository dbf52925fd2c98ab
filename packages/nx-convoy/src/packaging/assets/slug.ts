import { slugOf } from '../slug.ts';

/** The folder of a unit's assets: beside those of packages, for a registry gets none of them, and one can be made without the other. */
export const assetSlug = ({ ecosystem, id }: { readonly ecosystem: string; readonly id: string }): string =>
  slugOf(`assets:${ecosystem}/${id.slice(id.indexOf(':') + 1)}`);
