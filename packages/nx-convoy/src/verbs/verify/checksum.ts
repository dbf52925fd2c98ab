import type { Artifact } from '../../model/delivery.ts';
import type { Presence } from '../../model/registry.ts';
import type { Fetched } from '../../model/trial.ts';
import type { Recorded } from '../gathering/record.ts';
import type { Checksum } from './outcome.ts';

/** What was made for the unit, and whether its bytes can be made again: if not, others may have made what was published. */
export interface Made {
  readonly artifacts: readonly Artifact[];
  readonly isByBytes: boolean;
}

export const madeOf = ({ manifest, artifacts }: Recorded): Made => ({
  artifacts,
  isByBytes: manifest.identity.by === 'bytes',
});

/** What was fetched against what was made here; where that was not, or tells nothing, against what the registry says it has. */
export function compare(fetched: readonly Fetched[], seen: Presence, recorded: Made | undefined): Checksum {
  const made = recorded === undefined ? 'untold' : withMade(fetched, recorded.artifacts);
  if (made === 'same') return { is: made, against: 'recorded' };
  if (made === 'other' && recorded?.isByBytes === true) return { is: made, against: 'recorded' };
  const there = withSeen(fetched, seen);
  return there === 'untold' ? { is: there } : { is: there, against: 'registry' };
}

type Same = Checksum['is'];

const judged = (pairs: readonly boolean[]): Same =>
  pairs.length === 0 ? 'untold' : pairs.every((isSame) => isSame) ? 'same' : 'other';

function withMade(fetched: readonly Fetched[], artifacts: readonly Artifact[]): Same {
  const isFile = fetched.some(({ name }) => artifacts.some((artifact) => artifact.name === name));
  return judged(
    fetched.flatMap(({ of, name, digest }) => {
      // Above a file that was made stands a manifest that its uploader wrote.
      if (of === 'manifest' && isFile) return [];
      // A wheel for this machine may have been made on another one: then nothing here says what it should be.
      const meant = name === undefined ? artifacts : artifacts.filter((artifact) => artifact.name === name);
      const known = (meant.length > 0 ? meant : artifacts.filter(({ digests }) => digests.includes(digest))).flatMap(
        ({ digests }) => digests.filter((one) => kindOf(one) === kindOf(digest)),
      );
      return known.length === 0 ? [] : [known.includes(digest)];
    }),
  );
}

function withSeen(fetched: readonly Fetched[], seen: Presence): Same {
  if (seen.is !== 'present') return 'untold';
  const { digest: whole, files = [] } = seen;
  return judged(
    fetched.flatMap(({ of, name, digest }) => {
      const listed = files.find((file) => file.name === name)?.digest;
      const said = listed ?? (of === 'manifest' || !isOfManifest(fetched) ? whole : undefined);
      return said === undefined || kindOf(said) !== kindOf(digest) ? [] : [said === digest];
    }),
  );
}

/** Where there is a manifest, what the registry tells is its digest, not that of what lies below it. */
const isOfManifest = (fetched: readonly Fetched[]): boolean => fetched.some(({ of }) => of === 'manifest');

/** `sha256:…` and `sha512-…` cannot be compared. */
const kindOf = (digest: string): string => /^[a-z0-9]+[:-]/.exec(digest)?.[0] ?? '';
