import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { triedNx } from './installation.ts';

it('is the Nx that this plugin is tried with', () => {
  const top = join(import.meta.dirname, '../../../../../package.json');
  const { devDependencies } = JSON.parse(readFileSync(top, 'utf8')) as {
    devDependencies: Readonly<Record<string, string>>;
  };
  expect(triedNx).toEqual({ nx: devDependencies.nx, devkit: devDependencies['@nx/devkit'] });
});
