import { clientsOf, installersOf } from '../clients.ts';
import { hostOf, listed, type Section, type Situation } from '../situation.ts';
import { wantedVersion } from '../wanted-versions.ts';

export const prerequisites: Section = {
  name: 'prerequisites',
  lines: (situation) => [
    '## Before you begin',
    '',
    `- A clone with all tags (\`git fetch --tags\`), on \`${situation.branch}\`, with nothing uncommitted.`,
    '- `git config user.name` and `user.email`; a key, if releases are signed (`apply --sign`).',
    ...clients(situation),
    ...installers(situation),
    ...access(situation),
  ],
};

function clients(situation: Situation): readonly string[] {
  return clientsOf(situation).map(({ names, units }) => {
    const programs = names.map((name) => {
      const version = wantedVersion(name, units, situation);
      return version === undefined ? `\`${name}\`` : `\`${name}\` ${plain(version)}`;
    });
    const some = programs.length === 1 ? programs.join('') : `one of ${programs.join(', ')}`;
    return `- ${some.charAt(0).toUpperCase()}${some.slice(1)}, for ${listed(units.map(({ id }) => id))}.`;
  });
}

/** Users have them as well: a release is not done before it was installed as they do. */
function installers(situation: Situation): readonly string[] {
  const ways = installersOf(situation).map((some) => some.map((programs) => `\`${programs}\``));
  if (ways.length === 0) return [];
  const told = [...new Set(ways.map((some) => (some.length === 1 ? some.join('') : `one of ${some.join(', ')}`)))];
  return [`- To install what was published, for \`verify\`: ${told.join('; ')}.`];
}

/** Signs of ranges are markup to Markdown. */
const plain = (version: string): string => (/[<>*~^]/.test(version) ? `\`${version}\`` : version);

function access({ destinations, pipelines }: Situation): readonly string[] {
  const hosts = [...new Set(destinations.map(hostOf))];
  if (hosts.length === 0) return [];
  const byCi = pipelines.some(({ publishes }) => publishes);
  return [
    byCi
      ? `- Nobody needs credentials for ${listed(hosts)}: the workflow has them.`
      : `- Credentials for ${listed(hosts)}: see [Registries](#registries).`,
  ];
}
