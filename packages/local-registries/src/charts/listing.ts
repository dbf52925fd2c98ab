import { fileOf, type Release } from './chart.ts';

/** One version as the index and the API show it. */
export function shown(release: Release): Readonly<Record<string, unknown>> {
  const { created, digest, metadata } = release;
  return {
    ...metadata,
    ...(created === '' ? {} : { created }),
    ...(digest === '' ? {} : { digest }),
    urls: [`charts/${fileOf(release)}`],
  };
}

/** `index.yaml`. Versions never change, so what was once written of one is kept. */
export async function indexOf(charts: ReadonlyMap<string, readonly Release[]>, generated: string): Promise<string> {
  // What helm's reader of YAML 1.1 would take for something else (`yes`, dates) must be quoted.
  const { stringify } = await import('yaml');
  const write = (release: Release): string => {
    const known = written.get(release);
    if (known !== undefined) return known;
    const lines = stringify([shown(release)], { version: '1.1', lineWidth: 0 });
    // A key that would merge maps there is a plain one here; JSON is YAML, too.
    const text = lines.includes('<<') ? `- ${JSON.stringify(shown(release))}\n` : lines;
    const block = text.replace(/^(?=.)/gm, '    ');
    written.set(release, block);
    return block;
  };
  const entries = [...charts].map(([name, releases]) => `  ${JSON.stringify(name)}:\n${releases.map(write).join('')}`);
  const all = entries.length === 0 ? 'entries: {}\n' : `entries:\n${entries.join('')}`;
  return `apiVersion: v1\n${all}generated: ${JSON.stringify(generated)}\n`;
}

const written = new WeakMap<Release, string>();
