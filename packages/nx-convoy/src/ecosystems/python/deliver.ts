import { resolve } from 'node:path/posix';
import type { Carrier, Delivering } from '../../model/delivering.ts';
import type { RunStep } from '../../model/packaging.ts';
import type { Registry } from '../../model/registry.ts';
import { chosenClient } from '../chosen-client.ts';
import { heard } from '../client-words.ts';

interface Client {
  readonly argv: (url: string | undefined, file: string) => readonly string[];
  readonly secrets: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

const own = (flag: string, url: string | undefined): readonly string[] => (url === undefined ? [] : [flag, url]);

/** Each asks nobody, reads its credential from variables, and uploads one file. */
const clients: Readonly<Record<'twine' | 'uv' | 'maturin', Client>> = {
  // Without --verbose it shows the status alone, and no word of the index.
  twine: {
    argv: (url, file) => [
      ...['twine', 'upload', '--non-interactive', '--disable-progress-bar', '--verbose'],
      ...own('--repository-url', url),
      file,
    ],
    secrets: { TWINE_USERNAME: 'user', TWINE_PASSWORD: 'password' },
    // A line is not broken in the middle of what the index says.
    env: { COLUMNS: '500', NO_COLOR: '1' },
  },
  uv: {
    argv: (url, file) => [
      ...['uv', 'publish', '--no-config', '--no-progress', '--trusted-publishing', 'never'],
      ...['--keyring-provider', 'disabled', ...own('--publish-url', url)],
      // It takes patterns.
      file.replaceAll(/[*?[\]]/g, '[$&]'),
    ],
    secrets: { UV_PUBLISH_USERNAME: 'user', UV_PUBLISH_PASSWORD: 'password' },
    env: { NO_COLOR: '1' },
  },
  maturin: {
    argv: (url, file) => ['maturin', 'upload', '--non-interactive', ...own('--repository-url', url), file],
    secrets: { MATURIN_USERNAME: 'user', MATURIN_PASSWORD: 'password' },
    env: { NO_COLOR: '1' },
  },
};

/** By twine, uv or maturin, where somebody wants that; else by our own requests. */
export function carryDistribution(asked: Delivering): Carrier | undefined {
  const client = chosenClient(asked.config, asked.unit.id, ['twine', 'uv', 'maturin']);
  if (client === undefined) return undefined;
  const [first, ...others] = addressesOf(asked.released.registry);
  return carrierTo(first, others, client, asked);
}

function carrierTo(
  address: string | undefined,
  others: readonly string[],
  client: keyof typeof clients,
  asked: Delivering,
): Carrier {
  const { released, artifact, root, timeoutMs } = asked;
  const [next, ...rest] = others;
  const { argv, secrets, env } = clients[client];
  const step: RunStep = {
    do: 'run',
    argv: argv(address, resolve(root, artifact.path)),
    cwd: '.',
    secrets,
    ...(env === undefined ? {} : { env }),
    timeoutMs,
  };
  return {
    steps: [step],
    hear: (end) =>
      heard(end, {
        ...{ client, released, artifact },
        status,
        exists:
          /already exists?\b|updating asset|cannot be updated|already been taken|overwrite artifact|\b409 Conflict/i,
        before:
          /InvalidDistribution|Cannot find file|No files found|Credentials? .*(?:required|missing|prompt)|usage:/i,
      }),
    otherwise: ({ code, said }) =>
      code !== 0 && next !== undefined && /^40[45]$/.test(status.exec(said)?.[1] ?? '')
        ? carrierTo(next, rest, client, asked)
        : undefined,
  };
}

const status = /(?:HTTPError: |status code |status: |\(HTTP |error: )(\d{3})\b/i;

/**
 * Where it goes if nobody says otherwise the clients know themselves; other indexes take files above their list, as most have it, or where
 * PyPI's own server has it.
 */
function addressesOf({ url, upload }: Registry): readonly [string | undefined, ...string[]] {
  if (upload !== undefined) return [upload];
  const { hostname } = new URL(url);
  if (hostname === 'pypi.org') return [undefined];
  if (hostname === 'test.pypi.org') return ['https://test.pypi.org/legacy/'];
  const above = url.replace(/\/\+?simple\/*$/, '/');
  return [above, `${above.replace(/\/*$/, '/')}legacy/`];
}
