import type { ExecutorContext } from '@nx/devkit';
import type { ProjectGraph } from '../model/world.ts';
import { diskWorld } from '../shell/world.ts';
import { optionForms } from '../verbs/forms.ts';
import type { Verb } from '../verbs/verb.ts';

/** An executor is a verb with Nx's project graph at hand: its options are read by the verb's own schema. */
export async function runVerb(verb: Verb, options: object, context: ExecutorContext): Promise<{ success: boolean }> {
  const report = await verb.run(verb.options.parse(named(options, verb)), diskWorld(context.root, projectsOf(context)));
  process.stdout.write(report.text);
  return { success: report.ok };
}

/** Nx gives `true` for an option without a value. */
export function named(options: object, verb: Verb): object {
  const forms = optionForms(verb);
  return Object.fromEntries(
    Object.entries(options).map(([name, value]: [string, unknown]) => [
      name,
      value === true ? (forms[name]?.alone ?? value) : value,
    ]),
  );
}

export function projectsOf({ projectGraph }: ExecutorContext): ProjectGraph {
  const known = projectGraph.nodes;
  return {
    roots: Object.fromEntries(Object.entries(known).map(([name, { data }]) => [name, data.root])),
    dependencies: Object.fromEntries(
      Object.entries(projectGraph.dependencies).map(([name, needs]) => [
        name,
        needs.map(({ target }) => target).filter((target) => target in known),
      ]),
    ),
  };
}
