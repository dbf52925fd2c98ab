import type { RepositoryCall } from '../call.ts';
import { nodeId, userView } from '../user.ts';
import type { Comment, Content, Issue, Label, Milestone } from './book.ts';

export function labelView({ repository, links }: RepositoryCall, one: Label) {
  return {
    id: one.id,
    node_id: nodeId('Label', repository.key, one.id),
    url: links.api(`/repos/${repository.full}/labels/${encodeURIComponent(one.name)}`),
    name: one.name,
    color: one.color,
    default: false,
    description: one.description,
  };
}

export function milestoneView({ repository, links }: RepositoryCall, { issues }: Content, one: Milestone) {
  const mine = issues.all.filter(({ milestone }) => milestone === one.id);
  const open = mine.filter(({ state }) => state === 'open').length;
  const url = links.api(`/repos/${repository.full}/milestones/${one.id}`);
  return {
    url,
    html_url: links.web(`/${repository.full}/milestone/${one.id}`),
    labels_url: `${url}/labels`,
    id: one.id,
    node_id: nodeId('Milestone', repository.key, one.id),
    number: one.id,
    title: one.title,
    description: one.description,
    creator: userView(one.creator, links),
    open_issues: open,
    closed_issues: mine.length - open,
    state: one.state,
    created_at: one.created,
    updated_at: one.updated,
    due_on: one.due,
    closed_at: one.closed,
  };
}

export function issueView(call: RepositoryCall, content: Content, one: Issue) {
  const { repository, links } = call;
  const url = links.api(`/repos/${repository.full}/issues/${one.id}`);
  const page = `/${repository.full}/${one.pull === undefined ? 'issues' : 'pull'}/${one.id}`;
  const pull = one.pull && {
    url: links.api(`/repos/${repository.full}/pulls/${one.id}`),
    html_url: links.web(page),
    merged_at: one.pull.merged?.at ?? null,
  };
  return {
    url,
    repository_url: links.api(`/repos/${repository.full}`),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    html_url: links.web(page),
    id: one.id,
    node_id: nodeId(one.pull === undefined ? 'Issue' : 'PullRequest', repository.key, one.id),
    number: one.id,
    title: one.title,
    user: userView(one.author, links),
    labels: labelsOf(call, content, one),
    state: one.state,
    state_reason: one.reason,
    locked: one.isLocked,
    assignee: one.assignees[0] === undefined ? null : userView(one.assignees[0], links),
    assignees: one.assignees.map((login) => userView(login, links)),
    milestone: milestoneOf(call, content, one),
    comments: content.comments.all.filter(({ issue }) => issue === one.id).length,
    created_at: one.created,
    updated_at: one.updated,
    closed_at: one.closed,
    author_association: 'OWNER',
    body: one.body,
    ...(pull === undefined ? {} : { pull_request: pull }),
  };
}

export const labelsOf = (call: RepositoryCall, { labels }: Content, one: Issue) =>
  labels.all.filter(({ id }) => one.labels.includes(id)).map((label) => labelView(call, label));

export function milestoneOf(call: RepositoryCall, content: Content, one: Issue) {
  const milestone = content.milestones.all.find(({ id }) => id === one.milestone);
  return milestone === undefined ? null : milestoneView(call, content, milestone);
}

export function commentView({ repository, links }: RepositoryCall, one: Comment) {
  return {
    id: one.id,
    node_id: nodeId('IssueComment', repository.key, one.id),
    url: links.api(`/repos/${repository.full}/issues/comments/${one.id}`),
    html_url: links.web(`/${repository.full}/issues/${one.issue}#issuecomment-${one.id}`),
    issue_url: links.api(`/repos/${repository.full}/issues/${one.issue}`),
    body: one.body,
    user: userView(one.user, links),
    created_at: one.created,
    updated_at: one.updated,
    author_association: 'OWNER',
  };
}
