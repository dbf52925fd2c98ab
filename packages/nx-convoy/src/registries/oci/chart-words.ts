import { listOf, mapOf, stringOf } from '../../text/yaml/read.ts';

type Data = Readonly<Record<string, unknown>>;
type Entry = readonly [key: string, json: string | undefined];

/**
 * Chart.yaml as helm writes it into a chart's configuration: the fields in the order of its own type, empty ones left out, and `<`, `>` and
 * `&` written as numbers, as Go does. So the blob has helm's very digest, and a chart that helm has pushed shares it.
 */
export const chartJson = (chart: Data): string =>
  objectOf([
    ['name', text(chart.name)],
    ['home', text(chart.home)],
    ['sources', texts(chart.sources)],
    ['version', text(chart.version)],
    ['description', text(chart.description)],
    ['keywords', texts(chart.keywords)],
    ['maintainers', items(chart.maintainers, maintainer)],
    ['icon', text(chart.icon)],
    ['apiVersion', text(chart.apiVersion)],
    ['condition', text(chart.condition)],
    ['tags', text(chart.tags)],
    ['appVersion', text(chart.appVersion)],
    ['deprecated', flag(chart.deprecated)],
    ['annotations', map(chart.annotations)],
    ['kubeVersion', text(chart.kubeVersion)],
    ['dependencies', items(chart.dependencies, dependency)],
    ['type', text(chart.type)],
  ]);

const maintainer = ({ name, email, url }: Data): string =>
  objectOf([
    ['name', text(name)],
    ['email', text(email)],
    ['url', text(url)],
  ]);

const dependency = (one: Data): string =>
  objectOf([
    ['name', quote(stringOf(one.name) ?? '')],
    ['version', text(one.version)],
    ['repository', quote(stringOf(one.repository) ?? '')],
    ['condition', text(one.condition)],
    ['tags', texts(one.tags)],
    ['enabled', flag(one.enabled)],
    ['import-values', list(listOf(one['import-values']).map((value) => plain(value)))],
    ['alias', text(one.alias)],
  ]);

/** What helm writes beside it, for people who look at the registry: a chart's own annotations win over all but name and version. */
export function annotationsOf(chart: Data): Readonly<Record<string, string>> {
  const authors = listOf(chart.maintainers).map((one) => {
    const { name, email } = mapOf(one);
    return `${stringOf(name) ?? ''}${(stringOf(email) ?? '') === '' ? '' : ` (${stringOf(email) ?? ''})`}`;
  });
  const derived = {
    [`${lead}.description`]: stringOf(chart.description),
    [`${lead}.title`]: stringOf(chart.name),
    [`${lead}.version`]: stringOf(chart.version),
    [`${lead}.url`]: stringOf(chart.home),
    [`${lead}.source`]: stringOf(listOf(chart.sources)[0]),
    [`${lead}.authors`]: authors.join(', '),
  };
  const own = textsIn(chart.annotations).filter(([key]) => key !== `${lead}.title` && key !== `${lead}.version`);
  const all = new Map([
    ...Object.entries(derived).filter((entry): entry is [string, string] => (entry[1] ?? '').trim() !== ''),
    ...own,
  ]);
  return Object.fromEntries([...all].sort(byKey));
}

const lead = 'org.opencontainers.image';

const textsIn = (value: unknown): readonly (readonly [string, string])[] =>
  Object.entries(mapOf(value)).map(([key, one]) => [key, stringOf(one) ?? ''] as const);

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : a > b ? 1 : 0;

const objectOf = (entries: readonly Entry[]): string =>
  `{${entries.flatMap(([key, json]) => (json === undefined ? [] : [`${quote(key)}:${json}`])).join(',')}}`;

const text = (value: unknown): string | undefined =>
  (stringOf(value) ?? '') === '' ? undefined : quote(value as string);
const flag = (value: unknown): string | undefined => (value === 'true' ? 'true' : undefined);
const list = (values: readonly string[]): string | undefined =>
  values.length === 0 ? undefined : `[${values.join(',')}]`;
const texts = (value: unknown): string | undefined => list(listOf(value).map((one) => quote(stringOf(one) ?? '')));
const items = (value: unknown, write: (one: Data) => string): string | undefined =>
  list(listOf(value).map((one) => write(mapOf(one))));

function map(value: unknown): string | undefined {
  const entries = [...textsIn(value)].sort(byKey).map(([key, one]): Entry => [key, quote(one)]);
  return entries.length === 0 ? undefined : objectOf(entries);
}

function plain(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  return objectOf(
    Object.entries(mapOf(value))
      .sort(byKey)
      .map(([key, one]): Entry => [key, plain(one)]),
  );
}

/** As Go has it, which fears for web pages. */
const quote = (value: string): string =>
  JSON.stringify(value).replaceAll(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
