import { callable } from '../../tools/toolchains/callable.ts';
import { describeWithAll } from '../../tools/toolchains/require.ts';
import { harbor } from './fleet.ts';
import { fatesOf, openDockyard, publish, uploads, type Dockyard } from './dockyard.ts';

describeWithAll(['cargo', 'python', 'buildah', 'helm'], ({ cargo, python, buildah, helm }) => {
  let yard: Dockyard;
  beforeAll(async () => {
    yard = await openDockyard(callable([cargo, python, buildah, helm]));
  });
  afterAll(() => yard.close());

  it('publishes every kind, each after what it needs', async () => {
    const folder = harbor(yard);
    const told = await publish(folder, ['--yes', '--unreleased'], yard.env);
    expect(told.end.problems).toEqual([]);
    expect(fatesOf(told)).toEqual(all.map((unit) => `${unit} published`));
    const sent = uploads(yard);
    const at = (path: RegExp): number => sent.findIndex((line) => path.test(line));
    expect(at(/^PUT .*harbor%2fclient /)).toBeGreaterThanOrEqual(0);
    // The wheel before the image that holds it, the image before the chart that runs it, that before the one around it.
    expect(at(/POST \/legacy/)).toBeLessThan(at(/PUT .*harbor\/api\/manifests\/0\.4\.0/));
    expect(at(/PUT .*harbor\/api\/manifests/)).toBeLessThan(at(/PUT .*harbor-api\/manifests/));
    expect(at(/PUT .*harbor-api\/manifests/)).toBeLessThan(at(/PUT .*charts\/harbor\/manifests/));
    expect(at(/PUT .*harbor\/api\/manifests\/0/)).toBeLessThan(at(/PUT .*harbor\/api\/manifests\/latest/));
    const again = await publish(folder, ['--yes', '--unreleased'], yard.env);
    expect(again.code).toBe(0);
    expect(uploads(yard)).toEqual(sent);
  }, 120_000);
});

const all = [
  'cargo:harbor-cli',
  'cargo:harbor-core',
  'docker:harbor/api',
  'helm:harbor',
  'helm:harbor-api',
  'npm:@harbor/client',
  'python:harbor',
  'python:harbor-sdk',
  // Its label.
  'docker:harbor/api',
];
