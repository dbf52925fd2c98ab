import { at, plain, textOf } from '../../reading.ts';
import { json, type Answer } from '../../server/answer.ts';
import { Refused } from '../../server/refusal.ts';
import { anywhere, type Call, type ForgeRoute } from '../call.ts';
import type { Shelf } from '../releases/shelf.ts';
import type { FindRepository, Repository } from '../repository.ts';
import { repositoryView } from '../repository-view.ts';
import { nodeId } from '../user.ts';
import { answered, type Thing } from './answer.ts';
import { GraphqlProblem, parse } from './parse.ts';
import { releaseFields, userThing } from './release.ts';

/** As much of GraphQL as clients of releases ask: who one is, a repository, its releases. What changes something goes by REST. */
export function graphqlRoutes(find: FindRepository, shelf: Shelf): readonly ForgeRoute[] {
  const repository = async (call: Call, owner: unknown, name: unknown): Promise<Thing | null> => {
    try {
      return thing(call, await find(textOf(owner) ?? '', textOf(name) ?? '', call.caller, 'index'));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      throw new GraphqlProblem(`Could not resolve to a Repository with the name '${String(owner)}/${String(name)}'.`);
    }
  };
  const thing = ({ links, caller, view }: Call, found: Repository): Thing => {
    const { html_url: url } = repositoryView(found, links);
    const branch: Thing = { type: 'Ref', fields: { name: () => found.defaultBranch } };
    return {
      type: 'Repository',
      fields: {
        id: () => nodeId('Repository', found.key),
        name: () => found.name,
        nameWithOwner: () => found.full,
        owner: () => userThing(found.owner, links),
        url: () => url,
        isPrivate: () => found.isPrivate,
        isArchived: () => found.isArchived,
        isFork: () => false,
        hasIssuesEnabled: () => true,
        description: () => null,
        viewerPermission: () => (caller.is === 'known' ? 'ADMIN' : 'READ'),
        defaultBranchRef: () => branch,
        parent: () => null,
        ...releaseFields(found, shelf.read(found.key, view), links, caller.is === 'known'),
      },
    };
  };
  const query = (call: Call): Thing => ({
    type: 'Query',
    fields: {
      viewer: () => userThing(call.login, call.links),
      repository: ({ owner, name }) => repository(call, owner, name),
    },
  });
  const ask = async (call: Call): Promise<Answer> => {
    if (call.caller.is !== 'known') throw new Refused('no-token', 'This needs a token.');
    const body = plain(await call.said());
    try {
      const { kind, fields } = parse(textOf(at(body, 'query')) ?? '', plain(at(body, 'variables')) ?? {});
      if (kind !== 'query')
        throw new GraphqlProblem('Only queries are answered here; what changes something goes by REST.');
      return json({ data: await answered(query(call), fields) });
    } catch (error) {
      if (!(error instanceof GraphqlProblem)) throw error;
      return json({ data: null, errors: [{ type: 'NOT_FOUND', message: error.message }] });
    }
  };
  return [anywhere('POST', '/graphql', 'index', ask)];
}
