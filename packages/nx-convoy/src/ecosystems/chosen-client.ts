import type { ClientName, Config } from '../model/config.ts';

/** The client that shall upload in place of our own requests: what is said of a unit goes before what is said of all. */
export function chosenClient<Name extends ClientName>(
  { units, publish }: Pick<Config, 'units' | 'publish'>,
  unit: string,
  known: readonly Name[],
): Name | undefined {
  const said = units[unit]?.client ?? publish?.client ?? [];
  const words = typeof said === 'string' ? [said] : said;
  return known.find((name) => words.includes(name));
}
