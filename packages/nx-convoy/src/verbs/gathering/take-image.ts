import type { Image } from '../../model/image.ts';
import type { MadeFile, Making, Opened } from '../../model/packaging.ts';
import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import type { Bench } from '../../model/workshop.ts';
import { compose, type Composed } from '../../packaging/layout/compose.ts';
import { gather } from '../../packaging/layout/gather.ts';
import type { Gathered } from '../../packaging/layout/gathered.ts';
import { openLayer, ownLayers, unseen } from '../../packaging/layout/look.ts';

type Wanted = NonNullable<Making['image']>;

/** What is known of files that were taken over. */
export interface TakenOver {
  readonly files: readonly MadeFile[];
  readonly whole: readonly Opened[];
  /** What is measured, where that is not each file. */
  readonly measured?: readonly Opened[];
  readonly image?: Image & { readonly name: string };
  readonly problems: readonly Problem[];
  /** Commands of the user's changed them. */
  readonly isHandled?: boolean;
}

/** Takes over what builders left of an image, as one layout, and looks into what is new in it. */
export async function takeImage(
  { name, parts }: Wanted,
  slug: string,
  bench: Bench,
  epoch: number,
  version: string,
): Promise<Result<TakenOver>> {
  const gathered: Gathered[] = [];
  for (const { form, folder, platform, digest } of parts) {
    const part = await gather(form, {
      look: (file) => bench.look(`${folder}/${file}`),
      size: (file) => bench.size(`${folder}/${file}`),
    });
    if (!part.ok) return part;
    if (digest !== undefined && part.value.root.digest !== digest) return fail(another(name, part.value, digest));
    const other = platform === undefined ? [] : part.value.platforms.filter((one) => !isSame(one.platform, platform));
    if (other.length > 0) return fail(...other.map((one) => wrongPlatform(name, one.platform, platform ?? '')));
    gathered.push(part.value);
  }
  const composed = compose(gathered, version);
  const files = await bench.take(slug, bench.scratch, await laidOut(composed, parts, name, bench));
  const altered = files.filter((file) => isAltered(file, composed, name));
  if (altered.length > 0) return fail(...altered.map(({ name: file }) => alteredBlob(file)));
  const own = ownLayers(composed, epoch);
  const opened = [];
  for (const file of files) {
    const layer = own.get(file.name.slice(name.length + 1));
    opened.push(layer === undefined ? ok(unseen(file)) : await openLayer(file, layer, bench.pieces(slug, file.name)));
  }
  const { root, platforms } = composed;
  return ok({
    files,
    whole: opened.flatMap((one) => (one.ok ? [one.value] : [])),
    measured: [unseen({ name, size: sizeOf(files), sha256: root.digest.replace('sha256:', ''), sha512: '' })],
    image: { name, root, platforms },
    problems: opened.flatMap((one) => (one.ok ? [] : one.problems)),
  });
}

/** What is ours is written down first: then all of it is files below the scratch folder. */
async function laidOut(
  { files }: Composed,
  parts: Wanted['parts'],
  name: string,
  bench: Bench,
): Promise<readonly { readonly path: string; readonly as: string }[]> {
  const taken = [];
  for (const { name: file, from } of files) {
    const as = `${name}/${file}`;
    if (from instanceof Uint8Array) {
      await bench.place(`composed/${file}`, from);
      taken.push({ path: `composed/${file}`, as });
    } else {
      const folder = parts[from.part]?.folder ?? '';
      taken.push({ path: `${folder.slice(bench.scratch.length + 1)}/${from.file}`, as });
    }
  }
  return taken;
}

/** A blob is called by its digest, so whoever copies it can tell. */
const isAltered = ({ name: file, sha256 }: MadeFile, { files }: Composed, name: string): boolean =>
  files.some((one) => `${name}/${one.name}` === file && one.digest !== undefined && one.digest !== `sha256:${sha256}`);

const sizeOf = (files: readonly MadeFile[]): number => files.reduce((sum, { size }) => sum + size, 0);

/** `linux/arm64` is built with the variant v8, and says so or not. */
const isSame = (is: string, wanted: string): boolean =>
  is === wanted || is.startsWith(`${wanted}/`) || wanted === `${is}/v8`;

const wrongPlatform = (name: string, is: string, wanted: string): Problem => ({
  code: 'IMAGE_PLATFORM',
  severity: 'error',
  what: `${name}: what was built for ${wanted} says that it is for ${is === '' ? 'no platform' : is}.`,
  fix: `See that its base is there for ${wanted}, and that no FROM --platform names another.`,
});

const another = (name: string, { root }: Gathered, wanted: string): Problem => ({
  code: 'IMAGE_OTHER',
  severity: 'error',
  what: `${name} is ${root.digest}, and the settings name ${wanted}.`,
  fix: 'A registry that gives other bytes than the ones asked for is not to be trusted: see where it is fetched from.',
});

const alteredBlob = (file: string): Problem => ({
  code: 'IMAGE_INCOMPLETE',
  severity: 'error',
  what: `${file} holds other bytes than its name says.`,
  fix: 'Package again: nx-convoy package --clean; if it stays so, package.log tells what the builder did.',
});
