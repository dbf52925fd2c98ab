import { callable } from '../../tools/toolchains/callable.ts';
import { describeWith } from '../../tools/toolchains/require.ts';
import { commitAll, git, tempFolder, write } from '../world/folder.ts';
import { crates, fatesOf, openDockyard, publish, uploads, type Dockyard } from './dockyard.ts';

describeWith('cargo', (cargo) => {
  let yard: Dockyard;
  beforeAll(async () => {
    yard = await openDockyard(callable([cargo]));
  });
  afterAll(() => yard.close());

  it('publishes a workspace in order, and finds all of it there the next time', async () => {
    const folder = crates();
    git(folder, 'tag', 'v1.0.0');
    expect(fatesOf(await publish(folder, ['--yes'], yard.env))).toEqual([
      'cargo:quay-rope published',
      'cargo:quay-ship published',
    ]);
    const sent = uploads(yard);
    expect(sent).toHaveLength(2);
    expect(fatesOf(await publish(folder, ['--yes'], yard.env))).toEqual([
      'cargo:quay-rope published',
      'cargo:quay-ship published',
    ]);
    const fresh = tempFolder();
    git(fresh, 'clone', '--quiet', folder, '.');
    expect(fatesOf(await publish(fresh, ['--yes'], yard.env))).toEqual([
      'cargo:quay-rope skipped',
      'cargo:quay-ship skipped',
    ]);
    expect(uploads(yard)).toEqual(sent);
  }, 60_000);

  it('hands cargo the token that it has, though the settings of cargo name a provider of their own', async () => {
    const { tokens, urls } = yard.registries;
    const said = {
      CARGO_REGISTRY_TOKEN: '',
      [`CONVOY_TOKEN_${new URL(urls.crates).host.replaceAll(/[.:]/g, '_')}`]: tokens.crates,
    };
    const folder = commitAll(
      write(tempFolder(), {
        'Cargo.toml':
          '[package]\nname = "quay-lone"\nversion = "1.0.0"\nedition = "2021"\nlicense = "MIT"\ndescription = "For a test"\n',
        'src/lib.rs': '',
        '.cargo/config.toml': '[registries.local]\ncredential-provider = "cargo:wincred"\n',
        '.gitignore': 'target\ndist\n',
        'convoy.json': '{"convoy":{"registries":{"crates.io":"local"}}}',
      }),
    );
    git(folder, 'tag', 'v1.0.0');
    expect(fatesOf(await publish(folder, ['--yes'], { ...yard.env, ...said }))).toEqual(['cargo:quay-lone published']);
  }, 60_000);
});
