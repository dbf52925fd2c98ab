import type { Claim } from '../../model/claim.ts';
import type { Config } from '../../model/config.ts';
import type { Ignored, Survey } from '../../model/ecosystem.ts';
import { ok } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Found } from '../../model/unit.ts';
import { folderOf } from '../../paths/inside.ts';
import { readStages, type Dockerfile } from '../../text/dockerfile/stages.ts';
import { readManifests, type Read } from '../reading.ts';
import { contentOf, type Around, type Content } from './claims.ts';
import { contextsIn } from './context.ts';
import { declaredImages } from './declarations/index.ts';
import type { Declaration } from './declarations/declaration.ts';
import { ignoredBy } from './dockerignore.ts';
import { isDockerfile, isTemplateName } from './files.ts';
import { foreignIn } from './foreign.ts';
import { imagesOf, type Image } from './images.ts';
import { treeOf } from './tree.ts';

export function survey(repo: Snapshot, config: Config): Survey {
  const read = readManifests(repo, isDockerfile, (text) => ok(readStages(text)), config);
  const tree = treeOf(repo.files);
  const declared =
    read.manifests.length === 0 ? { declarations: [], problems: [] } : declaredImages(repo, config, tree);
  const byFile = new Map<string, Declaration[]>();
  for (const declaration of declared.declarations) {
    const list = byFile.get(declaration.dockerfile);
    if (list === undefined) byFile.set(declaration.dockerfile, [declaration]);
    else list.push(declaration);
  }
  const ignored: Ignored[] = [...read.ignored];
  const images: (Image & { content: Dockerfile })[] = [];
  for (const { file, content, aside } of read.manifests) {
    const declarations = byFile.get(file) ?? [];
    const why = reasonToLeave({ file, content, aside }, declarations);
    if (why !== undefined) ignored.push({ file, why });
    else images.push(...imagesOf(file, declarations).map((image) => ({ ...image, content })));
  }
  const labelled = new Map(images.flatMap(({ key, labels }) => labels.map((label) => [label, key] as const)));
  const around: Around = {
    tree,
    ignoredIn: ignoredBy(repo, tree),
    contextFor: contextsIn(repo.files, tree),
    isForeign: foreignIn(tree),
    labelled,
  };
  const units: Found[] = [];
  const claims: Claim[] = [];
  for (const image of images) {
    const content = contentOf(image, image.content, around);
    units.push(unitOf(image, content));
    claims.push(...content.claims);
  }
  return { units, claims, ignored, problems: [...read.problems, ...declared.problems] };
}

type Candidate = Pick<Read<Dockerfile>, 'file' | 'content'> & { readonly aside: string | undefined };

function reasonToLeave({ file, content, aside }: Candidate, declarations: readonly Declaration[]): string | undefined {
  if (isTemplateName(file)) return 'is a template, by its name';
  if (content.stages.length === 0) return 'has no FROM, so it builds no image by itself';
  if (content.stages.some(({ base }) => /\{\{|\{%|<%/.test(base))) return 'is a template: its FROM is a placeholder';
  return declarations.some(({ by }) => by === 'config') ? undefined : aside;
}

function unitOf(image: Image, { label }: Content): Found {
  const { key, name, dockerfile, registries, images, why } = image;
  return {
    key,
    name,
    root: folderOf(dockerfile),
    manifest: dockerfile,
    ...(label === undefined
      ? {}
      : { version: label.version, versionSource: { is: 'written', at: { file: dockerfile, line: label.line } } }),
    private: why !== undefined,
    ...(why === undefined ? {} : { why }),
    registries,
    images,
  };
}
