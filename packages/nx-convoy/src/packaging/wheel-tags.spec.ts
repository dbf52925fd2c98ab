import { machinesOf, tagsOf, wheelsOfJob } from './wheel-tags.ts';

it.each([
  ['any', []],
  ['manylinux1_i686', ['linux 386 gnu']],
  ['manylinux2014_aarch64', ['linux arm64 gnu']],
  ['manylinux_2_28_ppc64le', ['linux ppc64le gnu']],
  ['musllinux_1_2_armv7l', ['linux armv7 musl']],
  ['linux_x86_64', ['linux amd64 ']],
  ['macosx_11_0_arm64', ['macos arm64 ']],
  ['macosx_10_12_universal2', ['macos amd64 ', 'macos arm64 ']],
  ['win32', ['windows 386 ']],
  ['win_arm64', ['windows arm64 ']],
  ['plan9_mips', undefined],
])('%s promises %j', (tag, machines) =>
  expect(machinesOf(tag)?.map(({ os, arch, abi }) => `${os} ${arch} ${abi}`)).toEqual(machines),
);

it('a tag may stand for several', () => {
  expect(tagsOf('a-1.0-py2.py3-none-any.whl')).toEqual({ pythons: ['py2-none', 'py3-none'], platforms: ['any'] });
  expect(tagsOf('a-1.0-1-cp310-abi3-win_amd64.whl')).toEqual({ pythons: ['cp310-abi3'], platforms: ['win_amd64'] });
  expect(tagsOf('a-1.0.whl')).toBeUndefined();
});

const linux = { platform: 'x86_64-unknown-linux-gnu', wheels: ['cp310-abi3'] };
it.each<[string, readonly string[], Parameters<typeof wheelsOfJob>[1], readonly string[]]>([
  ['abi3 as it was asked for', ['a-1-cp310-abi3-manylinux_2_28_x86_64.whl'], linux, []],
  ['abi3 from another Python', ['a-1-cp38-abi3-manylinux_2_28_x86_64.whl'], linux, ['WHEEL_PYTHON', 'WHEEL_MISSING']],
  ['a bare system', ['a-1-cp310-abi3-linux_x86_64.whl'], linux, ['WHEEL_LINUX']],
  ['none at all', [], linux, ['WHEEL_MISSING']],
  ['no name of a wheel', ['a.whl'], { platform: linux.platform }, ['WHEEL_PLATFORM']],
  ['for any', ['a-1-py3-none-any.whl'], { platform: linux.platform }, ['WHEEL_PLATFORM']],
])('%s', (_, names, expected, codes) =>
  expect(wheelsOfJob(names, expected, 'job').map(({ code }) => code)).toEqual(codes),
);
