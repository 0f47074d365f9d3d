"""How a Chroma client is made: for the embedded database, a server or Chroma Cloud."""

from __future__ import annotations

import contextlib
import gc
import importlib.util
import itertools
import os
import shutil
import sqlite3
import struct
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, Queue
from typing import TYPE_CHECKING, Any, cast

from index.chroma.servers import HINT, TOKEN_HINT, Server
from index.durable import MAKE_ROOM, lacks_room
from index.embedding import Notify
from index.errors import ChromaServerError, LibraryDamagedError, LibraryLockedError
from index.settings import Location, public_address

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection
    from chromadb.config import Settings as ChromaSettings

_ROOM = 1_000_000
"""Bytes that Chroma needs on the disk to do anything; it does not say that they are missing."""
_LONGEST_PANIC = 120
_SQLITE = b"SQLite format 3\0"
"""What every SQLite file begins with."""


@contextlib.contextmanager
def connected(
    location: Location, *, create: bool = False, notify: Notify = lambda _: None
) -> Iterator[Client]:
    """Lend a client. Raises LibraryDamagedError, ChromaServerError.

    ``create`` makes a server's tenant and database where they are missing; ``notify`` is told when
    a server is away.
    """
    _import_chroma()
    with contextlib.ExitStack() as closing, translated(location):
        if location.chroma:
            client = _remote(location, location.chroma, create=create, notify=notify)
            closing.callback(_disconnect, client)
        else:
            path = _take_path(location.chroma_folder)
            # Where this fails the path stays taken, for Chroma remembers a failed start by it.
            client = _embedded(path)
            closing.callback(_paths_in_use.discard, path)
        closing.callback(client.close)
        yield client


def _import_chroma() -> None:
    """Import chromadb without garbage collection, which saves a tenth of the time.

    An import makes very many objects, and none of them is garbage.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        _import_without_env_file()
    finally:
        if collecting:
            gc.enable()


def _import_without_env_file() -> None:
    """Import chromadb without letting it read a ``.env`` in the working folder.

    That file may be anybody's, and it can name servers, and classes to load. chromadb 1.5 reads it
    as soon as it is imported. So its settings are imported and changed before the package.
    """
    name = "chromadb.config"
    package = importlib.util.find_spec("chromadb")  # does not run it
    if name in sys.modules or package is None or package.origin is None:
        import chromadb

        return
    file = Path(package.origin).with_name("config.py")
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec is not None  # of a file that ends in .py
    assert spec.loader is not None
    config = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(config)
    config.Settings.model_config["env_file"] = None
    import chromadb

    chromadb.config = config  # as an import of it would


def stored_collections(location: Location) -> dict[str, dict[str, Any]]:
    """Return the metadata of an embedded Chroma's collections that measure cosine, by name.

    Raises LibraryDamagedError.
    """
    if not database_file(location).is_file():
        return {}
    with connected(location) as client, translated(location):
        return {
            collection.name: dict(collection.metadata or {})
            for collection in client.list_collections()
            if space_of(collection) == "cosine"
        }


def drop_collection(location: Location, name: str) -> None:
    """Delete a collection; one that is not there does no harm. Raises as ``connected`` does."""
    from chromadb.errors import NotFoundError

    with connected(location) as client, translated(location), contextlib.suppress(NotFoundError):
        client.delete_collection(name)


def space_of(collection: Collection) -> str | None:
    """Return the name of the distance that a collection measures."""
    # Not ``configuration``, which warns of collections that have no embedding function.
    space: str | None = (collection.configuration_json.get("hnsw") or {}).get("space")
    return space


def database_file(location: Location) -> Path:
    """Return the database file of an embedded Chroma."""
    return location.chroma_folder / "chroma.sqlite3"


def compact(location: Location) -> None:
    """Write an embedded Chroma's database anew without anything that was deleted.

    The search indexes of collections that were dropped go too; Chroma leaves them. This process
    must not have it open. Raises LibraryLockedError, LibraryDamagedError.
    """
    file, words = database_file(location), "embedding_fulltext_search"
    address = f"{file.absolute().as_uri()}?mode=rw"
    try:
        with contextlib.closing(sqlite3.connect(address, uri=True, isolation_level=None)) as chroma:
            chroma.execute("PRAGMA secure_delete = ON")
            chroma.execute(f"INSERT INTO {words} ({words}) VALUES ('optimize')")
            chroma.execute("VACUUM")
            in_use = {row[0] for row in chroma.execute("SELECT id FROM segments")}
    except sqlite3.OperationalError as exc:
        raise LibraryLockedError(
            f"the vectors in {str(location.chroma_folder)!r} cannot be written anew: {exc}",
            hint="end what else has the library open, and see that its disk is not full",
        ) from exc
    except sqlite3.DatabaseError as exc:
        raise LibraryDamagedError(
            f"Chroma's database {str(file)!r} is damaged: {exc}", hint="rag doctor --repair"
        ) from exc
    for folder in location.chroma_folder.iterdir():
        if folder.is_dir() and folder.name not in in_use:
            shutil.rmtree(folder, ignore_errors=True)


def clear_unused(location: Location) -> None:
    """Zero what an embedded Chroma's search indexes have room for and do not use.

    Chroma writes there whatever its memory held, which may be the text of any article. No process
    may be writing.
    """
    for header in location.chroma_folder.glob("*/header.bin"):
        # Without one it is no search index; a damaged one is told of by rag doctor.
        with contextlib.suppress(OSError, struct.error, ValueError, OverflowError):
            _, _, _, used, size = struct.unpack_from("<i4Q", header.read_bytes())
            for name, each in (("data_level0.bin", size), ("length.bin", 4)):
                with header.with_name(name).open("r+b") as file:
                    unused = file.seek(0, os.SEEK_END) - file.seek(used * each)
                    file.write(bytes(max(0, unused)))


def looks_sound(location: Location) -> bool:
    """Return whether an embedded Chroma's database file is there and begins like SQLite."""
    try:
        with database_file(location).open("rb") as file:
            return file.read(len(_SQLITE)) == _SQLITE
    except OSError:
        return False


@contextlib.contextmanager
def translated(location: Location) -> Iterator[None]:
    """Turn what Chroma raises into errors of ours."""
    import httpx
    from chromadb.errors import ChromaError

    try:
        with _panics_caught():
            yield
    except (ChromaError, httpx.HTTPError, ValueError) as exc:
        reason = str(exc) or type(exc).__name__
        if location.chroma is None:
            raise LibraryDamagedError(
                f"Chroma cannot use {str(location.chroma_folder)!r}: {reason}",
                hint=_hint(database_file(location)),
            ) from exc
        if isinstance(exc, httpx.TimeoutException):
            reason = (
                f"no answer within {location.timeout:g} seconds; RAG_CHROMA_TIMEOUT allows more"
            )
        hint = HINT
        if isinstance(exc, httpx.HTTPStatusError):
            reason = f"it answers with HTTP {exc.response.status_code}"
            hint = TOKEN_HINT if exc.response.status_code in {401, 403} else HINT
        raise ChromaServerError(
            f"the Chroma server {public_address(location.chroma)!r} failed: {reason}", hint=hint
        ) from exc


@contextlib.contextmanager
def _panics_caught() -> Iterator[None]:
    """Turn a panic of Chroma's Rust into a ValueError.

    Its class can be imported from nowhere, and is no Exception, so that nobody would catch it.
    """
    try:
        yield
    except BaseException as exc:
        if type(exc).__name__ != "PanicException":
            raise
        raise ValueError(" ".join(str(exc).split())[:_LONGEST_PANIC]) from exc


def _hint(file: Path) -> str:
    if file.exists() and not os.access(file, os.W_OK):
        return "make the folder writable, for Chroma writes to it even to read"
    if lacks_room(file.parent, needed=_ROOM):
        return MAKE_ROOM
    return "rag doctor --repair"


_paths_in_use: set[str] = set()
_paths_lock = threading.Lock()


def _take_path(folder: Path) -> str:
    """Return a spelling of ``folder`` that no other client of this process uses.

    Clients that spell a path alike share one database handle, which goes on answering from its old
    vectors as long as any of them is open.
    """
    with _paths_lock:
        spellings = (f"{folder}{f'{os.sep}.' * dots}" for dots in itertools.count())
        path = next(spelling for spelling in spellings if spelling not in _paths_in_use)
        _paths_in_use.add(path)
    return path


def _settings() -> ChromaSettings:
    """Return Chroma's settings, none of them from a file."""
    from chromadb.config import Settings

    without_file: dict[str, Any] = {"_env_file": None}  # a program may have imported Chroma first
    return Settings(**without_file, anonymized_telemetry=False)


def _embedded(path: str) -> Client:
    import chromadb

    settings = _settings()
    # The constructors are typed by an interface that lacks ``close``; what they return has it.
    return cast("Client", chromadb.PersistentClient(path, settings=settings))


def _remote(location: Location, address: str, *, create: bool, notify: Notify) -> Client:
    import chromadb
    from chromadb.config import DEFAULT_DATABASE, DEFAULT_TENANT

    settings = _settings()
    if address == "cloud":
        cloud = _made_in_time(
            lambda: chromadb.CloudClient(
                tenant=location.tenant or os.environ.get("CHROMA_TENANT"),
                database=location.database or os.environ.get("CHROMA_DATABASE"),
                api_key=location.token or os.environ.get("CHROMA_API_KEY"),
                settings=settings,
            ),
            seconds=location.timeout,
        )
        return _patient(cloud, location, notify, encrypted=True)
    server = Server.at(address, token=location.token, headers=location.headers)
    tenant, database = location.tenant or DEFAULT_TENANT, location.database or DEFAULT_DATABASE
    server.require(tenant=tenant, database=database, seconds=location.timeout, create=create)
    if not server.encrypted:
        settings.chroma_server_ssl_verify = False  # spares reading every certificate there is
    client = _made_in_time(
        lambda: chromadb.HttpClient(
            host=str(server),
            port=server.port,
            ssl=server.encrypted,
            headers=dict(server.headers),
            settings=settings,
            tenant=tenant,
            database=database,
        ),
        seconds=location.timeout,
    )
    return _patient(client, location, notify, encrypted=server.encrypted)


def _made_in_time(make: Callable[[], ClientAPI], *, seconds: float) -> ClientAPI:
    """Return a client; raise httpx.ReadTimeout where it takes longer to make.

    It asks the server while it is made, and would wait for ever. So it is made in a thread, which
    can be left to itself.
    """
    import httpx

    made: Queue[ClientAPI | Exception] = Queue()

    def run() -> None:
        try:
            made.put(make())
        except Exception as exc:  # noqa: BLE001 - raised again where it is waited for
            made.put(exc)

    threading.Thread(target=run, daemon=True).start()
    try:
        client = made.get(timeout=seconds)
    except Empty:
        raise httpx.ReadTimeout("no client could be made") from None
    if isinstance(client, Exception):
        raise client
    return client


def _patient(client: ClientAPI, location: Location, notify: Notify, *, encrypted: bool) -> Client:
    """Return a client that waits for its server; chromadb 1.5 neither limits nor repeats."""
    from index.chroma.patience import PatientClient

    patient: Any = client
    for part in (patient, patient._admin_client):
        session = part._server._session
        part._server._session = PatientClient(
            seconds=location.timeout,
            patience=location.timeout,
            notify=notify,
            headers=session.headers,
            verify=encrypted,
        )
        session.close()
    return cast("Client", client)


def _disconnect(client: Any) -> None:
    """Close the connections to a server, which ``close`` leaves open (chromadb 1.5)."""
    for part in (client, client._admin_client):
        part._server._session.close()
