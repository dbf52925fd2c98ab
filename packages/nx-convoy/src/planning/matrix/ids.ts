import type { Unit } from '../../model/unit.ts';
import { slugOf } from '../../packaging/slug.ts';

/** What a job is called: a folder, and an artifact of CI. Dots part what no slug of a platform or Python has. */
export const jobId = ({ id, ecosystem }: Pick<Unit, 'id' | 'ecosystem'>, ...rest: readonly string[]): string =>
  [`${ecosystem}-${slugOf(id)}`, ...rest.map((word) => word.replaceAll(/[^\w.+-]/g, '-'))].join('.');
