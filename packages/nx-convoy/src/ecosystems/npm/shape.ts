import semver from 'semver';
import type { Problem } from '../../model/problem.ts';
import { isObject } from '../../text/json/narrow.ts';
import { isPackage, isPrivate, tableOf, type Package } from './manifest.ts';

/** What keeps a file from being a package at all. */
export function nameProblem(pkg: Package): Problem | undefined {
  if (!isPackage(pkg)) return shape(pkg, 'The file holds no object.', 'Write { "name": "...", "version": "..." }.');
  const { name } = tableOf(pkg);
  if (name === undefined || name === null || typeof name === 'string') return undefined;
  return shape(pkg, 'The name is no text.', 'Write "name": "...".', 'name');
}

/** Fields of a package that npm would not understand. */
export function fieldProblems(pkg: Package): readonly Problem[] {
  const { version, workspaces } = tableOf(pkg);
  const problems: Problem[] = [];
  if (!isAbsent(workspaces) && !Array.isArray(workspaces) && !isObject(workspaces)) {
    problems.push(shape(pkg, 'workspaces is no list.', 'Write "workspaces": ["packages/*"].', 'workspaces'));
  }
  const fix = 'Write three numbers: "version": "1.0.0".';
  if (isAbsent(version)) return problems;
  if (typeof version !== 'string') problems.push(shape(pkg, 'The version is no text.', fix, 'version'));
  else if (!isPrivate(pkg) && semver.valid(version, { loose: true }) === null) {
    problems.push({ ...shape(pkg, `npm takes no version such as "${version}".`, fix, 'version'), severity: 'warning' });
  }
  return problems;
}

const isAbsent = (value: unknown): boolean => value === undefined || value === null;

const shape = (pkg: Package, what: string, fix: string, ...path: readonly string[]): Problem => ({
  code: 'NPM_INVALID',
  severity: 'error',
  what,
  where: { file: pkg.file, line: pkg.content.line(...path) },
  fix,
});
