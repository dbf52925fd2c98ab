/** Registries for crates, wheels, images, charts and npm packages, embedded in one process. Nothing is exported before it works. */
export {};
