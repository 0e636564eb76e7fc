export { type DialectOptions, DialectRemoval, plainDialect } from './dialect.ts';
export type { Embedder, Vectors } from './embedder.ts';
export { EmbeddingStore } from './embedding-store.ts';
export { OnnxEmbedder } from './onnx-embedder.ts';
export { openEmbedder } from './open.ts';
export { type Passage, statementPassage, statePassage } from './passage.ts';
export { type DenseOptions, DenseSelector } from './selector.ts';
export { ServerEmbedder } from './server-embedder.ts';
export { EmbeddingFormat, fitTokens } from './text.ts';
