import type { Presence } from '../../model/registry.ts';
import type { Trying } from '../../model/trial.ts';
import type { Case, Scene } from './case.ts';

/** What an ecosystem is told of what its client is to try. */
export function tryingOf({ unit, released, word, previous }: Case, seen: Presence, scene: Scene): Trying {
  const { world, options, config, repo } = scene;
  const { clients } = world.hands;
  const named = word === undefined ? {} : { word };
  const digest = seen.is === 'present' && seen.digest !== undefined ? { digest: seen.digest } : {};
  const smoke = config.units[unit.id]?.smoke?.map((argv) =>
    argv.map((part) => part.replaceAll('{version}', released.version).replaceAll('{workspace}', clients.workspace)),
  );
  return {
    unit,
    from: { is: 'registry', released, ...digest, ...named },
    ...(previous === undefined
      ? {}
      : { before: { is: 'registry', released: { ...released, version: previous }, ...named } }),
    ...(smoke === undefined ? {} : { smoke }),
    repo,
    config,
    settings: clients,
    ...(options.clusterContext === undefined ? {} : { cluster: clusterOf(options.clusterContext, unit.id, world) }),
    timeoutMs: options.timeout * 1000,
  };
}

/** A name that nobody else has, so that it can be removed with all that is in it. */
function clusterOf(context: string, unit: string, world: Scene['world']): NonNullable<Trying['cluster']> {
  const { hands, clock } = world;
  const namespace = `nx-convoy-verify-${world.hash(`${unit} ${clock.now()} ${clock.elapsed()}`).slice(0, 12)}`;
  return { context, namespace, settings: hands.clients.variable('KUBECONFIG') ?? hands.clients.at('~/.kube/config') };
}
