import { backendOf, buildsWith, has, type Project } from './project.ts';

/** Whether the build compiles something into the wheel, as far as manifests tell. */
export const compiles = (project: Project): boolean =>
  /^(?:maturin|scikit_build_core|mesonpy|py_build_cmake)\b/.test(backendOf(project)) ||
  has(project, 'tool', 'setuptools-rust', 'ext-modules') ||
  has(project, 'tool', 'setuptools', 'ext-modules') ||
  buildsWith(project, /^setuptools[-_]rust\b/);
