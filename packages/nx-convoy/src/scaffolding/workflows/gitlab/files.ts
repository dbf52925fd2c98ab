import type { Problem } from '../../../model/problem.ts';
import { listOf, mapOf, readYaml } from '../../../text/yaml/read.ts';
import { markOf } from '../mark.ts';
import type { Ground, Wishes } from '../model.ts';
import { nodeOf } from '../node.ts';
import { toolsOf } from '../tools.ts';
import { yamlOf } from '../yaml.ts';
import { mergeRequestJobs, releaseJobs } from './first.ts';
import { childPipeline } from './child.ts';
import { firstFile, ownFile, releaseFile, type StageParts } from './parts.ts';

/** What GitLab's own file includes, and the pipeline of a release, which that begins once it knows the jobs. */
export function gitlabFiles(ground: Ground, wishes: Wishes): Readonly<Record<string, string>> {
  const parts: StageParts = {
    ground,
    wishes,
    node: nodeOf(ground.repo, ground.tool),
    tools: toolsOf(ground, 'gitlab'),
    makesCommit: wishes.on.includes('dispatch') || wishes.on.includes('schedule'),
    stage: stageOf(ground),
  };
  const text = (pipeline: object): string => `${markOf('gitlab', wishes)}\n${yamlOf(pipeline)}`;
  const own = { include: [{ local: firstFile }] };
  return {
    // One that somebody has is theirs: what it has to say is told.
    ...(ground.repo.text(ownFile) === undefined ? { [ownFile]: yamlOf(own) } : {}),
    [firstFile]: text({ ...mergeRequestJobs(parts), ...releaseJobs(parts) }),
    [releaseFile]: text(childPipeline(parts)),
  };
}

/** Jobs wait for none of the repository's own, and so may be in any stage that there is. */
function stageOf({ repo }: Ground): string {
  const text = repo.text(ownFile);
  const stages = text?.ok === true ? listOf(mapOf(dataIn(text.value)).stages).filter(isWord) : [];
  return stages.length === 0 || stages.includes('test') ? 'test' : (stages.at(-1) ?? 'test');
}

const isWord = (value: unknown): value is string => typeof value === 'string' && /^[\w][\w .:/-]*$/.test(value);

function dataIn(text: string): unknown {
  const read = readYaml(text, ownFile);
  return read.ok ? read.value.data : undefined;
}

/** A file of the repository's own has to say that ours is there. */
export function unincluded({ repo }: Ground): readonly Problem[] {
  const text = repo.text(ownFile);
  if (text?.ok !== true || text.value.includes(firstFile)) return [];
  return [
    {
      code: 'INCLUDE_MISSING',
      severity: 'warning',
      what: `${ownFile} does not include ${firstFile}: its jobs would never run.`,
      where: { file: ownFile },
      fix: `Write into ${ownFile}: include: [{ local: ${firstFile} }]`,
    },
  ];
}
