import type { PlannedUnit } from '../../model/plan.ts';
import type { ProtocolId } from '../../model/registry.ts';
import { realPlaces, overlayFor } from './places.ts';
import type { Scene } from './scene.ts';
import type { Played } from './verb.ts';

/** What a person types to have what lies in the embedded registries. */
export function doors({ planned, fleet }: Played, { stage, repo, config, hands }: Scene): string {
  const ground = { repo, config, clients: hands.clients };
  const units = (planned?.plan.units ?? []).filter(({ id }) => fleet.has(id));
  const overlay = overlayFor(units, stage.urls, ground);
  const lines = units.flatMap((unit) => {
    const protocol = realPlaces(unit, ground)[0]?.registry.protocol ?? 'oci';
    return commands[unit.ecosystem === 'helm' ? 'helm' : protocol](
      unit,
      overlay.units?.[unit.id]?.registries?.[0] ?? '',
    );
  });
  const urls = Object.entries(stage.urls).map(([protocol, url]) => `  ${protocol.padEnd(18)}${url}`);
  return [
    'The registries are there until Ctrl-C:',
    ...urls,
    'In another shell, so that its clients ask them:',
    `  . ${stage.shellFile}`,
    ...lines.map((line) => `  ${line}`),
  ].join('\n');
}

type Command = (unit: PlannedUnit, word: string) => readonly string[];

const commands: Readonly<Record<ProtocolId | 'helm', Command>> = {
  crates: ({ name, version }) => [`cargo add ${name}@=${version.spelling}`],
  pypi: ({ name, version }) => [`pip install ${name}==${version.spelling}`],
  npm: ({ name, version }) => [`npm install ${name}@${version.spelling}`],
  oci: ({ name, version }, word) => {
    const image = `${word.replace(/^oci:\/\//, '')}/${name}:${version.spelling}`;
    return [`docker pull ${image}`, `podman pull --tls-verify=false ${image}`];
  },
  'chart-repository': ({ name, version }) => [
    `helm repo update && helm pull local/${name} --version ${version.spelling}`,
  ],
  helm: ({ name, version }, word) =>
    word.startsWith('oci:')
      ? [`helm pull ${word}/${name} --version ${version.spelling} --plain-http`]
      : [`helm repo update && helm pull local/${name} --version ${version.spelling}`],
};
