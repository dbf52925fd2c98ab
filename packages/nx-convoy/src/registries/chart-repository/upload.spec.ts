import { uploadAddress } from './upload.ts';

it.each([
  ['ChartMuseum', 'https://c.example.com', '', 'https://c.example.com/api/charts'],
  ['a repository in it', 'https://c.example.com/acme/stable/', '', 'https://c.example.com/api/acme/stable/charts'],
  ['below a path', 'https://c.example.com/charts/acme', '/charts', 'https://c.example.com/charts/api/acme/charts'],
  [
    'Gitea',
    'https://g.example.com/api/packages/acme/helm',
    '/api/packages/acme/helm',
    'https://g.example.com/api/packages/acme/helm/api/charts',
  ],
  [
    'GitLab',
    'https://g.example.com/api/v4/projects/1/packages/helm/stable',
    '/api/v4/projects/1/packages/helm',
    'https://g.example.com/api/v4/projects/1/packages/helm/api/stable/charts',
  ],
  [
    'an address',
    'https://g.example.com/x/helm',
    'https://g.example.com/x/helm',
    'https://g.example.com/x/helm/api/charts',
  ],
  ['a context that is not its own', 'https://c.example.com/a', '/other', 'https://c.example.com/a/api/charts'],
  ['no word of it', 'https://c.example.com/a', undefined, 'https://c.example.com/a/api/charts'],
])('%s', (_, registry, context, expected) => expect(uploadAddress(registry, context)).toBe(expected));
