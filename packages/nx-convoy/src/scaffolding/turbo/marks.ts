import { stringsOf, type JsonObject } from '../../text/json/narrow.ts';

/** By what our scripts are known: nobody else's call nx-convoy in this way. */
export const isOurScript = (script: string): boolean =>
  /^(?:run -T )?nx-convoy (?:plan|publish|package)(?: --(?:units|along)=\S+)*$/.test(script);

/** By what our tasks are known, also when nothing runs them any more. */
export const isOurTask = ({ inputs, passThroughEnv }: JsonObject): boolean =>
  stringsOf(inputs).some((input) => input.endsWith(commitInput)) || stringsOf(passThroughEnv).includes(dryRunMark);

export const dryRunMark = 'CONVOY_DRY_RUN';

/** Every move of HEAD is a line of it. */
export const commitInput = '.git/logs/HEAD';
