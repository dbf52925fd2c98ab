/** What a manifest says instead of its own folder, by the tool that reads it. */
const ownFolder = /^(?:\$\{PROJECT_ROOT\}|\$PROJECT_ROOT|\{root:(?:uri|real)\}|\{root\})/;
const aboveFolder = /^\{root((?::parent)+)(?::uri|:real)?\}/;

/**
 * The path that a direct reference names, relative to the folder of its manifest; undefined where it is an address or a built file
 * rather than a project. An absolute path stays one: it lies outside of every workspace.
 */
export function pathOf(reference: string): string | undefined {
  const plain = withoutScheme(reference.trim().replace(/^["']|["']$/g, ''));
  if (plain === undefined) return undefined;
  const path = decode(withoutExtras(fromFolder(plain).split('#')[0] ?? '')).trim();
  return path === '' || /\.(whl|zip|gz|bz2|tgz|egg)$/i.test(path) ? undefined : path;
}

function withoutExtras(path: string): string {
  const plain = path.trimEnd();
  return plain.endsWith(']') && plain.includes('[') ? plain.slice(0, plain.lastIndexOf('[')) : plain;
}

function withoutScheme(reference: string): string | undefined {
  const file = /^file:(?:\/\/localhost(?=[/$])|\/\/(?=[/${.]))?/i.exec(reference);
  if (file !== null) return reference.slice(file[0].length);
  return /^[a-z][a-z0-9+.-]+:|^[\w.-]+@[\w.-]+:/i.test(reference) ? undefined : reference;
}

function fromFolder(path: string): string {
  const bare = /^\/[${]/.test(path) ? path.slice(1) : path;
  const above = aboveFolder.exec(bare);
  if (above !== null)
    return `${'../'.repeat(above[1]?.split(':parent').length ?? 1).slice(3)}.${bare.slice(above[0].length)}`;
  return ownFolder.test(bare) ? `.${bare.replace(ownFolder, '')}` : path;
}

function decode(path: string): string {
  try {
    return path.includes('%') ? decodeURIComponent(path) : path;
  } catch {
    return path;
  }
}
