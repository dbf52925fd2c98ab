import { ecosystems } from '../../../ecosystems/index.ts';
import { code, hostOf, ofEcosystem, type Destination, type Section, type Situation } from '../situation.ts';

/** What is out stays out: its number is taken for ever. So it is taken out of sight, and a fixed version follows. */
export const rollback: Section = {
  name: 'rollback',
  lines(situation) {
    const ways = Object.entries(byEcosystem).flatMap(([id, way]) => {
      const places = situation.destinations.filter(({ unit }) => unit.ecosystem === id);
      return ofEcosystem(situation, id).length === 0 || places.length === 0
        ? []
        : ['', `### ${way.title}`, '', ...way.lines(places, situation)];
    });
    if (ways.length === 0) return [];
    return [
      '## A release that is wrong',
      '',
      'X.Y.Z is what is wrong, X.Y.V the version before it, X.Y.W the one that will follow.',
      '',
      `- Not pushed yet: \`${situation.call('apply', '--undo')}\`.`,
      '- Pushed, and nothing of it published: fix it, and release the next version. Tags never move.',
      '- Published in part: `publish` again ends it. If it shall not be ended, take out of sight what is out.',
      '- Published: no registry takes the same number twice. Take it out of sight in the reverse order of publishing, say so in the release notes, and release a fixed version.',
      ...ways,
    ];
  },
};

interface Way {
  readonly title: string;
  lines(places: readonly Destination[], situation: Situation): readonly string[];
}

const each = (places: readonly Destination[], line: (place: Destination) => string): readonly string[] =>
  code(...new Set(places.map(line)));

const byEcosystem: Readonly<Record<string, Way>> = {
  cargo: {
    title: 'Crates',
    lines: (places) => [
      'Nobody gets it any more who has not locked it already. `cargo yank --undo` takes that back.',
      '',
      ...each(
        places,
        ({ name, word }) => `cargo yank --version X.Y.Z ${name}${word === undefined ? '' : ` --registry ${word}`}`,
      ),
    ],
  },
  python: {
    title: 'Python',
    lines: (places) => [
      'Yank it, with a reason: pip then takes it only where it is asked for by this very version. No client does it, but the page of the project (Manage, Releases, Options). Deleting a file helps nobody, and its name is never given again.',
      '',
      ...[...new Set(places.map(pageOf))].map((page) => `- ${page}`),
    ],
  },
  npm: {
    title: 'npm',
    lines: (places) => [
      'Whoever installs it is warned, and `latest` leads to the version before.',
      '',
      ...code(
        ...places.flatMap(({ name, registry }) => {
          const at = new URL(registry.url).host === 'registry.npmjs.org' ? '' : ` --registry ${registry.url}`;
          return [
            `npm deprecate '${name}@X.Y.Z' 'Broken: take X.Y.W.'${at}`,
            `npm dist-tag add '${name}@X.Y.V' latest${at}`,
          ];
        }),
      ),
    ],
  },
  docker: {
    title: 'Images',
    lines: (places, situation) => {
      const moving = places.flatMap((place) => labelsOf(place, situation).map((label) => ({ place, label })));
      return [
        ...(moving.length === 0
          ? ['No label leads to it.']
          : [
              'Labels are led back to the version before, by its digest. The version itself stays, for who deployed it.',
              '',
              ...code(
                ...moving.map(
                  ({ place, label }) => `skopeo copy --all docker://${at(place)}:X.Y.V docker://${at(place)}:${label}`,
                ),
              ),
            ]),
      ];
    },
  },
  helm: {
    title: 'Charts',
    lines: (places) => [
      'Users go back by `helm rollback`, or by the version before. A chart in a registry of images can be deleted there; in a repository its entry is taken out of `index.yaml`.',
      '',
      ...each(places, (place) =>
        place.registry.protocol === 'oci'
          ? `helm upgrade --install ${place.unit.name} oci://${at(place)} --version X.Y.V`
          : `helm upgrade --install ${place.unit.name} ${place.unit.name} --repo ${place.registry.url} --version X.Y.V`,
      ),
    ],
  },
};

const pageOf = (place: Destination): string => {
  const pages: Readonly<Record<string, string>> = {
    'pypi.org': 'https://pypi.org',
    'upload.pypi.org': 'https://pypi.org',
    'test.pypi.org': 'https://test.pypi.org',
  };
  const site = pages[hostOf(place)];
  return site === undefined
    ? `\`${place.name}\` at ${hostOf(place)}`
    : `<${site}/manage/project/${place.name}/releases/>`;
};

const labelsOf = ({ unit }: Destination, { config }: Situation): readonly string[] =>
  (config.units[unit.id]?.labels ?? ecosystems.find(({ id }) => id === unit.ecosystem)?.labels ?? []).map((label) =>
    label.replaceAll('{major}', 'X').replaceAll('{minor}', 'Y').replaceAll('{patch}', 'Z'),
  );

const at = (place: Destination): string =>
  `${hostOf(place) === 'registry-1.docker.io' ? 'docker.io' : hostOf(place)}/${place.name}`;
