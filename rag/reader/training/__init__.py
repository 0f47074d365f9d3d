"""Training the reader: from public question sets to the ONNX file that ships.

Run ``python -m rag.reader.training --help``. Needs torch, which answering never does.
"""
