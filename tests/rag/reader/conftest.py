from __future__ import annotations

import pytest


@pytest.fixture(scope="session", params=["bert", "roberta"])
def tiny_model(request, tmp_path_factory, tokenizer_file):
    """A folder with a question-answering model of random weights, as transformers saves it."""
    import torch
    from transformers import AutoConfig, AutoModelForQuestionAnswering, PreTrainedTokenizerFast

    torch.manual_seed(3)
    folder = tmp_path_factory.mktemp("tiny") / f"tiny-{request.param}"
    config = AutoConfig.for_model(
        request.param,
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        vocab_size=30_522,
        pad_token_id=0,
        type_vocab_size={"bert": 2, "roberta": 1}[request.param],
        initializer_range=0.5,
    )
    AutoModelForQuestionAnswering.from_config(config).save_pretrained(folder)
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_file=str(tokenizer_file),
        pad_token="[PAD]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        unk_token="[UNK]",
        model_max_length=64,
    )
    tokenizer.save_pretrained(folder)
    return folder
