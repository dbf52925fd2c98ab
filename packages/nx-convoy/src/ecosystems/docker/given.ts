import type { Job, Packaging, Tool } from '../../model/packaging.ts';
import type { Problem } from '../../model/problem.ts';
import type { Unit } from '../../model/unit.ts';
import { makingOf, refused } from './making.ts';

const skopeo: Tool = { name: 'skopeo', argv: ['skopeo', '--version'] };

/**
 * An image that somebody else has built and pushed, in place of a build. It is fetched as it is, not a byte of its manifests changed, and
 * looked into like any other.
 */
export function givenJob(unit: Unit, reference: string, { timeoutMs }: Packaging, scratch: string): Job {
  const digest = digestIn(reference);
  if (digest === undefined) return refused(unit, [undigested(unit, reference)]);
  // A tag beside the digest is for people; skopeo takes one of both.
  const plain = `${reference.slice(0, reference.indexOf('@')).replace(/:[^:/]*$/, '')}@${digest}`;
  const folder = `${scratch}/given`;
  return {
    steps: [
      {
        do: 'run',
        argv: ['skopeo', 'copy', '--all', '--preserve-digests', `docker://${plain}`, `dir:${folder}`],
        cwd: '.',
        timeoutMs,
      },
    ],
    makes: [makingOf(unit, scratch, [{ form: 'dir', folder, digest }])],
    tools: [skopeo],
    reads: [],
    identity: () => ({ by: 'bytes' }),
  };
}

export const digestIn = (reference: string): string | undefined => /@(sha256:[0-9a-f]{64})$/.exec(reference)?.[1];

const undigested = ({ id }: Unit, reference: string): Problem => ({
  code: 'IMAGE_UNDIGESTED',
  severity: 'error',
  what: `units["${id}"].image is ${reference}, which may be another image tomorrow.`,
  fix: `Name it by its digest: skopeo inspect --format '{{.Name}}@{{.Digest}}' docker://${reference}`,
});
