import { resolve } from 'node:path/posix';
import type { Carrier, Delivering } from '../../model/delivering.ts';
import { distTag } from '../../versions/dist-tag.ts';
import { chosenClient } from '../chosen-client.ts';
import { heard } from '../client-words.ts';

/** By npm itself, where somebody wants that; else by our own requests. */
export function carryPackage(asked: Delivering): Carrier | undefined {
  const { unit, released, artifact, channel, config, root, timeoutMs } = asked;
  const client = chosenClient(config, unit.id, ['npm']);
  if (client === undefined) return undefined;
  const { host, pathname } = new URL(released.registry.url);
  const place = `${host}${pathname.replace(/\/*$/, '/')}`;
  return {
    steps: [
      {
        do: 'run',
        argv: [
          ...['npm', 'publish', resolve(root, artifact.path), `--registry=${released.registry.url}`],
          ...[`--tag=${distTag(channel, released.version)}`, '--ignore-scripts', '--loglevel=error'],
        ],
        cwd: '.',
        // The name of the setting holds the place: a token is sent nowhere else.
        secrets: { [`npm_config_//${place}:_authToken`]: 'token' },
        env: { NO_COLOR: '1', npm_config_update_notifier: 'false' },
        timeoutMs,
      },
    ],
    hear: (end) =>
      heard(end, {
        ...{ client, released, artifact },
        status: /npm error code E(\d{3})\b/,
        exists: /cannot publish over|previously published version|already present|already exists|updating asset/i,
        before:
          /npm error code (?:ENEEDAUTH|EOTP|EPRIVATE|EUSAGE|EUNSCOPED|ENOENT|EBADSEMVER)|must specify a tag|Cannot implicitly apply/,
      }),
  };
}
