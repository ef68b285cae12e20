"""The search: Optuna proposes, the market answers; every finished trial is kept in a file."""

from __future__ import annotations

import json
import warnings

import optuna
import pandas as pd
from optuna.distributions import BaseDistribution, FloatDistribution, IntDistribution
from optuna.trial import FrozenTrial, TrialState

from core.errors import BadInput
from core.luck import Luck
from experiments.calibrating.trial import Problem, numbers_at
from experiments.interrupts import StopRequest
from experiments.progress import progress
from experiments.sweeping.factors import Factor, flat

STARTUP = 12  # trials at random before the sampler trusts what it has seen
NUMBERS, IDENTITY = "numbers", "identity"


def open_study(storage: str, identity: str) -> optuna.Study:
    """The study in a database, begun if there is none; refused if it asks something else."""
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = optuna.create_study(storage=storage, study_name="calibration", load_if_exists=True)
    known = study.user_attrs.get(IDENTITY)
    if known not in (None, identity):
        allowed = "a new folder: this one holds another calibration, or runs of other code"
        raise BadInput("--out", storage.removeprefix("sqlite:///"), allowed)
    study.set_user_attr(IDENTITY, identity)
    for trial in study.get_trials(states=(TrialState.RUNNING,)):  # cut off last time
        study.tell(trial.number, state=TrialState.FAIL)
    for _ in study.get_trials(states=(TrialState.WAITING,)):  # cut off before it was begun
        study.tell(study.ask(), state=TrialState.FAIL)
    return study


def search(problem: Problem, study: optuna.Study, request: StopRequest) -> None:
    """Try points until there are as many as wanted, or a stop is asked for.

    First the defaults, then the guess. What is proposed depends on the finished trials and their
    number alone, so that a search that was interrupted goes on as if it had not been.
    """
    first = [problem.defaults()]
    if problem.spec.start:
        first.append(problem.defaults() | flat(problem.spec.start))
    space = {factor.path: _distribution(factor) for factor in problem.factors}
    replicates = range(problem.spec.search.replicates)
    left = max(problem.spec.search.trials - len(finished(study)), 0)
    with progress(max(left, 1), "trial") as tell:
        for _ in range(left):
            if request.asked:
                return
            done = len(finished(study))
            study.sampler = _sampler(problem.spec.seed, done)
            if done < len(first):
                study.enqueue_trial(first[done])
            trial = study.ask(space)
            means = numbers_at(problem, trial.params, replicates).mean()
            numbers = {str(name): float(value) for name, value in means.items()}
            trial.set_user_attr(NUMBERS, json.dumps(numbers))
            study.tell(trial, min(problem.loss(numbers), 1e6))
            tell()


def finished(study: optuna.Study) -> list[FrozenTrial]:
    """The trials that came to an end."""
    return study.get_trials(states=(TrialState.COMPLETE,))


def trials_frame(study: optuna.Study) -> pd.DataFrame:
    """A row a finished trial: its number, loss, parameters and measures."""
    return pd.DataFrame(
        [
            {"trial": trial.number, "loss": trial.value}
            | trial.params
            | json.loads(trial.user_attrs[NUMBERS])
            for trial in finished(study)
        ]
    )


def _sampler(seed: int, done: int) -> optuna.samplers.BaseSampler:
    key = int(Luck(seed).key("calibration", done)) % 2**31
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", optuna.exceptions.ExperimentalWarning)
        return optuna.samplers.TPESampler(seed=key, multivariate=True, n_startup_trials=STARTUP)


def _distribution(factor: Factor) -> BaseDistribution:
    if factor.whole:
        return IntDistribution(int(factor.low), int(factor.high), log=factor.log)
    return FloatDistribution(factor.low, factor.high, log=factor.log)
