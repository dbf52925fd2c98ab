import type { Ancestry } from '../model/history.ts';

/** "NXCL" and the form: a pack of another form is none of ours. */
const magic = 0x4e58434c;
const form = 1;
const headLength = 4;

/**
 * What a commit builds upon never changes, so it is kept: as ids, and the positions of parents. It is told in git's topological order,
 * which follows from the commits alone (below), so that a run which remembers and one which asks see the same.
 */
export function packAncestry({ ids, parents }: Ancestry): Uint8Array<ArrayBuffer> {
  const links = parents.reduce((sum, { length }) => sum + length, 0);
  const words = headLength + ids.length + links;
  const text = new TextEncoder().encode(ids.join(''));
  const bytes = new Uint8Array(words * 4 + text.length);
  const head = new Uint32Array(bytes.buffer, 0, words);
  head.set([magic, form, ids.length, links]);
  let at = headLength;
  let end = 0;
  for (const { length } of parents) head[at++] = end += length;
  for (const own of parents) for (const parent of own) head[at++] = parent;
  bytes.set(text, words * 4);
  return bytes;
}

/** Undefined where the bytes are no pack of this form. */
export function unpackAncestry(bytes: Uint8Array): Ancestry | undefined {
  const { buffer, byteOffset } = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
  if (bytes.length < headLength * 4) return undefined;
  const [found, own, count = 0, links = 0] = new Uint32Array(buffer, byteOffset, headLength);
  const start = (headLength + count + links) * 4;
  const width = (bytes.length - start) / count;
  if (found !== magic || own !== form || (width !== 40 && width !== 64)) return undefined;
  const numbers = new Uint32Array(buffer, byteOffset + headLength * 4, count + links);
  const text = new TextDecoder('latin1').decode(new Uint8Array(buffer, byteOffset + start, count * width));
  const ids: string[] = [];
  const at = new Map<string, number>();
  const parents: (readonly number[])[] = [];
  for (let place = 0, link = 0; place < count; place++) {
    const id = text.slice(place * width, (place + 1) * width);
    at.set(id, ids.push(id) - 1);
    const list: number[] = [];
    for (const end = numbers[place] ?? 0; link < end; link++) list.push(numbers[count + link] ?? 0);
    parents.push(list);
  }
  return { ids, at, parents };
}

/** What `head` builds upon, from an older ancestry and what git tells beyond that; undefined where something between them is missing. */
export function extendAncestry(known: Ancestry, head: string, text: string): Ancestry | undefined {
  const lines = text.split('\n').filter((line) => line !== '');
  const fresh = lines.map((line) => line.split(' '));
  const freshAt = new Map(fresh.map(([id = ''], place) => [id, place] as const));
  const nodeOf = (id: string): number => {
    const place = freshAt.get(id);
    if (place !== undefined) return place;
    const old = known.at.get(id);
    return old === undefined ? -1 : old + fresh.length;
  };
  const links = fresh.map(([, ...parents]) => parents.map(nodeOf));
  const start = nodeOf(head);
  if (start < 0 || links.some((own) => own.includes(-1))) return undefined;
  const parentsOf = (node: number): readonly number[] =>
    links[node] ?? (known.parents[node - fresh.length] ?? []).map((parent) => parent + fresh.length);
  const order = topological(start, fresh.length + known.ids.length, parentsOf);
  const placeOf = new Int32Array(fresh.length + known.ids.length);
  order.forEach((node, place) => (placeOf[node] = place));
  const ids = order.map((node) => fresh[node]?.[0] ?? known.ids[node - fresh.length] ?? '');
  return {
    ids,
    at: new Map(ids.map((id, place) => [id, place] as const)),
    parents: order.map((node) => parentsOf(node).map((parent) => placeOf[parent] ?? 0)),
  };
}

/**
 * As `git rev-list --topo-order` tells what one commit reaches: no commit before its children, and the last parent's line before the
 * others. Dates play no part in it.
 */
function topological(start: number, size: number, parentsOf: (node: number) => readonly number[]): readonly number[] {
  const children = new Int32Array(size);
  const seen = new Uint8Array(size);
  const open = [start];
  seen[start] = 1;
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const parent of parentsOf(node)) {
      children[parent] = (children[parent] ?? 0) + 1;
      if (seen[parent] === 1) continue;
      seen[parent] = 1;
      open.push(parent);
    }
  }
  const order: number[] = [];
  open.push(start);
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    order.push(node);
    for (const parent of parentsOf(node)) {
      const left = (children[parent] ?? 0) - 1;
      children[parent] = left;
      if (left === 0) open.push(parent);
    }
  }
  return order;
}
