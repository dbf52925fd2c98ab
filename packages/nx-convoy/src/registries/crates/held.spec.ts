import type { Credential } from '../../model/credential.ts';
import type { Dialogue, HttpOutcome, HttpRequest } from '../../model/http.ts';
import { addressOf, held } from './held.ts';
import { presence } from './presence.ts';

const asked = {
  registry: { protocol: 'crates', url: 'https://i.example/index' },
  name: 'ship',
  version: '1.0.0',
} as const;
const artifact = { unit: 'cargo:ship', name: 'ship-1.0.0.crate', path: 'x', size: 3, digests: [] };
const by: Credential = { is: 'token', token: { reveal: () => 'secret' }, from: 'a test' };
const sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const line = JSON.stringify({ name: 'ship', vers: '1.0.0', cksum: sha256 });

function talk<T>(dialogue: Dialogue<T>, answer: (path: string, isKnown: boolean) => readonly [number, string]) {
  const paths: string[] = [];
  let turn = dialogue.next();
  while (turn.done !== true) {
    const { url, headers, wants }: HttpRequest = turn.value;
    const isKnown = headers?.authorization === 'secret';
    const { pathname } = new URL(url);
    paths.push(`${isKnown ? 'known ' : ''}${pathname}`);
    const [status, text] = answer(pathname, isKnown);
    const content = wants === 'bytes' ? { text: '', bytes: Buffer.from(text) } : { text };
    const outcome: HttpOutcome = { is: 'answer', status, headers: {}, isCut: false, ...content };
    turn = dialogue.next(outcome);
  }
  return { paths, value: turn.value };
}

const settings = (more: object = {}): string => JSON.stringify({ dl: 'https://dl.example/{crate}/{version}', ...more });
const file = '/index/sh/ip/ship';
const config = '/index/config.json';

it('shows a token to an index that asks for one, and to no other', () => {
  const open = talk(presence(asked, by), () => [200, line]);
  expect(open).toEqual({ paths: [file], value: { is: 'present', digest: `sha256:${sha256}` } });
  const closed = talk(presence(asked, by), (path, isKnown) =>
    isKnown ? [200, path === config ? settings() : line] : [401, ''],
  );
  expect(closed.paths).toEqual([file, config, `known ${config}`, `known ${file}`]);
  expect(closed.value.is).toBe('present');
  const shy = talk(presence(asked, by), (path, isKnown) =>
    path === config ? [200, settings({ 'auth-required': true })] : isKnown ? [200, line] : [404, ''],
  );
  expect(shy.value.is).toBe('present');
  const empty = talk(presence(asked, by), (path) => (path === config ? [200, settings()] : [404, '']));
  expect(empty.value).toEqual({ is: 'absent', name: 'unknown' });
  expect(empty.paths.some((path) => path.startsWith('known'))).toBe(false);
});

it('stays out of a closed index without one', () =>
  expect(talk(presence(asked), () => [401, '']).value).toMatchObject({
    is: 'unknown',
    problem: { code: 'REGISTRY_CLOSED' },
  }));

it('reads the crate from where the index says, and believes its digest alone', () => {
  const answers =
    (crate: string) =>
    (path: string): readonly [number, string] =>
      path === config ? [200, settings()] : path === file ? [200, line] : [200, crate];
  const { paths, value } = talk(held(asked, artifact, by), answers('abc'));
  expect(paths).toEqual([config, file, '/ship/1.0.0']);
  expect(value).toMatchObject({ is: 'file' });
  expect(talk(held(asked, artifact), answers('abd')).value).toMatchObject({
    is: 'unknown',
    problem: { code: 'DOWNLOAD_BROKEN' },
  });
  expect(talk(held(asked, artifact), () => [404, '']).value).toMatchObject({ is: 'unknown' });
});

it.each([
  ['https://a.example/api/v1/crates', 'Ship', 'https://a.example/api/v1/crates/Ship/1.0.0/download'],
  ['https://a.example/{prefix}/{crate}-{version}.crate', 'Ship', 'https://a.example/Sh/ip/Ship-1.0.0.crate'],
  ['https://a.example/{lowerprefix}/{sha256-checksum}', 'Ship', 'https://a.example/sh/ip/ab'],
  ['https://a.example/{prefix}/{crate}', 'Oar', 'https://a.example/3/O/Oar'],
  ['https://a.example/{lowerprefix}/{crate}', 'ab', 'https://a.example/2/ab'],
])('%s of %s is %s', (dl, name, address) =>
  expect(addressOf(dl, { name, version: '1.0.0', cksum: 'ab' })).toBe(address),
);
