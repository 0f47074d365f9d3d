from importlib.resources import files
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from index.embedding.tokenizing import read_tokenizer

FILE = Path(str(files("rag.reader"))) / "model" / "tokenizer.json"
TEXTS = [
    "Who leads the mission?",
    "a [SEP] b [MASK]",
    "Çfarë tha ministri? 部長は何と言ったか。",
    "",
]


def encoded(tokenizer, text):
    one = tokenizer.encode("Who?", text)
    return one.ids, one.type_ids, one.offsets, one.sequence_ids, one.special_tokens_mask


@pytest.mark.parametrize("text", TEXTS)
def test_one_that_shares_its_vocabulary_is_the_one_of_the_file(text):
    alone = Tokenizer.from_file(str(FILE))
    alone.no_truncation()
    alone.no_padding()
    for _ in range(2):
        shared = read_tokenizer(FILE)
        assert encoded(shared, text) == encoded(alone, text)
        assert shared.decode(shared.encode(text).ids) == alone.decode(alone.encode(text).ids)


def test_how_one_cuts_and_pads_leaves_the_others_alone():
    short, long = read_tokenizer(FILE), read_tokenizer(FILE)
    short.enable_truncation(max_length=4)
    short.enable_padding(length=4)
    assert len(short.encode("one two three four five").ids) == 4
    assert len(long.encode("one two three four five").ids) == 7


def test_what_is_no_tokenizer(tmp_path):
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(Exception, match=r"(?i)model|missing|expected"):
        read_tokenizer(tmp_path / "tokenizer.json")
