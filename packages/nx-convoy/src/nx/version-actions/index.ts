import { ConvoyVersionActions } from './actions.ts';

export default ConvoyVersionActions;
export { afterAllProjectsVersioned } from './lock-files.ts';
