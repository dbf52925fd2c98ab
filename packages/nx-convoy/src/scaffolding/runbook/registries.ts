import { knownLimits } from '../../registries/limits.ts';
import { workflowName } from './pipelines.ts';
import { hostOf, listed, type Destination, type Situation } from './situation.ts';

/** What a person does once for a registry, before the first release goes there. */
export interface SetUp {
  readonly title: string;
  readonly lines: readonly string[];
}

/** Units that go to one registry. */
export interface Port {
  readonly host: string;
  readonly first: Destination;
  readonly all: readonly Destination[];
}

export function portsOf({ destinations }: Situation): readonly Port[] {
  const found = new Map<string, Port>();
  for (const one of destinations) {
    const key = `${one.registry.protocol} ${hostOf(one)}`;
    const known = found.get(key);
    found.set(key, { host: hostOf(one), first: known?.first ?? one, all: [...(known?.all ?? []), one] });
  }
  return [...found.values()];
}

export function setUpOf(port: Port, situation: Situation): SetUp {
  const { protocol } = port.first.registry;
  const usual = trusted.find(({ hosts }) => hosts.includes(port.host));
  const own = usual === undefined ? ways[protocol](port) : usual.lines(port, situation);
  return { title: usual?.title ?? port.host, lines: [...own, ...limitsOf(port)] };
}

const names = (port: Port): string => listed(port.all.map(({ name }) => name));

/** Registries that believe a workflow, by the hosts under which they are asked. */
const trusted: readonly {
  readonly title: string;
  readonly hosts: readonly string[];
  lines(port: Port, situation: Situation): readonly string[];
}[] = [
  {
    title: 'crates.io',
    hosts: ['index.crates.io'],
    lines: (port, situation) => [
      `- Crates: ${names(port)}.`,
      '- The first version of each needs a token (`cargo login`, or `CARGO_REGISTRY_TOKEN`) with the scopes publish-new and publish-update.',
      '- From then on a workflow can be trusted in its place, in the settings of each crate:',
      ...port.all.map(({ name }) => `  - <https://crates.io/crates/${name}/settings>`),
      ...claimsOf(situation),
    ],
  },
  {
    title: 'PyPI',
    hosts: ['pypi.org', 'upload.pypi.org'],
    lines: (port, situation) => pypi('https://pypi.org', 'UV_PUBLISH_TOKEN', port, situation),
  },
  {
    title: 'TestPyPI',
    hosts: ['test.pypi.org'],
    lines: (port, situation) => pypi('https://test.pypi.org', 'CONVOY_TOKEN_TEST_PYPI_ORG', port, situation),
  },
  {
    title: 'npm',
    hosts: ['registry.npmjs.org'],
    lines: (port, situation) => [
      `- Packages: ${names(port)}.`,
      ...scopesOf(port).map((scope) => `- The organisation \`${scope}\` must be there, and its members may publish.`),
      '- The first version of each needs a token (`npm login`, or `NODE_AUTH_TOKEN`).',
      '- From then on a workflow can be trusted in its place, in the access settings of each package:',
      ...port.all.map(({ name }) => `  - <https://www.npmjs.com/package/${name}/access>`),
      ...claimsOf(situation),
    ],
  },
];

const pypi = (site: string, variable: string, port: Port, situation: Situation): readonly string[] => [
  `- Projects: ${names(port)}.`,
  `- A project that is not there yet gets a pending publisher beforehand: <${site}/manage/account/publishing/>. So no token is ever needed.`,
  '- One that is there trusts a workflow in its own settings:',
  ...port.all.map(({ name }) => `  - <${site}/manage/project/${name}/settings/publishing/>`),
  ...claimsOf(situation),
  `- From a machine of your own: a token in \`${variable}\`.`,
];

const scopesOf = (port: Port): readonly string[] => [
  ...new Set(port.all.flatMap(({ name }) => /^(@[^/]+)\//.exec(name)?.[1] ?? [])),
];

/** What registries ask of a workflow that they shall trust. */
function claimsOf({ home, pipelines, call }: Situation): readonly string[] {
  const repository = home?.url.replace(/^https?:\/\/[^/]+\//, '');
  const publishing = pipelines.filter(({ publishes }) => publishes);
  if (publishing.length === 0)
    return [`- They ask for repository, workflow and environment: make the workflow first (\`${call('ci')}\`).`];
  return publishing.map(
    (pipeline) =>
      `- They ask for repository ${repository === undefined ? '(as your forge calls it)' : `\`${repository}\``}, workflow \`${workflowName(pipeline)}\`${
        pipeline.environments.length === 0 ? ' and no environment' : ` and environment ${listed(pipeline.environments)}`
      }.`,
  );
}

/** All others, by how they are spoken with. */
const ways: Readonly<Record<Destination['registry']['protocol'], (port: Port) => readonly string[]>> = {
  crates: (port) => [
    `- Crates: ${names(port)}.`,
    ...port.all
      .flatMap(({ word }) => (word === undefined ? [] : [word]))
      .filter((word, at, all) => all.indexOf(word) === at)
      .map((word) => `- A token: \`cargo login --registry ${word}\`, or \`CARGO_REGISTRIES_${upper(word)}_TOKEN\`.`),
  ],
  pypi: (port) => [
    `- Projects: ${names(port)}.`,
    `- A token in \`CONVOY_TOKEN_${variable(port.host)}\`, or user and password in \`~/.pypirc\`.`,
  ],
  npm: (port) => [`- Packages: ${names(port)}.`, `- A token: \`npm login --registry ${port.first.registry.url}\`.`],
  oci: (port) => [
    `- Images and charts: ${names(port)}.`,
    ...(forges.find(({ host }) => host === port.host)?.lines ?? []),
    ...logins(port),
  ],
  'chart-repository': (port) => [
    `- Charts: ${names(port)}.`,
    `- User and password: \`helm repo add <name> ${port.first.registry.url} --username <user> --password-stdin\`, or \`HELM_REPO_USERNAME\` and \`HELM_REPO_PASSWORD\`.`,
  ],
};

/** What registries of images ask for that belong to a forge. */
const forges: readonly { readonly host: string; readonly lines: readonly string[] }[] = [
  {
    host: 'ghcr.io',
    lines: [
      '- In GitHub Actions: `permissions: packages: write`, and the login of the job (`GITHUB_TOKEN`).',
      '- From a machine of your own: a token with the scope write:packages.',
      '- A new package is private: after the first release make it public, and link it with the repository, in its settings.',
    ],
  },
  {
    host: 'registry.gitlab.com',
    lines: [
      '- In GitLab CI nothing: `CI_REGISTRY_USER` and `CI_REGISTRY_PASSWORD` are there.',
      '- From a machine of your own: a token with the scopes read_registry and write_registry.',
    ],
  },
  {
    host: 'registry-1.docker.io',
    lines: [
      '- A repository for each name, made beforehand where it shall be public, and an access token that may write.',
    ],
  },
];

function logins({ all, host }: Port): readonly string[] {
  const name = host === 'registry-1.docker.io' ? 'docker.io' : host;
  const kinds = new Set(all.map(({ unit }) => unit.ecosystem));
  return [
    ...(kinds.has('docker') ? [`- \`docker login ${name}\` (or buildah, podman, skopeo).`] : []),
    ...(kinds.has('helm') ? [`- \`helm registry login ${name}\`; a login of docker counts as well.`] : []),
  ];
}

const upper = (word: string): string => word.toUpperCase().replaceAll('-', '_');
const variable = (host: string): string => upper(host.replaceAll('-', '--')).replaceAll(/[.:]/g, '_');

/** How long a first release takes is nothing to find out on its day. */
const limitsOf = ({ host, all }: Port): readonly string[] =>
  knownLimits
    .filter(
      ({ hosts, of, pace, protocol }) =>
        hosts.includes(host) && of === 'new names' && pace !== undefined && protocol === all[0]?.registry.protocol,
    )
    .filter(({ pace }) => all.length > (pace?.burst ?? all.length))
    .map(
      ({ registry, pace, source }) =>
        `- ${registry} takes ${pace?.burst ?? 0} new names at once, and there are ${all.length}: begin early, or ask for more (<${source}>).`,
    );
