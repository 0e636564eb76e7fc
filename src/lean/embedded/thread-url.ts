/** A program file below this folder, by its room and name, as source in a checkout and as JavaScript in an installed package. */
export const threadUrl = (name: string): URL =>
  new URL(`./${name}.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);
