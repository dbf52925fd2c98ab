import { anonymous, workbench, type Json, type Workbench } from '../workbench.ts';

let bench: Workbench;
beforeEach(async () => {
  bench = await workbench({ repositories: { 'o/r': {} } });
  for (const tag_name of ['v1', 'v2', 'v3'])
    await bench.ask('POST releases', { tag_name, draft: tag_name === 'v3', body: `about ${tag_name}` });
});
afterEach(() => bench.close());

const query = async (text: string, variables: Json = {}): Promise<unknown> => {
  const { json } = await bench.ask('POST /graphql', { query: text, variables });
  return 'errors' in json ? (json.errors as readonly { message: string }[])[0]?.message : json.data;
};

it.each<[string, string, Json, unknown]>([
  ['a name', '{ viewer { login } }', {}, { viewer: { login: 'local' } }],
  [
    'another name for it',
    'query Q { me: viewer { __typename who: login } }',
    {},
    { me: { __typename: 'User', who: 'local' } },
  ],
  [
    'variables, one with a default',
    'query Q($owner: String!, $name: String = "r", $many: [Int!]! = [1]) { repository(owner: $owner, name: $name) { nameWithOwner defaultBranchRef { name } } }',
    { owner: 'o' },
    { repository: { nameWithOwner: 'o/r', defaultBranchRef: { name: 'main' } } },
  ],
  [
    'a page',
    'query($c:String){repository(owner:"o",name:"r"){releases(first: 2, orderBy: {field: CREATED_AT, direction: DESC}, after: $c){nodes{tagName,isDraft,isLatest},pageInfo{hasNextPage},totalCount}}}',
    {},
    {
      repository: {
        releases: {
          nodes: [
            { tagName: 'v3', isDraft: true, isLatest: false },
            { tagName: 'v2', isDraft: false, isLatest: true },
          ],
          pageInfo: { hasNextPage: true },
          totalCount: 3,
        },
      },
    },
  ],
  [
    'a draft by its tag',
    '{ repository(owner: "o", name: "r") { release(tagName: "v3") { databaseId isDraft } none: release(tagName: "x") { isDraft } } }',
    {},
    { repository: { release: { databaseId: 3, isDraft: true }, none: null } },
  ],
  [
    'fragments',
    '# first\nfragment F on Release { tagName ...G }\nquery { repository(owner: "o", name: "r") { latestRelease { ...F ... on Release { isPrerelease } ... { isDraft } } } }\nfragment G on Release { description }',
    {},
    { repository: { latestRelease: { tagName: 'v2', description: 'about v2', isPrerelease: false, isDraft: false } } },
  ],
  ['a field that is not', '{ viewer { shoe } }', {}, "Field 'shoe' doesn't exist on type 'User'"],
  ['a field of every object', '{ viewer { constructor } }', {}, "Field 'constructor' doesn't exist on type 'User'"],
  [
    'a repository that is not',
    '{ repository(owner: "o", name: "x") { id } }',
    {},
    "Could not resolve to a Repository with the name 'o/x'.",
  ],
  [
    'a change',
    'mutation { createIssue { id } }',
    {},
    'Only queries are answered here; what changes something goes by REST.',
  ],
  ['nothing', '', {}, 'A query attribute must be specified and must be a string.'],
  ['half of it', '{ viewer {', {}, 'Expected more, actual: end of the query'],
  ['a fragment of itself', '{ viewer { ...F } } fragment F on User { ...F }', {}, 'This query is too deep.'],
  ['depth', '{a'.repeat(9999), {}, 'This query is too deep.'],
  ['no fragment', '{ viewer { ...F } }', {}, 'Fragment F was used, but not defined'],
  ['no name', '{ viewer { 1 } }', {}, 'Parse error on "1", expected a name'],
])('%s', async (_, text, variables, expected) => expect(await query(text, variables)).toEqual(expected));

it('leads from page to page', async () => {
  const text =
    'query($c:String){repository(owner:"o",name:"r"){releases(first:1,after:$c){nodes{tagName}pageInfo{endCursor}}}}';
  const seen: string[] = [];
  for (let cursor: string | null = null, turn = 0; turn < 4; turn += 1) {
    const { repository } = (await query(text, { c: cursor })) as {
      repository: { releases: { nodes: { tagName: string }[]; pageInfo: { endCursor: string | null } } };
    };
    seen.push(repository.releases.nodes[0]?.tagName ?? '');
    cursor = repository.releases.pageInfo.endCursor;
  }
  expect(seen).toEqual(['v3', 'v2', 'v1', '']);
});

it('answers only those who have a token, at both addresses', async () => {
  const body = { query: '{ viewer { login } }' };
  expect((await bench.ask('POST /graphql', body, anonymous)).short).toBe('401 Requires authentication');
  expect((await bench.ask('POST /api/graphql', body)).json).toEqual({ data: { viewer: { login: 'local' } } });
});
