export interface Machine {
  readonly login?: string;
  readonly password?: string;
}

/**
 * The entry of a host in a netrc: words apart by white space, in quotes where they hold some; macros end at an empty line. `default` opens
 * every door there is, and is therefore left alone.
 */
export function machineIn(text: string, host: string): Machine | undefined {
  const plain = text.replace(/(^|\n)[ \t]*macdef\b[^]*?(?=\n[ \t]*\r?\n|$)/g, '$1').replace(/^[ \t]*#.*$/gm, '');
  const words = [...plain.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(
    ([, quoted, word]) => quoted?.replaceAll(/\\(.)/g, '$1') ?? word ?? '',
  );
  let found: { login?: string; password?: string } | undefined;
  for (let at = 0; at < words.length; at += 2) {
    const [key, value = ''] = [words[at], words[at + 1]];
    if (key === 'default') at -= 1;
    if (key === 'machine' || key === 'default') {
      if (found !== undefined) return found;
      if (key === 'machine' && value.toLowerCase() === host.toLowerCase()) found = {};
    } else if (found !== undefined && (key === 'login' || key === 'password')) found[key] = value;
  }
  return found;
}
