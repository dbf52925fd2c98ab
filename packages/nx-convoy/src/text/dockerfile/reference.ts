/** What an image is called: `ghcr.io/acme/api:1` is `acme/api` at `ghcr.io`. */
export interface Reference {
  /** Absent for a name without namespace and host, which any machine may give to an image of its own. */
  readonly registry?: string;
  readonly name: string;
  /** The one spelling in which all ways to write this image meet, without tag and digest. */
  readonly image: string;
}

const part = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;
const hub = /^(?:(?:index|registry-1)\.)?docker\.io$/;

/** Undefined where the text is no image reference, or where a variable hides part of the name. */
export function parseReference(written: string): Reference | undefined {
  const path = written
    .trim()
    .replace(/@.*$/s, '')
    .replace(/:[^/]*$/s, '');
  const parts = path.split('/');
  const [first = ''] = parts;
  const host = parts.length > 1 && (/[.:]/.test(first) || first === 'localhost') ? first : undefined;
  const names = host === undefined ? parts : parts.slice(1);
  if (!names.every((name) => part.test(name)) || !/^[\w.-]*(:\d+)?$/.test(host ?? '')) return undefined;
  const registry = host === undefined || hub.test(host) ? 'docker.io' : host;
  const short = registry === 'docker.io' && names[0] === 'library' ? names.slice(1) : names;
  const name = short.join('/');
  if (name === '') return undefined;
  // Official images and names of this machine's own are both written bare; so the bare name is where they meet.
  if (registry === 'docker.io' && short.length === 1) return { name, image: name };
  return /^(localhost|127\.0\.0\.1)(:|$)/.test(registry)
    ? { name, image: `${registry}/${name}` }
    : { registry, name, image: `${registry}/${name}` };
}
