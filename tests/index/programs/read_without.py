"""Read FILE where MODULE cannot be imported, as in an installation that lacks it."""

from __future__ import annotations

import sys
from importlib.abc import MetaPathFinder
from pathlib import Path

from index.errors import InstallationError
from index.reading import SourceFile, read
from index.settings import IndexSettings


class Lacking(MetaPathFinder):
    def __init__(self, module: str) -> None:
        self._module = module

    def find_spec(self, name, *_):
        if name.partition(".")[0] == self._module:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def main(module: str, path: Path) -> None:
    sys.meta_path.insert(0, Lacking(module))
    try:
        for found in read(SourceFile(path=path, shown=path.name, named=True), IndexSettings()):
            print(type(found).__name__)
    except InstallationError as exc:
        print(f"{exc.message}\n{exc.hint}")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
