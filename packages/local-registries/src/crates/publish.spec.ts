import { createHash } from 'node:crypto';
import { packed } from '../archive/write-tar.ts';
import { workbench, type Upload, manifest, frame, put, publish, said, get, index } from './workbench.ts';

const { start, close } = workbench();
afterEach(close);

describe('publish', () => {
  const top = 'foo-1.0.0';
  const cargo = { path: `${top}/Cargo.toml`, content: manifest('foo', '1.0.0') };
  const dep = (more: object): object => ({
    deps: [{ name: 'serde', version_req: '^1', registry: 'https://github.com/rust-lang/crates.io-index', ...more }],
  });
  it.each<[string, string, string, Upload, string]>([
    ['all is well', 'foo', '1.0.0', {}, '200 {"warnings":{"invalid_categories":[],"invalid_badges":[],"other":[]}}'],
    ['an empty name', '', '1.0.0', {}, '400 crate name cannot be empty'],
    [
      'a digit first',
      '1foo',
      '1.0.0',
      {},
      '400 the name `1foo` cannot be used as a crate name, the name cannot start with a digit',
    ],
    ['a slash', '../foo', '1.0.0', {}, '400 invalid character `.` in crate name'],
    ['a dot', 'foo.bar', '1.0.0', {}, '400 invalid character `.` in crate name'],
    ['not ASCII', 'füü', '1.0.0', {}, '400 invalid character `ü` in crate name'],
    ['too long', 'a'.repeat(65), '1.0.0', {}, '400 the crate name `aaa'],
    ['reserved', 'std', '1.0.0', {}, '400 cannot upload a crate with a reserved name'],
    ['reserved on Windows', 'COM1', '1.0.0', {}, '400 cannot upload a crate with a reserved name'],
    ['two numbers', 'foo', '1.0', {}, '400 "1.0" is an invalid semver version'],
    ['a leading zero', 'foo', '1.0.01', {}, '400 "1.0.01" is an invalid semver version'],
    ['a v', 'foo', 'v1.0.0', {}, '400 "v1.0.0" is an invalid semver version'],
    [
      'no description, no license',
      'foo',
      '1.0.0',
      { json: { description: '', license: null } },
      '400 missing or empty metadata fields: description, license. ',
    ],
    ['a license file', 'foo', '1.0.0', { json: { license: null, license_file: 'L' } }, '200 '],
    [
      'six keywords',
      'foo',
      '1.0.0',
      { json: { keywords: 'a b c d e f'.split(' ') } },
      '400 expected at most 5 keywords per crate',
    ],
    ['a strange keyword', 'foo', '1.0.0', { json: { keywords: ['a b'] } }, '400 "a b" is an invalid keyword'],
    [
      'a wildcard',
      'foo',
      '1.0.0',
      { json: dep({ version_req: '*' }) },
      '400 wildcard (`*`) dependency constraints are not allowed on crates.io. Crate with this problem: `serde`',
    ],
    ['a dependency on crates.io', 'foo', '1.0.0', { json: dep({}) }, '200 '],
    ['an unknown one here', 'foo', '1.0.0', { json: dep({ registry: null }) }, '400 no known crate named `serde`'],
    ['itself', 'foo', '1.0.0', { json: dep({ name: 'foo', registry: null, kind: 'dev' }) }, '200 '],
    ['no JSON', 'foo', '1.0.0', { json: '{' }, '400 invalid upload request: '],
    ['a list', 'foo', '1.0.0', { json: '[]' }, '400 invalid upload request: expected an object'],
    ['no deps', 'foo', '1.0.0', { json: { deps: null } }, '400 invalid upload request: missing field `deps`'],
    [
      'no archive',
      'foo',
      '1.0.0',
      { crate: Buffer.from('hello') },
      '400 uploaded tarball is malformed or too large when decompressed',
    ],
    [
      'an archive cut off',
      'foo',
      '1.0.0',
      { crate: packed([cargo]).subarray(0, 60) },
      '400 uploaded tarball is malformed',
    ],
    [
      'no manifest',
      'foo',
      '1.0.0',
      { files: [{ path: `${top}/src/lib.rs` }] },
      '400 uploaded tarball is missing a `Cargo.toml` manifest file',
    ],
    [
      'a file elsewhere',
      'foo',
      '1.0.0',
      { files: [cargo, { path: 'bar-1.0.0/x' }] },
      '400 invalid path found: bar-1.0.0/x',
    ],
    [
      'a traversal',
      'foo',
      '1.0.0',
      { files: [cargo, { path: `${top}/../../x` }] },
      `400 invalid path found: ${top}/../../x`,
    ],
    [
      'a link',
      'foo',
      '1.0.0',
      { files: [cargo, { path: `${top}/x`, type: '2' }] },
      `400 unexpected symlink or hard link found: ${top}/x`,
    ],
    [
      'another name inside',
      'foo',
      '1.0.0',
      { files: [{ ...cargo, content: manifest('bar', '1.0.0') }] },
      '400 metadata name `foo` does not match manifest name `bar`',
    ],
    [
      'another version inside',
      'foo',
      '1.0.0',
      { files: [{ ...cargo, content: manifest('foo', '2.0.0') }] },
      '400 metadata version `1.0.0` does not match manifest version `2.0.0`',
    ],
    [
      'broken TOML',
      'foo',
      '1.0.0',
      { files: [{ ...cargo, content: '[' }] },
      '400 failed to parse `Cargo.toml` manifest file',
    ],
    ['no token', 'foo', '1.0.0', { token: '' }, '403 this action requires authentication'],
    ['a wrong token', 'foo', '1.0.0', { token: 'x' }, '403 authentication failed'],
  ])('%s', async (_, name, vers, upload, expected) => {
    expect((await said(await publish(await start(), name, vers, upload))).slice(0, expected.length)).toBe(expected);
  });

  it.each<[string, string, string]>([
    ['the same', 'foo-bar 1.0.0', '400 crate version `1.0.0` is already uploaded'],
    ['the same but for the build', 'foo-bar 1.0.0+1', '400 crate version `1.0.0` is already uploaded'],
    ['an underscore', 'foo_bar 1.1.0', '400 crate was previously named `foo-bar`'],
    ['capitals', 'Foo-Bar 1.1.0', '400 crate was previously named `foo-bar`'],
    ['a prerelease', 'foo-bar 1.0.0-rc.1', '200 {'],
  ])('after foo-bar 1.0.0, %s', async (_, next, expected) => {
    const at = await start();
    await publish(at, 'foo-bar', '1.0.0');
    const [name = '', vers = ''] = next.split(' ');
    expect((await said(await publish(at, name, vers))).slice(0, expected.length)).toBe(expected);
  });

  it.each<[string, Buffer, string]>([
    ['nothing', Buffer.alloc(0), '400 invalid metadata length'],
    ['a length that lies', Buffer.from('ffffff7f00', 'hex'), '400 invalid metadata length: 2147483647'],
    ['only metadata', frame('foo', '1.0.0', {}).subarray(0, 80), '400 invalid metadata length'],
    [
      'more than was announced',
      Buffer.concat([frame('foo', '1.0.0', {}), Buffer.from('x')]),
      '400 invalid crate length',
    ],
    ['more than 10 MiB', Buffer.alloc(10 * 1024 * 1024 + 1), '413 max upload size is: 10485760'],
  ])('a body with %s', async (_, body, expected) => {
    expect((await said(await put(await start(), body))).slice(0, expected.length)).toBe(expected);
  });

  it('writes the entry that the Cargo book describes', async () => {
    const at = await start();
    const features = { default: ['std'], std: ['dep:json'], more: ['serde?/std'], old: [] };
    const deps = [
      {
        name: 'serde',
        version_req: '^1.0',
        features: ['derive'],
        optional: true,
        default_features: false,
        target: 'cfg(unix)',
        kind: 'normal',
        registry: 'https://github.com/rust-lang/crates.io-index',
      },
      {
        name: 'serde_json',
        version_req: '1',
        explicit_name_in_toml: 'json',
        kind: 'build',
        registry: 'https://github.com/rust-lang/crates.io-index',
      },
    ];
    await publish(at, 'Foo_Bar', '1.0.0', { json: { features, deps, links: 'z', rust_version: '1.70' } });
    const crate = packed([{ path: 'Foo_Bar-1.0.0/Cargo.toml', content: manifest('Foo_Bar', '1.0.0') }]);
    const external = { registry: 'https://github.com/rust-lang/crates.io-index' };
    expect(await index(at, 'fo/o_/foo_bar')).toEqual([
      {
        name: 'Foo_Bar',
        vers: '1.0.0',
        deps: [
          {
            name: 'serde',
            req: '^1.0',
            features: ['derive'],
            optional: true,
            default_features: false,
            target: 'cfg(unix)',
            kind: 'normal',
            ...external,
          },
          {
            name: 'json',
            package: 'serde_json',
            req: '1',
            features: [],
            optional: false,
            default_features: true,
            target: null,
            kind: 'build',
            ...external,
          },
        ],
        cksum: createHash('sha256').update(crate).digest('hex'),
        features: { default: ['std'], old: [] },
        features2: { std: ['dep:json'], more: ['serde?/std'] },
        v: 2,
        links: 'z',
        rust_version: '1.70',
        pubtime: '2026-01-02T00:00:00Z',
        yanked: false,
      },
    ]);
    const answer = await get(at, '/api/v1/crates/Foo_Bar/1.0.0/download');
    expect(Buffer.from(await answer.arrayBuffer()).equals(crate)).toBe(true);
  });

  it('loses none of many at once', async () => {
    const at = await start();
    const versions = Array.from({ length: 20 }, (_, patch) => `1.0.${patch}`);
    const statuses = await Promise.all(
      [...versions, '1.0.3'].map(async (vers) => (await publish(at, 'foo', vers)).status),
    );
    expect(statuses.filter((status) => status === 200)).toHaveLength(20);
    expect((await index(at, '3/f/foo')).map(({ vers }) => vers).sort()).toEqual([...versions].sort());
  });
});
