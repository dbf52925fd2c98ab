import type { Protocol } from '../protocol.ts';
import { accountRoutes } from './account.ts';
import { advisoryRoutes } from './advisories.ts';
import { commitRoutes } from './checks/commits.ts';
import { checkRunRoutes } from './checks/runs.ts';
import { statusRoutes } from './checks/statuses.ts';
import { clients } from './clients.ts';
import { dispatchRoutes } from './dispatches.ts';
import { graphqlRoutes } from './graphql/routes.ts';
import { meterOf } from './meter.ts';
import { asTheyAre, mounted } from './mount.ts';
import { refRoutes } from './refs/routes.ts';
import { refuseIn } from './refuse.ts';
import { assetRoutes } from './releases/assets.ts';
import { releaseChanges } from './releases/change.ts';
import { releaseRoutes } from './releases/routes.ts';
import { shelfOf } from './releases/shelf.ts';
import { repositories } from './repository.ts';
import { giteaRoutes } from './spellings/gitea.ts';
import { gitlabRoutes } from './spellings/gitlab.ts';
import { bookOf } from './tracker/book.ts';
import { commentRoutes } from './tracker/comments.ts';
import { issueRoutes } from './tracker/issues.ts';
import { labelRoutes } from './tracker/labels.ts';
import { milestoneRoutes } from './tracker/milestones.ts';
import { pullRoutes } from './tracker/pulls.ts';
import { reviewRoutes } from './tracker/reviews.ts';

/** The part of GitHub that a release needs. */
export const forge: Protocol = {
  tokenPrefix: 'ghp_',
  socketHosts: ['api.github.com', 'uploads.github.com', 'github.com'],
  async open(house) {
    const [find, shelf, book, meter] = [
      await repositories(house),
      await shelfOf(house),
      await bookOf(house),
      meterOf(house.clock),
    ];
    const change = releaseChanges(house, shelf);
    const routes = [
      ...accountRoutes(meter),
      ...graphqlRoutes(find, shelf),
      // A tag may be called as the last word of another path.
      ...releaseRoutes(shelf, change),
      ...assetRoutes(house, shelf, find),
      ...refRoutes(house, ({ repository }, tag) => change.tagGone(repository, tag)),
      ...(await statusRoutes(house)),
      ...(await checkRunRoutes(house)),
      ...commitRoutes(),
      ...commentRoutes(house, book),
      ...labelRoutes(book),
      ...milestoneRoutes(house, book),
      ...issueRoutes(house, book),
      ...pullRoutes(house, book),
      ...reviewRoutes(house, book),
      ...(await dispatchRoutes(house)),
      ...(await advisoryRoutes(house)),
    ];
    const standing = { find, meter };
    const others = [...(await gitlabRoutes(house, routes)), ...giteaRoutes(routes)];
    return {
      routes: [...mounted(routes, standing), ...asTheyAre(others, standing)],
      refuse: refuseIn(house.clock),
      clients,
    };
  },
};
