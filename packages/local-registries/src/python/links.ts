import type { Link } from './upstream.ts';

/** The files that a page of links tells (PEP 503), with what newer rules put beside them. */
export function linksIn(page: string): readonly Link[] {
  return [...page.matchAll(/<a\s([^>]*)>([^<]*)<\/a>/gi)].flatMap(([, attributes = '', text = '']) => {
    const told = new Map(
      [...attributes.matchAll(/([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g)].map(
        ([, name = '', a, b, c]) => [name.toLowerCase(), unescaped(a ?? b ?? c ?? '')] as const,
      ),
    );
    const [url = '', fragment = ''] = (told.get('href') ?? '').split('#');
    if (url === '') return [];
    const [, algorithm, digest] = /^(\w+)=([0-9a-f]+)$/i.exec(fragment) ?? [];
    const metadata = told.get('data-core-metadata') ?? told.get('data-dist-info-metadata');
    const [requiresPython, yanked] = [told.get('data-requires-python'), told.get('data-yanked')];
    return [
      {
        file: unescaped(text).trim(),
        url,
        hashes: algorithm === undefined || digest === undefined ? {} : { [algorithm]: digest },
        ...(metadata === undefined || metadata === 'false'
          ? {}
          : { metadata: /^sha256=([0-9a-f]+)$/.exec(metadata)?.[1] ?? (true as const) }),
        ...(requiresPython === undefined ? {} : { requiresPython }),
        ...(yanked === undefined ? {} : { yanked: yanked === '' ? (true as const) : yanked }),
      },
    ];
  });
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#x27': "'" };

const unescaped = (text: string): string =>
  text.replaceAll(/&(#x27|#39|amp|lt|gt|quot);/gi, (whole, name: string) => entities[name.toLowerCase()] ?? whole);

export const escapedText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
