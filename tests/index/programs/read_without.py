"""Read FILE where MODULE cannot be imported, as in an installation that lacks it.

A module of its name that only fails stands before it, also for the processes that are started.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from index.errors import InstallationError
from index.reading import SourceFile, read
from index.settings import IndexSettings

FAILS = "raise ModuleNotFoundError(f'No module named {__name__!r}', name=__name__)\n"


def main(module: str, path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / f"{module}.py").write_text(FAILS)
        sys.path.insert(0, folder)
        os.environ["PYTHONPATH"] = os.pathsep.join([folder, os.environ["PYTHONPATH"]])
        try:
            for found in read(SourceFile(path=path, shown=path.name, named=True), IndexSettings()):
                print(type(found).__name__)
        except InstallationError as exc:
            print(f"{exc.message}\n{exc.hint}")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
