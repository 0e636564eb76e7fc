/**
 * Seed of one request: 32 bits that depend on the search's seed, the state and the round alone, not on the order in
 * which nodes were expanded. FNV-1a over the key, then the finaliser of MurmurHash3.
 */
export function requestSeed(seed: number, key: string, round: number): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ round, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
