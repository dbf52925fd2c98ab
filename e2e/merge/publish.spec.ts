import { join } from 'node:path';
import { elf, fat, machO, pe } from '../../packages/nx-convoy/src/packaging/formats/minimal.ts';
import { describeWhere } from '../../tools/toolchains/require.ts';
import { fatesOf, openDockyard, publish, uploads, type Dockyard } from '../publish/dockyard.ts';
import { commitAll, git, tempFolder, write } from '../world/folder.ts';
import { codesOf, handOver, mergedIn, planned } from './handed.ts';
import { sdist, wheel } from './wheels.ts';

/** Not built here: files as small as the formats allow, of machines that this one is none of. */
const foreign: Readonly<Record<string, readonly [string, Uint8Array]>> = {
  'aarch64-unknown-linux-musl': ['musllinux_1_2_aarch64', elf(183)],
  'aarch64-apple-darwin': ['macosx_11_0_arm64', machO(0x0100000c)],
  'universal2-apple-darwin': [
    'macosx_10_12_x86_64.macosx_11_0_arm64.macosx_10_12_universal2',
    fat(0x01000007, 0x0100000c),
  ],
  'x86_64-pc-windows-msvc': ['win_amd64', pe(0x8664)],
};
const targets = Object.keys(foreign);

let yard: Dockyard;
beforeAll(async () => {
  yard = await openDockyard({});
});
afterAll(() => yard.close());

const settings = ({ registries }: Dockyard): string =>
  JSON.stringify({
    convoy: {
      registries: { PyPI: `${registries.urls.python}/simple/` },
      units: { 'python:sail': { targets } },
      matrix: { units: { 'python:sail': { interpreters: ['cp310', 'cp314'] } } },
    },
  });

// Uploads that lose their connection are asked for again only after a while: too long for everybody's run.
describeWhere(process.env.CONVOY_ALL !== undefined, 'waits for lost connections: CONVOY_ALL=1', () => {
  it('publishes what machines that are not here have built, once it is merged, each file once', async () => {
    const folder = commitAll(
      write(tempFolder(), {
        'convoy.json': settings(yard),
        'pyproject.toml':
          '[project]\nname = "sail"\nversion = "1.0.0"\n[build-system]\nrequires = ["maturin"]\nbuild-backend = "maturin"\n',
        'Cargo.toml':
          '[package]\nname = "sail"\nversion = "1.0.0"\nedition = "2021"\npublish = false\n[dependencies]\npyo3 = "0.25"\n',
        '.gitignore': 'dist\n',
        'src/lib.rs': '',
      }),
    );
    const [plan, bundles] = [join(tempFolder(), 'plan.json'), join(tempFolder(), 'bundles')];
    const told = await planned(folder, plan);
    const around = { folder, plan: told.id, matrix: told.matrix };
    for (const target of targets) {
      const [tag = '', binary] = foreign[target] ?? [];
      const files = Object.fromEntries(
        ['cp310-cp310', 'cp314-cp314'].map((python) => wheel(`${python}-${tag}`, binary)),
      );
      handOver(join(bundles, target), { job: `python-sail.${target}`, files }, around);
    }
    const [name, source] = sdist();
    handOver(join(bundles, 'any'), { job: 'python-sail.any', files: { [name]: source } }, around);
    expect(codesOf(await mergedIn(folder, bundles, plan))).toEqual([]);
    git(folder, 'tag', 'v1.0.0');
    const done = await publish(folder, ['--yes'], yard.env);
    expect([done.end.problems, fatesOf(done)]).toEqual([[], ['python:sail published']]);
    expect(uploads(yard).filter((line) => line.endsWith(' 200'))).toHaveLength(2 * targets.length + 1);
    const page = await (await fetch(`${yard.registries.urls.python}/simple/sail/`)).text();
    for (const [tag] of Object.values(foreign)) expect(page).toContain(`sail-1.0.0-cp314-cp314-${tag}.whl`);
    expect(fatesOf(await publish(folder, ['--yes'], yard.env))).toEqual(['python:sail published']);
    expect(uploads(yard).filter((line) => line.endsWith(' 200'))).toHaveLength(2 * targets.length + 1);
  }, 600_000);
});
