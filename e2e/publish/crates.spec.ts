import { callable } from '../../tools/toolchains/callable.ts';
import { describeWith } from '../../tools/toolchains/require.ts';
import { git, tempFolder } from '../world/folder.ts';
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
});
