import { inOrder, type Dated, type Member } from './member.ts';

const block = 512;
const encoder = new TextEncoder();

/**
 * A tar in the pax format, of the same bytes for the same members in any order: nobody's user, group or umask, one age for all. What does not
 * fit a plain header (long names, links, sizes) goes into a pax header before it, as POSIX has it; only files and links, for readers make the
 * folders by themselves.
 */
export function writeTar(members: readonly Member[], { epoch, comment }: Dated): Uint8Array {
  const parts: Uint8Array[] = [];
  const add = (header: Uint8Array, body: Uint8Array): void => {
    parts.push(header, body, new Uint8Array((block - (body.length % block)) % block));
  };
  // `git get-tar-commit-id` looks for it here.
  if (comment !== undefined) {
    const body = records({ comment });
    add(headerOf({ name: 'pax_global_header', size: body.length, type: 'g', mode: 0o644, link: '', epoch }), body);
  }
  for (const { path, bytes, isExecutable, link } of inOrder(members)) {
    const body = link === undefined ? bytes : new Uint8Array();
    const name = fit(path);
    const more = {
      ...(name === undefined ? { path } : {}),
      ...(link === undefined || encoder.encode(link).length <= 100 ? {} : { linkpath: link }),
      ...(body.length > mostOctal ? { size: String(body.length) } : {}),
    };
    if (Object.keys(more).length > 0) {
      const extra = records(more);
      add(headerOf({ name: 'pax_header', size: extra.length, type: 'x', mode: 0o644, link: '', epoch }), extra);
    }
    add(
      headerOf({
        ...(name ?? { name: cut(path, 100) }),
        size: body.length > mostOctal ? 0 : body.length,
        type: link === undefined ? '0' : '2',
        mode: link !== undefined ? 0o777 : isExecutable === true ? 0o755 : 0o644,
        link: cut(link ?? '', 100),
        epoch,
      }),
      body,
    );
  }
  parts.push(new Uint8Array(2 * block));
  return Buffer.concat(parts);
}

/** Eleven octal digits. */
const mostOctal = 0o77777777777;

interface Header {
  readonly name: string;
  readonly prefix?: string;
  readonly size: number;
  readonly type: string;
  readonly mode: number;
  readonly link: string;
  readonly epoch: number;
}

function headerOf({ name, prefix = '', size, type, mode, link, epoch }: Header): Uint8Array {
  const header = new Uint8Array(block);
  const put = (at: number, text: string): void => header.set(encoder.encode(text), at);
  const octal = (at: number, length: number, value: number): void =>
    put(at, `${value.toString(8).padStart(length - 1, '0')}\0`);
  put(0, name);
  octal(100, 8, mode);
  octal(108, 8, 0);
  octal(116, 8, 0);
  octal(124, 12, size);
  octal(136, 12, Math.max(0, epoch));
  put(148, ' '.repeat(8));
  put(156, type);
  put(157, link);
  put(257, 'ustar\x0000');
  put(345, prefix);
  const sum = header.reduce((total, byte) => total + byte, 0);
  put(148, `${sum.toString(8).padStart(6, '0')}\0 `);
  return header;
}

/** A path of up to 100 bytes, or cut at a slash into one and a prefix of up to 155; undefined where it is longer. */
function fit(path: string): { readonly name: string; readonly prefix?: string } | undefined {
  if (/[^\x20-\x7e]/.test(path)) return undefined;
  if (path.length <= 100) return { name: path };
  const slash = path.indexOf('/', path.length - 101);
  return slash <= 0 || slash > 155 ? undefined : { name: path.slice(slash + 1), prefix: path.slice(0, slash) };
}

/** For readers that know no pax: never half a letter. */
const cut = (text: string, most: number): string => {
  let shown = text.slice(0, most);
  while (encoder.encode(shown).length > most) shown = shown.slice(0, -1);
  return shown;
};

/** Lines `<length> <key>=<value>`, where the length counts itself. */
function records(values: Readonly<Record<string, string>>): Uint8Array {
  const lines = Object.entries(values).map(([key, value]) => {
    const rest = ` ${key}=${value}\n`;
    const size = encoder.encode(rest).length;
    let length = size + String(size).length;
    if (size + String(length).length > length) length += 1;
    return `${length}${rest}`;
  });
  return encoder.encode(lines.join(''));
}
