import { ok, type Result } from '../../model/problem.ts';
import type { ClientSettings, Fetched, Trial, TrialIn, TrialSource, TrialStep, Trying } from '../../model/trial.ts';
import { nameOf } from '../../paths/inside.ts';
import { answersAtOnce, steps } from '../trying.ts';

type Published = Extract<TrialSource, { is: 'registry' }>;

/**
 * An image is fetched whole, all platforms of it, into a place of its own; and run, where there are commands that show that it works, by
 * whatever can run one here. What has just been built lies in the builder's own place and is no file to install.
 */
export function verifyImage(asked: Trying): Result<readonly TrialIn[]> {
  const { from, smoke = [] } = asked;
  if (from.is === 'files') return ok([]);
  const runners = [withStore('buildah'), withStore('podman'), withDocker];
  const ways = smoke.length === 0 ? [withSkopeo, ...runners] : runners;
  return ok(ways.map((way) => (folder: string) => ({ ...common(asked, folder), ...way(asked, from, folder) })));
}

const common = (asked: Trying, folder: string): Trial => ({
  tools: [],
  files: {
    'auth.json': '{ "auths": {} }\n',
    'docker/config.json': '{}\n',
    // Whom a machine trusts to sign is its own business: here digests are compared.
    'home/.config/containers/policy.json': '{ "default": [{ "type": "insecureAcceptAnything" }] }\n',
    ...mirrors(asked.settings),
  },
  env: { REGISTRY_AUTH_FILE: `${folder}/auth.json`, DOCKER_CONFIG: `${folder}/docker`, ...settingsOf(asked.settings) },
  paths: [],
  prepare: [],
  before: [],
  install: [],
  smoke: [],
  after: [],
  unseen: /manifest unknown|name unknown|not found: manifest|MANIFEST_UNKNOWN|NAME_UNKNOWN/i,
  traces: [],
  fetched: () => [],
});

/** Each file of the folder is called after its digest but the manifest, which is what the tag leads to. */
function withSkopeo(asked: Trying, source: Published): Partial<Trial> {
  const plain = isPlain(source) ? ['--src-tls-verify=false'] : [];
  return {
    tools: [{ name: 'skopeo', argv: ['skopeo', '--version'] }],
    install: [
      steps(asked)(['skopeo', 'copy', '--quiet', '--all', ...plain, `docker://${tagged(source)}`, 'dir:image']),
    ],
    traces: ['image/manifest.json'],
    fetched: (found): readonly Fetched[] =>
      found.map(({ file, sha256 }) => ({ of: 'manifest', name: nameOf(file), digest: `sha256:${sha256}` })),
  };
}

/** Its own store, which goes with the folder: images of this machine are neither used nor touched. */
const withStore =
  (program: 'buildah' | 'podman') =>
  (asked: Trying, source: Published, folder: string): Partial<Trial> => {
    const step = steps(asked);
    const store = ['--root', `${folder}/store`, '--runroot', `${folder}/run`, '--storage-driver', 'vfs'];
    const client = (...argv: readonly string[]): readonly string[] => [program, ...store, ...argv];
    const plain = isPlain(source) ? ['--tls-verify=false'] : [];
    const commands = asked.smoke ?? [];
    const pull = step(client('pull', '--quiet', ...plain, `docker://${referenceOf(source)}`));
    const run = (argv: readonly string[]): TrialStep =>
      step(
        program === 'buildah'
          ? client('run', 'trial', '--', ...argv)
          : client('run', '--rm', referenceOf(source), ...argv),
        {
          timeoutMs: answersAtOnce,
        },
      );
    const isBuildah = program === 'buildah';
    return {
      tools: [{ name: program, argv: [program, '--version'] }],
      install: [
        pull,
        ...(isBuildah && commands.length > 0
          ? [step(client('from', '--pull-never', '--name', 'trial', referenceOf(source)))]
          : []),
      ],
      smoke: commands.map(run),
      // Files in it may be of users that only the program can become.
      after: [
        ...(isBuildah && commands.length > 0 ? [step(client('rm', '--all'))] : []),
        step(client('rmi', '--all', '--force')),
      ],
      fetched: () => byDigest(source),
    };
  };

/** A daemon has one store for all: what is removed afterwards is the name by digest, which nobody else uses. */
function withDocker(asked: Trying, source: Published): Partial<Trial> {
  const step = steps(asked);
  const reference = referenceOf(source);
  return {
    tools: [{ name: 'docker', argv: ['docker', 'version', '--format', '{{.Server.Version}}'] }],
    install: [step(['docker', 'pull', '--quiet', reference])],
    smoke: (asked.smoke ?? []).map((argv) =>
      step(['docker', 'run', '--rm', reference, ...argv], { timeoutMs: answersAtOnce }),
    ),
    after: source.digest === undefined ? [] : [step(['docker', 'image', 'rm', reference])],
    fetched: () => byDigest(source),
  };
}

/** A client that is asked by digest takes nothing else. */
const byDigest = ({ digest }: Published): readonly Fetched[] =>
  digest === undefined ? [] : [{ of: 'manifest', digest }];

const repository = ({ released: { registry, name } }: Published): string => `${new URL(registry.url).host}/${name}`;
const tagged = (source: Published): string => `${repository(source)}:${source.released.version.replaceAll('+', '_')}`;
const referenceOf = (source: Published): string =>
  source.digest === undefined ? tagged(source) : `${repository(source)}@${source.digest}`;

const isPlain = ({ released: { registry } }: Published): boolean => registry.url.startsWith('http:');

/** Where a user's clients look instead is theirs to say. */
function mirrors(settings: ClientSettings): Readonly<Record<string, string>> {
  const text = settings.file('~/.config/containers/registries.conf');
  return text === undefined ? {} : { 'home/.config/containers/registries.conf': text };
}

/** How this machine runs images at all. */
const settingsOf = (settings: ClientSettings): Readonly<Record<string, string>> =>
  Object.fromEntries(
    ['BUILDAH_ISOLATION', 'DOCKER_HOST', 'DOCKER_CERT_PATH', 'DOCKER_TLS_VERIFY'].flatMap((name) => {
      const value = settings.variable(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
