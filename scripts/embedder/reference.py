"""The original model in float32 (numpy) and its original tokenizer: what the bundled int8 model is compared with.

    python reference.py MODEL_FOLDER TEXTS.json OUT.f32     unit vectors, one row of 384 float32 per text (256 tokens at most)
    python reference.py MODEL_FOLDER TEXTS.json OUT.json --ids KEPT.json    token ids (positions in KEPT, pruned words = [UNK])

TEXTS.json is a JSON list of strings. Needs the packages numpy, safetensors and tokenizers.
"""
import json
import sys

import numpy as np
from safetensors.numpy import load_file
from tokenizers import Tokenizer, models

folder, texts_path, out_path = sys.argv[1:4]
tokenizer = Tokenizer.from_file(f"{folder}/tokenizer.json")
tokenizer.no_padding()
tokenizer.no_truncation()
tokenizer.encode_special_tokens = True  # "[SEP]" in a text is text
texts = json.load(open(texts_path, encoding="utf-8"))


def erf(x):
    """Abramowitz and Stegun 7.1.26 has 1.5e-7; float64 with a Taylor/continued form is not needed for float32."""
    t = 1 / (1 + 0.3275911 * np.abs(x))
    y = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t
    return np.sign(x) * (1 - y * np.exp(-x * x))


def forward(w, ids):
    def dense(x, name):
        return x @ w[name + ".weight"].T + w[name + ".bias"]

    def norm(x, name):
        x = x - x.mean(-1, keepdims=True)
        x = x / np.sqrt((x * x).mean(-1, keepdims=True) + 1e-12)
        return x * w[name + ".weight"] + w[name + ".bias"]

    def heads(x):
        return x.reshape(len(ids), 12, 32).transpose(1, 0, 2)

    e = "embeddings."
    x = w[e + "word_embeddings.weight"][ids] + w[e + "position_embeddings.weight"][: len(ids)]
    x = norm(x + w[e + "token_type_embeddings.weight"][0], e + "LayerNorm")
    for layer in range(6):
        p = f"encoder.layer.{layer}."
        q, k, v = (heads(dense(x, p + "attention.self." + n)) for n in ("query", "key", "value"))
        s = q @ k.transpose(0, 2, 1) / np.sqrt(32)
        s = np.exp(s - s.max(-1, keepdims=True))
        s = s / s.sum(-1, keepdims=True)
        context = (s @ v).transpose(1, 0, 2).reshape(len(ids), 384)
        x = norm(x + dense(context, p + "attention.output.dense"), p + "attention.output.LayerNorm")
        h = dense(x, p + "intermediate.dense")
        h = 0.5 * h * (1 + erf(h / np.sqrt(2)))
        x = norm(x + dense(h, p + "output.dense"), p + "output.LayerNorm")
    pooled = x.mean(0)
    return (pooled / np.linalg.norm(pooled)).astype(np.float32)


if "--ids" in sys.argv:
    kept = json.load(open(sys.argv[sys.argv.index("--ids") + 1], encoding="utf-8"))
    vocabulary = {token: index for index, token in enumerate(kept)}
    tokenizer.model = models.WordPiece(vocabulary, unk_token="[UNK]", max_input_chars_per_word=100)
    json.dump([e.ids for e in tokenizer.encode_batch(texts, add_special_tokens=False)], open(out_path, "w"))
else:
    weights = {k: v for k, v in load_file(f"{folder}/model.safetensors").items() if v.dtype == np.float32}
    rows = []
    for text in texts:
        ids = tokenizer.encode(text, add_special_tokens=False).ids[:254]
        rows.append(forward(weights, [101, *ids, 102]))
    np.stack(rows).tofile(out_path)
