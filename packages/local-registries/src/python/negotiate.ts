/** In which form a client wants the index (PEP 691). */
export type Form = 'json' | 'html';

export interface Negotiated {
  readonly form: Form;
  /** What the answer calls itself. */
  readonly type: string;
}

const json = 'application/vnd.pypi.simple.v1+json';
const html = 'application/vnd.pypi.simple.v1+html';
const page = 'text/html; charset=utf-8';

/** By what a client may ask; the first is taken where it does not care. */
const offers: readonly (readonly [string, Negotiated])[] = [
  ['text/html', { form: 'html', type: page }],
  [html, { form: 'html', type: html }],
  [json, { form: 'json', type: json }],
  ['application/vnd.pypi.simple.latest+html', { form: 'html', type: html }],
  ['application/vnd.pypi.simple.latest+json', { form: 'json', type: json }],
];

/** `?format=` is for those who cannot set a header, and wins. Nothing where nothing that is wanted is there. */
export function negotiated(accept: string | undefined, format: string | null): Negotiated | undefined {
  if (format !== null) return offers.find(([name]) => name === format)?.[1];
  const asked = (accept ?? '').trim() === '' ? '*/*' : (accept ?? '');
  const ranges = asked.split(',').map((part) => {
    const [range = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    const weight = Number(/^q\s*=\s*([\d.]+)$/.exec(parameters.find((one) => one.startsWith('q')) ?? '')?.[1] ?? 1);
    return { range, weight: Number.isFinite(weight) ? weight : 0 };
  });
  const weightOf = (name: string): number => {
    // The most exact range that fits tells, however much another one wants.
    const fits = [name, `${name.split('/')[0] ?? ''}/*`, '*/*'];
    return fits.flatMap((one) => ranges.filter(({ range }) => range === one))[0]?.weight ?? 0;
  };
  const weighed = offers.map(([name, offer]) => ({ offer, weight: weightOf(name) }));
  const best = Math.max(...weighed.map(({ weight }) => weight));
  return best > 0 ? weighed.find(({ weight }) => weight === best)?.offer : undefined;
}
