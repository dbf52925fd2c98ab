/** What is wrong with a package's name, by the rules for new ones. */
export function badName(name: string): string | undefined {
  if (name.length === 0 || name.length > 214) return 'name length must be between 1 and 214 characters';
  if (!/^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/.test(name)) {
    return 'name can only contain lower-case URL-friendly characters';
  }
  return ['node_modules', 'favicon.ico'].includes(name) ? `${name} is not a valid package name` : undefined;
}

/** The name of a package's file; a scope is no part of it. */
export const fileName = (name: string, version: string): string => `${name.replace(/^@.*\//, '')}-${version}.tgz`;

/** A tag must not read like a version, or nobody could tell them apart. */
export const isTag = (tag: string): boolean => /^[A-Za-z_~][\w.~-]{0,213}$/.test(tag) && !/^v?\d+(\.|$)/.test(tag);
