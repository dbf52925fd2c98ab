import type { Supply } from '../../model/rehearsal.ts';
import type { ClientSettings } from '../../model/trial.ts';
import { usersSettings } from './trial-npmrc.ts';

/** The registry that the user's npm asks. */
export function supplyOfPackages(user: ClientSettings): Supply {
  const { registry } = usersSettings(user);
  return registry === undefined ? {} : { url: registry.replace(/\/+$/, '') };
}
