import { GraphqlProblem, type Args, type Field } from './parse.ts';

/** Something with fields; each is worked out only where it is asked for. */
export interface Thing {
  readonly type: string;
  readonly fields: Readonly<Record<string, (args: Args) => Value | Promise<Value>>>;
}

export type Value = string | number | boolean | null | Thing | readonly Thing[];

/** Exactly what was asked for: clients of GraphQL refuse a field more as well as one less. */
export async function answered(thing: Thing, asked: readonly Field[]): Promise<Readonly<Record<string, unknown>>> {
  const entries: (readonly [string, unknown])[] = [];
  for (const { alias, name, args, fields } of asked) {
    if (name === '__typename') {
      entries.push([alias, thing.type]);
      continue;
    }
    const read = Object.hasOwn(thing.fields, name) ? thing.fields[name] : undefined;
    if (read === undefined) throw new GraphqlProblem(`Field '${name}' doesn't exist on type '${thing.type}'`);
    entries.push([alias, await shown(await read(args), fields)]);
  }
  return Object.fromEntries(entries);
}

async function shown(value: Value, fields: readonly Field[]): Promise<unknown> {
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return Promise.all(value.map((one) => answered(one, fields)));
  return answered(value, fields);
}

const isList = (value: Thing | readonly Thing[]): value is readonly Thing[] => Array.isArray(value);

/** A page of a list: `first` from behind the cursor `after`. */
export function connection(type: string, all: readonly Thing[], { first, after }: Args): Thing {
  const start = typeof after === 'string' ? Number(Buffer.from(after, 'base64').toString('latin1')) || 0 : 0;
  const end = start + (typeof first === 'number' ? Math.max(0, first) : 30);
  const nodes = all.slice(start, end);
  const cursor = (at: number): string => Buffer.from(String(at)).toString('base64');
  const info = {
    hasNextPage: () => end < all.length,
    hasPreviousPage: () => start > 0,
    startCursor: () => (nodes.length === 0 ? null : cursor(start)),
    endCursor: () => (nodes.length === 0 ? null : cursor(start + nodes.length)),
  };
  return {
    type: `${type}Connection`,
    fields: {
      nodes: () => nodes,
      totalCount: () => all.length,
      pageInfo: () => ({ type: 'PageInfo', fields: info }),
    },
  };
}
