import { callable } from '../../tools/toolchains/callable.ts';
import { describeWith } from '../../tools/toolchains/require.ts';
import { git } from '../world/folder.ts';
import { installNx } from '../world/nx.ts';
import { crates, ofNx, openDockyard, uploads, type Dockyard } from './dockyard.ts';
import { nx } from './nx-fleet.ts';

describeWith('cargo', (cargo) => {
  let yard: Dockyard;
  beforeEach(async () => {
    yard = await openDockyard(callable([cargo]));
  });
  afterEach(() => yard.close());

  const released = (): string => {
    const folder = installNx(crates(ofNx));
    git(folder, 'tag', 'v1.0.0');
    return folder;
  };

  it.each([
    ['in one batch', []],
    ['a process for each', ['--batch=false']],
  ])(
    'publishes with nx run-many, %s',
    async (_, how) => {
      const folder = released();
      const run = ['run-many', '-t', 'publish', ...how];
      const dry = await nx(folder, [...run, '--dry-run'], yard.env);
      expect(uploads(yard)).toEqual([]);
      expect(dry.code).toBe(0);
      const unsaid = await nx(folder, run, yard.env);
      expect(unsaid.text).toContain('NOT_APPROVED');
      expect(unsaid.code).not.toBe(0);
      expect(uploads(yard)).toEqual([]);
      const real = await nx(folder, [...run, '--yes'], yard.env);
      expect(real.code).toBe(0);
      expect(uploads(yard)).toHaveLength(2);
    },
    60_000,
  );
});
