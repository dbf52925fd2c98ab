import type { Place, Problem } from '../../model/problem.ts';

export const valueInvalid = (what: string, where: Place, fix: string): Problem => ({
  code: 'PYTHON_VALUE_INVALID',
  severity: 'error',
  what,
  where,
  fix,
});

export const pathOutside = (what: string, path: string, where: Place): Problem => ({
  code: 'PYTHON_PATH_OUTSIDE',
  severity: 'warning',
  what: `${what} is taken from ${path}, which lies outside of the workspace; it was not looked at.`,
  where,
  fix: 'Move it into the workspace, or require it from an index.',
});

export const pathMissing = (what: string, path: string, exists: boolean, where: Place): Problem => ({
  code: 'PYTHON_PATH_MISSING',
  severity: 'warning',
  what: `${what} is taken from ${path}, ${exists ? 'where there is no Python project' : 'which is not there'}.`,
  where,
  fix: 'Check it out (git submodule update --init), or correct the path.',
});

export const memberMissing = (what: string, where: Place, fix: string): Problem => ({
  code: 'PYTHON_MEMBER_MISSING',
  severity: 'warning',
  what,
  where,
  fix,
});

export const versionSkew = (file: string, version: string, unit: string, where: Place): Problem => ({
  code: 'PYTHON_VERSION_SKEW',
  severity: 'warning',
  what: `${file} gives the version ${version}, but ${unit} is what the package is built with.`,
  where,
  fix: 'Keep the version in one file: take it out of the other.',
});
