import type { Config } from '../../../model/config.ts';
import type { Problem } from '../../../model/problem.ts';
import { folderOf, inside } from '../../../paths/inside.ts';
import type { Tree } from '../tree.ts';
import { referencesIn, type Declaration, type Declared } from './declaration.ts';

/** The images of the plugin's options: what the user says beats what files tell. */
export function fromConfig(config: Config, tree: Tree): Declared {
  const declarations: Declaration[] = [];
  const problems: Problem[] = [];
  for (const image of config.images) {
    const dockerfile = inside('.', image.dockerfile);
    const context = image.context === undefined ? folderOf(image.dockerfile) : inside('.', image.context);
    const references = referencesIn([image.name]);
    if (dockerfile === undefined || context === undefined || !tree.isFile(dockerfile))
      problems.push(notThere(image.name, image.dockerfile));
    else if (references.length === 0) problems.push(noReference(image.name, image.dockerfile));
    else {
      declarations.push({
        by: 'config',
        at: { file: dockerfile, line: 1 },
        dockerfile,
        context,
        ...(image.target === undefined ? {} : { target: image.target }),
        args: image.buildArgs ?? {},
        references,
        label: `config ${image.name}`,
        contexts: Object.fromEntries(
          Object.entries(image.contexts ?? {}).map(([name, stand]) => [name.toLowerCase(), stand]),
        ),
        contains: image.contains ?? [],
      });
    }
  }
  return { declarations, problems };
}

const notThere = (name: string, dockerfile: string): Problem => ({
  code: 'DOCKER_FILE_MISSING',
  severity: 'warning',
  what: `The image ${name} is configured with ${dockerfile}, which is not there.`,
  fix: `Correct "dockerfile" of ${name} in the images of the plugin's options.`,
});

const noReference = (name: string, dockerfile: string): Problem => ({
  code: 'DOCKER_NAME_INVALID',
  severity: 'error',
  what: `"${name}" is no image reference.`,
  where: { file: dockerfile },
  fix: 'Write it as the registry knows it, in lower case: "ghcr.io/acme/api".',
});
