import type { Problem } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { hasPlugin, openSettings } from '../settings-file.ts';

/** Nx makes targets of scripts, and lets them go before those that a plugin has inferred. */
export function besideNx(repo: Snapshot): readonly Problem[] {
  const settings = openSettings(repo);
  const isNamed = settings.ok && settings.value.file === 'nx.json' && hasPlugin(settings.value);
  return isNamed ? [beside] : [];
}

const beside: Problem = {
  code: 'TURBO_BESIDE_NX',
  severity: 'warning',
  what: 'Nx has nx-convoy as well, and would run these scripts in place of its own targets "publish" and "package".',
  where: { file: 'nx.json' },
  fix: 'Release by one of them; for both, write into each of these package.json files: "nx": { "includedScripts": [] }',
};
