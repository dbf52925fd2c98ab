import { json, type Answer } from '../server/answer.ts';
import type { Ask } from '../server/ask.ts';
import { Refused } from '../server/refusal.ts';
import { route, type Route } from '../server/route.ts';
import type { Catalogue, Found } from './catalogue.ts';
import { normalised } from './names.ts';
import type { Distribution } from './project.ts';
import { fileUrl } from './simple.ts';
import { compareSpellings, isPrerelease, releaseOf, versionOf } from './version.ts';

/** The JSON that people's scripts ask for: the newest release, or one, with its files. */
export function aboutRoutes(known: Catalogue): readonly Route[] {
  const find = async ({ params: { name }, view }: Ask<{ readonly name: string }>): Promise<Found> => {
    const found = await known.find(normalised(name), view);
    if (found === undefined || found.files.length === 0) throw new Refused('not-found', 'Not Found');
    return found;
  };
  return [
    route('GET', '/pypi/:name/json', 'search', async (ask) => {
      const found = await find(ask);
      const releases = byRelease(found.files);
      const shown = Object.fromEntries(
        [...releases.values()].map((files) => [files[0]?.version ?? '', files.map((file) => urlOf(file, ask))]),
      );
      const newest = newestOf(found.files);
      return answer(found, releases.get(releaseOf(newest)) ?? [], ask, { releases: shown });
    }),
    route('GET', '/pypi/:name/:version/json', 'search', async (ask) => {
      const found = await find(ask);
      const files = byRelease(found.files).get(releaseOf(ask.params.version));
      if (files === undefined) throw new Refused('not-found', 'Not Found');
      return answer(found, files, ask, {});
    }),
  ];
}

function byRelease(files: readonly Distribution[]): ReadonlyMap<string, readonly Distribution[]> {
  const releases = new Map<string, readonly Distribution[]>();
  for (const file of files) {
    const key = releaseOf(file.version);
    releases.set(key, [...(releases.get(key) ?? []), file]);
  }
  return releases;
}

/** As pip would choose: what was taken back and what is not finished only where there is nothing else. */
function newestOf(files: readonly Distribution[]): string {
  const isFinished = ({ version }: Distribution): boolean => {
    const known = versionOf(version);
    return known !== undefined && !isPrerelease(known);
  };
  const kept = files.filter(({ yanked }) => yanked === undefined);
  const among = [kept.filter(isFinished), kept, files].find((some) => some.length > 0) ?? [];
  return (
    among
      .map(({ version }) => version)
      .sort(compareSpellings)
      .at(-1) ?? ''
  );
}

function answer({ name, files: all }: Found, files: readonly Distribution[], ask: Ask, more: object): Answer {
  const [file] = files;
  const text = (field: string): string | null => file?.about?.[field]?.[0] ?? null;
  const list = (field: string): readonly string[] | null => file?.about?.[field] ?? null;
  const urls = (list('project-url') ?? []).map((line) => {
    const [label = '', ...rest] = line.split(',');
    return [label.trim(), rest.join(',').trim()] as const;
  });
  const reason = file?.yanked;
  const info = {
    name,
    version: file?.version ?? null,
    summary: text('summary'),
    description: text('description') ?? '',
    description_content_type: text('description-content-type'),
    author: text('author'),
    author_email: text('author-email'),
    maintainer: text('maintainer'),
    maintainer_email: text('maintainer-email'),
    license: text('license'),
    license_expression: text('license-expression'),
    license_files: list('license-file'),
    keywords: text('keywords'),
    classifiers: list('classifier') ?? [],
    home_page: text('home-page'),
    project_urls: urls.length === 0 ? null : Object.fromEntries(urls),
    requires_dist: list('requires-dist'),
    requires_python: text('requires-python'),
    provides_extra: list('provides-extra'),
    yanked: reason !== undefined,
    yanked_reason: typeof reason === 'string' ? reason : null,
  };
  return json({
    info,
    last_serial: all.length,
    ...more,
    urls: files.map((one) => urlOf(one, ask)),
    vulnerabilities: [],
  });
}

function urlOf(file: Distribution, { origin }: Ask): object {
  const { hashes, yanked, uploaded } = file;
  const project = normalised(file.file.split('-')[0] ?? '');
  return {
    filename: file.file,
    packagetype: file.kind,
    python_version: file.python,
    size: file.size ?? null,
    digests: hashes,
    md5_digest: hashes.md5 ?? null,
    requires_python: file.requiresPython ?? null,
    upload_time_iso_8601: uploaded ?? null,
    yanked: yanked !== undefined,
    yanked_reason: typeof yanked === 'string' ? yanked : null,
    url: fileUrl(file, project, origin),
  };
}
