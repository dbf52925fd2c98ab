import type { Parcel } from '../../model/registry.ts';
import type { Meaning, Reading } from '../sent.ts';

/** What indexes say in words of their own; statuses alone tell too little, for most of it is 400. */
export const meaningOf =
  ({ artifact, released }: Parcel): Reading =>
  ({ status, text }, words) => {
    const said = `${words}\n${text}`.toLowerCase();
    const has = (part: string): boolean => said.includes(part);
    if (status === 403 && has('read-only mode')) return { how: 'transient' };
    if (status === 400 && has('already exist')) return exists(words, artifact.name);
    // Nexus, Artifactory and GitLab.
    if (status === 400 && (has('updating asset') || has('cannot be updated') || has('already been taken')))
      return { how: 'exists' };
    if (status === 403 && has('overwrite artifact')) return { how: 'exists' };
    if (status === 400 && (has('since been deleted') || has('filename has already been used')))
      return burnt(artifact.unit);
    if (status === 400 && has('file too large'))
      return {
        how: 'refused',
        code: 'UPLOAD_TOO_LARGE',
        fix: 'Leave out what users do not need, or ask for more: https://pypi.org/help/#file-size-limit',
      };
    if (status === 403 && has('invalid or non-existent authentication'))
      return {
        how: 'refused',
        code: 'UPLOAD_FORBIDDEN',
        fix: `The token is wrong, too old, or of another index (pypi.org and test.pypi.org have their own): make one that may publish ${released.name}.`,
      };
    return undefined;
  };

/** The same bytes under another name are refused with the same words, and that name: nothing of ours is there. */
function exists(words: string, name: string): Meaning {
  const there = /already exists \('([^']+)'/i.exec(words)?.[1];
  return there === undefined || there === name
    ? { how: 'exists' }
    : {
        how: 'refused',
        fix: `These bytes are there as ${there}: see which of the two names is right, and package again.`,
      };
}

/** Once deleted, a name of a file never comes back. */
const burnt = (unit: string): Meaning => ({
  how: 'refused',
  code: 'VERSION_DELETED',
  fix: `Release it with the next version: npx nx-convoy plan --projects=${unit} --specifier=patch`,
});
