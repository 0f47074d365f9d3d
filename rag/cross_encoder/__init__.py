"""Small models that read two texts together (cross-encoders): loaded, run, exported.

The reader, the follow-up model and the verifier are of this kind: an ONNX graph with a tokenizer
and a card beside it.
"""
