import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readToml, stringsOf, tableOf } from '../../packages/nx-convoy/src/text/toml/read.ts';
import { root } from '../root.ts';
import type { Present } from '../toolchains/client.ts';
import { python as pythons } from '../toolchains/python.ts';
import { run } from '../toolchains/run.ts';
import { provision } from '../toolchains/store.ts';

/**
 * The folder with what the sample's wheels are built by, fetched once: without network, that is where a rehearsal has it from. Tells why where
 * it cannot be had, which matters to nobody who has a network.
 */
export async function buildersOfWheels({ path: python }: Present): Promise<{ folder: string } | { why: string }> {
  const wanted = requirements();
  const pins = pythons.pins.filter((pin) => wanted.some((one) => nameOf(one) === nameOf(pin)));
  return provision({
    name: 'demo-builders',
    pins: [...wanted, ...pins],
    holds: [],
    make: async (folder) => {
      const quick = ['--quiet', '--no-input', '--disable-pip-version-check', '--retries', '1', '--timeout', '30'];
      const fetch = ['download', ...quick, '--only-binary', ':all:', '--dest', folder, ...wanted, ...pins];
      return (await run([python, '-m', 'pip', ...fetch], { timeoutMs: 240_000 })).why;
    },
  });
}

/** What the manifests of the sample say that they are built by. */
function requirements(): readonly string[] {
  const wheels = join(root, 'e2e/workspaces/harbor/python');
  return readdirSync(wheels).flatMap((name) => {
    const file = join(wheels, name, 'pyproject.toml');
    const read = readToml(readFileSync(file, 'utf8'), file);
    return read.ok ? stringsOf(tableOf(read.value.data['build-system']).requires) : [];
  });
}

const nameOf = (requirement: string): string => /^[\w.-]+/.exec(requirement)?.[0].toLowerCase() ?? '';
