import type { Unit } from '../model/unit.ts';

/** By what Nx knows the project of a unit: `tag:convoy:cargo`, and `tag:convoy:public` where a registry takes it. Patterns of groups may say so. */
export const tagsOfProject = ({
  ecosystem,
  private: isPrivate,
}: Pick<Unit, 'ecosystem' | 'private'>): readonly string[] =>
  isPrivate ? [`convoy:${ecosystem}`] : [`convoy:${ecosystem}`, 'convoy:public'];
