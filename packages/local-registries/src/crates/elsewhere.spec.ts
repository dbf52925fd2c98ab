import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packed } from '../archive/write-tar.ts';
import type { Registries } from '../start.ts';
import { workbench, manifest, publish, said, get, index } from './workbench.ts';

const { start, folder, close } = workbench();
afterEach(close);

describe('what nobody published here', () => {
  const fetched = (): string => {
    const made = folder();
    const toml = `${manifest('dep', '1.2.0')}links = "z"\n[dependencies.core]\nversion = "^1"\npackage = "real-core"\noptional = true\ndefault-features = false\n[features]\nx = ["dep:core"]\n[target."cfg(unix)".dev-dependencies]\nlibc = "0.2"\n`;
    writeFileSync(join(made, 'dep-1.2.0.crate'), packed([{ path: 'dep-1.2.0/Cargo.toml', content: toml }]));
    writeFileSync(join(made, 'dep-9.0.0.crate'), 'no crate at all');
    writeFileSync(
      join(made, 'Cap-1.0.0.crate'),
      packed([{ path: 'Cap-1.0.0/Cargo.toml', content: manifest('Cap', '1.0.0') }]),
    );
    writeFileSync(join(made, 'other.txt'), '');
    symlinkSync('/etc/passwd', join(made, 'dep-2.0.0.crate'));
    return made;
  };

  it('comes from a folder, with an entry made from the manifest', async () => {
    const at = await start({ packages: fetched() });
    expect(await index(at, '3/d/dep')).toMatchObject([
      {
        name: 'dep',
        vers: '1.2.0',
        features2: { x: ['dep:core'] },
        links: 'z',
        deps: [
          {
            name: 'core',
            package: 'real-core',
            req: '^1',
            optional: true,
            default_features: false,
            kind: 'normal',
            target: null,
          },
          { name: 'libc', req: '0.2', kind: 'dev', target: 'cfg(unix)' },
        ],
      },
    ]);
    expect((await get(at, '/api/v1/crates/dep/1.2.0/download')).status).toBe(200);
    expect(await said(await publish(at, 'dep', '1.2.0'))).toBe('400 crate version `1.2.0` is already uploaded');
    expect((await publish(at, 'dep', '1.3.0')).status).toBe(200);
    expect((await index(at, '3/d/dep')).map(({ vers }) => vers)).toEqual(['1.3.0', '1.2.0']);
  });

  it('comes by the name that it has, whatever is asked for', async () => {
    const at = await start({ packages: fetched() });
    expect(await index(at, '3/c/cap')).toMatchObject([{ name: 'Cap' }]);
    expect((await get(at, '/api/v1/crates/Cap/1.0.0/download')).status).toBe(200);
  });

  it('passes through to another registry, whose refusals are a bad gateway', async () => {
    const behind = await start();
    await publish(behind, 'far', '1.0.0');
    const at = await start({ upstream: { crates: `${behind.crates.url}/index` } });
    expect(await index(at, '3/f/far')).toEqual(await index(behind, '3/f/far'));
    const bytes = async (from: Registries): Promise<Buffer> =>
      Buffer.from(await (await get(from, '/api/v1/crates/far/1.0.0/download')).arrayBuffer());
    expect((await bytes(at)).equals(await bytes(behind))).toBe(true);
    expect((await get(at, '/index/no/ne/none')).status).toBe(404);
    behind.fault({ does: 'corrupt', on: 'index', times: 2 });
    behind.fault({ does: 'refuse', status: 500, nth: 2 });
    const broken = async (): Promise<number> => (await get(at, '/index/3/f/far')).status;
    expect([await broken(), await broken(), await broken()]).toEqual([502, 502, 200]);
  });
});
