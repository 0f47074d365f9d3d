"""``rag index``: what its options ask of one another."""

import pytest


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--shard", "1/2"], "--shard needs a Chroma server"),
        (["--shard", "3/2", "--chroma", "http://127.0.0.1:9"], "'3/2' is no share such as 2/4"),
        (["--shard", "1/2", "--prune"], "--shard goes with none of --prune, --watch and --dry-run"),
        (["--shard", "1/2", "--dry-run"], "--shard goes with none of"),
    ],
)
def test_what_a_share_needs(rag, tmp_path, options, message):
    assert message in " ".join(rag("index", tmp_path, *options, status=2).err.split())
