import type { Packaging } from '../../model/packaging.ts';
import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import { builders, type Builder } from './builders.ts';
import type { ImageBuild } from './builds.ts';

/** The builder that the settings name; else the first that works here and can do what the image asks for. */
export function chooseBuilder(build: ImageBuild, { config, works }: Packaging): Result<Builder> {
  const named = config.units[build.unit.id]?.builder ?? config.package?.images;
  const needs = needsOf(build);
  if (named !== undefined) {
    const builder = builders.find(({ id }) => id === named);
    const lacking = builder === undefined ? [] : builder.lacks.filter((need) => needs.includes(need));
    if (builder === undefined || lacking.length > 0) return fail(cannot(build, named, lacking));
    // One that is named and does not work is told as a tool that is missing.
    return ok(builder);
  }
  const working = builders.filter(({ tool }) => Object.hasOwn(works, tool.name));
  const able = working.find(({ lacks }) => lacks.every((need) => !needs.includes(need)));
  if (able !== undefined) return ok(able);
  const [only] = working;
  return fail(
    only === undefined
      ? noBuilder(build)
      : cannot(
          build,
          only.id,
          only.lacks.filter((need) => needs.includes(need)),
        ),
  );
}

function needsOf({ settings, contexts }: ImageBuild): readonly Builder['lacks'][number][] {
  return [
    ...(Object.keys(settings.secrets ?? {}).length > 0 ? (['secrets'] as const) : []),
    ...(Object.keys(contexts).length > 0 ? (['contexts'] as const) : []),
    ...((settings.cacheTo ?? []).length > 0 ? (['cacheTo'] as const) : []),
  ];
}

const noBuilder = ({ unit }: ImageBuild): Problem => ({
  code: 'IMAGE_BUILDER_MISSING',
  severity: 'error',
  what: `Nothing here builds images: of ${builders.map(({ id }) => id).join(', ')} none answers, be it for want of the program, of its daemon or of a storage that it may write.`,
  where: { file: unit.manifest },
  fix: 'Start the docker daemon, or install buildah (apt-get install buildah, dnf install buildah), which needs none; then package again.',
});

const cannot = ({ unit }: ImageBuild, builder: string, lacking: readonly string[]): Problem => ({
  code: 'IMAGE_BUILDER_UNABLE',
  severity: 'error',
  what: `${builder} cannot build ${unit.name}: it knows no ${lacking.join(' and no ')}.`,
  where: { file: unit.manifest },
  fix: 'Let docker buildx (docker buildx create --use), buildah or podman build it: "package": { "images": "buildah" }.',
});
