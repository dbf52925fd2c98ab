import type { ImagePart } from '../../model/image.ts';
import type { Identity, Job, JobIn, MadeWith, Packaging } from '../../model/packaging.ts';
import { ok, type Problem, type Result } from '../../model/problem.ts';
import type { Unit } from '../../model/unit.ts';
import { isWithin } from '../../paths/inside.ts';
import { builders, type Builder, type Wanted } from './builders.ts';
import { buildsIn, type ImageBuild } from './builds.ts';
import { chooseBuilder } from './choose.ts';
import { givenJob } from './given.ts';
import { labelsOf } from './labels.ts';
import { makingOf, refused } from './making.ts';
import { looseness } from './pinned.ts';
import { secretsOf } from './secrets.ts';
import { standsFor } from './stands.ts';

export const imageMadeWith: MadeWith = {
  tools: [],
  choices: builders.map(({ tool }) => tool),
  reads: ['DOCKER_HOST', 'BUILDX_BUILDER', 'BUILDAH_ISOLATION', 'STORAGE_DRIVER'],
};

/** An image a job, in a copy of what is committed of its context; those that others are built from come first. */
export function packageImages(asked: Packaging): Result<readonly JobIn[]> {
  const buildOf = buildsIn(asked);
  return ok(
    basesFirst(asked).map((unit) => (scratch) => {
      const reference = asked.config.units[unit.id]?.image;
      if (reference !== undefined) return givenJob(unit, reference, asked, scratch);
      const build = buildOf(unit);
      return build === undefined ? refused(unit, [unbuildable(unit)]) : jobOf(partOf(build, asked), scratch, asked);
    }),
  );
}

/** The platform that this machine is for. */
const partOf = (build: ImageBuild, { part }: Packaging): ImageBuild =>
  part === undefined || part.platform === 'any' ? build : { ...build, platforms: [part.platform] };

function jobOf(build: ImageBuild, scratch: string, asked: Packaging): Job {
  const { unit, context } = build;
  const [builder, secrets, stands] = [
    chooseBuilder(build, asked),
    secretsOf(build, asked),
    standsFor(build, `${scratch}/tree`, asked),
  ];
  if (!builder.ok || !secrets.ok || !stands.ok)
    return refused(
      unit,
      [builder, secrets, stands].flatMap((part) => (part.ok ? [] : part.problems)),
    );
  const at = (path: string): string => (path === '.' ? `${scratch}/tree` : `${scratch}/tree/${path}`);
  const ignoreFile = asked.tracked.find((file) => file === `${unit.manifest}.dockerignore`);
  const folders = [context, ...stands.value.folders];
  const targets = build.platforms.length === 0 ? [undefined] : build.platforms;
  const parts = targets.map((platform, at_): ImagePart & { readonly folder: string } => ({
    form: builder.value.form,
    folder: `${scratch}/built-${at_}`,
    ...(platform === undefined ? {} : { platform }),
  }));
  const wanted = parts.map(({ folder, platform }): Wanted => ({
    name: `localhost/nx-convoy-${asked.keyOf([unit.id, folder])}:built`,
    folder,
    context: at(context),
    dockerfile: at(unit.manifest),
    ...(ignoreFile === undefined ? {} : { ignoreFile: at(ignoreFile) }),
    ...(platform === undefined ? {} : { platform }),
    ...(build.target === undefined ? {} : { target: build.target }),
    args: build.args,
    labels: labelsOf(build, asked),
    contexts: stands.value.contexts,
    secrets: secrets.value,
    cacheFrom: build.settings.cacheFrom ?? [],
    cacheTo: build.settings.cacheTo ?? [],
    epoch: asked.source.epoch,
  }));
  return {
    stage: asked.tracked.filter(
      (file) => file === unit.manifest || file === ignoreFile || folders.some((folder) => isWithin(file, folder)),
    ),
    folders: [at(context), ...parts.filter(({ form }) => form === 'docker').map(({ folder }) => folder)],
    links: stands.value.links,
    steps: wanted.flatMap((one) =>
      builder.value.commands(one).map((argv) => ({
        ...{ do: 'run', argv, cwd: scratch, timeoutMs: asked.timeoutMs },
        ...(wanted.length < 2 || one.platform === undefined ? {} : { platform: one.platform }),
      })),
    ),
    makes: [makingOf(unit, scratch, parts)],
    tools: [builder.value.tool],
    reads: imageMadeWith.reads,
    identity: () => identityOf(build, builder.value, stands.value.same),
  };
}

function identityOf(build: ImageBuild, { differs }: Builder, same: readonly string[]): Identity {
  const why = differs ?? looseness(build, same);
  return why === undefined ? { by: 'bytes' } : { by: 'content', why };
}

function basesFirst({ units, graph }: Packaging): readonly Unit[] {
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const done = new Set<string>();
  const sorted: Unit[] = [];
  const visit = (unit: Unit): void => {
    if (done.has(unit.id)) return;
    done.add(unit.id);
    for (const { from, to } of graph.edges) {
      const base = from === unit.id ? byId.get(to) : undefined;
      if (base !== undefined) visit(base);
    }
    sorted.push(unit);
  };
  units.forEach(visit);
  return sorted;
}

const unbuildable = ({ name, manifest }: Unit): Problem => ({
  code: 'IMAGE_UNBUILDABLE',
  severity: 'error',
  what: `Nothing tells how ${name} is built: ${manifest} cannot be read.`,
  where: { file: manifest },
  fix: 'See what nx-convoy graph says of it.',
});
