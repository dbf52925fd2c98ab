import type { Snapshot } from '../../model/snapshot.ts';
import { join, nameOf } from '../../paths/inside.ts';
import { homeOf } from '../home.ts';
import { linksOf, type Chart } from './chart.ts';

/** Whether a chart repository's URL is proven, by files of this repository, to be where its own charts go. */
export type IsOwn = (url: string) => boolean;

/** Looked for only when a dependency could be met by a local chart, for most repositories never need it. */
export function ownRepositories(repo: Snapshot, charts: readonly Chart[]): IsOwn {
  const judged = new Map<string, boolean>();
  let evidence: Evidence | undefined;
  return (url) => {
    const plain = normal(url);
    const known = judged.get(plain);
    if (known !== undefined) return known;
    evidence ??= gather(repo, charts);
    const isOwn = evidence.published.includes(plain) || isPages(plain, evidence) || isTaught(plain, evidence);
    judged.set(plain, isOwn);
    return isOwn;
  };
}

interface Evidence {
  readonly repo: Snapshot;
  readonly charts: readonly Chart[];
  /** The repository at GitHub, as far as its files tell. */
  readonly home: string | undefined;
  /** URLs that tools are told to publish to. */
  readonly published: readonly string[];
  /** Charts are released to GitHub's pages of this repository, wherever that is. */
  readonly releasesToPages: boolean;
  readonly page: string;
}

function gather(repo: Snapshot, charts: readonly Chart[]): Evidence {
  const home = homeOf(repo) ?? homeOfMost(charts);
  const pipelines = repo.files
    .filter((file) => releaser.test(file) || pipeline.test(file))
    .map((file) => textOf(repo, file));
  return {
    repo,
    charts,
    home,
    published: pipelines.flatMap((text) => publishedUrls(text, home)),
    releasesToPages: pipelines.some((text) => text.includes('helm/chart-releaser-action')),
    page: textOf(repo, 'README.md'),
  };
}

const normal = (url: string): string =>
  url
    .trim()
    .replace(/\/+$/, '')
    .replace(/^[a-z]+:\/\/[^/]+/i, (host) => host.toLowerCase());

const releaser = /(^|\/)\.?(cr|ct|chart-releaser|chart-testing)([-_.][^/]*)?\.ya?ml$/i;
const pipeline =
  /^(\.github\/workflows\/[^/]+\.ya?ml|\.gitlab-ci\.yml|\.circleci\/config\.yml|Makefile|Justfile|Taskfile\.ya?ml|(scripts|hack|ci|\.ci|tools)\/[^/]+\.sh)$/i;

const releasedTo = /^\s*-?\s*["']?(?:CR_)?charts?[-_]repo(?:sitory)?[-_]url["']?\s*[:=]\s*["']?([^\s"'#]+)/gim;
const pushedTo = /helm\s+push\s[^\n]*?["']?(oci:\/\/[^\s"'`;&|)]+)/g;

/** Where the tools that publish charts are told to put them. */
function publishedUrls(written: string, home: string | undefined): readonly string[] {
  if (!/charts?[-_]repo|helm\s+push/i.test(written)) return [];
  const text = filled(written.replaceAll(/\\\r?\n/g, ' '), home);
  return [...text.matchAll(releasedTo), ...text.matchAll(pushedTo)].map((match) => normal(match[1] ?? ''));
}

/** A pipeline names the repository that it runs in, and variables that it sets itself. */
function filled(text: string, home: string | undefined): string {
  const [owner] = home?.split('/') ?? [];
  const values = new Map<string, string | undefined>([
    ['github.repository', home],
    ['github.repository_owner', owner],
    ['GITHUB_REPOSITORY', home],
    ['GITHUB_REPOSITORY_OWNER', owner],
  ]);
  for (const [, name = '', value] of text.matchAll(/^\s*([A-Z][A-Z0-9_]*)\s*[:=]\s*["']?([\w./:-]+)["']?\s*$/gm)) {
    values.set(name, value);
  }
  return text.replaceAll(
    /\$\{\{\s*(?:env\.)?([\w.]+)\s*\}\}|\$\{(\w+)\}|\$(\w+)/g,
    (whole, expression?: string, braced?: string, bare?: string) =>
      values.get(expression ?? braced ?? bare ?? '') ?? whole,
  );
}

/** The GitHub repository that more charts than any other call theirs: each also names what it installs. */
function homeOfMost(charts: readonly Chart[]): string | undefined {
  const counts = new Map<string, number>();
  for (const chart of charts) {
    for (const name of new Set(linksOf(chart).flatMap(githubRepository))) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const [first, second] = [...counts].sort(([, a], [, b]) => b - a);
  return first === undefined || first[1] === second?.[1] ? undefined : first[0];
}

function githubRepository(link: string): readonly string[] {
  const match = /^(?:git\+)?https?:\/\/(?:www\.)?github\.com\/([^/]+)\/([^/#?]+)/i.exec(link);
  return match === null ? [] : [`${match[1] ?? ''}/${(match[2] ?? '').replace(/\.git$/, '')}`.toLowerCase()];
}

/**
 * GitHub serves the pages of acme/charts at acme.github.io/charts. That these are ours is told by the repository's own name, or by a
 * chart that calls it home where charts are released to pages or the workspace's page tells of them.
 */
function isPages(url: string, { home, charts, releasesToPages, page }: Evidence): boolean {
  const match = /^https:\/\/([\w-]+)\.github\.io(?:\/([\w.-]+))?(?:\/|$)/.exec(url.toLowerCase());
  if (match === null) return false;
  const [, owner = '', name = `${owner}.github.io`] = match;
  const named = `${owner}/${name}`;
  if (named === home) return true;
  return (
    (releasesToPages || page.includes(url)) &&
    charts.some((chart) => linksOf(chart).flatMap(githubRepository).includes(named))
  );
}

/** A page tells how to install a chart of this repository from there: the workspace's any of them, a chart's only itself. */
function isTaught(url: string, { repo, charts, home, page }: Evidence): boolean {
  if (teaches(page, url, charts)) return true;
  return charts.some((chart) => {
    const homes = linksOf(chart).flatMap(githubRepository);
    // A copy of another repository's chart brings that one's page along.
    if (home !== undefined && homes.length > 0 && !homes.includes(home)) return false;
    return teaches(textOf(repo, join(chart.folder, 'README.md')), url, [chart]);
  });
}

function teaches(text: string, url: string, charts: readonly Chart[]): boolean {
  const isNamed = (prefix: string): boolean =>
    charts.some(({ name = '' }) => hasWord(text, `${prefix}/${name}`)) ||
    /^<[\w -]*(chart|name)/i.test(behind(text, `${prefix}/`));
  if (!text.includes(url.replace(/^[a-z]+:\/\//, ''))) return false;
  if (url.startsWith('oci://')) return isNamed(url) || charts.some(({ name }) => nameOf(url) === name);
  return [...text.matchAll(addedRepository)].some(
    ([, alias = '', written = '']) => normal(written) === url && isNamed(alias),
  );
}

const addedRepository = /helm\s+repo\s+add\s+(?:--?[\w-]+\s+)*["']?([\w.-]+)["']?\s+["']?(https?:\/\/[^\s"'`<>)]+)/g;

const behind = (text: string, word: string): string => {
  const at = text.indexOf(word);
  return at < 0 ? '' : text.slice(at + word.length, at + word.length + 30);
};

function textOf(repo: Snapshot, file: string): string {
  const text = repo.text(file);
  return text?.ok === true ? text.value : '';
}

/** Not as the beginning of a longer name. */
function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!/[\w/-]/.test(text.charAt(at + word.length)) && !/[\w/.-]/.test(text.charAt(at - 1))) return true;
  }
  return false;
}
