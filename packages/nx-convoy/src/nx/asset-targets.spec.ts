import { noConfig, type Config } from '../model/config.ts';
import type { Unit } from '../model/unit.ts';
import { withAssets, withTest } from './asset-targets.ts';

const unit = (id: string): Unit => ({ id, ecosystem: 'cargo', version: '1.0.0' }) as Unit;
const config: Config = { ...noConfig, assets: { 'cargo:tug': [{ programs: true }], 'cargo:rope': [] } };
const packing = { package: { executor: 'nx-convoy:package', options: { units: ['cargo:tug'] }, dependsOn: ['x'] } };

it('gives assets a task of their own, which package waits for', () => {
  const targets = withAssets(packing, [unit('cargo:tug')], config);
  expect(targets.package).toMatchObject({
    options: { units: ['cargo:tug'], assets: 'none' },
    dependsOn: ['x', { target: 'package-assets', params: 'forward' }],
  });
  expect(targets['package-assets']).toMatchObject({
    options: { units: ['cargo:tug'], assets: 'only' },
    outputs: ['{options.out}/assets/cargo+tug'],
  });
});

it('packages assets where a folder has nothing else', () =>
  expect(withAssets({}, [unit('cargo:tug')], config)).toMatchObject({ package: { options: { assets: 'only' } } }));

it('leaves folders as they are whose units hand nothing out', () =>
  expect(withAssets(packing, [unit('cargo:rope')], config)).toBe(packing));

it('tries what is packaged, after it and what it needs were', () => {
  const units = [unit('cargo:tug'), unit('cargo:unpackaged')];
  expect(withTest(withAssets(packing, units, config), units)['package-test']).toMatchObject({
    options: { units: ['cargo:tug'] },
    dependsOn: [
      { target: 'package', params: 'forward' },
      { target: 'package', dependencies: true, params: 'forward' },
    ],
  });
  expect(withTest({}, units)).toEqual({});
});
