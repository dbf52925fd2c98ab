import type { Asked, Protocol } from '../protocol.ts';
import type { Answer } from '../server/answer.ts';
import { Refused, type Refusal } from '../server/refusal.ts';
import { route } from '../server/route.ts';
import { aboutRoutes } from './about.ts';
import { catalogue } from './catalogue.ts';
import { clients } from './clients.ts';
import { exchangeRoutes } from './exchange.ts';
import { fileRoutes } from './files.ts';
import { manageRoutes } from './manage.ts';
import { simpleRoutes } from './simple.ts';
import { uploads } from './upload.ts';

/** What twine, uv and maturin upload to, and what pip and uv install from: a stand-in for PyPI, in its words. */
export const python: Protocol = {
  upstream: 'https://pypi.org',
  tokenPrefix: 'pypi-',
  async open(house) {
    const known = await catalogue(house);
    const upload = uploads(house, known);
    return {
      routes: [
        route('POST', '/legacy/', 'publish', (ask) => {
          if (!isBasic(ask.headers.authorization)) throw new Refused('unknown-token', 'Only __token__ logs in here.');
          return upload(ask);
        }),
        route('POST', '/legacy', 'open', () => ({
          status: 308,
          reason: 'An upload was attempted to /legacy but the expected upload URL is /legacy/ (with a trailing slash)',
          headers: { location: '/legacy/' },
        })),
        ...simpleRoutes(known),
        ...fileRoutes(known),
        ...aboutRoutes(known),
        ...exchangeRoutes(house),
      ],
      refuse,
      admin: manageRoutes(house, known),
      clients: (at) => clients(at, house.isPrivate),
    };
  },
};

/** A token is the password of a user who is always called the same. */
function isBasic(authorization = ''): boolean {
  const [, encoded = ''] = /^basic\s+(.+)$/i.exec(authorization.trim()) ?? [];
  return Buffer.from(encoded, 'base64').toString('utf8').startsWith('__token__:');
}

const titles: Readonly<Record<number, readonly [string, string]>> = {
  400: [
    'Bad Request',
    'The server could not comply with the request since it is either malformed or otherwise incorrect.',
  ],
  401: ['Unauthorized', 'This server could not verify that you are authorized to access the document you requested.'],
  403: ['Forbidden', 'Access was denied to this resource.'],
  404: ['Not Found', 'The resource could not be found.'],
};

/** Uploads are refused with 403 and the reason beside the status, which is all that twine shows. */
function refuse({ why, status, message, headers }: Refusal, { path, method }: Asked): Answer {
  const isUpload = method === 'POST' && path === '/legacy/';
  const isStranger = why === 'no-token' || why === 'unknown-token' || why === 'expired-token';
  const words = !isStranger
    ? message
    : why === 'expired-token'
      ? 'Invalid API Token: token is expired'
      : 'Invalid or non-existent authentication information. See https://pypi.org/help/#invalid-auth for more information.';
  const shown = isStranger && isUpload ? 403 : why === 'read-only' && isUpload ? 403 : status;
  const said = why === 'read-only' && isUpload ? 'Read-only mode: Uploads are temporarily disabled.' : words;
  const [title, explanation] = titles[shown] ?? ['Error', 'The server could not answer.'];
  const login: Readonly<Record<string, string>> = shown === 401 ? { 'www-authenticate': 'Basic realm="pypi"' } : {};
  return {
    status: shown,
    reason: said.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 500),
    headers: { 'content-type': 'text/plain; charset=utf-8', ...login, ...headers },
    body: `${shown} ${title}\n\n${explanation}\n\n${said}\n\n`,
  };
}
