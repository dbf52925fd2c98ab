import { parseTOML, type AST } from 'toml-eslint-parser';
import { holdsQuoted, lineCounter, type Value } from './value.ts';

/** Every string of a TOML document. */
export function tomlValues(text: string): readonly Value[] {
  const shift = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const plain = text.slice(shift);
  const lineOf = lineCounter(plain);
  const values: Value[] = [];
  for (const node of parseTOML(plain, { tomlVersion: '1.1' }).body[0].body) {
    if (node.type === 'TOMLKeyValue') readPair(node, { path: [], lines: [] });
    else {
      const line = lineOf(node.range[0]);
      const base = { path: node.resolvedKey, lines: node.resolvedKey.map(() => line) };
      for (const pair of node.body) readPair(pair, base);
    }
  }
  return values;

  function readPair({ key, value }: AST.TOMLKeyValue, { path, lines }: Base): void {
    const names = key.keys.map((part) => (part.type === 'TOMLBare' ? part.name : part.value));
    const line = lineOf(key.range[0]);
    readValue(value, { path: [...path, ...names], lines: [...lines, ...names.map(() => line)] });
  }

  function readValue(node: AST.TOMLContentNode, base: Base): void {
    if (node.type === 'TOMLInlineTable') for (const pair of node.body) readPair(pair, base);
    else if (node.type === 'TOMLArray') {
      node.elements.forEach((element, index) => {
        readValue(element, { path: [...base.path, index], lines: [...base.lines, lineOf(element.range[0])] });
      });
    } else if (node.kind === 'string') {
      const width = node.multiline ? 3 : 1;
      const [start, end] = [node.range[0] + width + shift, node.range[1] - width + shift];
      values.push({ ...base, start, end, text: node.value, holds: holdsQuoted });
    }
  }
}

interface Base {
  readonly path: readonly (string | number)[];
  readonly lines: readonly number[];
}
