import { workbench, type Json, type Said, type Workbench } from '../workbench.ts';

let bench: Workbench;
let ask: Workbench['ask'];
beforeEach(async () => {
  bench = await workbench();
  ({ ask } = bench);
});
afterEach(() => bench.close());

const titles = ({ list }: Said) => list.map(({ title }) => title).join(' ');
const labels = ({ list }: Said) => list.map(({ name }) => name).join(' ');

describe('labels', () => {
  it.each<[string, Json, string]>([
    ['a plain one', { name: 'bug', color: 'f29513' }, '201'],
    ['no colour', { name: 'docs' }, '201'],
    ['one that is there', { name: 'OLD' }, '422 Label already_exists name'],
    ['no colour of six digits', { name: 'bug', color: '#f29513' }, '422 Label invalid color'],
    ['no name', { color: 'f29513' }, '422 Invalid request. "name" wasn\'t supplied.'],
    ['an empty name', { name: ' ' }, '422 Label invalid name'],
  ])('%s', async (_, body, expected) => {
    await ask('POST labels', { name: 'old' });
    expect((await ask('POST labels', body)).short).toBe(expected);
  });

  it('keep their issues through a new name, and leave them when they go', async () => {
    await ask('POST issues', { title: 'x', labels: ['a/b', { name: 'c' }] });
    await ask('PATCH labels/a/b', { new_name: 'd e' });
    expect(labels(await ask('GET issues/1/labels'))).toBe('d e c');
    expect((await ask('PATCH labels/c', { new_name: 'D E' })).short).toBe('422 Label already_exists name');
    expect((await ask('DELETE labels/d%20e')).status).toBe(204);
    expect(labels(await ask('GET issues/1/labels'))).toBe('c');
    expect((await ask('GET labels/d%20e')).short).toBe('404 Not Found');
  });

  it('are added, set and taken from an issue', async () => {
    await ask('POST issues', { title: 'x', labels: ['a'] });
    expect(labels(await ask('POST issues/1/labels', { labels: ['b', 'A'] }))).toBe('a b');
    expect(labels(await ask('PUT issues/1/labels', ['c']))).toBe('c');
    expect((await ask('DELETE issues/1/labels/a')).short).toBe('404 Label does not exist');
    expect(labels(await ask('DELETE issues/1/labels/c'))).toBe('');
    expect((await ask('POST issues/1/labels', { labels: [1] })).status).toBe(422);
  });
});

it('milestones count their issues, are told apart by title, and leave issues when they go', async () => {
  expect((await ask('POST milestones', { title: 'v1', due_on: '2026-03-01T00:00:00Z' })).json).toMatchObject({
    number: 1,
    state: 'open',
  });
  expect((await ask('POST milestones', { title: 'v1' })).short).toBe('422 Milestone already_exists title');
  await ask('POST issues', { title: 'a', milestone: 1 });
  await ask('POST issues', { title: 'b', milestone: 1 });
  await ask('PATCH issues/1', { state: 'closed' });
  expect((await ask('GET milestones/1')).json).toMatchObject({ open_issues: 1, closed_issues: 1 });
  expect((await ask('PATCH milestones/1', { state: 'closed' })).json).toMatchObject({
    state: 'closed',
    closed_at: expect.any(String),
  });
  expect((await ask('GET milestones')).list).toEqual([]);
  expect(titles(await ask('GET milestones?state=all'))).toBe('v1');
  expect((await ask('POST issues', { title: 'c', milestone: 9 })).short).toBe('422 Issue invalid milestone');
  await ask('DELETE milestones/1');
  expect((await ask('GET issues/2')).json.milestone).toBeNull();
});

describe('issues', () => {
  beforeEach(async () => {
    await ask('POST milestones', { title: 'm' });
    await ask('POST issues', { title: 'a', labels: ['x'], assignees: ['mate'] });
    await ask('POST issues', { title: 'b', labels: ['x', 'y'], milestone: 1 });
    await ask('POST issues', { title: 'c' });
    await ask('PATCH issues/3', { state: 'closed', state_reason: 'not_planned' });
  });

  it.each([
    ['', 'b a'],
    ['?state=all', 'c b a'],
    ['?state=closed', 'c'],
    ['?labels=x', 'b a'],
    ['?labels=X,y', 'b'],
    ['?labels=none-such', ''],
    ['?milestone=1', 'b'],
    ['?milestone=none', 'a'],
    ['?assignee=mate', 'a'],
    ['?assignee=none', 'b'],
    ['?creator=local&direction=asc', 'a b'],
    ['?creator=other', ''],
    ['?since=2999-01-01T00:00:00Z', ''],
  ])('by %s', async (query, expected) => expect(titles(await ask(`GET issues${query}`))).toBe(expected));

  it('close with a reason and open again', async () => {
    expect((await ask('GET issues/3')).json).toMatchObject({
      state: 'closed',
      state_reason: 'not_planned',
      closed_at: expect.any(String),
    });
    expect((await ask('PATCH issues/3', { state: 'open' })).json).toMatchObject({
      state: 'open',
      state_reason: 'reopened',
      closed_at: null,
    });
    expect((await ask('PATCH issues/3', { state: 'gone' })).status).toBe(422);
    expect((await ask('POST issues', { body: 'x' })).short).toBe('422 Invalid request. "title" wasn\'t supplied.');
    expect((await ask('POST issues', { title: '' })).short).toBe('422 Issue missing_field title');
    expect((await ask('GET issues/9')).short).toBe('404 Not Found');
  });

  it('have comments', async () => {
    const made = await ask('POST issues/1/comments', { body: 'Hello' });
    expect([made.status, made.json.user]).toMatchObject([201, { login: 'local' }]);
    await ask('POST issues/2/comments', { body: 'Other' });
    expect((await ask('GET issues/1/comments')).list.map(({ body }) => body)).toEqual(['Hello']);
    expect((await ask('GET issues/1')).json.comments).toBe(1);
    expect((await ask('PATCH issues/comments/1', { body: 'Bye' })).json.body).toBe('Bye');
    expect((await ask('DELETE issues/comments/1')).status).toBe(204);
    expect((await ask('GET issues/comments/1')).short).toBe('404 Not Found');
    expect((await ask('POST issues/1/comments', { body: ' ' })).short).toBe('422 IssueComment missing_field body');
  });

  it('lose none of many that come at once', async () => {
    const many = Array.from({ length: 30 }, (_, index) => ask('POST issues/1/comments', { body: String(index) }));
    expect(new Set((await Promise.all(many)).map(({ json }) => json.id)).size).toBe(30);
    expect((await ask('GET issues/1/comments?per_page=100')).list).toHaveLength(30);
  });
});

describe('pull requests', () => {
  const head = 'b'.repeat(40);
  beforeEach(async () => {
    await ask('POST git/refs', { ref: 'refs/heads/topic', sha: head });
  });
  const open = (more: Json = {}) => ask('POST pulls', { title: 'T', head: 'topic', base: 'main', ...more });

  it.each<[string, Json, string]>([
    ['no head', { head: 'nowhere' }, '422 PullRequest invalid head'],
    ['no base', { base: 'nowhere' }, '422 PullRequest invalid base'],
    ['itself', { head: 'main' }, '422 PullRequest custom No commits between main and main'],
    ['one that is open', { head: 'o:other' }, '422 PullRequest custom A pull request already exists for o:other.'],
  ])('refuse %s', async (_, body, expected) => {
    await ask('POST git/refs', { ref: 'refs/heads/other', sha: head });
    await open({ head: 'other' });
    expect((await open(body)).short).toBe(expected);
  });

  it('are issues with branches', async () => {
    expect((await open({ body: 'B', draft: true })).json).toMatchObject({
      number: 1,
      state: 'open',
      draft: true,
      head: { ref: 'topic', sha: head, label: 'o:topic' },
      base: { ref: 'main' },
    });
    expect((await ask('GET issues/1')).json).toMatchObject({ title: 'T', pull_request: { merged_at: null } });
    await ask('POST issues/1/labels', { labels: ['release'] });
    expect((await ask('GET pulls/1')).json).toMatchObject({ labels: [{ name: 'release' }] });
    expect(titles(await ask('GET pulls?head=o:topic&base=main'))).toBe('T');
    expect(titles(await ask('GET pulls?head=o:other'))).toBe('');
    await ask('PATCH pulls/1', { title: 'U', state: 'closed' });
    expect(titles(await ask('GET pulls?state=closed'))).toBe('U');
    await ask('POST issues', { title: 'only an issue' });
    expect((await ask('GET pulls/2')).short).toBe('404 Not Found');
  });

  it('are merged once, at the commit that was reviewed', async () => {
    await open();
    expect((await ask('GET pulls/1/merge')).short).toBe('404 Not Found');
    expect((await ask('PUT pulls/1/merge', { sha: 'c'.repeat(40) })).short).toBe(
      '409 Head branch was modified. Review and try the merge again.',
    );
    expect((await ask('PUT pulls/1/merge', { merge_method: 'fast' })).status).toBe(422);
    const { json } = await ask('PUT pulls/1/merge', { sha: head });
    expect(json).toMatchObject({ merged: true, message: 'Pull Request successfully merged' });
    expect((await ask('GET git/ref/heads/main')).json).toMatchObject({ object: { sha: json.sha } });
    expect((await ask('GET pulls/1/merge')).status).toBe(204);
    expect((await ask('GET pulls/1')).json).toMatchObject({
      state: 'closed',
      merged: true,
      merged_by: { login: 'local' },
      merge_commit_sha: json.sha,
    });
    expect((await ask('PUT pulls/1/merge', {})).short).toBe('405 Pull Request is not mergeable');
    expect((await ask('PATCH pulls/1', { state: 'open' })).status).toBe(422);
  });

  it('are reviewed', async () => {
    await open();
    expect((await ask('POST pulls/1/reviews', { event: 'APPROVE' })).json).toMatchObject({
      state: 'APPROVED',
      commit_id: head,
    });
    expect((await ask('POST pulls/1/reviews', { event: 'COMMENT' })).short).toBe(
      '422 PullRequestReview missing_field body',
    );
    expect((await ask('POST pulls/1/reviews', { event: 'LIKE' })).status).toBe(422);
    expect((await ask('GET pulls/1/reviews')).list).toHaveLength(1);
    expect((await ask('POST pulls/1/requested_reviewers', { reviewers: ['mate'] })).json).toMatchObject({
      requested_reviewers: [{ login: 'mate' }],
    });
  });
});
