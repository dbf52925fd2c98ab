import type { Ecosystem } from '../../model/ecosystem.ts';
import type { JobIn, Packaging } from '../../model/packaging.ts';
import type { Problem } from '../../model/problem.ts';
import type { Unit } from '../../model/unit.ts';
import { ownJob } from './own.ts';

export interface Jobs {
  readonly jobs: readonly JobIn[];
  readonly problems: readonly Problem[];
}

/** How the files of units are made: as is usual in their ecosystem, but for those that the user has a command for. */
export function jobsOf(ecosystem: Ecosystem, asked: Packaging): Jobs {
  const { units, config } = asked;
  const own = units.flatMap((unit) => {
    const command = config.units[unit.id]?.package;
    return command === undefined ? [] : [ownJob(unit, command, ecosystem, asked)];
  });
  const usual = units.filter(({ id }) => config.units[id]?.package === undefined);
  const builds = ecosystem.buildsFirst === true ? [] : usual.filter(({ id }) => config.units[id]?.build !== undefined);
  const rest = usual.filter((unit) => !builds.includes(unit));
  const made = rest.length === 0 ? undefined : ecosystem.package?.({ ...asked, units: rest });
  return {
    jobs: [...own.flatMap((job) => (job.ok ? [job.value] : [])), ...(made?.ok === true ? made.value : [])],
    problems: [
      ...own.flatMap((job) => (job.ok ? [] : job.problems)),
      ...builds.map((unit) => cannotBuild(unit)),
      ...(made?.ok === false ? made.problems : []),
    ],
  };
}

const cannotBuild = ({ id, ecosystem, manifest }: Unit): Problem => ({
  code: 'BUILD_UNHEARD',
  severity: 'error',
  what: `units["${id}"].build runs in a copy of the commit, and ${ecosystem} units are packaged without one.`,
  where: { file: manifest },
  fix: `Commit what it generates, or say the whole command and its outputs: "units": { "${id}": { "package": { "run": ["make", "package"], "outputs": ["dist/*"] } } }.`,
});
