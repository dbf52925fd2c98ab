import { packed } from '../archive/write-tar.ts';
import { wheelOf, zipped, type Wheel } from './write-wheel.ts';
import { workbench, blakeOf, type Upload, sdist, post, said, get, rope } from './workbench.ts';

const { start, close } = workbench();
afterEach(close);

describe('an upload', () => {
  const metadata = (...lines: readonly string[]): Wheel => ({ ...rope, metadata: lines });
  const info = 'quay_rope-1.0.dist-info';
  const about = `Metadata-Version: 2.4\nName: quay-rope\nVersion: 1.0\n`;
  const zip = (...names: readonly string[]): Upload => ({
    file: zipped(Object.fromEntries(names.map((name) => [name, name.endsWith('METADATA') ? about : 'x']))),
  });
  it.each<[string, Wheel, Upload, string]>([
    ['a wheel', rope, {}, '200 '],
    [
      'a wheel for some machines',
      { ...rope, tags: 'cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64' },
      {},
      '200 ',
    ],
    ['a wheel with a build number', { ...rope, tags: '7-py3-none-any' }, { file: wheelOf(rope) }, '200 '],
    ['a source distribution', rope, { file: sdist('quay_rope', '1.0'), filename: 'quay_rope-1.0.tar.gz' }, '200 '],
    [
      'every version of metadata',
      metadata('Import-Name: quay_rope', 'License-Expression: MIT'),
      { fields: { metadata_version: '2.5' } },
      '200 ',
    ],
    ['a name in another spelling', { ...rope, name: 'Quay.Rope' }, {}, '200 '],
    [
      'a version in another spelling',
      { ...rope, version: '1.0.0' },
      { filename: 'quay_rope-1.0-py3-none-any.whl' },
      '200 ',
    ],
    ['the right digests', rope, { fields: { blake2_256_digest: blakeOf(wheelOf(rope)) } }, '200 '],
    ['no action', rope, { fields: { ':action': null } }, '400 Unknown action.'],
    ['another protocol', rope, { fields: { protocol_version: '2' } }, '400 Unknown protocol version.'],
    [
      'no file',
      rope,
      { filename: '', fields: { filetype: 'bdist_wheel', pyversion: 'py3' } },
      '400 Upload payload does not have a file.',
    ],
    ['no digest', rope, { fields: { sha256_digest: null } }, '400 Error: Include at least one message digest.'],
    [
      'a bad digest',
      rope,
      { fields: { sha256_digest: 'xyz' } },
      '400 Invalid value for sha256_digest. Error: Use a valid, hex-encoded, SHA256 message digest.',
    ],
    [
      'another digest',
      rope,
      { fields: { sha256_digest: '0'.repeat(64) } },
      '400 The digest supplied does not match a digest calculated from the uploaded file.',
    ],
    ['another MD5', rope, { fields: { md5_digest: '0'.repeat(32) } }, '400 The digest supplied does not match'],
    [
      'another BLAKE2',
      rope,
      { fields: { blake2_256_digest: '0'.repeat(64) } },
      '400 The digest supplied does not match',
    ],
    [
      'a bad name',
      { ...rope, name: '-rope' },
      {},
      "400 '-rope' is an invalid value for Name. Error: Start and end with a letter or numeral",
    ],
    [
      'another kind of file',
      rope,
      { fields: { filetype: 'bdist_egg' } },
      '400 Invalid value for filetype. Error: Use a known file type.',
    ],
    [
      'no Python',
      rope,
      { fields: { pyversion: '' } },
      '400 Invalid value for pyversion. Error: Python version is required for binary distribution uploads.',
    ],
    [
      'a Python for source',
      rope,
      { file: sdist('quay_rope', '1.0'), filename: 'quay_rope-1.0.tar.gz', fields: { pyversion: 'py3' } },
      "400 Invalid value for pyversion. Error: Use 'source' as Python version for an sdist.",
    ],
    [
      'a wheel said to be source',
      rope,
      { fields: { filetype: 'sdist', pyversion: 'source' } },
      '400 Invalid file extension: Extension .whl is invalid for filetype sdist.',
    ],
    [
      'an egg',
      rope,
      { filename: 'quay_rope-1.0.egg', fields: { filetype: 'sdist', pyversion: '' } },
      '400 Invalid file extension: Use .tar.gz, .whl or .zip extension.',
    ],
    [
      'a path',
      rope,
      { filename: '../quay_rope-1.0-py3-none-any.whl' },
      "400 Cannot upload a file with '/' or '\\' in the name.",
    ],
    [
      'the file of another project',
      rope,
      { filename: 'other-1.0-py3-none-any.whl' },
      "400 Start filename for 'quay-rope' with 'quay_rope'.",
    ],
    [
      'the file of another version',
      rope,
      { filename: 'quay_rope-2.0-py3-none-any.whl' },
      "400 Wheel 'quay_rope-2.0-py3-none-any.whl' does not contain the required WHEEL file: quay_rope-2.0.dist-info/WHEEL",
    ],
    [
      'source in an old spelling',
      rope,
      { file: sdist('quay-rope', '1.0'), filename: 'quay-rope-1.0.tar.gz' },
      "400 Filename 'quay-rope-1.0.tar.gz' is invalid, should be 'quay_rope-1.0.tar.gz'.",
    ],
    [
      'too few tags',
      rope,
      { filename: 'quay_rope-1.0-any.whl' },
      "400 Invalid wheel filename (wrong number of parts): 'quay_rope-1.0-any'",
    ],
    ['a bad build number', rope, { filename: 'quay_rope-1.0-x-py3-none-any.whl' }, '400 Invalid build number: x in'],
    [
      'no version',
      rope,
      { filename: 'quay_rope-one-py3-none-any.whl' },
      '400 Invalid wheel filename (invalid version):',
    ],
    [
      'an unrepaired wheel',
      { ...rope, tags: 'cp311-cp311-linux_x86_64' },
      {},
      "400 Binary wheel 'quay_rope-1.0-cp311-cp311-linux_x86_64.whl' has an unsupported platform tag 'linux_x86_64'.",
    ],
    ['no zip', rope, { file: Buffer.from('hello') }, '400 Invalid distribution file. File is not a zip file'],
    ['half a zip', rope, { file: wheelOf(rope).subarray(40) }, '400 Invalid distribution file.'],
    [
      'a strange compression',
      rope,
      { file: zipped({ [`${info}/METADATA`]: about }, 12) },
      '400 Invalid distribution file.',
    ],
    [
      'no WHEEL',
      rope,
      zip(`${info}/METADATA`, `${info}/RECORD`),
      `400 Wheel 'quay_rope-1.0-py3-none-any.whl' does not contain the required WHEEL file: ${info}/WHEEL`,
    ],
    [
      'no METADATA',
      rope,
      zip(`${info}/WHEEL`, `${info}/RECORD`),
      "400 Wheel 'quay_rope-1.0-py3-none-any.whl' does not contain the required METADATA file",
    ],
    [
      'no RECORD',
      rope,
      zip(`${info}/WHEEL`, `${info}/METADATA`),
      "400 Wheel 'quay_rope-1.0-py3-none-any.whl' does not contain the required RECORD file",
    ],
    [
      'no tar',
      rope,
      { file: Buffer.from('hello'), filename: 'quay_rope-1.0.tar.gz' },
      '400 Invalid distribution file.',
    ],
    [
      'half a tar',
      rope,
      { file: sdist('quay_rope', '1.0').subarray(0, 60), filename: 'quay_rope-1.0.tar.gz' },
      '400 Invalid distribution file.',
    ],
    [
      'no PKG-INFO',
      rope,
      { file: packed([{ path: 'a/b' }]), filename: 'quay_rope-1.0.tar.gz' },
      '400 Invalid distribution file.',
    ],
    [
      'a local version',
      { ...rope, version: '1.0+here' },
      {},
      "400 The use of local versions in '1.0+here' is not allowed. See https://packaging.python.org/specifications/core-metadata for more information.",
    ],
    ['a URL that is none', metadata('Home-page: harbor'), {}, "400 'harbor' is not a valid url."],
    ['a project URL that is none', metadata('Project-URL: Docs, ftp://x'), {}, "400 'ftp://x' is not a valid url."],
    ['a URL without a label', metadata('Project-URL: , https://x.test'), {}, '400 Must have a label.'],
    [
      'two licenses',
      metadata('License: MIT', 'License-Expression: MIT'),
      {},
      '400 License is deprecated when License-Expression is present.',
    ],
    [
      'what must not be published',
      metadata('Classifier: Private :: Do Not Upload'),
      {},
      "400 'Private :: Do Not Upload' is not a valid classifier.",
    ],
    [
      'an address instead of a version',
      metadata('Requires-Dist: other @ https://x.test/o.whl'),
      {},
      "400 Can't have direct dependency: other @ https://x.test/o.whl.",
    ],
    [
      'a bad requirement',
      metadata('Requires-Dist: other >> 1'),
      {},
      "400 'other >> 1' is invalid for 'requires-dist'.",
    ],
    [
      'good requirements',
      metadata('Requires-Dist: a[b,c]>=1,<2; python_version < "4"', 'Requires-Dist: d (~=1.2)', 'Requires-Dist: e'),
      {},
      '200 ',
    ],
    ['a bad Python', metadata('Requires-Python: 3.x'), {}, "400 '3.x' is invalid for 'requires-python'."],
    [
      'a long summary',
      metadata(`Summary: ${'a'.repeat(513)}`),
      {},
      "400 'summary' field must be 512 characters or less.",
    ],
    ['a bad email', metadata('Author-email: Mate <mate>'), {}, "400 'mate' is not a valid email address."],
    [
      'a strange description',
      metadata('Description-Content-Type: text/html'),
      {},
      "400 'description-content-type' must be one of ['text/plain', 'text/x-rst', 'text/markdown'], not 'text/html'.",
    ],
    ['a file for a field', rope, { parts: { summary: new Blob(['x']) } }, '403 summary: Should not be a tuple.'],
    [
      'no token',
      rope,
      { authorization: '' },
      '403 Invalid or non-existent authentication information. See https://pypi.org/help/#invalid-auth',
    ],
    ['a wrong token', rope, { token: 'pypi-wrong' }, '403 Invalid or non-existent authentication information.'],
    [
      'attestations of nobody',
      rope,
      { fields: { attestations: '[]' } },
      '400 Invalid attestations supplied during upload: Attestations are only supported when using Trusted Publishing',
    ],
  ])('%s', async (_, wheel, upload, expected) => {
    const at = await start();
    expect(said(await post(at, wheel, upload)).slice(0, expected.length)).toBe(expected === '200 ' ? '200 ' : expected);
    expect(at.requests('python').at(-1)?.error).toBeUndefined();
    if (expected !== '200 ') expect((await get(at, '/simple/quay-rope/')).status).toBe(404);
  });
});
