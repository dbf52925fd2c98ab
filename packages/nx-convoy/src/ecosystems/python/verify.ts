import { ok, type Result } from '../../model/problem.ts';
import type { Fetched, Trace, Trial, TrialIn, TrialSource, TrialStep, Trying } from '../../model/trial.ts';
import { folderOf } from '../../paths/inside.ts';
import { fieldsIn } from '../../text/json/lenient.ts';
import { listOf, objectOf, stringOf, type JsonObject } from '../../text/json/narrow.ts';
import { ownSmoke, steps, versionOf } from '../trying.ts';
import { importAll } from './import-all.ts';
import { normalise } from './names.ts';
import { indexVariables } from './trial-indexes.ts';

/** A new virtual environment, pip, and an import of everything that came with it at the top. */
export const verifyDistribution = (asked: Trying): Result<readonly TrialIn[]> =>
  ok(pythonsOf(asked).map((python) => (folder) => trialOf(asked, python, folder)));

/** One that is named is called so where several are; where it is the only one, it may be the usual one. */
function pythonsOf({ python, settings }: Trying): readonly string[] {
  const usual = settings.os === 'win32' ? 'python' : 'python3';
  return python === undefined ? [usual] : [`python${python}`, usual];
}

function trialOf(asked: Trying, python: string, folder: string): Trial {
  const { unit, from, before, settings } = asked;
  const step = steps(asked);
  const programs = settings.os === 'win32' ? 'venv/Scripts' : 'venv/bin';
  const pip = [`${folder}/${programs}/python`, '-m', 'pip'];
  return {
    tools: [{ name: 'python', argv: [python, '--version'] }],
    files: { 'project/import_all.py': importAll },
    env: {
      ...indexVariables(from, settings),
      PIP_CACHE_DIR: `${folder}/pip-cache`,
      PIP_DISABLE_PIP_VERSION_CHECK: '1',
      PIP_NO_INPUT: '1',
      PIP_PROGRESS_BAR: 'off',
      PYTHONDONTWRITEBYTECODE: '1',
      PYTHONNOUSERSITE: '1',
      VIRTUAL_ENV: `${folder}/venv`,
    },
    paths: [programs],
    prepare: [step([python, '-m', 'venv', 'venv'])],
    before: before === undefined ? [] : installing(asked, before, pip),
    install: installing(asked, from, pip),
    smoke: [
      step([...pip, 'check']),
      ...(ownSmoke(asked, { cwd: 'project' }) ?? [
        step([`${folder}/${programs}/python`, 'import_all.py', unit.name], { cwd: 'project' }),
      ]),
    ],
    after: [],
    unseen: /No matching distribution found for|Could not find a version that satisfies/,
    traces: ['report.json'],
    fetched: (found) => fetched(found, unit.name),
  };
}

function installing(asked: Trying, source: TrialSource, pip: readonly string[]): readonly TrialStep[] {
  const step = steps(asked);
  const install = [...pip, 'install', '--report', 'report.json'];
  const wanted = `${asked.unit.name}==${versionOf(source)}`;
  if (source.is === 'registry') return [step([...install, wanted])];
  const [wheel] = source.files.filter((file) => file.endsWith('.whl'));
  const [sdist] = source.files.filter((file) => /\.(?:tar\.gz|zip)$/.test(file));
  const beside = source.needs
    .flatMap(({ files }) => files.slice(0, 1))
    .flatMap((file) => ['--find-links', folderOf(file)]);
  if (wheel === undefined) return [step([...install, ...beside, sdist ?? wanted])];
  // pip alone knows which of several wheels is for this machine. Nothing but the files may stand for it; for what it needs others may.
  return [
    step([...install, '--no-index', '--no-deps', '--find-links', folderOf(wheel), wanted]),
    step([...pip, 'install', ...beside, wanted]),
  ];
}

/** What pip reports of what it has installed, with the digest of the file that it took. */
function fetched([report]: readonly Trace[], name: string): readonly Fetched[] {
  const own = installedBy(report?.text).find(
    ({ metadata }) => normalise(stringOf(objectOf(metadata).name) ?? '') === normalise(name),
  );
  const { url, archive_info: archive } = objectOf(own?.download_info);
  const digest = stringOf(objectOf(objectOf(archive).hashes).sha256);
  const file = /[^/]+$/.exec(stringOf(url)?.replace(/[?#].*$/, '') ?? '')?.[0];
  if (digest === undefined) return [];
  return [
    { of: 'file', ...(file === undefined ? {} : { name: decodeURIComponent(file) }), digest: `sha256:${digest}` },
  ];
}

const installedBy = (report: string | undefined): readonly JsonObject[] =>
  listOf(fieldsIn(report).install).map(objectOf);
