import fc from 'fast-check';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workbench, type Workbench } from './workbench.ts';

/** CONVOY_FUZZ asks for more. */
const runs = Number(process.env.CONVOY_FUZZ ?? 600);

let folder: string;
let bench: Workbench;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'forge-fuzz-'));
  writeFileSync(join(folder, 'secret.txt'), 'what no client may ever see');
  execFileSync('git', ['init', '--quiet', '--bare', join(folder, 'r.git')]);
  bench = await workbench({
    keepIn: join(folder, 'kept'),
    repositories: { 'o/r': {}, 'o/git': { git: join(folder, 'r.git') } },
    limits: { memoryBytes: 1 << 16, fileBytes: 1 << 16 },
  });
  await bench.ask('POST releases', { tag_name: 'v1' });
  await bench.ask('POST releases/1/assets?name=a', Buffer.from('x'));
  await bench.ask('POST git/refs', { ref: 'refs/heads/topic', sha: 'b'.repeat(40) });
  await bench.ask('POST pulls', { title: 'T', head: 'topic', base: 'main' });
  await bench.ask('POST check-runs', { name: 'c', head_sha: 'a'.repeat(40) });
});
afterAll(async () => {
  await bench.close();
  rmSync(folder, { recursive: true });
});

const sha = 'a'.repeat(40);
/** Every body that would be right, by what it is sent to. */
const right: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'POST releases': {
    tag_name: 'v2',
    draft: false,
    prerelease: true,
    make_latest: 'legacy',
    body: 'b',
    name: 'n',
    generate_release_notes: true,
  },
  'PATCH releases/1': { tag_name: 'v1', draft: true, make_latest: 'true' },
  'POST releases/generate-notes': { tag_name: 'v3', previous_tag_name: 'v1' },
  'PATCH releases/assets/1': { name: 'b', label: 'l' },
  'POST git/refs': { ref: 'refs/tags/x', sha },
  'PATCH git/refs/heads/topic': { sha, force: true },
  'POST git/tags': {
    tag: 'x',
    message: 'm',
    object: sha,
    type: 'commit',
    tagger: { name: 'n', email: 'e', date: '2026-01-01' },
  },
  [`POST statuses/${sha}`]: { state: 'success', context: 'c', description: 'd', target_url: null },
  'POST check-runs': {
    name: 'n',
    head_sha: sha,
    conclusion: 'success',
    output: { title: 't', summary: 's', annotations: [{}] },
  },
  'PATCH check-runs/1': { status: 'in_progress', completed_at: 'x' },
  'POST labels': { name: 'l', color: 'ffffff' },
  'POST milestones': { title: 'm', state: 'open', due_on: null },
  'POST issues': { title: 't', labels: ['a', { name: 'b' }], assignees: ['x'], milestone: null },
  'PATCH issues/1': { state: 'open', state_reason: null, labels: [] },
  'POST issues/1/labels': { labels: ['x'] },
  'POST issues/1/comments': { body: 'b' },
  'POST pulls': { title: 't', head: 'o:topic', base: 'main', draft: true },
  'PATCH pulls/1': { title: 't', base: 'main', state: 'open' },
  'PUT pulls/1/merge': { merge_method: 'squash', sha, commit_title: 't' },
  'POST pulls/1/reviews': { event: 'COMMENT', body: 'b', commit_id: sha },
  'POST pulls/1/requested_reviewers': { reviewers: ['a'] },
  'POST dispatches': { event_type: 'e', client_payload: { a: 1 } },
  'POST actions/workflows/ci.yml/dispatches': { ref: 'main', inputs: {} },
  'POST security-advisories': { summary: 's', description: 'd', severity: null, vulnerabilities: [{}] },
  'POST /graphql': {
    query: '{ repository(owner: "o", name: "r") { releases(first: 1) { nodes { tagName } } } }',
    variables: { a: 1 },
  },
  'POST /repos/o/git/releases': { tag_name: 'v2', target_commitish: 'HEAD' },
  'POST /repos/o/git/git/refs': { ref: 'refs/heads/x', sha },
  'POST /repos/o/git/git/tags': { tag: 'x', message: 'm', object: sha, type: 'commit' },
};

const key = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'name', 'labels', 'sha', 'ref', 'tag_name', 'query'),
  fc.string({ maxLength: 5 }),
);
const words = [
  '',
  '../x',
  '--upload-pack=x',
  '-d',
  'refs/heads/main',
  'HEAD^{/x}',
  ':',
  'a\0b',
  'a\nb',
  '{',
  '9'.repeat(400),
];
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string(),
    fc.integer(),
    fc.double(),
    fc.constantFrom<unknown>(null, true, ...words),
    tie('list'),
    tie('object'),
  ),
  list: fc.array(tie('value'), { maxLength: 3 }),
  object: fc.dictionary(key, tie('value'), { maxKeys: 4 }),
}));

/** One part of a body is something else, or the text of it is torn. */
const sent = fc.constantFrom(...Object.entries(right)).chain(([request, body]) =>
  fc.tuple(
    fc.constant(request),
    fc.oneof(
      fc
        .tuple(fc.oneof(fc.constantFrom(...Object.keys(body)), key), value)
        .map(([name, other]) => JSON.stringify({ ...body, [name]: other })),
      value.map((other) => JSON.stringify(other)),
      fc.tuple(fc.nat(200), fc.string({ maxLength: 3 })).map(([at, other]) => {
        const text = JSON.stringify(body);
        return text.slice(0, at) + other + text.slice(at + other.length);
      }),
    ),
  ),
);

const segment = fc.oneof(
  fc.constantFrom(
    'repos',
    'o',
    'r',
    'git',
    'releases',
    'assets',
    'tags',
    'refs',
    'heads',
    'main',
    'commits',
    'status',
    'issues',
    'pulls',
    'labels',
    '1',
    '0',
    '-1',
    'latest',
  ),
  fc.constantFrom(
    '..',
    '',
    '%2e%2e%2fsecret.txt',
    '%00',
    '%ff',
    '__proto__',
    '--help',
    'a%5E%7B%2Fx%7D',
    '@%7B1%7D',
    '9'.repeat(30),
  ),
);
const path = fc
  .tuple(fc.constantFrom('/repos/o/r', '/repos/o/git', '/api/v3/repos/o/r', ''), fc.array(segment, { maxLength: 5 }))
  .map(([base, parts]) => `${base}/${parts.join('/')}`);
const query = fc.constantFrom(
  '',
  '?per_page=1&page=99999999999999999',
  '?state=all&labels=,,&milestone=*',
  '?sha=--all',
  '?name=%00&label=x',
  '?head=:::',
);

async function holds(request: string, body?: string): Promise<void> {
  const { status, text } = await bench.ask(request, body);
  expect(status).toBeGreaterThanOrEqual(200);
  expect(text).not.toContain('what no client may ever see');
  expect(bench.registries.requests().at(-1)?.error).toBeUndefined();
}

it('answers whatever body it gets, and makes no mistake of its own', async () => {
  await fc.assert(
    fc.asyncProperty(sent, ([request, body]) => holds(request, body)),
    { numRuns: Math.ceil(runs * 0.7) },
  );
}, 120_000);

it('answers whatever path it is asked for', async () => {
  const methods = fc.constantFrom('GET', 'HEAD', 'DELETE');
  const asked = fc.tuple(methods, path, query).map(([method, where, more]) => `${method} ${where}${more}`);
  await fc.assert(
    fc.asyncProperty(asked, (request) => holds(request)),
    { numRuns: Math.ceil(runs * 0.3) },
  );
}, 120_000);

it('left nothing beside what it keeps, and no half files', () => {
  expect(readdirSync(folder).sort()).toEqual(['kept', 'r.git', 'secret.txt']);
  const half = readdirSync(join(folder, 'kept'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.part'),
  );
  expect(half).toEqual([]);
});
