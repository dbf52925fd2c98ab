import { ok, type Result } from '../../model/problem.ts';
import type { Fetched, Trace, Trial, TrialIn, TrialSource, TrialStep, Trying } from '../../model/trial.ts';
import { isWithin, join, nameOf } from '../../paths/inside.ts';
import { mapOf, readYaml, stringOf } from '../../text/yaml/read.ts';
import { ownSmoke, steps, versionOf } from '../trying.ts';
import { chartFile } from './family.ts';

/** A chart is pulled and rendered; where there is a cluster, it is installed there until it is ready, and removed. */
export const verifyChart = (asked: Trying): Result<readonly TrialIn[]> => ok([(folder) => trialOf(asked, folder)]);

function trialOf(asked: Trying, folder: string): Trial {
  const { unit, from, before, cluster } = asked;
  const values = isLibrary(asked) ? {} : valuesIn(asked);
  const files = Object.keys(values);
  const isInstalled = cluster !== undefined && !isLibrary(asked);
  return {
    tools: [
      { name: 'helm', argv: ['helm', 'version', '--short'] },
      ...(isInstalled ? [{ name: 'kubectl', argv: ['kubectl', 'version', '--client'] }] : []),
    ],
    files: { ...values, ...places },
    env: {
      HELM_CACHE_HOME: `${folder}/helm/cache`,
      HELM_CONFIG_HOME: `${folder}/helm/config`,
      HELM_DATA_HOME: `${folder}/helm/data`,
      // helm also looks where docker keeps what opens registries.
      DOCKER_CONFIG: `${folder}/helm/docker`,
      ...(cluster === undefined ? {} : { KUBECONFIG: cluster.settings }),
    },
    paths: [],
    prepare: [],
    before: before === undefined || !isInstalled ? [] : [...pulling(asked, before), deploying(asked, before, files)],
    install: [...pulling(asked, from), ...(isInstalled ? [deploying(asked, from, files)] : [])],
    smoke: ownSmoke(asked, {}) ?? (isLibrary(asked) ? [] : rendering(asked, files)),
    after: isInstalled ? removing(asked) : [],
    unseen: /not found|no chart (?:version|name) found|improper constraint|failed to fetch/i,
    traces: from.is === 'files' ? [] : [`pulled/${unit.name}-${versionOf(from)}.tgz`, 'pulled.txt'],
    fetched,
  };
}

/** helm 3 makes no folder to pull into. */
const places = { 'pulled/.keep': '', 'helm/docker/config.json': '{}\n' };

function pulling(asked: Trying, source: TrialSource): readonly TrialStep[] {
  if (source.is === 'files') return [];
  const { registry, name, version } = source.released;
  const { host, protocol } = new URL(registry.url);
  const from =
    registry.protocol === 'oci'
      ? [`oci://${host}/${name}`, ...(protocol === 'http:' ? ['--plain-http'] : [])]
      : [name, '--repo', registry.url];
  const argv = ['helm', 'pull', ...from, '--version', version, '--destination', 'pulled'];
  return [steps(asked)(argv, { keep: 'pulled.txt' })];
}

const archiveOf = ({ unit }: Trying, source: TrialSource): string =>
  source.is === 'files'
    ? (source.files.find((file) => file.endsWith('.tgz')) ?? '')
    : `pulled/${unit.name}-${source.released.version}.tgz`;

/** With each set of values that is there for tests, as when it is packaged; else with its own. */
function rendering(asked: Trying, values: readonly string[]): readonly TrialStep[] {
  const sets = values.length === 0 ? [[]] : values.map((file) => ['--values', file]);
  return sets.map((set) => steps(asked)(['helm', 'template', 'release', archiveOf(asked, asked.from), ...set]));
}

function deploying(asked: Trying, source: TrialSource, [values]: readonly string[]): TrialStep {
  const seconds = `${Math.ceil(asked.timeoutMs / 1000)}s`;
  return steps(asked)(
    [
      ...['helm', 'upgrade', 'trial', archiveOf(asked, source), '--install', '--create-namespace', '--wait'],
      ...['--timeout', seconds, ...where(asked), ...(values === undefined ? [] : ['--values', values])],
    ],
    // helm tells more than an end from outside would.
    { timeoutMs: asked.timeoutMs + 30_000 },
  );
}

const where = ({ cluster }: Trying): readonly string[] =>
  cluster === undefined ? [] : ['--kube-context', cluster.context, '--namespace', cluster.namespace];

function removing(asked: Trying): readonly TrialStep[] {
  const { context = '', namespace = '' } = asked.cluster ?? {};
  const step = steps(asked);
  return [
    step(['helm', 'uninstall', 'trial', '--wait', '--ignore-not-found', ...where(asked)]),
    step(['kubectl', 'delete', 'namespace', namespace, '--ignore-not-found', '--context', context]),
  ];
}

const isLibrary = ({ unit, repo }: Trying): boolean => {
  const file = chartFile(unit.root);
  const text = repo.text(file);
  const yaml = text?.ok === true ? readYaml(text.value, file) : undefined;
  return yaml?.ok === true && stringOf(mapOf(yaml.value.data).type) === 'library';
};

/** `ci/*-values.yaml`, as chart-testing has them. */
function valuesIn({ unit, repo }: Trying): Readonly<Record<string, string>> {
  const place = join(unit.root, 'ci');
  const files = repo.files.filter((file) => isWithin(file, place) && /-values\.ya?ml$/.test(file));
  return Object.fromEntries(
    files.flatMap((file) => {
      const text = repo.text(file);
      return text?.ok === true ? [[`values/${nameOf(file)}`, text.value]] : [];
    }),
  );
}

/** The archive, and the manifest that a registry of images keeps it below, which helm tells and has compared. */
function fetched(found: readonly Trace[]): readonly Fetched[] {
  return found.flatMap(({ file, sha256, text }): readonly Fetched[] => {
    if (file.endsWith('.tgz')) return [{ of: 'file', name: nameOf(file), digest: `sha256:${sha256}` }];
    const digest = /^Digest:\s*(sha256:[0-9a-f]{64})\s*$/m.exec(text ?? '')?.[1];
    return digest === undefined ? [] : [{ of: 'manifest', digest }];
  });
}
