import ts from 'typescript';

export interface Import {
  readonly from: string;
  readonly line: number;
}

/** A name of the platform that acts or looks at the world, as it is used in a file. */
export interface Effect {
  readonly name: string;
  readonly line: number;
}

export function parse(file: string, text: string): ts.SourceFile {
  return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
}

/** Every module that a file names: static and lazy imports, re-exports, and types written as `import('x')`. */
export function importsOf(file: string, text: string): readonly Import[] {
  const { importedFiles } = ts.preProcessFile(text, true, true);
  const source = parse(file, text);
  return importedFiles.map(({ fileName, pos }) => ({ from: fileName, line: lineOf(source, pos) }));
}

export function effectsOf(file: string, text: string): readonly Effect[] {
  const source = parse(file, text);
  const found: Effect[] = [];
  const visit = (node: ts.Node): void => {
    const name = effect(node);
    if (name !== undefined) found.push({ name, line: lineOf(source, node.getStart(source)) });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const members: Readonly<Record<string, readonly string[]>> = {
  Date: ['now'],
  Math: ['random'],
  performance: ['now'],
  crypto: ['randomUUID', 'getRandomValues'],
};
const calls = new Set(['fetch', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask']);
const objects = new Set(['process', 'console', 'globalThis']);

function effect(node: ts.Node): string | undefined {
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
    const { text } = node.expression;
    if (calls.has(text)) return `${text}()`;
    // Without arguments it is the clock; with some it only converts.
    if (text === 'Date') return 'Date()';
  }
  if (ts.isNewExpression(node) && isNamed(node.expression, 'Date') && (node.arguments ?? []).length === 0) {
    return 'new Date()';
  }
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
    if (!ts.isIdentifier(node.expression)) return undefined;
    const owner = node.expression.text;
    if (objects.has(owner)) return owner;
    const member = ts.isPropertyAccessExpression(node) ? node.name.text : undefined;
    if (member !== undefined && members[owner]?.includes(member) === true) return `${owner}.${member}`;
  }
  // `const { env } = process` and `f(process)` hand the same thing around.
  if (ts.isIdentifier(node) && objects.has(node.text) && isValue(node)) return node.text;
  return undefined;
}

function isValue(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)) return parent.initializer === node;
  if (ts.isCallExpression(parent)) return parent.arguments.includes(node);
  return ts.isShorthandPropertyAssignment(parent);
}

const isNamed = (node: ts.Node, name: string): boolean => ts.isIdentifier(node) && node.text === name;

const lineOf = (source: ts.SourceFile, position: number): number =>
  source.getLineAndCharacterOfPosition(position).line + 1;
