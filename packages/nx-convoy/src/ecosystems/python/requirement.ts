/** A requirement as PEP 508 has it, and as pip reads it in older files. */
export interface Requirement {
  readonly name: string;
  /** The specifiers as written, `>=1,<2`; absent where any version will do. */
  readonly range?: string;
  /** What stands behind `@`. */
  readonly url?: string;
}

const head = /^\s*([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?\s*/;

/** Undefined where the text is no requirement: an option, a bare path, a placeholder. */
export function parseRequirement(text: string): Requirement | undefined {
  const found = head.exec(text);
  const name = found?.[1];
  if (found === null || name === undefined) return undefined;
  const rest = text.slice(found[0].length);
  if (rest.startsWith('@')) {
    const url = (rest.slice(1).split(' ;')[0] ?? '').trim();
    return url === '' ? undefined : { name, url };
  }
  const written = (rest.split(';')[0] ?? '').trim();
  const range = written.startsWith('(') && written.endsWith(')') ? written.slice(1, -1).trim() : written;
  // A version that a build hook fills in, `=={{ version }}`, is none yet.
  if (range === '' || range.includes('{{')) return { name };
  return /^(===|~=|==|!=|<=|>=|<|>)/.test(range) ? { name, range } : undefined;
}
