"""Putting an evaluation together: cases, articles, what answers, what judges, where it goes."""

from __future__ import annotations

import contextlib
import difflib
import platform
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import prompts
from index.library import Library
from rag.assembly.pipelines import build_pipeline
from rag.cli import output
from rag.evaluation import Asker, Assessor, Case, FinishedRun, Relevance, Support, Variant
from rag.evaluation.metrics.bootstrap import RESAMPLES
from rag.evaluation.metrics.measures import DEPTH
from rag.evaluation.results import PLAIN
from rag.evaluation.runs.asking import Answering, PerThread
from rag.evaluation.runs.judge import ModelJudge
from rag.evaluation.runs.libraries import library_for
from rag.evaluation.runs.plain import PlainScript
from rag.evaluation.runs.reduced_search import RETRIEVALS
from rag.evaluation.runs.run import Articles, Models, Run, TestSet
from rag.evaluation.session import finished_before, run_session, unfinished_run
from rag.evaluation.testsets import beir
from rag.evaluation.testsets.cases import fingerprint
from rag.evaluation.testsets.formats import format_of, load_cases
from rag.settings import Effective, Settings
from rag.terminal.progress import watch

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

RUNS = Path("runs")
_PACKAGES = ("dateline", "chromadb", "onnxruntime", "numpy", "langchain-core")
_PROMPTS = ("answer_system", "answer_question", "standalone_question")
"""Those that an answering model is given."""
_WITHOUT_EFFECT = frozenset({"theme", "keys", "lock_timeout", "max_file_bytes", "device"})
"""Settings that say nothing of what an answer is made of."""


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What the command line asks for."""

    testset: Path
    articles: tuple[Path, ...] = ()
    samples: bool = False
    strict: bool = False
    judge: str | None = None
    judge_base_url: str | None = None
    workers: int = 1
    seed: int = 0
    limit: int | None = None
    out: Path | None = None
    fresh: bool = False
    reuse: bool = False
    """Whether a run that is finished already need not be run again."""


def conduct(
    trial: Trial, effective: Effective, cases: Sequence[Case], variant: Variant
) -> FinishedRun:
    """Run the cases under one variant, to the end, and show on stderr how it goes."""
    settings = effective.settings
    with _bench(trial, effective, cases, variant) as (asker, run):
        folder = trial.out or _folder(run, fresh=trial.fresh)
        before = finished_before(folder, run) if trial.reuse and not trial.fresh else None
        if before:
            told = f"{variant.name} was run before, in {folder}; --fresh runs it again"
            output.notify(settings, told)
            return before
        with run_session(folder, run, cases, fresh=trial.fresh) as seat:
            if seat.done:
                told = f"going on in {folder}: {seat.done:,} of {len(cases):,} cases are done"
                output.notify(settings, told)
            try:
                watch(
                    # Without a model to wait for, threads would only take turns.
                    seat.results(asker, workers=trial.workers if settings.model else 1),
                    output.err(settings),
                    done=seat.done,
                    total=len(cases),
                    doing=variant.name if run.variant else "Asking",
                )
            except KeyboardInterrupt:
                output.notify(settings, f"the same command goes on with the run in {folder}")
                raise
            return seat.finish()


def cases_of(trial: Trial) -> list[Case]:
    """Return the cases, or as many as are wanted, drawn by the seed. Raises TestSetError."""
    cases = load_cases(trial.testset)
    if trial.limit is None or trial.limit >= len(cases):
        return cases
    drawn = random.Random(trial.seed).sample(range(len(cases)), trial.limit)
    return [cases[place] for place in sorted(drawn)]


@contextlib.contextmanager
def _bench(
    trial: Trial, effective: Effective, cases: Sequence[Case], variant: Variant
) -> Iterator[tuple[Asker, Run]]:
    """Open everything a run needs; what cannot be opened is found out before the first question."""
    settings = effective.settings.model_copy(update=variant.overrides())
    judge = _judge(trial)
    observer = output.observer(effective)
    location, place = library_for(
        trial.testset,
        trial.articles,
        samples=trial.samples,
        effective=effective,
        settings=settings.index_settings(),
        split_anew=variant.passage_size is not None,
        observer=observer,
    )
    with RETRIEVALS[variant.retrieval](
        location, settings.index_settings(), notify=observer.notify
    ) as library:
        library.require_articles()
        library.load()

        depth = max(DEPTH, settings.top_k)

        def _pipeline() -> Answering:
            if variant.retrieval == "plain":
                return PlainScript(
                    library, top_k=settings.top_k, depth=depth, model=chat_model_of(settings)
                )
            return build_pipeline(
                settings, library, strict=trial.strict, depth=depth, observer=observer
            )

        answering = PerThread(_pipeline)
        name = _document_names(trial.testset)
        relevance = Relevance(cases, library, name=name)
        _tell_missing(relevance, settings)
        _tell_misspelt(cases, settings)
        support = Support(lambda: library.embedder)
        assessor = Assessor(relevance=relevance, support=support, name=name, read=settings.top_k)
        run = _run(trial, effective, settings, cases, library, place=place)
        if variant.retrieval == "plain":
            run = replace(run, models=replace(run.models, answering=_plain_name(settings)))
        if judge:
            run = replace(run, judge=judge.described(answering=answering.model))
        yield Asker(answering, assessor, judge=judge), replace(run, variant=_told(variant))


def chat_model_of(settings: Settings) -> Callable[[], BaseChatModel] | None:
    """Return what loads the language model of the settings, ``None`` where there is none."""
    if settings.model is None:
        return None
    from rag.answering.chat_model.providers import load_chat_model

    name, base_url, seconds = settings.model, settings.base_url, settings.model_timeout
    return lambda: load_chat_model(name, base_url=base_url, timeout=seconds)


def _plain_name(settings: Settings) -> str:
    return f"{PLAIN}, {settings.model}" if settings.model else PLAIN


def _judge(trial: Trial) -> ModelJudge | None:
    if trial.judge is None:
        return None

    return ModelJudge(trial.judge, base_url=trial.judge_base_url)


def _document_names(testset: Path) -> Any:
    """Return how documents are called in files for other tools: as the corpus of BEIR does."""
    if format_of(testset) == "beir":
        return lambda _id, origin: beir.document_of(origin)
    return lambda id_, _origin: id_


def _tell_missing(relevance: Any, settings: Settings) -> None:
    articles = relevance.missing_articles()
    if articles:
        output.notify(
            settings,
            f"the library lacks {len(articles):,} of the articles that are evidence, such as"
            f" {articles[0]!r}; nothing can be right there",
        )
    quotes = relevance.missing_quotes()
    if quotes:
        case, evidence = quotes[0]
        output.notify(
            settings,
            f"{len(quotes):,} quotes do not stand in their article, such as case {case.id!r}:"
            f" {evidence.quote!r}",
        )


def _tell_misspelt(cases: Sequence[Case], settings: Settings) -> None:
    """Name the further keys of the test set that look like keys of ours."""
    ours = [one.name for one in fields(Case) if one.name != "extra"]
    for key in dict.fromkeys(key for case in cases for key in case.extra):
        near = difflib.get_close_matches(key, ours, n=1, cutoff=0.75)
        if near:
            told = f"the test set's {key!r} is kept and not read; did you mean {near[0]!r}?"
            output.notify(settings, told)


def _run(
    trial: Trial,
    effective: Effective,
    settings: Settings,
    cases: Sequence[Case],
    library: Library,
    *,
    place: str,
) -> Run:
    """Return what is known of a run before its first question."""
    articles, passages = library.counts()
    size = library.manifest.passage_size if library.manifest else settings.passage_size
    changed = {**effective.as_json(), "strict": {"value": trial.strict, "from": "--strict"}}
    changed["top_k"] = {**changed["top_k"], "value": settings.top_k}
    changed["passage_size"] = {**changed["passage_size"], "value": size}
    return Run(
        finished=False,
        testset=TestSet(
            path=str(trial.testset),
            format=format_of(trial.testset),
            cases=len(cases),
            fingerprint=fingerprint(cases),
        ),
        articles=Articles(
            place=place,
            articles=articles,
            passages=passages,
            fingerprint=f"{library.catalog.articles.fingerprint()}-{size}",
        ),
        models=Models(
            embedding=library.embedder.name,
            embedding_fingerprint=library.embedder.fingerprint,
            answering=settings.model or "extractive",
            prompts=prompts.fingerprint(*_PROMPTS) if settings.model else "",
        ),
        judge=None,
        settings={name: one for name, one in changed.items() if name not in _WITHOUT_EFFECT},
        variant="",
        versions={"python": platform.python_version()} | {one: version(one) for one in _PACKAGES},
        seed=trial.seed,
        resamples=RESAMPLES,
        summary=None,
    )


def _told(variant: Variant) -> str:
    return "" if variant.name == "as set" else variant.name


def _folder(run: Run, *, fresh: bool) -> Path:
    """Return the folder of the same run that was stopped, else a new one named after the time."""
    stopped = None if fresh else unfinished_run(RUNS, run)
    return stopped or RUNS / f"{datetime.now().astimezone():%Y%m%d-%H%M%S}"
