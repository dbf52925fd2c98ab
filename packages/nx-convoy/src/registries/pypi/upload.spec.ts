import type { Credential } from '../../model/credential.ts';
import type { HttpOutcome, HttpRequest } from '../../model/http.ts';
import type { Parcel, Sent } from '../../model/registry.ts';
import { uploadAddresses } from './address.ts';
import { fieldsOf } from './metadata.ts';
import { upload } from './upload.ts';

const metadata = 'Metadata-Version: 2.4\nName: Quay_Rope\nVersion: 1.0\nKeywords: a,b ,  c\n\n# Rope\r\n';
const wheel = 'quay_rope-1.0-py3-none-any.whl';
const parcelOf = (name = wheel, entries = ['quay_rope-1.0.dist-info/METADATA', 'quay_rope-1.0/PKG-INFO']): Parcel => ({
  released: { registry: { protocol: 'pypi', url: 'https://pypi.org/simple' }, name: 'quay-rope', version: '1.0' },
  artifact: { unit: 'python:quay-rope', name, path: `dist/${name}`, size: 10, digests: [`sha256:${'ab'.repeat(32)}`] },
  path: `/somewhere/${name}`,
  entries,
  read: (entry) => (entries.includes(entry) ? Buffer.from(metadata) : undefined),
});
const token: Credential = { is: 'token', token: { reveal: () => 'pypi-Ag-secret' }, from: 'UV_PUBLISH_TOKEN' };

function talk(answers: readonly HttpOutcome[], parcel = parcelOf(), by: Credential | undefined = token) {
  const dialogue = upload(parcel, by);
  const asked: HttpRequest[] = [];
  let turn = dialogue.next();
  for (const answer of answers) {
    if (turn.done === true) break;
    asked.push(turn.value);
    turn = dialogue.next(answer);
  }
  if (turn.done !== true) throw new Error(`It asks for more: ${turn.value.url}`);
  return { asked, sent: turn.value };
}

interface Answer {
  readonly status: number;
  readonly text?: string;
  readonly reason?: string;
  readonly headers?: Readonly<Record<string, string>>;
}
const answer = ({ status, text = '', reason, headers = {} }: Answer): HttpOutcome => ({
  ...{ is: 'answer', status, headers, text, isCut: false },
  ...(reason === undefined ? {} : { reason }),
});

/** As PyPI's own server writes a page. */
const warehouse = (
  status: number,
  said: string,
  why = 'The server could not comply with the request since it is either malformed or otherwise incorrect.',
) =>
  `<html>\n <head>\n  <title>${status} ${said}</title>\n </head>\n <body>\n  <h1>${status} ${said}</h1>\n  ${why}<br/><br/>\n${said.replaceAll("'", '&#x27;')}\n\n\n </body>\n</html>`;
const denied = 'Access was denied to this resource.';
const hash = 'f00d'.repeat(16);
const reuse = 'See https://pypi.org/help/#file-name-reuse for more information.';
const json = { 'content-type': 'application/json' };

const nexus = `<!doctype html>\n<html lang="en">\n<head>\n  <title>400 - Nexus Repository Manager</title>\n</head>\n<body>\n<div class="nexus-body">\n  <div class="content-header">\n    <span class="title">Error 400</span>\n    <span class="description">Bad Request</span>\n  </div>\n  <div class="content-body">\n    <div class="content-section">\n      Repository does not allow updating assets: pypi-local\n    </div>\n      </div>\n</div>\n</body>\n</html>`;
const pypiserver = `\n    <!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n    <html>\n        <head>\n            <title>Error: 409 Conflict</title>\n        </head>\n        <body>\n            <h1>Error: 409 Conflict</h1>\n            <p>Sorry, the requested URL <tt>&#039;http://127.0.0.1/&#039;</tt>\n               caused an error:</p>\n            <pre>Package &#039;${wheel}&#039; already exists!\n  You can start server with \`-o\` option to overwrite the package.</pre>\n        </body>\n    </html>\n`;

type Row = readonly [who: string, answer: Answer, how: string, code: string | undefined, says: string];
const rows: readonly Row[] = [
  ['PyPI takes it', { status: 200 }, 'accepted', undefined, ''],
  ['GitLab takes it', { status: 201, text: '201', headers: json }, 'accepted', undefined, ''],
  [
    'PyPI has it',
    { status: 400, text: warehouse(400, `File already exists ('${wheel}', with blake2_256 hash '${hash}'). ${reuse}`) },
    ...(['exists', 'UPLOAD_EXISTS', `says that it has ${wheel}: File already exists ('${wheel}', with`] as const),
  ],
  [
    'PyPI has it, beside the status alone',
    { status: 400, reason: `File already exists ('${wheel}', with blake2_256 hash '${hash}'). ${reuse}` },
    ...(['exists', 'UPLOAD_EXISTS', 'File already exists'] as const),
  ],
  [
    'PyPI has these bytes under another name',
    {
      status: 400,
      text: warehouse(
        400,
        `File already exists ('quay_rope-0.9-py3-none-any.whl', with blake2_256 hash '${hash}'). ${reuse}`,
      ),
    },
    ...(['refused', 'UPLOAD_REFUSED', 'File already exists'] as const),
  ],
  [
    'PyPI had a file of that name, which was deleted',
    { status: 400, text: warehouse(400, `This filename has already been used, use a different version. ${reuse}`) },
    ...(['refused', 'VERSION_DELETED', 'This filename has already been used'] as const),
  ],
  [
    'PyPI says so in newer words',
    {
      status: 400,
      text: warehouse(
        400,
        `This filename was previously used by a file that has since been deleted. Use a different version. ${reuse}`,
      ),
    },
    ...(['refused', 'VERSION_DELETED', 'since been deleted'] as const),
  ],
  [
    'PyPI finds a mistake',
    { status: 400, text: warehouse(400, "Start filename for 'quay-rope' with 'quay_rope'.") },
    ...([
      'refused',
      'UPLOAD_REFUSED',
      "refuses quay_rope-1.0-py3-none-any.whl: Start filename for 'quay-rope' with 'quay_rope' (400).",
    ] as const),
  ],
  [
    'PyPI finds it too large',
    {
      status: 400,
      text: warehouse(
        400,
        "File too large. Limit for project 'quay-rope' is 100 MB. See https://pypi.org/help/#file-size-limit for more information.",
      ),
    },
    ...(['refused', 'UPLOAD_TOO_LARGE', 'Limit for project'] as const),
  ],
  [
    'PyPI does not know the token',
    {
      status: 403,
      text: warehouse(
        403,
        'Invalid or non-existent authentication information. See https://pypi.org/help/#invalid-auth for more information.',
        denied,
      ),
    },
    ...(['refused', 'UPLOAD_FORBIDDEN', 'Invalid or non-existent authentication'] as const),
  ],
  [
    'PyPI has another owner for the name',
    {
      status: 403,
      text: warehouse(
        403,
        "The user 'ada' isn't allowed to upload to project 'quay-rope'. See https://pypi.org/help/#project-name for more information.",
        denied,
      ),
    },
    ...(['refused', 'UPLOAD_FORBIDDEN', "isn't allowed to upload"] as const),
  ],
  [
    'PyPI may only be read now',
    { status: 403, text: warehouse(403, 'Read-only mode: Uploads are temporarily disabled.', denied) },
    ...(['transient', 'UPLOAD_PUT_OFF', 'put off'] as const),
  ],
  [
    'PyPI has seen too many new projects',
    { status: 429, reason: 'Too many new projects created', headers: { 'retry-after': '1800' } },
    ...(['transient 1800000', 'UPLOAD_PUT_OFF', 'Too many new projects created (429)'] as const),
  ],
  [
    'pypiserver has it',
    { status: 409, text: pypiserver },
    'exists',
    'UPLOAD_EXISTS',
    `Package '${wheel}' already exists!`,
  ],
  [
    'devpi has it',
    {
      status: 409,
      text: JSON.stringify({ type: 'error', message: `${wheel} already exists in non-volatile index` }),
      headers: json,
    },
    ...(['exists', 'UPLOAD_EXISTS', 'already exists in non-volatile index'] as const),
  ],
  ['Nexus has it', { status: 400, reason: 'Bad Request', text: nexus }, 'exists', 'UPLOAD_EXISTS', 'says that it has'],
  [
    'Nexus over another database has it',
    { status: 400, reason: `foo-pypi/packages/quay-rope/1.0/${wheel} cannot be updated` },
    ...(['exists', 'UPLOAD_EXISTS', 'cannot be updated'] as const),
  ],
  [
    'Artifactory has it',
    {
      status: 403,
      text: `{"errors":[{"status":403,"message":"Not enough permissions to delete/overwrite artifact 'pypi-local:quay-rope/1.0/${wheel}' (user: 'ci' needs DELETE permission)."}]}`,
      headers: json,
    },
    ...(['exists', 'UPLOAD_EXISTS', 'Not enough permissions to delete/overwrite'] as const),
  ],
  [
    'GitLab has it',
    {
      status: 400,
      reason: 'Bad Request',
      text: '{"message":"Validation failed: File name has already been taken"}',
      headers: json,
    },
    ...(['exists', 'UPLOAD_EXISTS', 'Validation failed'] as const),
  ],
  [
    'a stranger',
    { status: 401, headers: { 'www-authenticate': 'Basic' } },
    'refused',
    'UPLOAD_FORBIDDEN',
    'status 401',
  ],
  [
    'a proxy that takes no more',
    { status: 413, text: '<html><head><title>413 Request Entity Too Large</title></head></html>' },
    'refused',
    'UPLOAD_TOO_LARGE',
    'status 413',
  ],
  [
    'an address that moved',
    { status: 308, headers: { location: '/legacy/' } },
    'refused',
    'UPLOAD_NOT_HERE',
    'status 308',
  ],
  ['a page that takes nothing', { status: 405 }, 'refused', 'UPLOAD_NOT_HERE', 'status 405'],
  [
    'a server that asks to wait',
    { status: 503, headers: { 'retry-after': 'Fri, 20 Nov 2026 12:01:00 GMT', date: 'Fri, 20 Nov 2026 12:00:00 GMT' } },
    'transient 60000',
    'UPLOAD_PUT_OFF',
    'status 503',
  ],
  ['a server that asks for nothing', { status: 503 }, 'unknown', 'UPLOAD_UNKNOWN', 'does not tell what became of'],
  [
    'a gateway',
    { status: 502, text: '<html><title>502 Bad Gateway</title></html>' },
    'unknown',
    'UPLOAD_UNKNOWN',
    'status 502',
  ],
  ['a slow line', { status: 408 }, 'transient', 'UPLOAD_PUT_OFF', 'status 408'],
  [
    'what repeats the secret',
    { status: 400, text: 'no pypi-Ag-secret here' },
    'refused',
    'UPLOAD_REFUSED',
    'no … here (400)',
  ],
];

const told = (sent: Sent): string =>
  sent.is === 'accepted' ? sent.is : `${sent.how}${sent.waitMs === undefined ? '' : ` ${sent.waitMs}`}`;

it.each(rows)('%s', (_, given, how, code, says) => {
  const { sent } = talk([answer(given)]);
  expect(told(sent)).toBe(how);
  const problem = sent.is === 'failed' ? sent.problem : undefined;
  expect(problem?.code).toBe(code);
  expect(problem?.what ?? '').toContain(says);
  expect(problem?.fix).not.toBe('');
  expect(JSON.stringify(sent)).not.toContain('secret');
});

it('may have arrived where nobody answers', () => {
  const { sent } = talk([{ is: 'silence', why: 'no answer within 300 s' }]);
  expect(told(sent)).toBe('unknown');
});

it('sends what the file says of itself, and the file behind it', () => {
  const { asked } = talk([answer({ status: 200 })]);
  const [request] = asked;
  expect(request).toMatchObject({ method: 'POST', url: 'https://upload.pypi.org/legacy/' });
  expect(request?.headers?.authorization).toBe(`Basic ${Buffer.from('__token__:pypi-Ag-secret').toString('base64')}`);
  const boundary = `convoy-${'ab'.repeat(30)}`;
  expect(request?.headers?.['content-type']).toBe(`multipart/form-data; boundary=${boundary}`);
  const field = (name: string, value: string): string =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  expect(request?.body).toEqual([
    [
      ...[field('metadata_version', '2.4'), field('name', 'Quay-Rope'), field('version', '1.0')],
      ...[field('keywords', 'a, b, c'), field('description', '# Rope\r\n'), field('filetype', 'bdist_wheel')],
      ...[field('pyversion', 'py3'), field('sha256_digest', 'ab'.repeat(32)), field(':action', 'file_upload')],
      field('protocol_version', '1'),
      `--${boundary}\r\nContent-Disposition: form-data; name="content"; filename="${wheel}"\r\nContent-Type: application/octet-stream\r\n\r\n`,
    ].join(''),
    { file: `/somewhere/${wheel}` },
    `\r\n--${boundary}--\r\n`,
  ]);
});

it('goes on to where PyPI has it only if nothing takes files above the index', () => {
  const parcel = parcelOf('quay_rope-1.0.tar.gz');
  const at = {
    ...parcel,
    released: { ...parcel.released, registry: { protocol: 'pypi', url: 'https://a.example/simple/' } as const },
  };
  const gone = answer({ status: 404 });
  expect(talk([answer({ status: 200 })], at).asked.map(({ url }) => url)).toEqual(['https://a.example/']);
  const { asked, sent } = talk([gone, answer({ status: 200 })], at);
  expect(asked.map(({ url }) => url)).toEqual(['https://a.example/', 'https://a.example/legacy/']);
  expect(sent).toEqual({ is: 'accepted' });
  expect(talk([gone, gone], at).sent).toMatchObject({ problem: { code: 'UPLOAD_NOT_HERE' } });
});

it('asks nobody about a file that tells nothing of itself', () => {
  expect(talk([], parcelOf(wheel, ['quay_rope/__init__.py'])).sent).toMatchObject({ how: 'refused' });
});

it.each([
  ['https://pypi.org/simple', 'https://upload.pypi.org/legacy/'],
  ['https://test.pypi.org/simple/', 'https://test.pypi.org/legacy/'],
  [
    'https://gitlab.example/api/v4/projects/7/packages/pypi/simple',
    'https://gitlab.example/api/v4/projects/7/packages/pypi/',
  ],
  ['https://nexus.example/repository/own/simple/', 'https://nexus.example/repository/own/'],
  ['https://art.example/artifactory/api/pypi/own/simple', 'https://art.example/artifactory/api/pypi/own/'],
  ['https://devpi.example/team/stable/+simple/', 'https://devpi.example/team/stable/'],
  [
    'https://pkgs.dev.azure.com/a/_packaging/feed/pypi/simple/',
    'https://pkgs.dev.azure.com/a/_packaging/feed/pypi/upload/',
  ],
  ['https://europe-python.pkg.dev/p/r/simple/', 'https://europe-python.pkg.dev/p/r/'],
  ['https://packages.example/own', 'https://packages.example/own/'],
])('%s takes files at %s', (url, expected) => expect(uploadAddresses({ protocol: 'pypi', url })[0]).toBe(expected));

it('sends them where somebody says', () =>
  expect(
    uploadAddresses({ protocol: 'pypi', url: 'https://a.example/simple', upload: 'https://b.example/up' }),
  ).toEqual(['https://b.example/up']));

it.each([
  [
    'a body',
    'Name: a\nLicense: MIT\n        and more\nProject-URL:Home ,https://x, y\nClassifier: B\nClassifier: A\n\nText: no header\n',
    [
      ['name', 'a'],
      ['license', 'MIT\n        and more'],
      ['classifiers', 'B'],
      ['classifiers', 'A'],
      ['project_urls', 'Home, https://x, y'],
      ['description', 'Text: no header\n'],
    ],
  ],
  [
    'a description above',
    'Name: a\r\nDescription: b\r\n        |c\r\nPlatform: UNKNOWN\r\n',
    [
      ['name', 'a'],
      ['description', 'b\r\n        |c'],
      ['platform', 'UNKNOWN'],
    ],
  ],
  [
    'files of licenses before there were any',
    'Metadata-Version: 2.1\nLicense-File: L\n',
    [['metadata_version', '2.1']],
  ],
  [
    'files of licenses',
    'Metadata-Version: 2.5\nLicense-File: L\nImport-Name: a.b\n',
    [
      ['metadata_version', '2.5'],
      ['license_file', 'L'],
      ['import_name', 'a.b'],
    ],
  ],
])('reads %s', (_, text, expected) => expect(fieldsOf(text)).toEqual(expected));
