import type { Supply } from '../../model/rehearsal.ts';
import type { ClientSettings } from '../../model/trial.ts';
import { saidBy } from './trial-indexes.ts';

/** The index of the user's pip, and the folder of wheels that it looks into. */
export function supplyOfPackages(user: ClientSettings): Supply {
  const [index] = saidBy(user, 'index-url');
  const folder = saidBy(user, 'find-links').find((place) => !/^https?:/.test(place));
  const fetched = folder === undefined ? {} : { folder: user.at(folder.replace(/^file:\/\//, '')) };
  if (index === undefined) return fetched;
  const [, url] = /^(https?:\/\/.*?)\/simple\/*$/.exec(index) ?? [];
  if (url !== undefined) return { url, ...fetched };
  return {
    ...fetched,
    problem: {
      code: 'REHEARSE_SUPPLY',
      severity: 'warning',
      what: `Packages come from ${index} here, which does not end with /simple/: it cannot stand behind the index of a rehearsal.`,
      fix: 'Name an index by the address of its list: PIP_INDEX_URL=https://…/simple/; or keep wheels at hand: PIP_FIND_LINKS=<folder>.',
    },
  };
}
