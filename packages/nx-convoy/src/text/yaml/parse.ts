import { isAlias, isMap, isScalar, isSeq, parseAllDocuments, type Document, type Node, type YAMLMap } from 'yaml';

/** For each map and list, the line of each of its keys or items. */
export type Lines = ReadonlyMap<object, ReadonlyMap<string | number, number>>;

export interface Parsed {
  readonly data: unknown;
  readonly lines: Lines;
  readonly start: number;
}

export type Parsing =
  | { readonly ok: true; readonly documents: readonly Parsed[] }
  | { readonly ok: false; readonly reason: string; readonly line: number; readonly column: number };

/** Any YAML, by the library: one schema in which every scalar is text. */
export function parseDocuments(text: string): Parsing {
  const rows = lineStarts(text);
  const refuse = (reason: string, offset: number): Parsing => {
    const line = lineOf(rows, offset);
    return { ok: false, reason, line, column: offset - (rows[line - 1] ?? 0) + 1 };
  };
  try {
    const documents = parseAllDocuments(text, {
      schema: 'failsafe',
      // Comparing each key with all before it takes seconds for a long map; a repeated key's last value counts.
      uniqueKeys: false,
      logLevel: 'silent',
      prettyErrors: false,
    });
    const parsed: Parsed[] = [];
    for (const document of 'empty' in documents ? [] : documents) {
      const error = document.errors[0];
      if (error !== undefined) return refuse(sentence(error.message), error.pos[0]);
      parsed.push(unfold(document, rows));
    }
    return { ok: true, documents: parsed };
  } catch (error) {
    return refuse(sentence(error instanceof Error ? error.message : 'it cannot be read'), 0);
  }
}

const sentence = (message: string): string => (message.split('\n')[0] ?? '').replace(/[.:]$/, '');

/** More than any file means: only aliases of aliases of aliases unfold to this. */
const mostNodes = 1_000_000;

/**
 * Plain data of a document. An alias gives the very value of its anchor, so nothing is copied; but whoever walks the data
 * would walk it once per alias, so what it unfolds to is counted.
 */
function unfold(document: Document.Parsed, rows: readonly number[]): Parsed {
  const lines = new Map<object, Map<string | number, number>>();
  const anchors = new Map<string, { value: unknown; size: number }>();
  let nodes = 0;
  const root = document.contents;
  const at = (node: Node | null): number => lineOf(rows, node?.range?.[0] ?? 0);
  const data = read(root);
  return { data, lines, start: at(root) };

  function read(node: unknown): unknown {
    if (isAlias(node)) {
      const anchored = anchors.get(node.source);
      nodes += anchored?.size ?? 0;
      if (nodes > mostNodes) throw new Error('its aliases unfold to more than a million values');
      return anchored?.value;
    }
    const before = nodes;
    nodes += 1;
    const value = isMap(node)
      ? readMap(node)
      : isSeq(node)
        ? readList(node.items)
        : isScalar(node)
          ? text(node.value)
          : undefined;
    // Only now: an anchor inside its own value would make the data endless.
    const anchor = isMap(node) || isSeq(node) || isScalar(node) ? node.anchor : undefined;
    if (anchor !== undefined) anchors.set(anchor, { value, size: nodes - before });
    return value;
  }

  function readMap(map: YAMLMap): Record<string, unknown> {
    const result: Record<string, unknown> = {};
    const places = new Map<string | number, number>();
    const merged: unknown[] = [];
    lines.set(result, places);
    for (const { key, value } of map.items) {
      const name = isAlias(key) ? anchors.get(key.source)?.value : isScalar(key) ? text(key.value) : undefined;
      const line = at(key as Node | null);
      const content = read(value);
      if (name === '<<' && isScalar(key) && key.type === 'PLAIN') merged.push(content);
      else if (typeof name === 'string') {
        put(result, name, content);
        places.set(name, line);
      }
    }
    for (const source of merged)
      for (const one of Array.isArray(source) ? (source as unknown[]) : [source]) merge(one, result, places);
    return result;
  }

  /** `<<` gives the keys that the map does not have itself. */
  function merge(source: unknown, result: Record<string, unknown>, places: Map<string | number, number>): void {
    if (typeof source !== 'object' || source === null || Array.isArray(source)) return;
    for (const [key, value] of Object.entries(source)) {
      if (Object.hasOwn(result, key)) continue;
      put(result, key, value);
      places.set(key, lines.get(source)?.get(key) ?? 1);
    }
  }

  function readList(items: readonly unknown[]): unknown[] {
    const result: unknown[] = [];
    const places = new Map<string | number, number>();
    lines.set(result, places);
    items.forEach((item, index) => {
      places.set(index, at(item as Node | null));
      result.push(read(item));
    });
    return result;
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** As own data, also where the key is `__proto__`. */
function put(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else target[key] = value;
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function lineOf(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}
