import { isAlias, isCollection, isMap, isPair, isScalar, parseAllDocuments, type Node, type Scalar } from 'yaml';
import { parsePlain } from '../yaml/plain.ts';
import { holdsQuoted, lineCounter, type Value } from './value.ts';

type Path = readonly (string | number)[];

/** Every scalar of every document of a YAML file. What an alias stands for is told where its anchor is, and only there. */
export const yamlValues = (text: string): readonly Value[] => plainYamlValues(text) ?? anyYamlValues(text);

/** Those of a file that is written as most are; undefined for any other, and whatever is given is what the library finds. */
export function plainYamlValues(text: string): readonly Value[] | undefined {
  const lead = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const values: Value[] = [];
  const parsed = parsePlain(lead === 0 ? text : text.slice(1), ({ path, lines, start, end, form, isFlow }) => {
    const range = { start: lead + start, end: lead + end };
    values.push({
      path: [...path],
      lines: [...lines],
      ...range,
      text: text.slice(range.start, range.end),
      holds: form === 'quoted' ? holdsQuoted : form === 'literal' ? holdsLiteral : isFlow ? holdsInFlow : holdsPlain,
    });
  });
  return parsed === undefined ? undefined : values;
}

/** By the library, whatever stands there. */
export function anyYamlValues(text: string): readonly Value[] {
  const lineOf = lineCounter(text);
  const values: Value[] = [];
  const documents = parseAllDocuments(text, { keepSourceTokens: true, logLevel: 'silent' });
  if (!Array.isArray(documents)) return [];
  documents.forEach((document, index) => {
    read(
      document.contents,
      documents.length > 1 ? [`document ${index + 1}`] : [],
      documents.length > 1 ? [0] : [],
      false,
    );
  });
  return values;

  function read(node: unknown, path: Path, lines: readonly number[], isFlow: boolean): void {
    if (isAlias(node)) return;
    if (isScalar(node)) {
      values.push(scalarValue(node, { path, lines }, text, isFlow));
      return;
    }
    if (!isCollection(node)) return;
    const within = isFlow || node.flow === true;
    node.items.forEach((item, index) => {
      if (isMap(node) && isPair(item)) {
        const key = isScalar(item.key) ? String(item.key.source ?? item.key.value) : index;
        read(item.value, [...path, key], [...lines, lineAt(item.key)], within);
      } else read(item, [...path, index], [...lines, lineAt(item)], within);
    });
  }

  function lineAt(node: unknown): number {
    const range = (node as Partial<Node> | null)?.range;
    return range === undefined || range === null ? 0 : lineOf(range[0]);
  }
}

function scalarValue(node: Scalar, at: Pick<Value, 'path' | 'lines'>, text: string, isFlow: boolean): Value {
  const [start = 0, end = 0] = node.range ?? [];
  if (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE')
    return { ...at, start: start + 1, end: end - 1, text: String(node.value), holds: holdsQuoted };
  if (node.type === 'PLAIN')
    return {
      ...at,
      start,
      end,
      text: node.source ?? text.slice(start, end),
      holds:
        node.tag === 'tag:yaml.org,2002:str'
          ? (after) => isPlain(after, isFlow, true)
          : isFlow
            ? holdsInFlow
            : holdsPlain,
    };
  // The header of a block scalar is no part of what it holds.
  const first = text.indexOf('\n', start) + 1;
  return { ...at, start: first, end, text: text.slice(first, end), holds: holdsLiteral };
}

const holdsLiteral = (text: string): boolean => !/\p{Cc}/u.test(text);
const holdsInFlow = (text: string): boolean => isPlain(text, true);
const holdsPlain = (text: string): boolean => isPlain(text, false);

/** A version of three numbers or more, maybe in a range of one: never a number, a date or a word of YAML. */
const versionLike = /^[~^v]?\d+\.\d+\.\d+(?:[-+.][\w.+-]*)?$/;

/**
 * Whether a text may stand without quotes and is read back as it is: `1.10` would be read as the number 1.1 by whoever does not look
 * at how it was written.
 */
function isPlain(text: string, isFlow: boolean, isTaggedText = false): boolean {
  if (versionLike.test(text)) return true;
  const [document] = parseAllDocuments(isFlow ? `{ k: ${text} }` : `k: ${text}`, { logLevel: 'silent' });
  if (document === undefined || document.errors.length > 0 || !isMap(document.contents)) return false;
  const [pair, ...others] = document.contents.items;
  const value = pair?.value;
  if (others.length > 0 || !isScalar(value) || value.type !== 'PLAIN' || value.source !== text) return false;
  return isTaggedText || String(value.value) === text;
}
