import type { Snapshot } from '../../model/snapshot.ts';
import { folderOf, join, nameOf } from '../../paths/inside.ts';
import { linksOf, type Chart } from './chart.ts';

/** Whether a chart repository's URL is proven, by files of this repository, to be where its own charts go. */
export type IsOwn = (url: string, wanted: Chart) => boolean;

/** Looked for only when a dependency could be met by a local chart, for most repositories never need it. */
export function ownRepositories(repo: Snapshot, charts: readonly Chart[]): IsOwn {
  let known: { readonly home: string | undefined; readonly urls: readonly string[] } | undefined;
  const learn = (): NonNullable<typeof known> => {
    const home = homeOf(charts);
    return { home, urls: configuredUrls(repo, home) };
  };
  return (url, wanted) => {
    const plain = normal(url);
    known ??= learn();
    if (known.urls.includes(plain)) return true;
    if (known.home !== undefined && isPagesOf(plain, known.home)) return true;
    // The workspace's page may tell of any of its charts; another chart's page, only of its own.
    return (
      isTaught(textOf(repo, 'README.md'), plain, charts) ||
      pagesOf(wanted).some((page) => isTaught(textOf(repo, page), plain, [wanted]))
    );
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
function configuredUrls(repo: Snapshot, home: string | undefined): readonly string[] {
  return repo.files
    .filter((file) => releaser.test(file) || pipeline.test(file))
    .flatMap((file) => {
      const written = textOf(repo, file);
      if (!/charts?[-_]repo|helm\s+push/i.test(written)) return [];
      const text = filled(written.replaceAll(/\\\r?\n/g, ' '), home);
      return [...text.matchAll(releasedTo), ...text.matchAll(pushedTo)].map((match) => normal(match[1] ?? ''));
    });
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
function homeOf(charts: readonly Chart[]): string | undefined {
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

/** GitHub serves the pages of acme/charts at acme.github.io/charts. */
function isPagesOf(url: string, home: string): boolean {
  const [owner = '', name = ''] = home.split('/');
  const pages = `https://${owner}.github.io`;
  const base = name === `${owner}.github.io` ? pages : `${pages}/${name}`;
  const lower = url.toLowerCase();
  return lower === base || lower.startsWith(`${base}/`);
}

/** The chart's own page, and that of the folder which holds the charts. */
const pagesOf = (chart: Chart): readonly string[] =>
  [chart.folder, folderOf(chart.folder)].map((folder) => join(folder, 'README.md'));

function textOf(repo: Snapshot, file: string): string {
  const text = repo.text(file);
  return text?.ok === true ? text.value : '';
}

/** A page that tells how to install one of these charts from there. */
function isTaught(text: string, url: string, charts: readonly Chart[]): boolean {
  const isNamed = (prefix: string): boolean => charts.some(({ name = '' }) => hasWord(text, `${prefix}/${name}`));
  if (url.startsWith('oci://'))
    return text.includes(url) && (isNamed(url) || charts.some(({ name }) => nameOf(url) === name));
  return [
    ...text.matchAll(/helm\s+repo\s+add\s+(?:--?[\w-]+\s+)*["']?([\w.-]+)["']?\s+["']?(https?:\/\/[^\s"'`<>)]+)/g),
  ].some(([, alias = '', written = '']) => normal(written) === url && isNamed(alias));
}

/** Not as the beginning of a longer name. */
function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!/[\w/-]/.test(text.charAt(at + word.length)) && !/[\w/.-]/.test(text.charAt(at - 1))) return true;
  }
  return false;
}
