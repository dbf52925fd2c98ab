import { callable } from '../../tools/toolchains/callable.ts';
import { describeWithAll } from '../../tools/toolchains/require.ts';
import { openDockyard, publish, uploads, type Dockyard } from './dockyard.ts';
import { harbor } from './fleet.ts';

describeWithAll(['cargo', 'python', 'uv', 'maturin'], ({ cargo, python, uv, maturin }) => {
  let yard: Dockyard;
  beforeAll(async () => {
    yard = await openDockyard(callable([cargo, python, uv, maturin]));
  });
  afterAll(() => yard.close());

  it('lists the platforms of which there are no files, and publishes nothing', async () => {
    const targets = ['armv7-unknown-linux-musleabihf', 'x86_64-pc-windows-msvc'];
    const folder = harbor(yard, { units: { 'python:harbor': { targets } } });
    const told = await publish(folder, ['--yes', '--unreleased', '--units=python:harbor,cargo:harbor-core'], yard.env);
    expect(told.code).toBe(1);
    const [problem, ...others] = told.end.problems;
    expect([problem?.code, others]).toEqual(['NO_FILES', []]);
    expect(problem?.what).toContain(`no files for ${targets.join(', ')}, made from`);
    expect(uploads(yard)).toEqual([]);
  }, 60_000);
});
