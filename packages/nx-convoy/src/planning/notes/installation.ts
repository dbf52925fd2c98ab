import type { PlannedUnit } from '../../model/plan.ts';

/** How users get a unit, in the words of their client; an ecosystem that is not here is left out. */
const lines: Readonly<Record<string, (unit: PlannedUnit) => string>> = {
  cargo: ({ name, version }) => `cargo add ${name}@${version.spelling}`,
  python: ({ name, version }) => `pip install ${name}==${version.spelling}`,
  docker: ({ name, version, registries }) => `docker pull ${imageAt(name, registries)}:${version.spelling}`,
  helm: ({ name, version, registries }) =>
    `helm install ${name} ${chartFrom(name, registries)} --version ${version.spelling}`,
  npm: ({ name, version }) => `npm install ${name}@${version.spelling}`,
};

/** Shown one after the other, each under its own client. */
export const installation = (units: readonly PlannedUnit[]): readonly string[] => {
  const commands = units
    .filter((unit) => !unit.private)
    .toSorted((a, b) => order(a) - order(b) || (a.name < b.name ? -1 : 1))
    .flatMap((unit) => lines[unit.ecosystem]?.(unit) ?? []);
  return commands.length === 0 ? [] : ['```sh', ...new Set(commands), '```'];
};

const order = ({ ecosystem }: PlannedUnit): number => Object.keys(lines).indexOf(ecosystem);

/** Docker Hub is where images come from unless their name begins with another host. */
function imageAt(name: string, registries: readonly string[]): string {
  const place = registries.find((one) => one !== 'docker.io') ?? registries[0] ?? 'docker.io';
  const path = place.replace(/^(?:oci|https?):\/\//, '').replace(/\/+$/, '');
  return path === 'docker.io' || name.startsWith(`${path}/`) ? name : `${path}/${name}`;
}

/** A chart in a registry of images has an address; another is reached through a repository that the user has added. */
function chartFrom(name: string, registries: readonly string[]): string {
  const registry = registries.find((one) => one.startsWith('oci://'));
  return registry === undefined ? `<repository>/${name}` : `${registry.replace(/\/+$/, '')}/${name}`;
}
