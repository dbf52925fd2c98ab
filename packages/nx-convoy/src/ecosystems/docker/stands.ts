import { relative } from 'node:path/posix';
import type { Packaging } from '../../model/packaging.ts';
import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import type { Unit } from '../../model/unit.ts';
import { parseReference } from '../../text/dockerfile/reference.ts';
import type { Stand } from './builders.ts';
import type { ImageBuild } from './builds.ts';

export interface Stands {
  readonly contexts: Readonly<Record<string, Stand>>;
  /** Of the workspace: they are staged as well. */
  readonly folders: readonly string[];
  /** Beside the copy, as a job has them. */
  readonly links: Readonly<Record<string, string>>;
  /** Names of images of this repository that are the same bytes whenever they are made. */
  readonly same: readonly string[];
}

/**
 * What names in FROM and COPY --from stand for: what declarations say, and images of this repository as they were packaged from this very
 * commit. No registry has those yet, or has others under that name.
 */
export function standsFor(build: ImageBuild, tree: string, asked: Packaging): Result<Stands> {
  const contexts: Record<string, Stand> = {};
  const folders: string[] = [];
  const links: Record<string, string> = {};
  const same: string[] = [];
  const problems: Problem[] = [];
  for (const [name, stand] of Object.entries(build.contexts)) {
    if ('folder' in stand) {
      folders.push(stand.folder);
      contexts[name] = { folder: stand.folder === '.' ? tree : `${tree}/${stand.folder}` };
    } else if ('unit' in stand) {
      const made = asked.recorded(stand.unit);
      if (made === undefined) problems.push(notMade(build.unit, stand.unit));
      else {
        contexts[name] = { folder: made.folder };
        if (made.identity.by === 'bytes') same.push(name);
      }
    } else if ('image' in stand && ownImage(stand.image, build.unit, asked) === undefined) contexts[name] = stand;
  }
  for (const reference of namesIn(build)) {
    const own = ownImage(reference.image, build.unit, asked);
    if (own === undefined) continue;
    const made = asked.recorded(own.id);
    if (made?.image === undefined) problems.push(notPackaged(build.unit, own));
    else {
      const layout = `${made.folder}/${made.image.name}`;
      // buildah makes a name of the folder, and names are small letters: folders of people are not.
      const link = `nx-convoy-base-${asked.keyOf([tree, own.id])}`;
      links[`../${link}`] = relative(tree, layout);
      if (made.identity.by === 'bytes') same.push(reference.name);
      contexts[reference.name] = { layout, digest: made.image.digest, link };
    }
  }
  return problems.length > 0 ? fail(...problems) : ok({ contexts, folders, links, same });
}

/** Each name with the image that it means. Where a declaration names another target, the graph has an edge to it. */
function namesIn({ bases, contexts }: ImageBuild): readonly { readonly name: string; readonly image: string }[] {
  return bases.map((base) => {
    const stand = Object.hasOwn(contexts, base.toLowerCase()) ? contexts[base.toLowerCase()] : undefined;
    return { name: base, image: stand !== undefined && 'image' in stand ? stand.image : base };
  });
}

function ownImage(reference: string, unit: Unit, { graph }: Packaging): Unit | undefined {
  const image = parseReference(reference)?.image;
  const needed = new Set(graph.edges.flatMap(({ from, to }) => (from === unit.id ? [to] : [])));
  return image === undefined
    ? undefined
    : graph.units.find(({ id, images }) => needed.has(id) && images?.includes(image) === true);
}

const notMade = (unit: Unit, needed: string): Problem => ({
  code: 'IMAGE_PART_MISSING',
  severity: 'error',
  what: `${unit.name} is built with the files of ${needed}, which is not packaged from this commit.`,
  where: { file: unit.manifest },
  fix: `Package both: nx-convoy package --units=${needed},${unit.id}`,
});

const notPackaged = (unit: Unit, base: Unit): Problem => ({
  code: 'IMAGE_BASE_MISSING',
  severity: 'error',
  what: `${unit.name} is built from ${base.name} of this repository, which is not packaged from this commit.`,
  where: { file: unit.manifest },
  fix: `Package both: nx-convoy package --units=${base.id},${unit.id}`,
});
