// Finds or provisions the real clients that end-to-end tests drive: `npm run toolchains`.
console.log('No client is provisioned yet.');
