import type { Carrier, Delivering } from '../../model/delivering.ts';
import type { RunStep } from '../../model/packaging.ts';
import { folderOf } from '../../paths/inside.ts';
import { destination } from './destination.ts';
import { heardOf } from './said.ts';

/**
 * By cargo itself, which packages anew what it uploads: so it packages once more before, and only the bytes that were recorded and tried go
 * on. Nothing is built: that was done when they were made.
 */
export function carryCrate(asked: Delivering): Carrier {
  const { unit, released, artifact, cache, config } = asked;
  const target = `${cache}/cargo-publish/${encodeURIComponent(unit.id)}`;
  const features = config.units[unit.id]?.features ?? [];
  const common = [
    ...['--package', released.name, '--no-verify', '--target-dir', target],
    ...(features.length === 0 ? [] : ['--features', features.join(',')]),
  ];
  const { args, publish, env, secret, provider } = destination(asked.word, released.registry.url);
  const step = (argv: readonly string[]): RunStep => ({
    do: 'run',
    argv,
    cwd: folderOf(unit.workspace ?? unit.manifest),
    env: { CARGO_TERM_COLOR: 'never', CARGO_TERM_PROGRESS_WHEN: 'never', ...env },
    timeoutMs: asked.timeoutMs,
  });
  return {
    steps: [
      step(['cargo', 'package', ...common, ...args]),
      { do: 'match', file: `${target}/package/${released.name}-${released.version}.crate`, artifact },
      {
        ...step(['cargo', publish, ...common, ...args]),
        secrets: { [secret]: 'token' },
        besideSecrets: { [provider]: 'cargo:token' },
        // From here on cargo waits for the index, for a minute at most; whether it is there is asked anyway, and for longer.
        until: `Uploaded ${released.name} v${released.version} `,
      },
    ],
    hear: (end) => heardOf(end, released),
  };
}
