import { ok, type Result } from '../../model/problem.ts';
import type { Fetched, Trace, Trial, TrialIn, TrialSource, TrialStep, Trying } from '../../model/trial.ts';
import { fieldsIn } from '../../text/json/lenient.ts';
import { objectOf, stringOf } from '../../text/json/narrow.ts';
import { ownSmoke, steps, versionOf } from '../trying.ts';
import { importPackage } from './import-package.ts';
import { npmrc } from './trial-npmrc.ts';

/** A new project, `npm install`, an import or its programs. */
export const verifyPackage = (asked: Trying): Result<readonly TrialIn[]> => ok([(folder) => trialOf(asked, folder)]);

function trialOf(asked: Trying, folder: string): Trial {
  const { unit, from, before, settings } = asked;
  return {
    tools: [{ name: 'npm', argv: ['npm', '--version'] }],
    files: {
      'project/package.json': '{ "name": "nx-convoy-trial", "private": true }\n',
      'project/import-package.mjs': importPackage,
      npmrc: npmrc(from, unit.name, settings),
    },
    env: {
      npm_config_userconfig: `${folder}/npmrc`,
      npm_config_cache: `${folder}/npm-cache`,
      npm_config_audit: 'false',
      npm_config_fund: 'false',
      npm_config_update_notifier: 'false',
      npm_config_progress: 'false',
    },
    paths: ['project/node_modules/.bin'],
    prepare: [],
    before: before === undefined ? [] : installing(asked, before),
    install: installing(asked, from),
    smoke: ownSmoke(asked, { cwd: 'project' }) ?? [
      steps(asked)(['node', 'import-package.mjs', unit.name], { cwd: 'project' }),
    ],
    after: [],
    unseen: /\bE404\b|\bETARGET\b|No matching version found/,
    traces: ['project/package-lock.json'],
    fetched: (found) => fetched(found, unit.name),
  };
}

function installing(asked: Trying, source: TrialSource): readonly TrialStep[] {
  // What it needs of the same release has to be there in the same command, or npm looks for it elsewhere.
  const wanted =
    source.is === 'registry'
      ? [`${asked.unit.name}@${versionOf(source)}`]
      : [...source.needs.flatMap(({ files }) => files), ...source.files].filter((file) => file.endsWith('.tgz'));
  return [steps(asked)(['npm', 'install', '--save-exact', ...wanted], { cwd: 'project' })];
}

/** npm has compared what it fetched with this, and installs nothing that differs. */
function fetched([lock]: readonly Trace[], name: string): readonly Fetched[] {
  const digest = stringOf(objectOf(objectOf(fieldsIn(lock?.text).packages)[`node_modules/${name}`]).integrity);
  return digest === undefined ? [] : [{ of: 'file', digest }];
}
