import { isHere, hostOf } from '../../credentials/address.ts';
import { variablesFor } from '../../credentials/by-host.ts';
import { variable } from '../../credentials/cargo.ts';
import { ecosystems } from '../../ecosystems/index.ts';
import type { Config } from '../../model/config.ts';
import type { Graph } from '../../model/graph.ts';
import type { Problem } from '../../model/problem.ts';
import type { ProtocolId, Registry } from '../../model/registry.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Door } from '../../scaffolding/workflows/model.ts';
import { addressesOf, type Place } from '../gathering/addresses.ts';

export interface Doors {
  readonly doors: readonly Door[];
  readonly problems: readonly Problem[];
}

/** Every registry that units of this repository go to, once, and what opens it for a job of CI. */
export function doorsOf(graph: Graph, repo: Snapshot, config: Config): Doors {
  const doors = new Map<string, Door>();
  const problems: Problem[] = [];
  for (const unit of graph.units.filter((one) => !one.private)) {
    const ecosystem = ecosystems.find(({ id }) => id === unit.ecosystem);
    for (const located of ecosystem === undefined ? [] : addressesOf(unit, ecosystem, repo, config)) {
      if (located.ok) doors.set(keyOf(located.value), doorOf(located.value));
      else problems.push(...located.problems.map((problem) => ({ ...problem, severity: 'warning' as const })));
    }
  }
  const sorted = [...doors].sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    doors: sorted.map(([, door]) => door),
    problems: [...new Map(problems.map((one) => [one.what, one])).values()],
  };
}

const uploadOf = ({ url, upload }: Registry): string => upload ?? url;
const keyOf = ({ registry }: Place): string => `${registry.protocol} ${hostOf(uploadOf(registry))}`;

function doorOf({ registry, word }: Place): Door {
  const address = uploadOf(registry);
  const host = hostOf(address);
  const trusts = trustOf(registry);
  return {
    host,
    protocol: registry.protocol,
    ...(trusts === undefined ? {} : { trusts }),
    ...(host === 'ghcr.io' || host === 'npm.pkg.github.com' ? { ownOf: 'github' as const } : {}),
    ...(host === 'registry.gitlab.com' ? { ownOf: 'gitlab' as const } : {}),
    secrets: secretsOf(registry, word),
  };
}

/** Who believes jobs, by protocol and host; whom proofs are meant for there, and how GitLab's jobs are given one. */
const trusting: readonly (readonly [ProtocolId, string, NonNullable<Door['trusts']>])[] = [
  ['crates', 'index.crates.io', { variable: 'CRATES_IO_ID_TOKEN', audience: 'crates.io' }],
  ['pypi', 'upload.pypi.org', { variable: 'PYPI_ID_TOKEN', audience: 'pypi' }],
  ['pypi', 'test.pypi.org', { variable: 'TESTPYPI_ID_TOKEN', audience: 'testpypi' }],
  ['npm', 'registry.npmjs.org', { variable: 'NPM_ID_TOKEN', audience: 'npm:registry.npmjs.org' }],
];

/** One on this machine stands for the public one of its kind. */
function trustOf(registry: Registry): Door['trusts'] {
  const address = uploadOf(registry);
  const own = trusting.filter(([protocol]) => protocol === registry.protocol);
  return own.find(([, host]) => host === hostOf(address) || isHere(address))?.[2];
}

/** The names that publish looks for; of registries whose clients have one variable each, theirs. */
function secretsOf(registry: Registry, word: string | undefined): readonly string[] {
  const address = uploadOf(registry);
  const host = hostOf(address);
  const { token, user, password } = variablesFor(address);
  if (host === 'index.crates.io') return [variable('crates-io', 'TOKEN')];
  if (registry.protocol === 'crates' && word !== undefined && /^[\w-]+$/.test(word)) return [variable(word, 'TOKEN')];
  if (host === 'upload.pypi.org') return ['UV_PUBLISH_TOKEN'];
  if (host === 'registry.npmjs.org') return ['NPM_TOKEN'];
  return registry.protocol === 'oci' || registry.protocol === 'chart-repository' ? [user, password] : [token];
}
