import { goalProofstep } from '../../../src/data/prompt-format.ts';
import { ModelConfig } from '../../../src/train/model/config.ts';
import { writeModelFolder } from '../../../src/train/model/folder.ts';
import { initialWeights } from '../../../src/train/model/parameters.ts';
import { byteTokenizer, byteVocabulary, letters, writeCausalFolder } from '../../generator/models/folder.ts';

/** A model of another family, whose logits have a bias. */
export const writeExportedFolder = (folder: string) => writeCausalFolder(folder, { context: 256, favoured: letters });

/** A model of our own, with random weights. */
export function writeOwnFolder(folder: string) {
  const config = ModelConfig.parse({
    vocab_size: byteVocabulary,
    hidden_size: 32,
    intermediate_size: 48,
    num_hidden_layers: 2,
    num_attention_heads: 4,
    num_key_value_heads: 2,
    head_dim: 8,
    max_position_embeddings: 256,
  });
  const model = { config, tokenizer: byteTokenizer, weights: initialWeights(config, 1) };
  return writeModelFolder(folder, model, { prompt: goalProofstep, maxTokens: 8, weightType: 'float16' });
}
