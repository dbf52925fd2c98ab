import { canonical } from './canonical.ts';

it.each([
  ['1.2.3', '1.2.3'],
  ['v1.2.3', '1.2.3'],
  ['1.2', '1.2.0'],
  ['1', '1.0.0'],
  ['1.2.3-rc.1', '1.2.3-rc.1'],
  ['1.2.3rc1', '1.2.3-rc.1'],
  ['1.2.3-RC1', '1.2.3-RC1'],
  ['1.0a1', '1.0.0-alpha.1'],
  ['1.0.0b2', '1.0.0-beta.2'],
  ['1.0.0.dev3', '1.0.0-dev.3'],
  ['1.0.0a1.dev3', '1.0.0-alpha.1.dev.3'],
  ['1.2.3+build.5', '1.2.3'],
  ['1!2.0', undefined],
  ['1.0.post1', undefined],
  ['1.2.3.4', undefined],
  ['latest', undefined],
  ['', undefined],
])('%s is %s', (written, expected) => expect(canonical(written)).toBe(expected));
