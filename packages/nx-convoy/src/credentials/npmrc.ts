import type { Pockets } from '../model/credential.ts';

export type Settings = Readonly<Record<string, string>>;

/** `key = value` lines as npm's reader of INI takes them: comments begin with # or ;, values may stand in quotes. */
export function npmrcIn(text: string): Settings {
  return Object.fromEntries(
    [...text.matchAll(/^[ \t]*([^#;=\s[][^=\n]*?)[ \t]*=[ \t]*(.*?)[ \t]*\r?$/gm)].map(([, key = '', value = '']) => [
      key,
      unquoted(value),
    ]),
  );
}

function unquoted(value: string): string {
  if (/^(["']).*\1$/.test(value)) return value.slice(1, -1);
  // Behind a blank, the same signs begin a comment.
  return value.replace(/\s[;#].*$/, '').trimEnd();
}

/**
 * `${NAME}`; `${NAME?}` is empty where it is not set, and so is Yarn's `${NAME-otherwise}` the rest. Undefined where a variable is not set: npm
 * would send its name.
 */
export function expanded(value: string | undefined, { env }: Pick<Pockets, 'env'>): string | undefined {
  const open: string[] = [];
  const text = value?.replaceAll(/(\\*)\$\{([^${}]+)\}/g, (all: string, slashes: string, inner: string) => {
    // Every second backslash takes the meaning from what follows.
    if (slashes.length % 2 === 1) return all.slice(Math.ceil(slashes.length / 2));
    const [, name = '', otherwise] = /^(\w+)(?:\?|:?-(.*))?$/s.exec(inner) ?? [];
    const found = env[name] ?? '';
    if (found === '' && otherwise === undefined && !inner.endsWith('?')) open.push(name);
    return slashes.slice(slashes.length / 2) + (found === '' ? (otherwise ?? '') : found);
  });
  return open.length > 0 ? undefined : text;
}
